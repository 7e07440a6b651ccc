/** The list of jobs and a job by itself, loaded with their first showing. */

export { default as styles } from "./jobs.css";
export { JobsList } from "./list";
export { Alone, JobsView } from "./view";
