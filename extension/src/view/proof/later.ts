/** What is loaded once there is a proof, or its panel is shown. */

export { ProofTab } from "./film";
export { default as styles } from "./proof.css";
export { settle } from "./proving";
