/** Jobs that were sent, and what came of each. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { useJobs } from "../workbench/jobs";
import { onRequest } from "../workbench/on-request";

const later = onRequest(() => import("./later"));

export const jobs = room({
  styles: "",
  JobsView: loaded(later, ({ JobsView }) => JobsView, true),
  Alone: loaded(later, ({ Alone }) => Alone, true),
  panel: {
    id: "queue",
    title: "Queue",
    icon: "clock",
    phone: "more",
    Content: loaded(later, ({ JobsList }) => JobsList),
    off: (bench) => (bench.asker.can("jobs") ? "" : `The queue lives in Python, and ${bench.noPython}.`),
    useBadge: () => {
      const { asked, numOpen, numDone, others } = useJobs();
      return asked.archived ? others : numOpen + numDone;
    },
  },
});
