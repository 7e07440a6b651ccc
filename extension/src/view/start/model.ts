/** What the page with no server shows, and what its host does for it. */

import type { Measure } from "../../scene/math";
import type { Cell } from "../workbench/cell";
import type { Linked } from "./link";

/** An example with the words of its card. */
export interface Example {
  readonly title: string;
  readonly help: string;
  readonly qubits: number;
  readonly parameters: number;
  readonly two_qubit: number;
  readonly document: string;
}

/** A drawing that the browser keeps. */
export interface Drawing extends Linked {
  readonly id: string;
  /** Milliseconds since 1970 of the last edit. */
  readonly time: number;
}

export interface PageState {
  readonly place: "start" | "drawing";
  readonly theme: "light" | "dark";
  readonly examples: readonly Example[];
  /** What this browser keeps, the newest first. */
  readonly kept: readonly Drawing[];
  /** Why a link or a file was not opened. */
  readonly refused: string;
  /** Is everything here without a network? */
  readonly offline: boolean;
  /** Seconds until something could be done. */
  readonly usable: number | null;
  /** Is a drawing open? */
  readonly open: boolean;
}

/** What the host does for the page. */
export interface PageActs {
  readonly version: string;
  /** KiB of the first load, gzip. */
  readonly size: string;
  /** Where Binder starts qdesign; empty where the page was built without it. */
  readonly binder: string;
  /** Where the documentation stands; empty where the page was built without it. */
  readonly docs: string;
  /** The page's own address, without a fragment. */
  readonly address: string;
  go(place: PageState["place"]): void;
  open(drawing: Linked, id?: string): void;
  forget(id: string): void;
  /** Opens a text: a document, or a program. */
  take(file: string, text: string): void;
  takeLink(link: string): void;
  refuse(why: string): void;
  /** The drawing that is open, as it is now. */
  now(): Linked | null;
  /** Offers a drawing as a file. */
  save(drawing: Linked): void;
  /** Takes the element that the studio lives in. */
  hold(element: HTMLElement): void;
}

export interface PageProps {
  readonly state: Cell<PageState>;
  readonly acts: PageActs;
  readonly measure: Measure;
}
