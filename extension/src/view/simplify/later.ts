/** What is loaded once something is simplified, or its steps are shown. */

export { default as styles } from "./simplify.css";
export { dropRedundant, simplifyDocument } from "./simplifying";
export { StepsTab } from "./steps-tab";
