/** The side panel of jobs: states, cancel, and the most frequent outcomes of a finished one. */

import { Widget } from "@lumino/widgets";

import type { Job } from "../../port";
import { emptyList, hasOlder, OVER, withNews } from "../../state/job-list";
import { AskFailed, askOnce } from "../ask-once";
import type { ServerAsks } from "./asks";
import { ansatzIcon } from "./icons";

const SOON = 800;
const LATER = 20_000;

/** The studio tells it on the page when a job was sent or cancelled. */
const CHANGED = "qdesign-jobs";

/** Lists the queue while it is visible; asks nothing while hidden. */
export class JobsPanel extends Widget {
  private known = emptyList(false);
  private timer: number | undefined;
  private readonly list = document.createElement("ul");
  private readonly note = document.createElement("p");

  constructor(private readonly asks: ServerAsks) {
    super();
    this.id = "qdesign-jobs";
    this.title.icon = ansatzIcon;
    this.title.caption = "Quantum jobs";
    this.addClass("qdesign-Jobs");
    const heading = document.createElement("h2");
    heading.textContent = "Quantum jobs";
    this.note.setAttribute("role", "status");
    this.list.setAttribute("aria-label", "Jobs, newest first");
    this.node.append(heading, this.note, this.list);
    window.addEventListener(CHANGED, this.changed);
    document.addEventListener("visibilitychange", this.changed);
  }

  private readonly changed = (): void => {
    if (this.isVisible) {
      void this.refresh();
    }
  };

  protected override onAfterShow(): void {
    void this.refresh();
  }

  protected override onBeforeHide(): void {
    window.clearTimeout(this.timer);
  }

  override dispose(): void {
    window.removeEventListener(CHANGED, this.changed);
    document.removeEventListener("visibilitychange", this.changed);
    window.clearTimeout(this.timer);
    super.dispose();
  }

  private async refresh(): Promise<void> {
    window.clearTimeout(this.timer);
    if (document.visibilityState === "hidden") {
      return;
    }
    let wait = LATER;
    try {
      const before = this.known;
      // Where all that was listed is gone, the newest of the others are.
      const since = before.jobs.length === 0 && hasOlder(before) ? "" : before.revision;
      const ask = { ask: "jobs", since, before: "", archived: false } as const;
      this.known = withNews(before, await askOnce(this.asks, ask));
      const { jobs } = this.known;
      this.note.textContent = this.about();
      if (this.known.revision !== before.revision) {
        this.list.replaceChildren(...jobs.map((job) => this.entry(job)));
      }
      wait = jobs.some((job) => !OVER.has(job.state)) ? SOON : LATER;
    } catch (error) {
      this.note.textContent = error instanceof AskFailed ? error.message : String(error);
    }
    if (this.isVisible && !this.isDisposed) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.refresh(), wait);
    }
  }

  private about(): string {
    const { jobs, total, damaged } = this.known;
    if (damaged.length > 0) return `The queue file is damaged; set aside: ${damaged.join(", ")}`;
    if (hasOlder(this.known)) return `The newest ${jobs.length} of ${total.toLocaleString("en-US")} jobs.`;
    return total === 0 ? "No jobs yet. Send… in a studio submits one." : "";
  }

  private entry(job: Job): HTMLElement {
    const item = document.createElement("li");
    const head = document.createElement("div");
    head.className = "qdesign-Jobs-head";
    const name = document.createElement("strong");
    name.textContent = job.label || job.id;
    const state = document.createElement("span");
    state.textContent = job.state.toLowerCase();
    state.dataset["state"] = job.state;
    head.append(name, state);
    const about = document.createElement("div");
    about.className = "qdesign-Jobs-about";
    about.textContent = `${job.target} · ${job.shots.toLocaleString("en-US")} shots`;
    item.append(head, about);
    if (job.detail !== "") {
      const detail = document.createElement("div");
      detail.textContent = job.detail;
      item.append(detail);
    }
    if (job.most.length > 0) {
      item.append(outcomes(job.most, job.shots));
    }
    if (!OVER.has(job.state)) {
      const cancel = document.createElement("button");
      cancel.className = "jp-mod-styled";
      cancel.textContent = "Cancel";
      cancel.setAttribute("aria-label", `Cancel job ${job.label || job.id}`);
      cancel.onclick = () => void this.cancel(job.id);
      item.append(cancel);
    }
    return item;
  }

  private async cancel(job: string): Promise<void> {
    try {
      await askOnce(this.asks, { ask: "cancel_job", job });
    } catch (error) {
      this.note.textContent = error instanceof AskFailed ? error.message : String(error);
    }
    await this.refresh();
  }
}

function outcomes(most: Job["most"], shots: number): HTMLElement {
  const table = document.createElement("table");
  table.setAttribute("aria-label", "Most frequent outcomes, qubit 0 rightmost");
  for (const [bits, count] of most) {
    const row = table.insertRow();
    row.insertCell().textContent = bits;
    row.insertCell().textContent = (count / Math.max(shots, 1)).toFixed(3);
  }
  return table;
}
