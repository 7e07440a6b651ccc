/** What is open on the screen, and what goes on: the part of the studio that no document holds. */

import type { Catalog } from "../../document/catalog.generated";
import type { SavedState, Settings, SimplifyResult } from "../../port";

export type Dialog = "none" | "keys" | "commands";
export type Size = "wide" | "narrow" | "phone";

export interface Ui {
  /** The id of the panel that is shown below the drawing. */
  readonly tab: string;
  readonly dialog: Dialog;
  readonly view: "circuit" | "zx" | "split" | "send";
  /** In Split: the half that was used last. */
  readonly half: "circuit" | "zx";
  readonly settings: Settings;
  readonly saved: SavedState;
  readonly name: string;
  readonly theme: "light" | "dark";
  readonly size: Size;
  /** On a narrow screen: the drawer that is open; on a phone: the pane. */
  readonly drawer: "none" | "palette" | "inspector";
  readonly pane: "circuit" | "parameters" | "tabs" | "more" | "simplify" | "export";
  /** What is going on elsewhere, with its progress. */
  readonly busy: { readonly title: string; readonly fraction: number | null; readonly cancel: () => void } | null;
  readonly message: { readonly tone: "ok" | "error"; readonly text: string } | null;
  readonly problem: { readonly title: string; readonly exact: number | null } | null;
  /** What can be chosen: rows of this release, or what Python says. */
  readonly catalog: Catalog;
  readonly energies: readonly number[];
  readonly optimizing: boolean;
  readonly playing: string | null;
  readonly simplified: SimplifyResult | null;
  /** Are amplitudes shown in place of bars? */
  readonly amplitudes: boolean;
}
