/** What is open on the screen, and what goes on: the part of the studio that no document holds. */

import type { Catalog } from "../../document/catalog.generated";
import type { GraphPart, SavedState, Settings, SimplifyResult } from "../../port";

export type Dialog = "none" | "keys" | "commands";
export type Size = "wide" | "narrow" | "phone";

/** What fits into the studio, by its own width and height, not by the window's. */
export interface Room {
  readonly size: Size;
  /** So low that tabs stand folded and forms close up until they are asked for. */
  readonly short: boolean;
}

/** What is known of an observable: the lowest energy, of which states (all where empty), and what can go wrong. */
export interface KnownProblem {
  readonly title: string;
  readonly exact: number | null;
  /** How that energy is found, in words; empty where nobody said. */
  readonly how: string;
  readonly sector: string;
  readonly warning: string;
  readonly graph: GraphPart | null;
}

export interface Ui extends Room {
  /** The id of the panel below the drawing, and whether it is folded to its tab. */
  readonly tab: string;
  readonly folded: boolean;
  readonly dialog: Dialog;
  readonly view: "circuit" | "zx" | "split" | "send" | "compare" | "jobs" | "analyze";
  /** Is the circuit of a diagram shown, read only? Choosing a view changes no document. */
  readonly asCircuit: boolean;
  /** In Split: the half that was used last. */
  readonly half: "circuit" | "zx";
  readonly settings: Settings;
  readonly saved: SavedState;
  readonly name: string;
  readonly theme: "light" | "dark";
  /** Where the palette has no place of its own: is it open? On a phone: the pane. */
  readonly drawer: "none" | "palette";
  readonly pane: "circuit" | "parameters" | "tabs" | "more" | "simplify" | "export";
  /** The template whose form is open. */
  readonly template: string | null;
  /** What is going on elsewhere, with its progress. */
  readonly busy: { readonly title: string; readonly fraction: number | null; readonly cancel: () => void } | null;
  readonly message: { readonly tone: "ok" | "error"; readonly text: string } | null;
  /** What is known of the document's observable. */
  readonly problem: KnownProblem | null;
  /** What can be chosen: rows of this release, or what Python says. */
  readonly catalog: Catalog;
  /** Does Optimize run, or rest between two steps? */
  readonly optimizing: boolean;
  readonly playing: string | null;
  readonly simplified: SimplifyResult | null;
  /** Are amplitudes shown in place of bars? */
  readonly amplitudes: boolean;
  /** Seed of the one run that is followed where the circuit measures inside; null for all of them. */
  readonly run: number | null;
}

/** The panel that shows what came of Simplify. */
export const STEPS_TAB = "steps";
