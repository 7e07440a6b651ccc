/** What is loaded once the state of a diagram is looked at, or of a circuit above the live limit. */

import styles from "./later.css";

export { DiagramState } from "./diagram-state";
export { WideState } from "./wide-state";
export { styles };
