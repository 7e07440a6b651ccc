/** The document between the studio and its host: texts in and out, what could not be read, what a crash left. */

import { type Document, emptyDocument, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { setValues } from "../../document/parameters";
import { loads } from "../../document/read";
import { listed, unkept } from "../../document/unkept";
import { dumps } from "../../document/write";
import type { Host, Left, SavedState } from "../../port";
import { wholeDocument, withWhole } from "../../state/inside";
import type { EditorState } from "../../state/state";
import type { Transaction } from "../../state/transaction";
import { Cell } from "./cell";
import { DRAFT, SET_ASIDE } from "./draft";
import type { Slot } from "./slot";
import { ZOOM } from "./slots";
import type { Ui } from "./ui";

/** Milliseconds after a change at which it is written at the latest: a page that is not shown has no frames. */
const LATEST_WRITE = 50;
/** Milliseconds from the start of its frame, which goes first. */
const AFTER_FRAME = 4;

type Values = ReadonlyMap<string, number>;
const NO_VALUES: Values = new Map();
/** What brings a whole document, with values of its own. */
const BROUGHT: ReadonlySet<string> = new Set(["template.make", "host.document", "journal.recover"]);

/** Document text that could not be read, kept as it is. */
export interface Unreadable {
  readonly text: string;
  readonly why: string;
}

/** What of the workbench is exchanged with the host. */
export interface Exchanged {
  readonly host: Host;
  readonly ui: Cell<Ui>;
  readonly state: EditorState;
  readonly shown: Document;
  open(document: Document): void;
  dispatch(transaction: Transaction): void;
  say(tone: "error", text: string): void;
  at<T>(place: Slot<T>): T;
  showTab(tab: string): void;
}

export class Exchange {
  readonly unreadable = new Cell<Unreadable | null>(null);
  /** What a crash left unsaved, until it is taken or thrown away. */
  readonly recovery = new Cell<Left | null>(null);
  /** By document, so that undo brings those back too. */
  private starts = new WeakMap<Document, Values>();
  /** What was read where it is kept, before anything was drawn. */
  private opened: Document = emptyDocument(0);
  private sentText = "";
  /** What a crash left, until something is drawn. */
  private left: Left | null = null;
  private heardName: string;
  /** What is typed in the OpenQASM pane and could not be read. */
  private typed: string | null = null;
  private sending: ReturnType<typeof setTimeout> | null = null;
  private valuesFrame: number | null = null;

  constructor(private readonly bench: Exchanged) {
    this.heardName = bench.ui.value.name;
  }

  /** Hears of what the host sets; returns the clean-up. */
  listen(): () => void {
    const { port } = this.bench.host;
    const stops = [
      port.onChange("document", (text) => this.hear(text)),
      // A kernel may bring what it has after a saved notebook showed more.
      port.onChange("document", () => this.offerLeft()),
      port.onChange("values", (values) => this.hearValues(values)),
      port.onChange("saved", (saved) => this.hearSaved(saved)),
      this.bench.at(DRAFT).subscribe(() => this.keepTyped()),
      this.bench.at(SET_ASIDE).subscribe(() => this.keepTyped()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Values that Reset goes back to: those that the template, file or program brought, or the parameter came with. */
  get startValues(): Values {
    return this.starts.get(this.bench.state.document) ?? NO_VALUES;
  }

  /** Another document is drawn: it was brought, or made of the one before. */
  follow(now: Document, before: Document, { intent, origin }: Transaction): void {
    if (this.starts.has(now)) return;
    const brought = BROUGHT.has(intent) || (intent === "text.paste" && origin === "python");
    const known = (!brought && this.starts.get(before)) || NO_VALUES;
    const isNew = now.parameters.some(({ name }) => !known.has(name));
    this.starts.set(now, isNew ? new Map([...valuesOf(now), ...known]) : known);
  }

  /** What the host's file does not hold of what is drawn, in words, where it holds the circuit alone. */
  get missing(): string {
    const { host, state } = this.bench;
    return host.can.saveWhole ? listed(unkept(wholeDocument(state), this.opened)) : "";
  }

  dispose(): void {
    if (this.sending !== null) this.flush();
    if (this.valuesFrame !== null) cancelAnimationFrame(this.valuesFrame);
  }

  /** The text of the document as it is, given to the host at once. */
  flush(): string {
    if (this.sending !== null) clearTimeout(this.sending);
    this.sending = null;
    if (this.unreadable.value) return this.unreadable.value.text;
    const text = dumps(wholeDocument(this.bench.state));
    if (text !== this.sentText) {
      this.sentText = text;
      this.left = null;
      this.bench.host.can.journal?.write(text);
      // First the values: who hears of the document has them already.
      if (this.valuesFrame !== null) this.putValues();
      this.bench.host.port.set("document", text);
    }
    return text;
  }

  /** Keeps typed text that is not in the drawing: what stands in the pane, or stood there last. */
  private keepTyped(): void {
    const draft = this.bench.at(DRAFT).value;
    const typed = draft && !draft.isRead ? draft.text : this.bench.at(SET_ASIDE).value;
    if (typed === this.typed) return;
    this.typed = typed;
    this.bench.host.can.journal?.typed(typed);
  }

  /** The program in the person's file was typed anew: it is kept against a crash, though it may draw the same. */
  keepProgram(): void {
    this.flush();
    this.bench.host.can.journal?.write(this.sentText);
  }

  /** Looks for what a crash left unsaved. */
  async lookBack(): Promise<void> {
    this.left = (await this.bench.host.can.journal?.recover()) ?? null;
    this.offerLeft();
  }

  private offerLeft(): void {
    if (!this.left) return;
    const { text, typed, program } = this.left;
    const same = text === this.bench.host.port.get("document") && typed === undefined && program === undefined;
    this.recovery.set(same ? null : this.left);
  }

  /** Takes what a crash left as one step, or forgets it. */
  settleRecovery(take: boolean): void {
    const left = this.recovery.value;
    this.left = null;
    this.recovery.set(null);
    const { journal } = this.bench.host.can;
    const read = left && take ? attempt(() => loads(left.text)) : null;
    if (read && "refusal" in read) this.bench.say("error", read.refusal.message);
    else if (read) {
      journal?.take();
      this.bench.dispatch({
        document: read.value,
        outer: null,
        selection: new Set(),
        preview: null,
        intent: "journal.recover",
        history: "step",
        origin: "python",
      });
      this.flush();
      if (left?.typed !== undefined) {
        this.bench.at(DRAFT).set({ text: left.typed, body: this.bench.state.document.body, isRead: false });
        this.bench.showTab("openqasm");
      }
    } else journal?.clear();
    // Another tab may have left something too.
    void this.lookBack();
  }

  /** Shows a text from its start, or why it cannot be read. */
  open(text: string): void {
    const read = attempt(() => loads(text));
    if ("refusal" in read) {
      this.unreadable.set({ text, why: read.refusal.message });
      return;
    }
    this.unreadable.set(null);
    this.sentText = text;
    this.opened = read.value;
    this.bench.open(read.value);
    this.starts.set(this.bench.state.document, valuesOf(read.value));
  }

  /** The document is the one that another workbench had; it is told from what that one opened. */
  goOn({ starts, opened }: Exchange): void {
    this.starts = starts;
    this.opened = opened;
  }

  private hear(text: string): void {
    if (text === this.sentText) return;
    const read = attempt(() => loads(text));
    if ("refusal" in read) {
      this.bench.say("error", read.refusal.message);
      return;
    }
    if (this.unreadable.value) {
      this.open(text);
      return;
    }
    this.sentText = text;
    this.opened = read.value;
    const { body } = this.bench.state.document;
    const other =
      this.bench.state.outer !== null ||
      this.bench.ui.value.name !== this.heardName ||
      (isCircuit(body) && body.operations.size === 0);
    this.heardName = this.bench.ui.value.name;
    this.bench.dispatch({
      document: read.value,
      outer: null,
      selection: new Set(),
      preview: null,
      intent: "host.document",
      history: "step",
      origin: "host",
    });
    if (other) this.bench.at(ZOOM).value?.open();
  }

  private hearSaved(saved: SavedState): void {
    this.bench.ui.patch({ saved });
    // What the file cannot hold is kept against a crash still.
    if (saved === "saved" && this.missing !== "") this.bench.host.can.journal?.write(this.sentText);
  }

  private hearValues(values: Readonly<Record<string, number>>): void {
    const { state } = this.bench;
    const set = new Map(Object.entries(values));
    const change = withWhole(state, (whole) => setValues(whole, set));
    if (wholeDocument({ ...state, ...change }) === wholeDocument(state)) return;
    // What is held goes on being dragged, over the new values.
    const { tool, preview } = state;
    if (tool.kind === "sliding") set.delete(tool.parameter);
    const dragged = preview && tool.kind !== "idle" ? { preview: setValues(preview, set) } : {};
    this.bench.dispatch({ ...dragged, ...change, intent: "host.values", history: "join", origin: "host" });
  }

  /** Right after the frame that shows it, so that an edit is seen before it is written; soon even without frames. */
  send(): void {
    if (this.sending !== null) return;
    const write = (): void => {
      if (this.sending !== null) this.flush();
    };
    this.sending = setTimeout(write, LATEST_WRITE);
    requestAnimationFrame(() => setTimeout(write, AFTER_FRAME));
  }

  sendValues(): void {
    this.valuesFrame ??= requestAnimationFrame(() => this.putValues());
  }

  private putValues(): void {
    if (this.valuesFrame !== null) cancelAnimationFrame(this.valuesFrame);
    this.valuesFrame = null;
    const { state, shown } = this.bench;
    // Those of a circuit that is only looked at are no values of the document.
    const { parameters } = state.outer || shown.body !== state.document.body ? wholeDocument(state) : shown;
    this.bench.host.port.set("values", Object.fromEntries(parameters.map((p) => [p.name, p.value])));
  }
}

function valuesOf({ parameters }: Document): Values {
  return new Map(parameters.map(({ name, value }) => [name, value]));
}
