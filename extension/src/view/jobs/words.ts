/** Times, sums and numbers of jobs in words. */

import type { Job } from "../../port";

export function grouped(n: number): string {
  return n.toLocaleString("en");
}

export function numJobs(n: number): string {
  return n === 1 ? "1 job" : `${grouped(n)} jobs`;
}

/** How long something takes: 0.4 s, 12 s, 8 min 50 s, 3 h 5 min. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 0.1) return "< 0.1 s";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ""}`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
}

/** The time, with the day where that is not today. */
export function clock(iso: string, seconds = false): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  const minutes = {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(seconds ? ({ second: "2-digit" } as const) : {}),
  } as const;
  return time.toDateString() === new Date().toDateString()
    ? time.toLocaleTimeString([], minutes)
    : time.toLocaleString([], { year: "numeric", month: "short", day: "numeric", ...minutes });
}

export function amountText(amount: number, unit: string): string {
  const number = amount >= 0.1 || amount === 0 ? amount.toFixed(2) : String(Number(amount.toPrecision(3)));
  return `${number} ${unit}`.trim();
}

/** What it cost, or what it may; empty where it is free or nothing is known. */
export function costText({ cost, estimate }: Pick<Job, "cost" | "estimate">): string {
  if (!estimate || (estimate.high === 0 && !cost)) return "";
  return cost === null ? `up to ${amountText(estimate.high, estimate.unit)}` : amountText(cost, estimate.unit);
}

/** The device alone, without who runs it. */
export function deviceOf(target: string): string {
  return target.slice(target.indexOf(":") + 1) || target;
}

/** An error or a probability in percent, with two figures. */
export function percent(share: number): string {
  return share === 0 ? "0" : Number((100 * share).toPrecision(2)).toString();
}
