/** What the parts of the view share: the store, the live loop, asks, and what is open on the screen. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Command, Effect } from "../../commands/command";
import { type DiagramBody, type Document, isCircuit } from "../../document/circuit";
import { columnsOf, drawnColumn } from "../../document/columns";
import { noiseOf } from "../../document/noise";
import { dumps } from "../../document/write";
import { Asker } from "../../live/asker";
import type { LiveLoop } from "../../live/live-loop";
import type { Plan } from "../../live/placing";
import type { LiveResult, Wanted } from "../../live/wanted";
import type { Host, Settings } from "../../port";
import { describePlaced } from "../../scene/describe";
import { besideScene, type DiagramScene, ZX_PITCH } from "../../scene/diagram";
import { type Layout, layoutOf, PITCH, type Placed } from "../../scene/layout";
import type { Measure } from "../../scene/math";
import { type EditorState, shownDocument } from "../../state/state";
import { Store } from "../../state/store";
import { shownTime } from "../../state/time";
import type { Editor, Transaction } from "../../state/transaction";
import { Cell } from "./cell";
import { Exchange } from "./exchange";
import type { Shared } from "./shared";
import { sideBySide } from "./shown-view";
import { type Slot, Slots } from "./slot";
import { EXACT_NOISE, HELD, LESSON, SEEN, seenOf } from "./slots";
import type { Ui } from "./ui";

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
  /** Styles of the first bundle; the last text in it is the frame's, which has the last word. */
  readonly style: HTMLStyleElement;
  /** What scripts that are loaded on request are handed. */
  readonly scripts: Shared;
  readonly measure: Measure;
  readonly ui: Ui;
  readonly effects: Effects;
  readonly commands: readonly Command[];
  /** Makes a live loop. */
  readonly startLive: (limit: number) => LiveLoop;
  /** Bytes of the engine, for workers of parts that are loaded on request. */
  readonly engine: Uint8Array;
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
  /** The diagram of the circuit, where one is drawn. */
  readonly diagram = new Cell<DiagramBody | null>(null);
  readonly asker: Asker;
  readonly loop: LiveLoop;
  readonly editor: Cell<Editor>;
  readonly exchange: Exchange;
  private readonly slots = new Slots();
  private readonly worn = new Set<string>();
  private revision = 0;
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
    this.asker = new Asker(host.port, host.can.asks);
    this.exchange = new Exchange(this);
    this.exchange.open(host.port.get("document"));
    this.cleanups.push(
      this.store.subscribe((now, before, transaction) => this.changed(now, before, transaction)),
      this.loop.onResult((result) => this.live.set(result)),
      this.exchange.listen(),
      host.port.onChange("settings", (settings) => this.ui.patch({ settings })),
      host.port.onChange("name", (name) => this.ui.patch({ name })),
      this.ui.subscribe(() => this.request()),
      this.at(SEEN).subscribe(() => this.request()),
    );
    this.follow(this.state, null);
  }

  get state(): EditorState {
    return this.store.state;
  }

  get shown(): Document {
    return shownDocument(this.state);
  }

  /** What follows "runs in Python, and" where Python does not answer. */
  get noPython(): string {
    return this.host.can.noPython ?? "none answers here";
  }

  dispatch(transaction: Transaction | null): void {
    if (!transaction) return;
    const taken = this.at(LESSON).value.hold?.(transaction, this.state.document) ?? transaction;
    const hold = taken.viewport && this.at(HELD).value;
    this.store.dispatch(hold && taken.viewport ? { ...taken, viewport: hold(taken.viewport) } : taken);
  }

  /** Does the circuit stand beside its diagram? */
  private get split(): boolean {
    return isCircuit(this.state.document.body) && sideBySide(this.ui.value, true);
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
    this.ui.patch({ tab, folded: false, message: null });
  }

  say(tone: "ok" | "error", text: string): void {
    this.ui.patch({ message: { tone, text } });
  }

  /** Puts another document in, as one step that can be undone. */
  replaceDocument(document: Document, intent: string): void {
    this.dispatch({ document, selection: new Set(), preview: null, intent, history: "step", origin: "python" });
  }

  /** Gives the document to the host at once; returns the text of what is drawn, which may be a gate's definition. */
  flush(): string {
    const text = this.exchange.flush();
    return this.state.outer ? dumps(this.state.document) : text;
  }

  /** Shows a document from its start, with nothing to undo. */
  open(document: Document): void {
    this.store.open(document);
    this.editor.set(this.store.now);
  }

  dispose(): void {
    this.exchange.dispose();
    for (const cleanup of this.cleanups) cleanup();
    this.asker.dispose();
    this.loop.dispose();
  }

  /** What is in a slot. */
  at<T>(place: Slot<T>): T {
    return this.slots.at(place);
  }

  get scripts(): Shared {
    return this.parts.scripts;
  }

  /** Puts on the styles of a part that was loaded on request. */
  wear(styles: string): void {
    if (!styles || this.worn.has(styles)) return;
    this.worn.add(styles);
    this.parts.style.lastChild?.before(styles);
  }

  get commands(): readonly Command[] {
    return this.parts.commands;
  }

  effect(name: Effect): void {
    // What was said is of what was done before.
    this.ui.patch({ message: null });
    this.parts.effects[name](this);
  }

  /** Follows one run of a circuit that measures, resets or branches inside; all of them when null. */
  followRun(seed: number | null): void {
    this.ui.patch({ run: seed });
    this.loop.setRun(seed);
  }

  /** Where the spiders of a diagram belong. */
  place(plan: Plan): Promise<Float64Array> {
    return this.loop.place(plan);
  }

  /** Starts a further live loop, for views that compute much. */
  startLoop(): LiveLoop {
    return this.parts.startLive(this.ui.value.settings.live_limit);
  }

  get engine(): Uint8Array {
    return this.parts.engine;
  }

  /** Gives the focus to the drawing, or where none is shown to the studio, whose keys go on working. */
  focusCanvas(): void {
    const drawing = this.root.querySelector<SVGElement>(".qd-canvas[tabindex]");
    drawing?.focus({ preventScroll: true });
    // One that is not laid out yet does not take it.
    if (!drawing?.matches(":focus")) this.root.focus({ preventScroll: true });
  }

  /** The drawing of a document's own page or tab takes the focus as it opens, unless something else has it. */
  begin(): void {
    const { activeElement } = document;
    const free = !activeElement || activeElement === document.body || activeElement.contains(this.root);
    if (free && this.host.can.begin?.()) this.focusCanvas();
  }

  describe(placed: Placed): string {
    const { body } = this.shown;
    return isCircuit(body) ? describePlaced(placed, body) : "";
  }

  /** Has the circuit more qubits than a state is kept of? */
  get isWide(): boolean {
    const { body } = this.shown;
    return isCircuit(body) && body.qubits.length > this.ui.value.settings.live_limit;
  }

  /** Asks the live loop for what is on the screen. */
  request(): void {
    const { body, layout, observable, parameters } = this.shown;
    if (!isCircuit(body)) return;
    const time = shownTime(this.state);
    const at = time === null ? {} : { column: time };
    const wide = this.isWide;
    const wanted: Record<string, Wanted> = wide
      ? { bloch: { kind: "bloch", qubits: seenOf(this.at(SEEN).value, body.qubits.length), ...at } }
      : { bars: { kind: "probabilities", most: 128, ...at }, bloch: { kind: "bloch", ...at } };
    if (!wide && this.ui.value.amplitudes) wanted["likeliest"] = { kind: "likeliest", count: 16, ...at };
    if (!wide && this.ui.value.problem?.graph) wanted["outcome"] = { kind: "likeliest", count: 1 };
    if (observable) {
      wanted["energy"] = { kind: "energy", terms: observable.size <= 64 };
      if (parameters.length) wanted["gradient"] = { kind: "gradient" };
    }
    const columns = columnsOf(body.operations);
    for (const [id, display] of layout?.displays ?? []) {
      const place = { qubits: display.qubits, column: drawnColumn(columns, display.column) };
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

  private changed(now: Editor, before: Editor, transaction: Transaction): void {
    this.editor.set(now);
    this.follow(now.state, before.state);
    if (now.state.document === before.state.document) return;
    this.exchange.follow(now.state.document, before.state.document, transaction);
    if (this.ui.value.message) this.ui.patch({ message: null });
    if (transaction.origin !== "host" || transaction.intent === "host.values") this.exchange.send();
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
      this.loop.setCircuit(isCircuit(shown.body) ? shown.body : null, this.revision);
    }
    if (!old || shown.noise !== old.noise) {
      const noise = noiseOf(shown);
      this.loop.setNoise(noise?.on ? noise.channels : null, this.at(EXACT_NOISE).value);
    }
    if (!old || shown.observable !== old.observable) this.loop.setObservable(shown.observable ?? null);
    if (!old || shown.parameters !== old.parameters) {
      this.loop.setValues(new Map(shown.parameters.map((p) => [p.name, p.value])));
      if (old) this.exchange.sendValues();
    }
    this.request();
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
