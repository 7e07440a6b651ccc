/** What is loaded once a drawing is taken elsewhere. */

export { EXPORTS, exportDocument } from "./exports";
