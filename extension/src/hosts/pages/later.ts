/** What the page with no server loads on request: its lessons, keys and words about itself. */

export { ALL_COMMANDS as commands } from "../../view/frame/rooms";
export { remembered } from "../../view/lesson/stored";
export { About } from "../../view/start/about";
export { Keys } from "../../view/start/keys";
export { default as styles } from "../../view/start/later.css";
export { LessonLine, Lessons } from "../../view/start/lessons";
export { answered, lessonsHere } from "./teaching";
