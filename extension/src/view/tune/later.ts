/** What is loaded once something is tuned: forms, the way down, the landscape. */

export { How } from "./how";
export { LandscapeTab } from "./landscape-tab";
export { optimize } from "./optimizing";
export { ProblemForm } from "./problem-form";
