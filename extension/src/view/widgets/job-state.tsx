/** How far a job is. */

import type { JSX } from "preact";

import type { JobState } from "../../port";

const TONES: Readonly<Record<JobState, string>> = {
  CREATED: "",
  SUBMITTING: "",
  UNKNOWN: "warn",
  QUEUED: "",
  RUNNING: "accent",
  COMPLETED: "ok",
  FAILED: "error",
  CANCELLED: "",
};

export function StateBadge({ state }: { readonly state: JobState }): JSX.Element {
  return (
    <span class="qd-badge" data-tone={TONES[state]}>
      {state}
    </span>
  );
}
