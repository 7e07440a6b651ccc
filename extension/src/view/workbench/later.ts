/** What is loaded on request: reading of program text, further rows of the catalog, circuits above the live limit. */

export { fromQasm } from "../../document/qasm-read";
export { MORE_TEMPLATES } from "../../document/templates.generated";
export { askBeyond } from "./beyond";
export { inserted } from "./insert";
export { insertDiagram } from "./insert-diagram";
export { spawnWide } from "./wide";
