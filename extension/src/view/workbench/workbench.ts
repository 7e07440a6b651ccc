/** What the parts of the view share: the store, the live loop, asks, and what is open on the screen. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Command, Effect } from "../../commands/commands";
import { type CircuitBody, type DiagramBody, type Document, emptyDocument, isCircuit } from "../../document/circuit";
import { columnsOf, drawnColumn } from "../../document/columns";
import { attempt } from "../../document/errors";
import { setValues } from "../../document/parameters";
import { loads } from "../../document/read";
import { listed, unkept } from "../../document/unkept";
import { dumps } from "../../document/write";
import { Asker } from "../../live/asker";
import type { LiveLoop } from "../../live/live-loop";
import type { LiveResult, Wanted } from "../../live/wanted";
import type { Host, Left, SavedState, Settings } from "../../port";
import { describePlaced } from "../../scene/describe";
import { besideScene, type DiagramScene, ZX_PITCH } from "../../scene/diagram";
import { type Layout, layoutOf, PITCH, type Placed } from "../../scene/layout";
import type { Measure } from "../../scene/math";
import { type EditorState, shownDocument } from "../../state/state";
import { Store } from "../../state/store";
import type { Editor, Transaction } from "../../state/transaction";
import { Cell } from "./cell";
import { shownView } from "./shown-view";
import { type Slot, Slots } from "./slot";
import { ZOOM } from "./slots";
import type { Ui } from "./ui";

/** Milliseconds after a change at which it is written at the latest: a page that is not shown has no frames. */
const LATEST_WRITE = 50;
/** Milliseconds from the start of its frame, which goes first. */
const AFTER_FRAME = 4;

/** Document text that could not be read, kept as it is. */
export interface Unreadable {
  readonly text: string;
  readonly why: string;
}

interface LaidOut {
  readonly body: unknown;
  readonly displays: unknown;
  readonly layout: Layout;
}

/** What a workbench is made of. */
export interface Parts {
  readonly host: Host;
  /** What the studio stands in. */
  readonly root: HTMLElement;
  readonly measure: Measure;
  readonly ui: Ui;
  readonly effects: Effects;
  readonly commands: readonly Command[];
  /** Makes a live loop. */
  readonly startLive: (limit: number) => LiveLoop;
}

/** What only the view or the host can do, each offered by a room. */
export type Effects = Readonly<Record<Effect, (bench: Workbench) => void>>;

export class Workbench {
  readonly host: Host;
  readonly root: HTMLElement;
  readonly measure: Measure;
  readonly store: Store;
  readonly ui: Cell<Ui>;
  readonly live = new Cell<LiveResult | null>(null);
  readonly unreadable = new Cell<Unreadable | null>(null);
  /** What a crash left unsaved, until it is taken or thrown away. */
  readonly recovery = new Cell<Left | null>(null);
  /** The diagram of the circuit, where one is drawn. */
  readonly diagram = new Cell<DiagramBody | null>(null);
  readonly asker: Asker;
  readonly loop: LiveLoop;
  readonly editor: Cell<Editor>;
  /** What was read where it is kept, before anything was drawn. */
  opened: Document = emptyDocument(0);
  /** Values that Reset goes back to. */
  startValues: ReadonlyMap<string, number> = new Map();
  private readonly slots = new Slots();
  private revision = 0;
  private sentText = "";
  /** What a crash left, until something is drawn. */
  private left: Left | null = null;
  private heardName: string;
  private sending: ReturnType<typeof setTimeout> | null = null;
  private valuesFrame: number | null = null;
  private readonly cleanups: (() => void)[] = [];
  private baseLayout: LaidOut | null = null;
  private shownLayout: LaidOut | null = null;
  private besideKept: { readonly body: DiagramBody; readonly scene: DiagramScene } | null = null;

  constructor(private readonly parts: Parts) {
    const { host, ui } = parts;
    this.host = host;
    this.root = parts.root;
    this.measure = parts.measure;
    this.ui = new Cell(ui);
    this.loop = this.startLoop();
    this.store = new Store();
    this.editor = new Cell(this.store.now);
    this.heardName = ui.name;
    this.asker = new Asker(host.port, host.can.asks);
    this.openText(host.port.get("document"));
    this.cleanups.push(
      this.store.subscribe((now, before, transaction) => this.changed(now, before, transaction)),
      this.loop.onResult((result) => this.live.set(result)),
      host.port.onChange("document", (text) => this.hear(text)),
      // A kernel may bring what it has after a saved notebook showed more.
      host.port.onChange("document", () => this.offerLeft()),
      host.port.onChange("values", (values) => this.hearValues(values)),
      host.port.onChange("settings", (settings) => this.ui.patch({ settings })),
      host.port.onChange("name", (name) => this.ui.patch({ name })),
      host.port.onChange("saved", (saved) => this.hearSaved(saved)),
      this.ui.subscribe(() => this.request()),
    );
    this.follow(this.state, null);
  }

  get state(): EditorState {
    return this.store.state;
  }

  get shown(): Document {
    return shownDocument(this.state);
  }

  /** What the host's file does not hold of what is drawn, in words, where it holds the circuit alone. */
  get missing(): string {
    return this.host.can.saveWhole ? listed(unkept(this.state.document, this.opened)) : "";
  }

  dispatch(transaction: Transaction | null): void {
    if (transaction) this.store.dispatch(transaction);
  }

  /** Does the circuit stand beside its diagram? */
  private get split(): boolean {
    return shownView(this.ui.value, isCircuit(this.state.document.body)) === "split";
  }

  /** In Split: the diagram beside the circuit, once it is there. */
  get beside(): DiagramScene | null {
    const body = this.diagram.value;
    if (!body || !this.split) return null;
    if (this.besideKept?.body !== body) this.besideKept = { body, scene: besideScene(body, this.measure) };
    return this.besideKept.scene;
  }

  /** From wire to wire; in Split those of the diagram, so that both stand on the same rows. */
  get pitch(): number {
    return this.split ? (this.beside?.rowPitch ?? ZX_PITCH.y) : PITCH;
  }

  /** Where everything is, for the document itself or with its preview. */
  layout(of: "document" | "shown" = "shown"): Layout | null {
    const document = of === "shown" ? this.shown : this.state.document;
    if (!isCircuit(document.body)) return null;
    const kept = of === "shown" ? this.shownLayout : this.baseLayout;
    const displays = document.layout?.displays;
    const { pitch } = this;
    const fits = (each: typeof kept): each is LaidOut =>
      each?.body === document.body && each.displays === displays && each.layout.pitch === pitch;
    if (fits(kept)) return kept.layout;
    const other = of === "shown" ? this.baseLayout : this.shownLayout;
    const made = fits(other)
      ? other
      : { body: document.body, displays, layout: layoutOf(document.body, displays, this.measure, pitch) };
    if (of === "shown") this.shownLayout = made;
    else this.baseLayout = made;
    return made.layout;
  }

  setSettings(change: Partial<Settings>): void {
    const settings = { ...this.ui.value.settings, ...change };
    this.ui.patch({ settings });
    this.host.port.set("settings", settings);
    if (change.live_limit !== undefined) this.loop.setLimit(change.live_limit);
  }

  /** Opens a panel below the drawing. */
  showTab(tab: string): void {
    this.ui.patch({ tab, folded: false });
  }

  say(tone: "ok" | "error", text: string): void {
    this.ui.patch({ message: { tone, text } });
  }

  /** Puts another document in, as one step that can be undone. */
  replaceDocument(document: Document, intent: string): void {
    this.dispatch({ document, selection: new Set(), preview: null, intent, history: "step", origin: "python" });
  }

  /** The text of the document as it is, given to the host at once. */
  flush(): string {
    if (this.sending !== null) clearTimeout(this.sending);
    this.sending = null;
    if (this.unreadable.value) return this.unreadable.value.text;
    const text = dumps(this.state.document);
    if (text !== this.sentText) {
      this.sentText = text;
      this.left = null;
      this.host.can.journal?.write(text);
      // First the values: who hears of the document has them already.
      if (this.valuesFrame !== null) this.putValues();
      this.host.port.set("document", text);
    }
    return text;
  }

  dispose(): void {
    if (this.sending !== null) this.flush();
    if (this.valuesFrame !== null) cancelAnimationFrame(this.valuesFrame);
    for (const cleanup of this.cleanups) cleanup();
    this.asker.dispose();
    this.loop.dispose();
  }

  /** What is in a slot. */
  at<T>(place: Slot<T>): T {
    return this.slots.at(place);
  }

  get commands(): readonly Command[] {
    return this.parts.commands;
  }

  effect(name: Effect): void {
    this.parts.effects[name](this);
  }

  /** Follows one run of a circuit that measures, resets or branches inside; all of them when null. */
  followRun(seed: number | null): void {
    this.ui.patch({ run: seed });
    this.loop.setRun(seed);
  }

  /** Starts a further live loop, for views that compute much. */
  startLoop(): LiveLoop {
    return this.parts.startLive(this.ui.value.settings.live_limit);
  }

  /** Gives the focus to the drawing, or where none is shown to the studio, whose keys go on working. */
  focusCanvas(): void {
    const drawing = this.root.querySelector<SVGElement>(".qd-canvas");
    drawing?.focus({ preventScroll: true });
    // One that is not laid out yet does not take it.
    if (!drawing?.matches(":focus")) this.root.focus({ preventScroll: true });
  }

  describe(placed: Placed): string {
    const { body } = this.shown;
    return isCircuit(body) ? describePlaced(placed, body) : "";
  }

  /** Asks the live loop for what is on the screen. */
  request(): void {
    const { document, timeCursor } = this.state;
    if (!isCircuit(document.body)) return;
    const at = timeCursor === null ? {} : { column: timeCursor };
    const wanted: Record<string, Wanted> = {
      bars: { kind: "probabilities", most: 128, ...at },
      bloch: { kind: "bloch", ...at },
    };
    if (this.ui.value.amplitudes) wanted["likeliest"] = { kind: "likeliest", count: 16, ...at };
    if (document.observable) {
      wanted["energy"] = { kind: "energy", terms: document.observable.size <= 64 };
      if (document.parameters.length) wanted["gradient"] = { kind: "gradient" };
    }
    const shown = this.shown.body;
    const columns = isCircuit(shown) ? columnsOf(shown.operations) : [];
    for (const [id, display] of this.shown.layout?.displays ?? []) {
      const place = { qubits: display.qubits, column: Math.max(0, drawnColumn(columns, display.column)) };
      wanted[`d:${id}`] =
        display.kind === "expectation"
          ? { kind: "expectation", ...place }
          : display.kind === "bloch"
            ? { kind: "bloch", ...place }
            : display.kind === "density"
              ? { kind: "density", ...place }
              : { kind: "probabilities", ...place };
    }
    const text = JSON.stringify(wanted);
    if (text === this.requested) return;
    this.requested = text;
    this.loop.request(wanted);
  }

  private requested = "";

  /** Looks for what a crash left unsaved. */
  async lookBack(): Promise<void> {
    this.left = (await this.host.can.journal?.recover()) ?? null;
    this.offerLeft();
  }

  private offerLeft(): void {
    if (!this.left) return;
    this.recovery.set(this.left.text === this.host.port.get("document") ? null : this.left);
  }

  /** Takes what a crash left as one step, or forgets it. */
  settleRecovery(take: boolean): void {
    const left = this.recovery.value;
    this.left = null;
    this.recovery.set(null);
    const { journal } = this.host.can;
    const read = left && take ? attempt(() => loads(left.text)) : null;
    if (read && "refusal" in read) this.say("error", read.refusal.message);
    else if (read) {
      journal?.take();
      this.replaceDocument(read.value, "journal.recover");
    } else journal?.clear();
    // Another tab may have left something too.
    void this.lookBack();
  }

  private openText(text: string): void {
    const read = attempt(() => loads(text));
    if ("refusal" in read) {
      this.unreadable.set({ text, why: read.refusal.message });
      return;
    }
    this.unreadable.set(null);
    this.sentText = text;
    this.opened = read.value;
    this.store.open(read.value);
    this.editor.set(this.store.now);
    this.startValues = new Map(read.value.parameters.map((p) => [p.name, p.value]));
  }

  private hear(text: string): void {
    if (text === this.sentText) return;
    const read = attempt(() => loads(text));
    if ("refusal" in read) {
      this.say("error", read.refusal.message);
      return;
    }
    if (this.unreadable.value) {
      this.openText(text);
      this.follow(this.state, null);
      return;
    }
    this.sentText = text;
    this.opened = read.value;
    const { body } = this.state.document;
    const other = this.ui.value.name !== this.heardName || (isCircuit(body) && body.operations.size === 0);
    this.heardName = this.ui.value.name;
    this.dispatch({
      document: read.value,
      selection: new Set(),
      preview: null,
      intent: "host.document",
      history: "step",
      origin: "host",
    });
    if (other) this.at(ZOOM).value?.open();
  }

  private hearSaved(saved: SavedState): void {
    this.ui.patch({ saved });
    // What the file cannot hold is kept against a crash still.
    if (saved === "saved" && this.missing !== "") this.host.can.journal?.write(this.sentText);
  }

  private hearValues(values: Readonly<Record<string, number>>): void {
    const document = setValues(this.state.document, new Map(Object.entries(values)));
    if (document === this.state.document) return;
    this.dispatch({ document, intent: "host.values", history: "join", origin: "host" });
  }

  private changed(now: Editor, before: Editor, transaction: Transaction): void {
    this.editor.set(now);
    this.follow(now.state, before.state);
    if (now.state.document === before.state.document) return;
    if (this.ui.value.message) this.ui.patch({ message: null });
    if (transaction.origin !== "host" || transaction.intent === "host.values") this.send();
  }

  /** Hands to the live loop and the host what changed. */
  private follow(now: EditorState, before: EditorState | null): void {
    const shown = shownDocument(now);
    const old = before && shownDocument(before);
    const held = heldParameter(now);
    // A held parameter is prepared for: then each tick costs little.
    if (held !== heldParameter(before)) {
      if (held === null) this.loop.release();
      else this.loop.grab(held);
    }
    if (!old || shown.body !== old.body) {
      this.revision += 1;
      this.loop.setCircuit(isCircuit(shown.body) ? this.sendable(shown.body) : null, this.revision);
    }
    if (!old || shown.observable !== old.observable) this.loop.setObservable(shown.observable ?? null);
    if (!old || shown.parameters !== old.parameters) {
      this.loop.setValues(new Map(shown.parameters.map((p) => [p.name, p.value])));
      if (old) this.sendValues();
    }
    this.request();
  }

  /** Above the limit the loop only has to say so: what is not simulated is not copied to it either. */
  private sendable(body: CircuitBody): CircuitBody {
    const over = body.qubits.length > this.ui.value.settings.live_limit;
    return over ? { ...body, operations: new Map(), gates: new Map() } : body;
  }

  /** Right after the frame that shows it, so that an edit is seen before it is written; soon even without frames. */
  private send(): void {
    if (this.sending !== null) return;
    const write = (): void => {
      if (this.sending !== null) this.flush();
    };
    this.sending = setTimeout(write, LATEST_WRITE);
    requestAnimationFrame(() => setTimeout(write, AFTER_FRAME));
  }

  private sendValues(): void {
    this.valuesFrame ??= requestAnimationFrame(() => this.putValues());
  }

  private putValues(): void {
    if (this.valuesFrame !== null) cancelAnimationFrame(this.valuesFrame);
    this.valuesFrame = null;
    this.host.port.set("values", Object.fromEntries(this.shown.parameters.map((p) => [p.name, p.value])));
  }
}

function heldParameter(state: EditorState | null): string | null {
  return state?.tool.kind === "sliding" ? state.tool.parameter : null;
}

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const bench = useContext(WorkbenchContext);
  if (!bench) throw new Error("There is no workbench around this part.");
  return bench;
}
