/** Two circuits above each other, with what changed: after Simplify, since earlier steps, against a file. */

import { COMPARE } from "../../port";
import { room } from "../widgets/room";
import { COMPARISON } from "../workbench/comparison";
import { leaveOver, openOver } from "../workbench/over";
import { CompareView } from "./compare";
import styles from "./compare.css";
import { chooseFile, compareDisk } from "./file";

export const compare = room({
  styles,
  CompareView,
  start: (bench) => {
    const compare = (): void => void compareDisk(bench);
    bench.root.addEventListener(COMPARE, compare);
    return () => bench.root.removeEventListener(COMPARE, compare);
  },
  effects: {
    compare: (bench) => {
      if (bench.ui.value.view === "compare") leaveOver(bench);
      else {
        bench.at(COMPARISON).patch({ back: 1 });
        openOver(bench, "compare");
      }
    },
    "compare-file": chooseFile,
  },
});
