/** The noise that the drawing is looked at with: a switch, its rates, and the badge that says so above the drawing. */

import { room } from "../widgets/room";
import { toggleOverlay } from "../workbench/overlay";
import { NoiseBadge } from "./badge";
import { CostLegend, followCosts } from "./costs";
import { EnergyWithNoise } from "./energy-place";
import styles from "./noise.css";
import { NoiseSection, switchNoise } from "./section";

export const noise = room({
  styles,
  NoiseBadge,
  NoiseSection,
  EnergyWithNoise,
  CostLegend,
  effects: { noise: switchNoise, "gate-costs": (bench) => toggleOverlay(bench, "costs") },
  start: followCosts,
});
