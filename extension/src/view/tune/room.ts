/** Parameters and the energy they lead to: sliders, the problem, the landscape, the way down. */

import { isCircuit } from "../../document/circuit";
import { room } from "../widgets/room";
import { followObservable } from "./known";
import { Optimizer } from "./optimizer";
import { askForName, copyValue, Parameters } from "./parameters";
import { How, LandscapeTab, optimize } from "./part";
import { ProblemSection } from "./problem";
import styles from "./tune.css";
import { resetValues, stopOptimizing, stopPlaying } from "./tuning";

export const tune = room({
  styles,
  Parameters,
  Optimizer,
  ProblemSection,
  How,
  effects: { optimize, reset: resetValues, "rename-parameter": askForName, "copy-value": copyValue },
  start: (bench) => {
    const stopFollowing = followObservable(bench);
    return () => {
      stopFollowing();
      stopPlaying(bench);
      stopOptimizing(bench);
    };
  },
  panel: {
    id: "landscape",
    title: "Landscape",
    icon: "map",
    phone: "more",
    Content: LandscapeTab,
    off: ({ state: { document } }) =>
      isCircuit(document.body) && document.observable
        ? ""
        : "Choose a problem on the right: the landscape is that of its energy.",
  },
});
