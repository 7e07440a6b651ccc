/**
 * Two circuits → what changed: gates that stay, that have other angles, that went and that came.
 *
 * What counts is the order along each wire and bit: gates that pass each other on other wires have not changed. So the
 * second circuit is listed along the first before both are aligned. Blocks stay blocks where both circuits have them.
 */

import { aligned, type Letter } from "./alignment";
import {
  anglesOf,
  anticontrolsOf,
  type CircuitBody,
  clbitsOf,
  controlsOf,
  type Item,
  isBlock,
  MAX_ITEMS,
  type Operation,
  wiresOf,
} from "./circuit";
import { withOpenControls } from "./edit";
import { countOperations } from "./flatten";
import { repetitions } from "./group";

/** What became of a gate, or of a block. */
export type Change = "kept" | "changed" | "removed" | "added";

/** Something in one circuit or in both, by its ids there. */
export interface Entry {
  readonly change: Change;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Difference {
  /** Both circuits, with blocks opened that only one has. */
  readonly before: CircuitBody;
  readonly after: CircuitBody;
  /** In an order that both circuits have along each wire. */
  readonly entries: readonly Entry[];
  /** How many there are of each. */
  readonly counts: Readonly<Record<Change, number>>;
}

/** The same from either side: the smaller of both ways, since each lists one circuit along the other. */
export function differenceOf(first: CircuitBody, second: CircuitBody): Difference {
  const [before, after] = withBlocksAlike(first, second);
  const there = entriesOf(before, after);
  const back = entriesOf(after, before).map(mirrored);
  const [mine, theirs] = [countsOf(there), countsOf(back)];
  const more = costOf(mine) - costOf(theirs) || theirs.kept - mine.kept;
  return { before, after, ...(more > 0 ? { entries: back, counts: theirs } : { entries: there, counts: mine }) };
}

type Counts = Difference["counts"];

function costOf({ changed, removed, added }: Counts): number {
  return changed + removed + added;
}

function countsOf(entries: readonly Entry[]): Counts {
  const counts = { kept: 0, changed: 0, removed: 0, added: 0 };
  for (const { change } of entries) counts[change] += 1;
  return counts;
}

function mirrored({ change, before, after }: Entry): Entry {
  const mirror = { kept: "kept", changed: "changed", removed: "added", added: "removed" } as const;
  return { change: mirror[change], before: after, after: before };
}

function entriesOf(before: CircuitBody, after: CircuitBody): readonly Entry[] {
  const a = [...before.operations];
  const b = [...after.operations];
  const letters = new Letters();
  const as = a.map(([, item]) => letters.of(item, before));
  const bs = b.map(([, item]) => letters.of(item, after));
  // As it is listed, since an edit leaves most of the list as it was; and along the other.
  const listed = bs.map((_, k) => k);
  const [order, { steps }] = [listed, along(wired(a, as), wired(b, bs))]
    .map(
      (each) =>
        [
          each,
          aligned(
            as,
            each.flatMap((k) => bs[k] ?? []),
          ),
        ] as const,
    )
    .reduce((p, q) => (q[1].cost < p[1].cost ? q : p));
  return steps.map(([x, at]): Entry => {
    const y = at === null ? null : (order[at] ?? null);
    const same = x !== null && y !== null && as[x]?.equal === bs[y]?.equal;
    const change = x === null ? "added" : y === null ? "removed" : same ? "kept" : "changed";
    return { change, before: idOf(a, x), after: idOf(b, y) };
  });
}

function idOf(items: readonly (readonly [string, Item])[], at: number | null): string | null {
  return at === null ? null : (items[at]?.[0] ?? null);
}

/** Both circuits; with their blocks opened where one has a block that the other has not. */
function withBlocksAlike(first: CircuitBody, second: CircuitBody): readonly [CircuitBody, CircuitBody] {
  const blocks = (body: CircuitBody): string =>
    [...body.operations.values()]
      .flatMap((item) => (isBlock(item) ? wordsOf(item, body, true) : []))
      .sort()
      .join();
  if (blocks(first) === blocks(second)) return [first, second];
  return [unrolled(first), unrolled(second)];
}

/** Every repetition of its blocks; the body itself where these are too many. */
function unrolled(body: CircuitBody): CircuitBody {
  if (countOperations(body) > MAX_ITEMS) return body;
  const operations = new Map<string, Item>();
  const put = (item: Item): void => {
    if (!isBlock(item)) operations.set(`${operations.size}`, item);
    // One that is empty may be repeated without end.
    else if (countOperations({ ...body, operations: item.operations })) repetitions(item).forEach(put);
  };
  for (const item of body.operations.values()) put(item);
  return { ...body, operations };
}

/** Numbers for what gates are, so that they compare at once. */
class Letters {
  private readonly numbers = new Map<string, number>();

  of(item: Item, body: CircuitBody): Letter {
    return { equal: this.number(wordsOf(item, body, true)), like: this.number(wordsOf(item, body, false)) };
  }

  private number(words: string): number {
    const known = this.numbers.get(words) ?? this.numbers.size;
    this.numbers.set(words, known);
    return known;
  }
}

type Gates = Pick<CircuitBody, "gates">;

/** All of an item but its column; without angles where only likeness counts. */
function wordsOf(item: Item, body: Gates, withAngles: boolean): string {
  if (isBlock(item)) {
    const inner = [...item.operations.values()].map((each) => wordsOf(each, body, withAngles));
    return JSON.stringify([item.count, inner, withAngles ? [...(item.indexed ?? [])] : []]);
  }
  const open: Operation = withOpenControls(item);
  const sorted = (wires: readonly number[]): readonly number[] => [...wires].sort((p, q) => p - q);
  return JSON.stringify([
    open.gate,
    open.qubits,
    sorted(controlsOf(open)),
    sorted(anticontrolsOf(open)),
    open.clbits,
    open.conditions,
    withAngles ? anglesOf(open) : [],
    definitionOf(open.gate, body),
  ]);
}

const definitions = new WeakMap<object, string>();

/** What a composite gate is, so that two of one name are told apart. */
export function definitionOf(gate: string, body: Gates): string {
  const definition = body.gates.get(gate);
  if (!definition) return "";
  const known = definitions.get(definition);
  if (known !== undefined) return known;
  const inner = [...definition.operations.values()].map((item) => wordsOf(item, body, true));
  const words = JSON.stringify([definition.parameters, definition.global_phase, inner]);
  definitions.set(definition, words);
  return words;
}

/** An item of a list: its letter, and the wires and bits on which its order counts. */
interface Wired {
  readonly letter: Letter;
  readonly places: readonly number[];
}

function wired(items: readonly (readonly [string, Item])[], letters: readonly Letter[]): readonly Wired[] {
  return items.flatMap(([, item], k) => {
    const letter = letters[k];
    return letter ? { letter, places: [...new Set([...wiresOf(item), ...clbitsOf(item).map((bit) => -1 - bit)])] } : [];
  });
}

/** On each wire and bit, what stands there. */
function byPlace(items: readonly Wired[]): ReadonlyMap<number, readonly number[]> {
  const lists = new Map<number, number[]>();
  for (const [k, { places }] of items.entries()) {
    for (const place of places) {
      const list = lists.get(place);
      if (list) list.push(k);
      else lists.set(place, [k]);
    }
  }
  return lists;
}

/**
 * An order of `b` that is one along each of its wires and goes along `a` as far as it can: wires are aligned one by
 * one, then what is ready comes as its partner does, and at once where it has none.
 */
function along(a: readonly Wired[], b: readonly Wired[]): readonly number[] {
  const [inA, inB] = [byPlace(a), byPlace(b)];
  const rank = new Array<number>(b.length).fill(-1);
  const waits = new Array<number>(b.length).fill(0);
  const next = new Map<number, number[]>();
  for (const [place, list] of inB) {
    const others = inA.get(place) ?? [];
    const letters = (items: readonly Wired[], of: readonly number[]): Letter[] =>
      of.flatMap((k) => items[k]?.letter ?? []);
    for (const [x, y] of aligned(letters(a, others), letters(b, list)).steps) {
      const [mine, other] = [y === null ? undefined : list[y], x === null ? undefined : others[x]];
      if (mine !== undefined && other !== undefined) rank[mine] = Math.max(rank[mine] ?? -1, other);
    }
    for (const [k, each] of list.entries()) {
      const behind = list[k + 1];
      if (behind === undefined) continue;
      waits[behind] = (waits[behind] ?? 0) + 1;
      next.set(each, [...(next.get(each) ?? []), behind]);
    }
  }
  return sortedBy(rank, waits, next);
}

/** Of what waits for nothing more, always the lowest rank first. */
function sortedBy(
  rank: readonly number[],
  waits: number[],
  next: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const order: number[] = [];
  // At most as many as there are wires, so that looking at each is quick.
  const ready = [...waits.keys()].filter((k) => !waits[k]);
  while (ready.length) {
    let at = 0;
    for (const [k, each] of ready.entries()) if ((rank[each] ?? 0) < (rank[ready[at] ?? 0] ?? 0)) at = k;
    const [first = 0] = ready.splice(at, 1);
    order.push(first);
    for (const behind of next.get(first) ?? []) {
      const left = (waits[behind] ?? 0) - 1;
      waits[behind] = left;
      if (!left) ready.push(behind);
    }
  }
  return order;
}
