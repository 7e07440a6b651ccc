/** Parameters and the energy they lead to: sliders, the problem, the landscape, the way down. */

import { isCircuit } from "../../document/circuit";
import { room } from "../widgets/room";
import { followFrozen } from "./frozen";
import { followSector } from "./keeping";
import { followObservable } from "./known";
import { Optimizer } from "./optimizer";
import { askForName, copyValue, Parameters } from "./parameters";
import { How, LandscapeTab, optimize } from "./part";
import { askForObservable, ProblemSection } from "./problem";
import styles from "./tune.css";
import { resetValues, stopOptimizing, stopPlaying } from "./tuning";

export const tune = room({
  styles,
  Parameters,
  Optimizer,
  ProblemSection,
  How,
  effects: {
    optimize,
    "own-observable": askForObservable,
    reset: resetValues,
    "rename-parameter": askForName,
    "copy-value": copyValue,
  },
  start: (bench) => {
    const stops = [followObservable(bench), followSector(bench), followFrozen(bench)];
    // Before what keeps the last edit: what was reached is one.
    const leave = (): void => stopOptimizing(bench, "stopped: the page was left");
    window.addEventListener("pagehide", leave, { capture: true });
    stops.push(() => window.removeEventListener("pagehide", leave, { capture: true }));
    return () => {
      for (const stop of stops) stop();
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
