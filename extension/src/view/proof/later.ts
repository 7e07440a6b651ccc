/** What is loaded once there is a proof, or its panel is shown. */

import lemmas from "./lemmas.css";
import proof from "./proof.css";

export { lemmaOfDrawings } from "./lemmas";
export { ProofPanel } from "./panel";
export { settle } from "./proving";

export const styles = proof + lemmas;
