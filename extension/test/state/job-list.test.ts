import { describe, expect, it } from "vitest";

import type { Job, JobsResult } from "../../src/port";
import { EVERY_JOB, emptyList, withNews, withOlder } from "../../src/state/job-list";

const job = (id: string, hour: number, state: Job["state"] = "COMPLETED"): Job => ({
  id,
  state,
  label: id,
  provider: "local",
  target: "local:ideal",
  shots: 1,
  position: null,
  estimate: null,
  cost: null,
  group: "",
  tags: [],
  note: "",
  remote_id: "",
  updated: "2026-01-01T23:00:00+00:00",
  created: `2026-01-01T${String(hour).padStart(2, "0")}:00:00+00:00`,
  detail: "",
  most: [],
  energy: null,
  energy_error: null,
  num_parts: 0,
});
const told = (jobs: readonly Job[], more: Partial<JobsResult> = {}): JobsResult => ({
  revision: "q:1",
  is_whole: false,
  jobs,
  gone: [],
  total: 3,
  num_open: 0,
  num_done: 3,
  batches: [],
  month: [],
  others: 0,
  damaged: [],
  kept_aside: [],
  ...more,
});
const ids = (list: { readonly jobs: readonly Job[] }): string => list.jobs.map(({ id }) => id).join(" ");

describe("a list of jobs", () => {
  const first = withNews(emptyList(EVERY_JOB), told([job("c", 3), job("b", 2), job("a", 1)], { is_whole: true }));

  it("keeps what did not change, object for object", () => {
    const later = withNews(first, told([], { revision: "q:1" }));
    expect(later.jobs.every((each, k) => each === first.jobs[k])).toBe(true);
  });

  it("takes what is new and what changed in their places, and drops what is gone", () => {
    const news = told([job("d", 4, "RUNNING"), job("b", 2, "FAILED")], { revision: "q:2", gone: ["a"] });
    const later = withNews(first, news);
    expect(ids(later)).toBe("d c b");
    expect(later.jobs[2]?.state).toBe("FAILED");
    expect(later.revision).toBe("q:2");
  });

  it("forgets everything where Python says so", () => {
    expect(ids(withNews(first, told([job("x", 9)], { is_whole: true })))).toBe("x");
  });

  it("leaves no hole between its oldest job and one that changed further back", () => {
    const page = withNews(emptyList(EVERY_JOB), told([job("c", 3), job("b", 2)], { is_whole: true }));
    expect(ids(withNews(page, told([job("0", 0)])))).toBe("c b");
    expect(ids(withOlder(page, told([job("b", 2), job("a", 1)])))).toBe("c b a");
  });

  it("names what the file has lost, until it is deleted", () => {
    const damaged = withNews(first, told([], { damaged: ["a1 (its counts cannot be read)"] }));
    expect(damaged.damaged).toHaveLength(1);
    expect(withNews(damaged, told([], { gone: ["a1"] })).damaged).toEqual([]);
  });
});
