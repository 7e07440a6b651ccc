/** The list of jobs, loaded with its first showing. */

export { default as styles } from "./jobs.css";
export { QueueTab } from "./queue-tab";
