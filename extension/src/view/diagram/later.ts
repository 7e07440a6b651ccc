/** The ZX diagram, loaded with its first showing. */

export { layOut } from "../workbench/diagram-layout";
export { CircuitOf } from "./circuit-of";
export { convertBody } from "./convert";
export { ZxView } from "./diagram";
export { default as styles } from "./diagram.css";
export { Linked } from "./linked";
export { RuleKeys } from "./rule-keys";
export { SelectedSpiders } from "./selected-spiders";
