/** What is loaded once the state of a diagram is looked at. */

export { DiagramState } from "./diagram-state";
