/** What of tuning is loaded on request. */

import { loaded } from "../widgets/on-request";
import { onRequest } from "../workbench/on-request";
import type { Workbench } from "../workbench/workbench";
import { stopOptimizing } from "./tuning";

const later = onRequest(() => import("./later"));

export const OptimizerForm = loaded(later, ({ OptimizerForm }) => OptimizerForm);
export const OptimizerWay = loaded(later, ({ OptimizerWay }) => OptimizerWay);
export const Grow = loaded(later, ({ Grow }) => Grow);
export const How = loaded(later, ({ How }) => How);
export const LandscapeTab = loaded(later, ({ LandscapeTab }) => LandscapeTab);
export const SliderCut = loaded(later, ({ SliderCut }) => SliderCut);
export const ProblemForm = loaded(later, ({ ProblemForm }) => ProblemForm);
export const OwnObservable = loaded(later, ({ OwnObservable }) => OwnObservable);
export const OwnState = loaded(later, ({ OwnState }) => OwnState);
export const ProblemData = loaded(later, ({ ProblemData }) => ProblemData);
export const ProblemGraph = loaded(later, ({ ProblemGraph }) => ProblemGraph);

/** Lowers the energy, or ends that. */
export function optimize(bench: Workbench): void {
  if (bench.ui.value.optimizing) stopOptimizing(bench);
  else later.use(bench, (module) => !bench.ui.value.optimizing && module.optimize(bench));
}
