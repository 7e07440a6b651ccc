/** Jobs that were sent, and their counts. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { useJobs } from "../workbench/jobs";
import { onRequest } from "../workbench/on-request";

const later = onRequest(() => import("./later"));

export const jobs = room({
  styles: "",
  panel: {
    id: "queue",
    title: "Queue",
    icon: "clock",
    phone: "more",
    Content: loaded(later, ({ QueueTab }) => QueueTab),
    off: (bench) => (bench.asker.can("jobs") ? "" : "The queue lives in Python, and none answers here."),
    useBadge: () => {
      const { archived, total, others } = useJobs();
      return archived ? others : total;
    },
  },
});
