/** What of noise is loaded on request. */

import { loaded } from "../widgets/on-request";
import { onRequest } from "../workbench/on-request";

const later = onRequest(() => import("./later"));

export const EnergySection = loaded(later, ({ EnergySection }) => EnergySection);
export const Device = loaded(later, ({ Device }) => Device);
export const More = loaded(later, ({ More }) => More);
