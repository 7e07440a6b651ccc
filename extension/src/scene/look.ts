/** What a gate looks like: its class, its symbol, its text, the parameters on its strip, its width. */

import { anglesParameters, readAngle } from "../document/angle";
import { conditionWords } from "../document/bits";
import { anglesOf, anticontrolsOf, controlsOf, type GateDefinition, type Operation } from "../document/circuit";
import { withDrawnControls } from "../document/edit";
import { GATES, type GateRow } from "../document/gates";
import { cut } from "./cut";
import { anglePiece, type Measure, type Piece, row, textPiece } from "./math";

/** Class of gate, told by fill and by shape. */
export type GateClass = "clifford" | "rotation" | "nonunitary" | "composite";

/** Of a row; a box over several wires is tall. */
export type Symbol = GateRow["symbol"] | "tall";

export interface Look {
  readonly symbol: Symbol;
  readonly kind: GateClass;
  /** The gate's own wires, without controls. */
  readonly targets: readonly number[];
  readonly controls: readonly number[];
  readonly anticontrols: readonly number[];
  /** Lines of text, centered below each other. */
  readonly lines: readonly Piece[];
  /** Parameters on the strip, one segment each. */
  readonly strip: readonly string[];
  readonly width: number;
  /** What its column must hold: the gate, and the condition above it. */
  readonly room: number;
  /** Why it happens only sometimes: `c[0] = 1`. */
  readonly condition: string;
  /** Width of the words above it that say so. */
  readonly note: number;
}

export interface LookStyle {
  readonly measure: Measure;
  readonly gates: ReadonlyMap<string, GateDefinition>;
  readonly bits: readonly string[];
  /** Inside a repeat block: what each local parameter stands for. */
  readonly indexed: ReadonlyMap<string, readonly string[]>;
}

const PADDING = 16;
const LEAST = 32;
const MOST_SEGMENTS = 12;
const LABEL_SIZE = 13;
/** As `.qd-if` is drawn, and the least distance to the next one. */
const NOTE_SIZE = 10.5;
const NOTE_GAP = 4;
const ANGLE_SIZE = 15;

export function lookOf(item: Operation, style: LookStyle): Look {
  const open = withDrawnControls(item);
  const row_ = GATES.get(open.gate);
  const controls = controlsOf(open);
  const anticontrols = anticontrolsOf(open);
  const symbol = symbolOf(open, controls.length + anticontrols.length > 0);
  const kind = classOf(row_);
  const lines = linesOf(open, symbol, style);
  const text = Math.max(0, ...lines.map((line) => line.width));
  const width = widthOf(symbol, text);
  const condition = (item.conditions ?? []).map((each) => conditionWords(each, style.bits)).join(", ");
  const note = condition ? Math.ceil(style.measure(`if ${condition}`, "ui", NOTE_SIZE)) : 0;
  return {
    symbol,
    kind,
    controls,
    anticontrols,
    lines,
    targets: open.qubits,
    strip: stripOf(open, style.indexed),
    width,
    room: Math.max(width, note && note + NOTE_GAP),
    condition,
    note,
  };
}

function classOf(row: GateRow | undefined): GateClass {
  if (!row) return "composite";
  if (row.kind === "controlled") return row.angles.length ? "rotation" : "clifford";
  return row.kind;
}

function symbolOf(open: Operation, controlled: boolean): Symbol {
  const known = GATES.get(open.gate);
  const symbol = (controlled && known?.controlledSymbol) || known?.symbol || "box";
  return symbol === "box" && open.qubits.length > 1 ? "tall" : symbol;
}

function widthOf(symbol: Symbol, text: number): number {
  switch (symbol) {
    case "not":
    case "dot":
    case "swap":
      return 24;
    case "barrier":
      return 12;
    case "measure":
    case "reset":
      return LEAST;
    case "phase":
      return text + 12;
    case "tall":
      return Math.max(LEAST + 12, Math.ceil(text) + PADDING + 4);
    case "box":
      return Math.max(LEAST, Math.ceil(text) + PADDING);
  }
}

function linesOf(open: Operation, symbol: Symbol, style: LookStyle): readonly Piece[] {
  const { measure } = style;
  const math = { size: ANGLE_SIZE, measure, indexed: new Set(style.indexed.keys()) };
  const comma = textPiece(", ", "math", math);
  const angles = anglesOf(open).flatMap((text, k) => [...(k > 0 ? [comma] : []), anglePiece(text, math)]);
  if (symbol === "phase") return [row([textPiece("e", "math", math), ...angles])];
  if (symbol !== "box" && symbol !== "tall") return [];
  const label = textPiece(labelOf(open.gate), "strong", { size: LABEL_SIZE, measure });
  if (!angles.length) return [label];
  if (symbol === "tall") return [label, row(angles)];
  return [row([label, textPiece(" ", "ui", { size: LABEL_SIZE, measure }), ...angles])];
}

const LONGEST_LABEL = 16;

/** What stands in the box, without the angle. */
export function labelOf(gate: string): string {
  const label = GATES.get(gate)?.label ?? gate;
  return cut(label, LONGEST_LABEL);
}

function stripOf(open: Operation, indexed: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const names = new Set<string>();
  for (const text of anglesOf(open)) {
    for (const name of anglesParameters(readAngle(text))) {
      for (const each of indexed.get(name) ?? [name]) names.add(each);
    }
  }
  return [...names].slice(0, MOST_SEGMENTS);
}
