/** Jobs that were sent, and their counts. */

import { room } from "../widgets/room";
import { useJobs } from "../workbench/jobs";
import styles from "./jobs.css";
import { QueueTab } from "./queue-tab";

export const jobs = room({
  styles,
  panel: {
    id: "queue",
    title: "Queue",
    icon: "clock",
    phone: "more",
    Content: QueueTab,
    off: (bench) => (bench.asker.can("jobs") ? "" : "The queue lives in Python, and none answers here."),
    useBadge: () => {
      const { archived, total, others } = useJobs();
      return archived ? others : total;
    },
  },
});
