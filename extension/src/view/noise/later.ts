/** What is loaded once noise is looked into: every channel with its rates. */

export { More } from "./more";
