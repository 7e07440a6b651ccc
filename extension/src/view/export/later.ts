/** What is loaded once a drawing is taken elsewhere. */

export { default as styles } from "../widgets/share.css";
export { EXPORTS, exportDocument } from "./exports";
export { openShare } from "./share-dialog";
