/** What is typed in the OpenQASM pane: it outlives the pane, and is kept with what is drawn. */

import type { Document } from "../../document/circuit";
import { Cell } from "./cell";
import { slot } from "./slot";

/** Text as a person left it in the OpenQASM pane, with the circuit that it stands for or, unread, stood for. */
export interface Draft {
  readonly text: string;
  readonly body: Document["body"];
  readonly isRead: boolean;
}

/** It outlives the pane: another tab may be looked at in between. */
export const DRAFT = slot(() => new Cell<Draft | null>(null));

/** Text that was not in the drawing when a change of the drawing took its place in the pane. */
export const SET_ASIDE = slot(() => new Cell<string | null>(null));

/** The circuit in whose place text was typed that is not in the drawing; null where there is none. */
export function unreadOf(draft: Draft | null): Document["body"] | null {
  return draft && !draft.isRead ? draft.body : null;
}
