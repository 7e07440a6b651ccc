/** What is loaded once program text is read. */

export { fromQasm } from "../../document/qasm-read";
export { inserted } from "./insert";
export { insertDiagram } from "./insert-diagram";
