/** The view of figures, loaded with its first showing. */

import picker from "../drawing/template-picker.css";
import own from "./analyze.css";

export const styles = `${picker}${own}`;
export { AnalyzeView } from "./view";
