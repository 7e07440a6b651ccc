/** The view of figures, loaded with its first showing. */

export { default as styles } from "./analyze.css";
export { AnalyzeView } from "./view";
