/** The figures, loaded with their first showing. */

export { default as styles } from "./figures.css";
export { FiguresTab } from "./figures-tab";
export { StandingLegend } from "./legend";
