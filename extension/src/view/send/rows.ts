/** The rows of the table of targets: what stands in them, which are shown, in which order. */

import type { Provider, Target } from "../../port";
import { type Fitness, fitness, matching } from "./fitness";

export interface Row {
  readonly target: Target;
  readonly provider: Provider | undefined;
  readonly fit: Fitness;
}

export type Column = "name" | "provider" | "state" | "qubits" | "error" | "queue" | "cost" | "calibrated";

export interface Sort {
  readonly by: Column;
  readonly down: boolean;
}

export interface Filters {
  readonly query: string;
  /** Those alone that have as many qubits as the drawing. */
  readonly large: boolean;
  /** The best of each provider alone. */
  readonly single: boolean;
  readonly provider: string;
  readonly ready: boolean;
  readonly free: boolean;
  readonly idle: boolean;
  /** Hours since the calibration at most; 0 for any. */
  readonly hours: number;
}

export const ALL: Filters = {
  query: "",
  large: false,
  single: false,
  provider: "",
  ready: false,
  free: false,
  idle: false,
  hours: 0,
};

const HOUR = 3_600_000;

export function rowsOf(targets: readonly Target[], providers: readonly Provider[], numQubits: number): readonly Row[] {
  const by = new Map(providers.map((each) => [each.name, each]));
  return targets.map((target) => ({
    target,
    provider: by.get(target.provider),
    fit: fitness(target, numQubits),
  }));
}

/** @param now milliseconds since 1970 */
export function shownRows(
  rows: readonly Row[],
  filters: Filters,
  sort: Sort | null,
  numQubits: number,
  now: number,
): readonly Row[] {
  const found = new Set(
    matching(
      rows.map(({ target }) => target),
      filters.query,
    ),
  );
  const kept = rows.filter(
    ({ target, fit }) =>
      found.has(target) &&
      (!filters.large || target.num_qubits >= numQubits) &&
      (!filters.provider || target.provider === filters.provider) &&
      (!filters.ready || fit.able) &&
      (!filters.free || isFree(target)) &&
      (!filters.idle || target.is_here || target.queue === 0) &&
      (!filters.hours || (target.calibrated !== null && now - Date.parse(target.calibrated) <= filters.hours * HOUR)),
  );
  const ordered = kept.toSorted((a, b) => Number(b.fit.able) - Number(a.fit.able));
  const few = filters.single ? bestOfEach(ordered) : ordered;
  if (!sort) return few;
  const sign = sort.down ? -1 : 1;
  return few.toSorted((a, b) => {
    const x = sortValue(a, sort.by);
    const y = sortValue(b, sort.by);
    // What is not known stands last either way.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === "string" ? x.localeCompare(String(y)) : x - Number(y));
  });
}

export function isFree(target: Target): boolean {
  return target.is_here || (target.ready && !target.cost);
}

function bestOfEach(rows: readonly Row[]): readonly Row[] {
  const best = new Map<string, Row>();
  for (const each of rows) {
    const other = best.get(each.target.provider);
    const better =
      other === undefined || (each.fit.able === other.fit.able && errorOf(each.target) < errorOf(other.target));
    if (better) best.set(each.target.provider, each);
  }
  return [...best.values()];
}

/** What takes every gate has no errors; what has gates of unknown errors stands last. */
function errorOf({ two_qubit_error, native }: Target): number {
  return two_qubit_error ?? (native.length ? 1 : 0);
}

function sortValue({ target, provider, fit }: Row, by: Column): string | number | null {
  switch (by) {
    case "name":
      return target.title;
    case "provider":
      return provider?.title ?? target.provider;
    case "state":
      return fit.able ? 0 : target.ready ? 1 : 2;
    case "qubits":
      return target.num_qubits || null;
    case "error":
      return target.two_qubit_error;
    case "queue":
      return target.is_here ? 0 : target.queue;
    case "cost":
      return isFree(target) ? "" : target.cost || null;
    case "calibrated":
      return target.calibrated === null ? null : -Date.parse(target.calibrated);
  }
}

/** How long ago something was, in a few letters; days on which it was where that is long. */
export function ageText(date: string, now: number): string {
  const hours = (now - Date.parse(date)) / HOUR;
  if (!(hours < 60 * 24)) return date.slice(0, 10);
  if (hours < 1) return `${Math.max(0, Math.round(hours * 60))} min ago`;
  return hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} d ago`;
}

/** When what is closed opens, on this machine's clock; with the day where that is not today, empty where it is past. */
export function opensText(date: string, now: number): string {
  const then = new Date(date);
  if (!(then.getTime() > now)) return "";
  const time = then.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const isToday = then.toDateString() === new Date(now).toDateString();
  return `opens ${isToday ? "" : `${then.toLocaleDateString("en", { weekday: "short" })} `}${time}`;
}

/** A rate as per cent. */
export function percent(rate: number): string {
  const shown = 100 * rate;
  return `${shown.toFixed(shown >= 9.95 ? 0 : shown >= 0.95 ? 1 : 2)} %`;
}
