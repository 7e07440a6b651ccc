/** What is loaded once a selection is replicated, or registers are shown. */

import registers from "./registers.css";
import replicate from "./replicate.css";

export { RegisterList } from "./register-list";
export { ReplicateForm } from "./replicate-form";

export const styles = registers + replicate;
