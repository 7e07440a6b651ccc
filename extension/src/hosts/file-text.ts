/**
 * What is drawn → the text of its file: when it is written, and whether it is on disk.
 *
 * A `.qdesign` file is the document. A program's text follows it in the lines of the edits alone; where no line can,
 * the person is asked once. Saving waits for what is on its way, so that a save is never one of an older text.
 */

import type { Left, Port, ProgramNow, ProgramText, Results, SavedState } from "../port";
import { AskFailed, askOnce } from "./ask-once";
import { versionOf } from "./version";

/** What becomes of a program that an edit would write anew: a file of the whole document, that, or neither yet. */
export type Choice = "whole" | "anew" | "later";

/** JupyterLab's states of a save; files of our own also tell that the person is `asked`, or the server `lost`. */
type SaveState = "started" | "asked" | "lost" | "completed" | "failed" | "completed manually";
type SaveListener = (context: unknown, state: SaveState) => void;

/** A file that is open: what of JupyterLab's context is used here, and what `qdesign studio FILE` has too. */
export interface FileContext {
  readonly path: string;
  readonly isDisposed: boolean;
  readonly model: { dirty: boolean; toString(): string; fromString(text: string): void };
  readonly saveState: { connect(listener: SaveListener): unknown; disconnect(listener: SaveListener): unknown };
  save(): Promise<void>;
}

export interface Surroundings {
  readonly context: FileContext;
  readonly asks: Pick<Port, "send" | "onMessage">;
  readonly tell: (saved: SavedState) => void;
  /** Has the studio hand over what was drawn last. */
  readonly flush: () => void;
  /**
   * Asks the person, until the question is withdrawn; `difference` is null where the document cannot be written as a
   * program at all.
   */
  readonly choose: (why: string, difference: string | null, withdrawn: AbortSignal) => Promise<Choice>;
  readonly keepWhole: (document: string) => Promise<void>;
  /** A save began; the newest document is on disk. */
  readonly started: () => void;
  readonly kept: () => void;
  /** A save was refused, or put off: the file holds something else. */
  readonly refused: () => void;
  /** What came back was drawn on an older version of the file: the next save asks first. */
  readonly outdated: () => void;
  /** Asks before a save, where the file's own way of saving does not. */
  readonly mayWrite?: () => Promise<boolean>;
  /** Something failed, perhaps because the server is gone. */
  readonly doubt?: () => void;
  readonly sayFailed: (words: string) => void;
}

/** Failures that another try does not mend. */
const CANNOT = new Set([
  "NotConvertible",
  "InvalidRequest",
  "InvalidCircuit",
  "NotUnitary",
  "InvalidText",
  "TooLarge",
  "Unsupported",
]);

export function isProgram(path: string): boolean {
  return path.toLowerCase().endsWith(".qasm");
}

/** Endings of files of diagrams, with the format in which Python writes each; null where it writes no such file. */
const DIAGRAMS: ReadonlyMap<string, string | null> = new Map([
  [".zxg", "zxg"],
  [".zxp", "zxp"],
  [".zxr", null],
  [".tikz", "tikz"],
]);
const OTHERS = "The file holds a diagram alone, and in another tool's form: values and history stay behind.";
const STEPS =
  "The file holds the steps to the one that is shown, in ZXLive's form: branches, lemmas, values stay behind.";

const UNWRITTEN = "The file holds a rule of ZXLive, of which the drawing is one side.";

/** The text with the edits; why the person is asked first, and what would change; null where there is no such text. */
type Written = { readonly [K in keyof Results["update"]]: K extends "why" ? string : string | null };

function diagramFormat(path: string): string | null | undefined {
  return DIAGRAMS.get(path.slice(path.lastIndexOf(".")).toLowerCase());
}

/** Is it a file of another tool, which holds less than a document: a program, or a diagram? */
export function isForeign(path: string): boolean {
  return isProgram(path) || diagramFormat(path) !== undefined;
}

/** Does a file wait for what is drawn first: one without a word, or a program's that has comments alone? */
export function isToDraw(path: string, text: string): boolean {
  // A comment without an end is an error that whoever reads the program tells.
  const comment = (_: string, end?: string): string => (end === "" ? "/" : "");
  const words = isProgram(path) ? text.replace(/\/\/[^\n]*|\/\*[\s\S]*?(\*\/|$)/g, comment) : text;
  return words.trim() === "";
}

const WRITING = "The edits of the drawing are on their way into these lines.";
const LATER = "These lines cannot follow the drawing: save, and choose what becomes of the file.";

export class FileText implements ProgramText {
  /** The text in the model, as read or written here. */
  text = "";
  now: ProgramNow | null = null;
  private readonly listeners = new Set<() => void>();
  /** A program's text as it was opened or typed: what edits are edits of. */
  private opened = "";
  /** The program that was typed in place of the file's; edits are edits of it. */
  program: string | undefined;
  /** Versions of the file that the drawing is built on: the one on disk, and those on their way to it. */
  versions: readonly string[] = [];
  /** The text that is on disk; null where that is somebody else's. */
  private onDisk: string | null = "";
  /** A document, and the text that says it in the file's own way: empty, or in a hand's layout. */
  private original = { text: "", document: "" };
  /** The text that is being saved. */
  private saving: string | null = null;
  private inFlight = false;
  private newest = "";
  /** The document that the text says. */
  private held = "";
  private work: Promise<void> | null = null;
  private failed = "";
  /** A save is not answered. */
  private lost = false;
  /** The server is not there, as the host has found. */
  private gone = false;
  /** The document whose save was asked for while nobody was there. */
  wanted: string | null = null;
  /** The program as the person let it be written anew: edits that do not fit what was opened are edits of it. */
  private rewritten: string | null = null;
  /** The person put the answer off. */
  private later = false;
  /** Withdraws the question that stands. */
  private question = new AbortController();
  /** Goes on without an answer: the question was about another drawing than the newest. */
  private moveOn: () => void = () => undefined;
  private readonly stops: (() => void)[] = [];

  constructor(private readonly around: Surroundings) {
    const { context } = around;
    const saveState = (_: unknown, state: SaveState): void => this.follow(state);
    context.saveState.connect(saveState);
    // JupyterLab takes the text at the moment it saves; what was drawn may still be on its way there.
    const stock = context.save;
    const save = (): Promise<void> => this.saved(() => stock.call(context));
    context.save = save;
    this.stops.push(() => {
      context.saveState.disconnect(saveState);
      if (context.save === save) context.save = stock;
    });
  }

  dispose(): void {
    for (const stop of this.stops.splice(0)) stop();
    this.question.abort();
  }

  /** The model holds a text that came from the file, or from another view of it, and says this document. */
  read(text: string, document: string): void {
    this.opened = this.text = text;
    this.versions = [versionOf(text)];
    this.newest = this.held = document;
    this.original = { text, document };
    this.failed = "";
    this.later = false;
    this.program = undefined;
    this.wanted = null;
    this.saving = null;
    this.rewritten = null;
    this.moveOn();
    if (!this.around.context.model.dirty) this.onDisk = text;
    else if (text === this.onDisk) this.around.context.model.dirty = false;
    this.show();
  }

  /** The person drew something. */
  put(document: string): void {
    if (document !== this.newest) this.moveOn();
    this.newest = document;
    this.failed = "";
    if (!isForeign(this.around.context.path)) {
      this.hold(document, document === this.original.document ? this.original.text : document);
      return;
    }
    // ydoc does not mark a document dirty on fromString; what is on its way is not on disk either.
    this.around.context.model.dirty = true;
    this.show();
    void this.writing();
  }

  typed(text: string): void {
    if (!isProgram(this.around.context.path)) return;
    if (text !== this.opened) this.moveOn();
    this.opened = this.program = text;
    // Until Python has read it too.
    this.held = "";
    this.rewritten = null;
    this.later = false;
    this.put(this.newest);
  }

  /** What another session left comes back; its document follows. */
  restore({ program, changed }: Left): void {
    if (changed) this.around.outdated();
    if (program !== undefined) this.typed(program);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The person saves: asks again what was put off. */
  save(): void {
    this.later = false;
    this.around.context.save().catch(() => undefined);
  }

  /** Leaves the file as it is on disk. */
  forget(): void {
    const { model } = this.around.context;
    this.newest = this.held;
    this.moveOn();
    this.text = this.onDisk ?? this.opened;
    model.fromString(this.text);
    model.dirty = false;
  }

  /** The server is gone; or back, and a save that was asked for meanwhile is done. */
  answers(yes: boolean): void {
    this.gone = !yes;
    if (yes) this.failed = "";
    this.show();
    if (yes && this.wanted !== null) void this.saveAs(this.wanted);
  }

  /** Saves what was drawn when the save was asked for; what was drawn since then stays unsaved. */
  async saveAs(document: string): Promise<void> {
    const { newest, around } = this;
    this.wanted = null;
    if (document !== newest) this.put(document);
    await around.context.save().catch(() => undefined);
    if (document !== newest && !around.context.isDisposed && this.newest === document) this.put(newest);
  }

  /** The document that the text says. */
  get document(): string {
    return this.held;
  }

  private writing(): Promise<void> {
    // A text that was typed comes with its document.
    this.work ??= Promise.resolve()
      .then(() => this.writeAll())
      .finally(() => {
        this.work = null;
        this.question.abort();
      });
    return this.work;
  }

  /** One text after the other, until the newest document has its own. */
  private async writeAll(): Promise<void> {
    while (this.held !== this.newest) {
      const { newest: document, opened } = this;
      const text = await this.textOf(document);
      if (this.around.context.isDisposed) return;
      if (document !== this.newest || opened !== this.opened) continue;
      if (text === null) break;
      this.hold(document, text);
    }
    if (this.held === this.newest) {
      // Also where an edit was undone before it had a text.
      const { model } = this.around.context;
      this.later = false;
      if (model.toString() === this.text) model.dirty = this.text !== this.onDisk;
    }
    this.show();
  }

  private hold(document: string, text: string): void {
    const { model } = this.around.context;
    this.held = document;
    this.text = text;
    this.later = false;
    if (model.toString() !== text) model.fromString(text);
    model.dirty = text !== this.onDisk;
    this.show();
  }

  /** The program's text with the edits; null where it is not to be written, or not now. */
  private async textOf(document: string): Promise<string | null> {
    const { opened, original } = this;
    if (document === original.document && opened === original.text) {
      this.rewritten = null;
      return opened;
    }
    let asked: Written;
    try {
      const done = await this.updated(document);
      if (done.why === "") return done.text;
      asked = done;
    } catch (error) {
      if (!(error instanceof AskFailed)) throw error;
      asked = { why: error.message, text: null, difference: null };
      if (!CANNOT.has(error.failure.kind)) {
        this.failed = asked.why;
        this.around.doubt?.();
        return null;
      }
    }
    if (document !== this.newest || opened !== this.opened || this.later) return null;
    const choice = await this.answerTo(asked.why, asked.difference);
    if (choice === "whole") await this.around.keepWhole(document);
    this.later = choice === "later";
    if (choice !== "anew") return null;
    this.rewritten = asked.text;
    return asked.text;
  }

  /**
   * The edits in the lines of what was opened; else in those of what was written anew in its place. A diagram is
   * written whole, once the person has let it be.
   */
  private async updated(document: string): Promise<Written> {
    const { rewritten } = this;
    const format = diagramFormat(this.around.context.path);
    if (format === null) return { text: null, why: UNWRITTEN, difference: null };
    if (format !== undefined) {
      const { text } = await askOnce(this.around.asks, { ask: "export", document, format });
      return { text, why: rewritten === null ? (format === "zxp" ? STEPS : OTHERS) : "", difference: "" };
    }
    const done = await askOnce(this.around.asks, { ask: "update", text: this.opened, document });
    if (done.why === "") this.rewritten = null;
    if (done.why === "" || rewritten === null) return done;
    return askOnce(this.around.asks, { ask: "update", text: rewritten, document });
  }

  /** What the person answers; null once something else is drawn, which may fit and is asked about by itself. */
  private answerTo(why: string, difference: string | null): Promise<Choice | null> {
    // The question about an older drawing stands until here, so that the page does not jump.
    this.question.abort();
    this.question = new AbortController();
    const moved = new Promise<null>((resolve) => {
      this.moveOn = () => resolve(null);
    });
    return Promise.race([moved, this.around.choose(why, difference, this.question.signal)]);
  }

  private async saved(stock: () => Promise<void>): Promise<void> {
    this.around.flush();
    // It is saved when the server is back; until then the badge says it, and no dialog.
    if (this.gone) {
      this.wanted = this.newest;
      throw notWritten("");
    }
    // An autosave does not ask again what the person has put off.
    if (navigator.userActivation?.isActive) this.later = false;
    await this.writing();
    if (this.around.context.isDisposed) return;
    if (this.held !== this.newest) {
      if (this.failed !== "") this.around.sayFailed(this.failed);
      throw notWritten(this.failed);
    }
    // A program or a diagram of another tool that was not edited is not written.
    if (isForeign(this.around.context.path) && this.text === this.onDisk) return;
    if ((await this.around.mayWrite?.()) === false) throw notWritten("");
    this.inFlight = true;
    try {
      await stock();
    } catch (error) {
      this.onDisk = null;
      this.around.context.model.dirty = true;
      this.around.refused();
      this.around.doubt?.();
      throw error;
    } finally {
      this.inFlight = false;
      this.saving = null;
      this.show();
    }
  }

  /** The person is asked something before a save goes on, such as which of two texts is to stay. */
  async asked(answer: Promise<unknown>): Promise<void> {
    const { saving } = this;
    if (saving === null) return;
    this.follow("asked");
    await answer;
    // The same text may be written yet; one that was read in its place is on disk already.
    if (this.inFlight && this.onDisk === null) this.saving = saving;
    this.show();
  }

  private follow(state: SaveState): void {
    this.lost = state === "lost";
    if (this.lost) {
      this.show();
      return;
    }
    if (state === "started") {
      this.saving = this.text;
      this.failed = "";
      this.versions = [...this.versions, versionOf(this.text)];
      this.around.started();
    } else if (state === "completed" && this.saving !== null) {
      // What was read from disk instead of being saved over it is about to be shown.
      const now = this.around.context.model.toString();
      this.onDisk = now === this.text ? this.saving : now;
    }
    if (state !== "started") this.saving = null;
    if (state === "asked") this.onDisk = null;
    if (state === "failed") this.failed = "The file was not written.";
    // JupyterLab takes for saved what was drawn while it saved.
    if (state === "completed") {
      this.around.context.model.dirty = !this.isOnDisk;
      if (this.isOnDisk) {
        this.original = { text: this.text, document: this.held };
        this.versions = [versionOf(this.text)];
        this.around.kept();
      }
    }
    this.show();
  }

  get isSaving(): boolean {
    return this.inFlight;
  }

  get isOnDisk(): boolean {
    return this.held === this.newest && this.text === this.onDisk;
  }

  private show(): void {
    const { failed, later, saving, isOnDisk } = this;
    const lost = this.lost || (this.gone && !isOnDisk);
    const refused = failed !== "" || (later && this.held !== this.newest);
    this.around.tell(lost ? "lost" : refused ? "failed" : saving !== null ? "saving" : isOnDisk ? "saved" : "unsaved");
    this.tellProgram();
  }

  private tellProgram(): void {
    const { text, failed, later } = this;
    // One that is empty, or was another document until it was renamed, is no program yet.
    const isOne = isProgram(this.around.context.path) && /^\s*[^\s{]/.test(text);
    const behind = this.held === this.newest ? "" : failed || (later ? LATER : WRITING);
    const now = isOne ? { text, behind } : null;
    if (now?.text === this.now?.text && now?.behind === this.now?.behind) return;
    this.now = now;
    for (const listener of [...this.listeners]) listener();
  }
}

/** JupyterLab takes an error of this name for said already. */
function notWritten(why: string): Error {
  const error = new Error(why || "The file is as it was.");
  error.name = "ModalCancelError";
  return error;
}
