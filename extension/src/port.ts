/**
 * The port: all that the studio needs from a host (JupyterLab, anywidget, Panel, a plain page).
 *
 * Lasting fields are read, set and watched. Asks are messages with an id; each is answered by replies
 * with the same id, the last of which is final. What they hold is stated in Python (qdesign/session/port/)
 * and generated; JSON names are as Python writes them.
 */

import type { Fields, Question, Reply } from "./port.generated";

export type * from "./port.generated";
export { DEFAULT_SETTINGS } from "./port.generated";

/** The port proper. Every subscription returns its own clean-up. */
export interface Port {
  get<K extends keyof Fields>(field: K): Fields[K];
  /** Sets a field. The host does not echo it to this studio's `onChange`. */
  set<K extends keyof Fields>(field: K, value: Fields[K]): void;
  /** Calls `listener` when the other side changed a field. */
  onChange<K extends keyof Fields>(field: K, listener: (value: Fields[K]) => void): () => void;
  /** Sends an ask or a cancel. Never throws; a lost connection comes back as a failed reply. */
  send(message: Outgoing): void;
  onMessage(listener: (message: Reply, buffers: readonly ArrayBuffer[]) => void): () => void;
}

/** An event on the studio's root by which a host has it hand over what was drawn last. */
export const FLUSH = "qdesign-flush";

/** An event on the studio's root by which a host has it compare the drawing with what is on disk. */
export const COMPARE = "qdesign-compare";

/** An event on the studio's root by which a host has it open Send, with a `SentWith` as its detail. */
export const SEND = "qdesign-send";

/** An event on the studio's root by which a host has it open a lesson, with the text of its file as its detail. */
export const TEACH = "qdesign-teach";
/** An event on the studio's root by which a host has it offer to join a class, with a `CodeGiven` as its detail. */
export const JOIN = "qdesign-join";

/** The code of a class; `pressed` says that a person typed it and pressed Join, so that nothing more is asked. */
export interface CodeGiven {
  readonly code: string;
  readonly pressed: boolean;
}
/** An event on the studio's root by which a host has it take a text, with a `TextTaken` as its detail. */
export const TAKE = "qdesign-take";

/** A text as a file or a person gave it: a document, OpenQASM; `file` is the name of the file, empty where pasted. */
export interface TextTaken {
  readonly file: string;
  readonly text: string;
}

/** What a job was sent with. */
export interface SentWith {
  readonly target: string;
  readonly shots: number;
  readonly seed: number;
  readonly level: number;
  /** For each drawn qubit, the device's; empty where it was chosen. */
  readonly layout: readonly number[];
  /** Of the target's provider, by name. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly energy: boolean;
}

/**
 * An event on the page that asks for a new cell with some code in the notebook at hand. Whoever puts it there prevents
 * the default; where nobody does, the code is copied.
 */
export const NEW_CELL = "qdesign-new-cell";

/** What a host hands to `createStudio(element, host)`. */
export interface Host {
  readonly port: Port;
  /** What the host can do beyond the port; what is missing is not offered. */
  readonly can: Capabilities;
}

export interface Capabilities {
  /** Asks that are answered; null when all are. An empty list means that no Python is behind. */
  readonly asks: readonly AskKind[] | null;
  /** What the host has around the studio, whose words are in the studio's language. */
  readonly around?: HTMLElement;
  /** What follows "runs in Python, and" where the host has none and knows where to get it. */
  readonly noPython?: string;
  /** Where a link opens the drawing: a page with no server. A person says it where the host knows none. */
  readonly page?: string;
  /** Saves now, for Ctrl/Cmd+S; hosts that save by themselves or elsewhere leave it out. */
  readonly save?: () => void;
  /** What the badge says in place of "saved", where a document that is kept is not on disk for that. */
  readonly kept?: string;
  /** Saves all of the document in a file of its own; there where the host's file can hold the circuit alone. */
  readonly saveWhole?: (() => void) | undefined;
  /** The program in the person's file; where there is a file. */
  readonly program?: ProgramText;
  /** The text of the person's file as it is on disk now; where there is such a file. */
  readonly onDisk?: () => Promise<string>;
  /** Offers text or bytes as a file; the studio makes a download link when it is missing. */
  readonly download?: (name: string, content: string | Uint8Array, mime: string) => void;
  /** Told when the whole document was taken along as a file, where that keeps it. */
  readonly taken?: () => void;
  /** Asked once as the studio opens: is it a page or tab of its own, so that letters may go to the drawing at once? */
  readonly begin?: () => boolean;
  /** Jobs are shown alone, without a drawing: the list of them, or one by its id. */
  readonly alone?: { readonly job: string | null };
  /** Shows a job in a place of its own; the studio shows it over the drawing when missing. */
  readonly openJob?: (id: string, label: string) => void;
  /**
   * Opens a drawing in a place of its own, and Send there where it is to be sent again; the studio's own drawing gives
   * way to it when missing.
   */
  readonly openDrawing?: (name: string, document: string, sent: SentWith | null) => void;
  /** Where what is not yet saved is kept against a crash; nothing is journaled when missing. */
  readonly journal?: Journal;
  /** There where a host puts another studio in the place of one whose session was lost. */
  readonly succession?: Succession;
}

/** What goes from a studio to the one that takes its place, beside the document: the studio's own business. */
export interface Succession {
  /** What the studio before handed over; null where there was none. */
  readonly inherited: unknown;
  /** Says how this one hands over. */
  begin(handOver: () => unknown): void;
}

/** A program that a file holds: its text follows the drawing, and what is typed in it stays as typed. */
export interface ProgramText {
  /** Null where the file holds no program. */
  readonly now: ProgramNow | null;
  onChange(listener: () => void): () => void;
  /** A person typed this text, and the drawing is by now what it says. */
  typed(text: string): void;
}

export interface ProgramNow {
  /** What the file will hold. */
  readonly text: string;
  /** Why it does not say the drawing yet, in words; empty where it does. */
  readonly behind: string;
}

/** Keeps unsaved text in the page (IndexedDB, localStorage), keyed by the host. */
export interface Journal {
  write(text: string): void;
  /** Keeps what is typed in the OpenQASM pane beside it, while it cannot be read; null once it can. */
  typed(text: string | null): void;
  /** Is what was written kept, whatever becomes of the page now? */
  holds(): boolean;
  /** What a crash left, or null; the next one after that was taken or cleared. */
  recover(): Promise<Left | null>;
  /** What was offered becomes the drawing; it is kept until that is written. */
  take(): void;
  /** What was offered is thrown away. */
  clear(): void;
}

/** A document's text and when it was written, in ms since 1970. */
export interface Left {
  readonly text: string;
  readonly time: number;
  /** What was typed in the OpenQASM pane and could not be read. */
  readonly typed?: string;
  /** The program that the document is an edit of, where that was typed and not saved. */
  readonly program?: string;
  /** The file that it was opened from, where that is another one than is kept there. */
  readonly other?: string;
  /** Is what is kept there now not what this was drawn on? */
  readonly changed?: boolean;
  /** How many others wait to be offered after it. */
  readonly older?: number;
}

// Asks. `id` is unique in the page and grows. A face may hold several asks open, one of a kind at a
// time: the newest waiting one replaces older ones, and replies to a dropped id are ignored.

export type Ask = { readonly id: number } & Question;
export type AskKind = Question["ask"];
export interface Cancel {
  readonly cancel: number;
}
export type Outgoing = Ask | Cancel;
