/** Jobs over the drawing, or alone where the host has a place for them. */

import type { JSX } from "preact";

import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { SHOWN_JOB } from "../workbench/jobs";
import { leaveOver } from "../workbench/over";
import { useWorkbench } from "../workbench/workbench";
import { JobsList } from "./list";
import { JobPage } from "./page";

/** The list beside the job that is open; where there is no room for both, the job with the way back. */
export function JobsView(): JSX.Element {
  const bench = useWorkbench();
  const wide = usePart(bench.ui, (ui) => ui.size === "wide");
  const shown = usePart(bench.at(SHOWN_JOB), (id) => id);
  const back = (): void => {
    leaveOver(bench);
    bench.showTab("queue");
    if (bench.ui.value.size === "phone") bench.ui.patch({ pane: "tabs" });
  };
  return (
    <div class="qd-watch">
      {wide && (
        <aside class="qd-watch-list" aria-label="Jobs">
          <JobsList />
        </aside>
      )}
      <main class="qd-watch-job">
        <button type="button" class="qd-button qd-watch-back" onClick={wide ? () => leaveOver(bench) : back}>
          <Icon name="back" size={14} /> {wide ? "Back" : "Jobs"}
        </button>
        {shown ? <JobPage key={shown} id={shown} /> : <div class="qd-off">Choose a job.</div>}
      </main>
    </div>
  );
}

export function Alone(): JSX.Element {
  const bench = useWorkbench();
  const job = bench.host.can.alone?.job ?? null;
  return (
    <div class="qd-watch" data-alone="">
      {job === null ? (
        <JobsList />
      ) : (
        <main class="qd-watch-job">
          <JobPage id={job} />
        </main>
      )}
    </div>
  );
}
