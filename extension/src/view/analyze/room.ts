/** Figures of the ansatz: does it train, what can it reach, which parameters count; beside those of others. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import { toggleOver } from "../workbench/over";

const later = onRequest(() => import("./later"));

export const analyze = room({
  styles: "",
  AnalyzeView: loaded(later, ({ AnalyzeView }) => AnalyzeView, true),
  effects: { analyze: (bench) => toggleOver(bench, "analyze") },
});
