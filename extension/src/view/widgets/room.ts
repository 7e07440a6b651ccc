/** What each room gives to the frame, which puts the studio together. */

import type { JSX } from "preact";

import type { Effects, Workbench } from "../workbench/workbench";
import type { IconName } from "./icons";

/** A panel below the drawing. From it come its tab, its command, and its entry on a phone. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** On a phone: an entry of the navigation, one of the sheet behind More, or none where its room shows it. */
  readonly phone: "navigation" | "more" | "none";
  readonly Content: () => JSX.Element;
  /** Why there is nothing to show now; empty when there is. */
  readonly off?: (bench: Workbench) => string;
  /** A number beside the title; none when it is 0. */
  readonly useBadge?: () => number;
}

export interface Room {
  readonly styles: string;
  /** What only this room can do for commands and for other rooms. */
  readonly effects?: Partial<Effects>;
  readonly panel?: Panel;
  /** Begins what goes on as long as the studio stands; returns its clean-up. */
  readonly start?: (bench: Workbench) => () => void;
}

/** A room, with the parts that the frame places itself. */
export function room<const T extends Room>(parts: T): T {
  return parts;
}
