/** What is loaded once something is sent. */

export { SendView } from "./send";
export { default as styles } from "./send.css";
