/** What is loaded once something is tuned: forms, the way down, the landscape. */

export { Grow } from "./grow";
export { How } from "./how";
export { LandscapeTab } from "./landscape-tab";
export { default as styles } from "./later.css";
export { OptimizerForm, OptimizerWay } from "./optimizer-body";
export { optimize } from "./optimizing";
export { ProblemData } from "./problem-data";
export { ProblemForm } from "./problem-form";
export { ProblemGraph } from "./problem-graph";
export { OwnObservable } from "./problem-own";
export { OwnState } from "./problem-state";
export { SliderCut } from "./slider-cut";
