/** A circuit as places on a plane: columns with their widths, gates, frames of blocks, displays. */

import { bitNames, unwrittenBits } from "../document/bits";
import {
  type Block,
  type CircuitBody,
  type Display,
  type Item,
  isBlock,
  type Operation,
  spanOf,
} from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { type Path, TOP } from "../document/level";
import { cutAlike } from "./cut";
import { type Look, lookOf } from "./look";
import type { Measure } from "./math";

/** From wire to wire, where nothing else is said. */
export const PITCH = 44;
export const GATE_HEIGHT = 32;
export const GAP = 12;
/** Room for the mark before a condition that is in doubt. */
export const MARK = 13;
const FRAME = 14;
const INNER_FRAME = 8;
const DISPLAY = { bloch: 36, density: 36, expectation: 48, probabilities: 60 } as const;

/** A gate at its place; y follows from its wires. */
export interface PlacedGate {
  readonly kind: "gate";
  readonly id: string;
  readonly item: Operation;
  readonly path: Path;
  readonly look: Look;
  /** Does it wait for a bit that nothing was measured into? */
  readonly doubtful: boolean;
  /** Its column as drawn in its level, from 0. */
  readonly column: number;
  /** Center. */
  readonly x: number;
  /** Width of its column, which boxes fill. */
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly pitch: number;
}

export interface PlacedBlock {
  readonly kind: "block";
  readonly id: string;
  readonly item: Block;
  readonly path: Path;
  /** Its column as drawn in its level, from 0. */
  readonly column: number;
  /** Left edge and width of the frame. */
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly pitch: number;
  readonly pad: number;
}

export interface PlacedDisplay {
  readonly kind: "display";
  readonly id: string;
  readonly display: Display;
  /** The drawn column that it stands behind; -1 for the start. */
  readonly column: number;
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly pitch: number;
}

export type Placed = PlacedGate | PlacedBlock | PlacedDisplay;

/** Columns of one level in absolute coordinates. */
export interface LevelPlace {
  readonly path: Path;
  readonly columns: readonly Strip[];
  /** Wires that the level reaches over. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Strip {
  readonly left: number;
  readonly width: number;
}

export interface Layout {
  readonly numQubits: number;
  /** Names of the wires as they stand beside them, and the room for them left of the first column. */
  readonly names: readonly string[];
  readonly margin: number;
  /** Names of the classical bits. */
  readonly bits: readonly string[];
  /** From wire to wire. */
  readonly pitch: number;
  readonly levels: readonly LevelPlace[];
  /** Gates and displays by left edge. */
  readonly small: readonly (PlacedGate | PlacedDisplay)[];
  /** Running maximum of right edges of `small`, to find what is in view. */
  readonly reach: readonly number[];
  readonly blocks: readonly PlacedBlock[];
  readonly byId: ReadonlyMap<string, Placed>;
  readonly width: number;
  /** From where a wire is classical to its end; absent for quantum wires. */
  readonly classicalFrom: ReadonlyMap<number, number>;
}

export function wireY(qubit: number, pitch = PITCH): number {
  return qubit * pitch;
}

interface Context {
  readonly measure: Measure;
  readonly pitch: number;
  readonly body: CircuitBody;
  readonly bits: readonly string[];
  readonly unwritten: ReadonlyMap<string, unknown>;
  readonly small: (PlacedGate | PlacedDisplay)[];
  readonly blocks: PlacedBlock[];
  readonly levels: LevelPlace[];
}

interface Scope {
  readonly path: Path;
  readonly indexed: ReadonlyMap<string, readonly string[]>;
}

const NO_INDEX: ReadonlyMap<string, readonly string[]> = new Map();

/** Everything of a circuit at its place; pure, about 1 µs a gate. */
export function layoutOf(
  body: CircuitBody,
  displays: ReadonlyMap<string, Display> | undefined,
  measure: Measure,
  pitch = PITCH,
): Layout {
  const bits = bitNames(body);
  const unwritten = unwrittenBits(body);
  const context: Context = { measure, pitch, body, bits, unwritten, small: [], blocks: [], levels: [] };
  const width = new LevelLayout(context, { path: TOP, indexed: NO_INDEX }, displays).place(body.operations, 0);
  const { small, blocks, levels } = context;
  small.sort((a, b) => a.x - a.width / 2 - (b.x - b.width / 2));
  let most = -Infinity;
  const reach = small.map((each) => (most = Math.max(most, each.x + each.width / 2)));
  const byId = new Map<string, Placed>();
  for (const each of [...blocks, ...small]) byId.set(each.id, each);
  return {
    numQubits: body.qubits.length,
    ...namesOf(body.qubits, measure),
    bits,
    pitch,
    levels,
    small,
    reach,
    blocks,
    byId,
    width,
    classicalFrom: classicalWires(small),
  };
}

/** Characters of a wire's name beside it, and their size in px. */
const LONGEST_NAME = 9;
const NAME_SIZE = 13;
/** Room for short names, and what stands between a name and the first column. */
const MARGIN = 64;
const BEHIND_NAME = 36;

type Names = Pick<Layout, "names" | "margin">;

const named = new WeakMap<readonly string[], Names & { readonly measure: Measure }>();

/** Kept while the wires are the same. */
function namesOf(qubits: readonly string[], measure: Measure): Names {
  const kept = named.get(qubits);
  if (kept?.measure === measure) return { names: kept.names, margin: kept.margin };
  const names = cutAlike(qubits, LONGEST_NAME);
  const widest = names.reduce((most, name) => Math.max(most, name.length > 2 ? measure(name, "ui", NAME_SIZE) : 0), 0);
  const margin = Math.max(MARGIN, Math.ceil(BEHIND_NAME + widest));
  named.set(qubits, { names, margin, measure });
  return { names, margin };
}

class LevelLayout {
  constructor(
    private readonly context: Context,
    private readonly scope: Scope,
    private readonly displays: ReadonlyMap<string, Display> | undefined = undefined,
  ) {}

  /** Places items from `left` on; returns the right edge. */
  place(items: ReadonlyMap<string, Item>, left: number): number {
    const columns = this.byColumn(items);
    const strips: Strip[] = [];
    let x = left;
    const behind = this.displaysByColumn(columnsOf(items));
    x = this.displaysAfter(behind.get(-1), -1, x);
    for (const [column, entries] of columns.entries()) {
      const width = this.column(entries, column, x);
      strips.push({ left: x, width });
      x += width + GAP;
      x = this.displaysAfter(behind.get(column), column, x);
    }
    const right = Math.max(left, x - GAP);
    const { path } = this.scope;
    const [top, bottom] = path.length ? reachOf(items) : [0, this.context.body.qubits.length - 1];
    this.context.levels.push({ path, columns: strips, left, right, top, bottom });
    return right;
  }

  private byColumn(items: ReadonlyMap<string, Item>): (readonly (readonly [string, Item])[])[] {
    const columns: (readonly [string, Item])[][] = [];
    let last = -Infinity;
    for (const entry of items) {
      if (entry[1].column > last) columns.push([]);
      last = entry[1].column;
      columns.at(-1)?.push(entry);
    }
    return columns;
  }

  private column(entries: readonly (readonly [string, Item])[], column: number, left: number): number {
    const { context, scope } = this;
    let width = 0;
    const looks: (Look | null)[] = [];
    for (const [id, item] of entries) {
      if (isBlock(item)) {
        const pad = scope.path.length ? INNER_FRAME : FRAME;
        const indexed = new Map([...scope.indexed, ...(item.indexed ?? [])]);
        const inner = new LevelLayout(context, { path: [...scope.path, id], indexed });
        const right = inner.place(item.operations, left + pad);
        const [top, bottom] = spanOf(item) ?? [0, 0];
        const own = right - left + pad;
        context.blocks.push({
          kind: "block",
          id,
          item,
          path: scope.path,
          column,
          left,
          width: own,
          top,
          bottom,
          pitch: context.pitch,
          pad,
        });
        looks.push(null);
        width = Math.max(width, own);
      } else {
        const look = lookFor(item, context, scope.indexed);
        looks.push(look);
        width = Math.max(width, look.room + (context.unwritten.has(id) ? MARK : 0));
      }
    }
    for (const [k, [id, item]] of entries.entries()) {
      const look = looks[k];
      if (!look || isBlock(item)) continue;
      const [top, bottom] = spanOf(item) ?? [0, 0];
      context.small.push({
        kind: "gate",
        id,
        item,
        path: scope.path,
        column,
        look,
        doubtful: context.unwritten.has(id),
        x: left + width / 2,
        width,
        top,
        bottom,
        pitch: context.pitch,
      });
    }
    return width;
  }

  private displaysByColumn(columns: readonly number[]): ReadonlyMap<number, readonly (readonly [string, Display])[]> {
    const behind = new Map<number, (readonly [string, Display])[]>();
    for (const entry of this.displays ?? []) {
      const column = drawnColumn(columns, entry[1].column);
      behind.set(column, [...(behind.get(column) ?? []), entry]);
    }
    return behind;
  }

  private displaysAfter(
    displays: readonly (readonly [string, Display])[] | undefined,
    column: number,
    left: number,
  ): number {
    let width = 0;
    const taken: { readonly top: number; readonly bottom: number; readonly right: number }[] = [];
    for (const [id, display] of displays ?? []) {
      const own = DISPLAY[display.kind];
      const top = Math.min(...display.qubits);
      const bottom = Math.max(...display.qubits);
      // Those of one wire stand beside each other.
      const before = taken.filter((each) => each.top <= bottom && top <= each.bottom).map((each) => each.right + GAP);
      const x = left + Math.max(0, ...before);
      taken.push({ top, bottom, right: x - left + own });
      width = Math.max(width, x - left + own);
      this.context.small.push({
        kind: "display",
        id,
        display,
        column,
        x: x + own / 2,
        width: own,
        top,
        bottom,
        pitch: this.context.pitch,
      });
    }
    return width ? left + width + GAP : left;
  }
}

/** Topmost and lowest wire that items reach. */
function reachOf(items: ReadonlyMap<string, Item>): readonly [number, number] {
  let [top, bottom] = [Infinity, -Infinity];
  for (const item of items.values()) {
    const span = spanOf(item);
    if (span) [top, bottom] = [Math.min(top, span[0]), Math.max(bottom, span[1])];
  }
  return [top, bottom];
}

interface Kept {
  readonly item: Operation;
  readonly look: Look;
  readonly measure: Measure;
  readonly bits: readonly string[];
}

/** By the list of wires, which stays the same object while a gate only moves along its wires. */
const looks = new WeakMap<readonly number[], Kept>();

/** The look of a gate, kept while neither the gate nor what it is drawn with changes. */
function lookFor(item: Operation, context: Context, indexed: ReadonlyMap<string, readonly string[]>): Look {
  const plain = indexed === NO_INDEX;
  const kept = plain ? looks.get(item.qubits) : undefined;
  const { measure, bits } = context;
  const named = kept && (!item.conditions || kept.bits === bits);
  if (kept && named && kept.measure === measure && sameGate(kept.item, item)) return kept.look;
  const look = lookOf(item, { measure, bits, gates: context.body.gates, indexed });
  if (plain) looks.set(item.qubits, { item, look, measure, bits });
  return look;
}

function sameGate(a: Operation, b: Operation): boolean {
  return (
    a.gate === b.gate &&
    a.angles === b.angles &&
    a.controls === b.controls &&
    a.anticontrols === b.anticontrols &&
    a.conditions === b.conditions
  );
}

function classicalWires(small: readonly (PlacedGate | PlacedDisplay)[]): ReadonlyMap<number, number> {
  const from = new Map<number, number>();
  for (const each of small) {
    if (each.kind !== "gate") continue;
    const { item } = each;
    if (item.gate === "measure" && !each.path.length) from.set(item.qubits[0] ?? 0, each.x);
    else if (item.gate !== "barrier" && from.size) {
      for (const wire of [...each.look.targets, ...each.look.controls, ...each.look.anticontrols]) from.delete(wire);
    }
  }
  return from;
}

/** Gates and displays between two x, without looking at the others. */
export function inView(layout: Layout, left: number, right: number): readonly (PlacedGate | PlacedDisplay)[] {
  const first = lowerBound(layout.small.length, (k) => (layout.reach[k] ?? 0) >= left);
  const end = lowerBound(layout.small.length, (k) => {
    const each = layout.small[k];
    return each !== undefined && each.x - each.width / 2 > right;
  });
  return layout.small.slice(first, end);
}

/** Gates above each other. */
export type Stacked = readonly [PlacedGate, ...PlacedGate[]];

/** The gates among things in view, in the order given: those above each other together. */
export function stacked(parts: readonly (PlacedGate | PlacedDisplay)[]): readonly Stacked[] {
  const stacks: [PlacedGate, ...PlacedGate[]][] = [];
  for (const placed of parts) {
    if (placed.kind !== "gate") continue;
    const last = stacks.at(-1);
    if (last && last[0].x === placed.x) last.push(placed);
    else stacks.push([placed]);
  }
  return stacks;
}

/** The first k from 0 to n for which a monotone predicate holds. */
export function lowerBound(n: number, holds: (k: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Top and bottom of what a placed thing draws. */
export function boxOf(placed: Placed): {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
} {
  const half = GATE_HEIGHT / 2;
  const { pitch } = placed;
  if (placed.kind === "block") {
    return {
      left: placed.left,
      right: placed.left + placed.width,
      top: wireY(placed.top, pitch) - half - placed.pad,
      bottom: wireY(placed.bottom, pitch) + half + placed.pad,
    };
  }
  const grow = placed.kind === "display" && placed.display.kind === "bloch" ? half + 3 : half;
  const width = placed.kind === "gate" ? (fillsColumn(placed.look) ? placed.width : placed.look.width) : placed.width;
  return {
    left: placed.x - width / 2,
    right: placed.x + width / 2,
    top: wireY(placed.top, pitch) - grow,
    bottom: wireY(placed.bottom, pitch) + grow,
  };
}

/** Boxes take the whole width of their column, so that columns read as columns. */
export function fillsColumn(look: Look): boolean {
  return look.symbol === "box" || look.symbol === "tall";
}

/** The x of the boundary after a top column, where the time cursor stands. */
export function afterColumn(layout: Layout, column: number): number {
  const top = layout.levels.find((level) => !level.path.length);
  const next = top?.columns[column + 1];
  if (next) return next.left - GAP / 2;
  return (top?.right ?? 0) + GAP;
}
