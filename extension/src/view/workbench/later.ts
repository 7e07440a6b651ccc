/** What is loaded once program text is read, and the rows of the catalog that no first drawing needs. */

export { fromQasm } from "../../document/qasm-read";
export { MORE_TEMPLATES } from "../../document/templates.generated";
export { inserted } from "./insert";
export { insertDiagram } from "./insert-diagram";
