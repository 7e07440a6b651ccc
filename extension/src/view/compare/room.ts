/** Two circuits above each other, with what changed: after Simplify, since earlier steps, against a file. */

import { room } from "../widgets/room";
import { COMPARISON } from "../workbench/comparison";
import { leaveOver, openOver } from "../workbench/over";
import { CompareView } from "./compare";
import styles from "./compare.css";
import { chooseFile } from "./file";

export const compare = room({
  styles,
  CompareView,
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
