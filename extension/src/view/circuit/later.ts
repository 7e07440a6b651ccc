/** What is loaded once a selection is replicated. */

export { default as styles } from "./replicate.css";
export { ReplicateForm } from "./replicate-form";
