/** The noise that the drawing is looked at with: a switch, its rates, and the badge that says so above the drawing. */

import { room } from "../widgets/room";
import { NoiseBadge } from "./badge";
import styles from "./noise.css";
import { NoiseSection } from "./section";

export const noise = room({ styles, NoiseBadge, NoiseSection });
