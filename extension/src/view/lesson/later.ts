/** What is loaded once a lesson is opened, or their list. */

export { follow } from "./attend";
export { openOwn } from "./following";
export { default as styles } from "./later.css";
export { LessonPanel, LessonStrip } from "./panel";
