/**
 * The rows of a ZX diagram: one path of spiders for each wire, no spider on two of them, and the
 * columns where they stand. A diagram that came from a circuit gets its wires and columns back.
 *
 * Source of the paths: augmenting paths (Ford and Fulkerson) through spiders of capacity one.
 */

import type { DiagramBody } from "../document/circuit";

/** Neighbors of each spider, each once, loops left out. */
export type Near = ReadonlyMap<string, readonly string[]>;

export interface Rows {
  /** Spiders of each wire from left to right, without the boundaries. */
  readonly rows: readonly (readonly string[])[];
  readonly column: ReadonlyMap<string, number>;
  readonly numColumns: number;
}

export function neighbors(body: DiagramBody): Near {
  const near = new Map<string, Set<string>>([...body.spiders.keys()].map((id) => [id, new Set<string>()]));
  for (const { source, target } of body.edges.values()) {
    if (source === target) continue;
    near.get(source)?.add(target);
    near.get(target)?.add(source);
  }
  return new Map([...near].map(([id, set]) => [id, [...set]]));
}

export function rowsOf(body: DiagramBody, near: Near): Rows {
  const next = disjointPaths(body, near);
  untangle(body, near, next);
  const reached = new Set(next.values());
  const taken = new Set<string>([...body.inputs, ...body.outputs]);
  const rows: string[][] = [];
  for (const input of body.inputs) {
    const path: string[] = [];
    for (let id = next.get(input); id !== undefined && next.has(id); id = next.get(id)) path.push(id);
    rows.push(withoutDetours(path, near));
  }
  for (const row of rows) for (const id of row) taken.add(id);
  const stub = (end: string, row: number, side: "left" | "right"): void => {
    while (rows.length <= row) rows.push([]);
    for (const id of near.get(end) ?? []) {
      if (taken.has(id)) continue;
      taken.add(id);
      if (side === "left") rows[row]?.unshift(id);
      else rows[row]?.push(id);
    }
  };
  body.inputs.forEach((id, k) => {
    if (!next.has(id)) stub(id, k, "left");
  });
  body.outputs.forEach((id, k) => {
    if (!reached.has(id)) stub(id, k, "right");
  });
  return { rows, ...columns(rows, near) };
}

/** Who follows whom on paths from inputs to outputs that share no spider; as many paths as there can be. */
function disjointPaths(body: DiagramBody, near: Near): Map<string, string> {
  const next = new Map<string, string>();
  const before = new Map<string, string>();
  const inputs = new Set(body.inputs);
  const outputs = new Set(body.outputs);
  for (const input of body.inputs) {
    // A state is a half of a spider: "<id" where paths come in, ">id" where they go out.
    const came = new Map<string, string>([[`>${input}`, ""]]);
    const front = [`>${input}`];
    let found: string | null = null;
    for (let state = front.shift(); state !== undefined && found === null; state = front.shift()) {
      const id = state.slice(1);
      const steps: string[] = [];
      if (state.startsWith(">")) {
        for (const other of near.get(id) ?? [])
          if (next.get(id) !== other && !inputs.has(other)) steps.push(`<${other}`);
        if (before.has(id)) steps.push(`<${id}`);
      } else if (outputs.has(id)) {
        if (!before.has(id)) found = state;
      } else {
        const back = before.get(id);
        steps.push(back === undefined ? `>${id}` : `>${back}`);
      }
      for (const step of steps) {
        if (came.has(step)) continue;
        came.set(step, state);
        front.push(step);
      }
    }
    if (found !== null) augment(found, came, { next, before });
  }
  return next;
}

interface Paths {
  readonly next: Map<string, string>;
  readonly before: Map<string, string>;
}

/** Takes back what the new path undoes, then adds what it brings. */
function augment(end: string, came: ReadonlyMap<string, string>, { next, before }: Paths): void {
  const added: [string, string][] = [];
  for (let state = end; state; state = came.get(state) ?? "") {
    const from = came.get(state) ?? "";
    const [a, b] = [from.slice(1), state.slice(1)];
    if (!from || a === b) continue;
    if (from.startsWith(">")) added.push([a, b]);
    else {
      next.delete(b);
      before.delete(a);
    }
  }
  for (const [a, b] of added) {
    next.set(a, b);
    before.set(b, a);
  }
}

/** Exchanges the ends of paths where edges allow it, so that more of them end at the output of their own wire. */
function untangle(body: DiagramBody, near: Near, next: Map<string, string>): void {
  const output = new Map(body.outputs.map((id, k) => [id, k]));
  const pathOf = (input: string): readonly string[] => {
    const path: string[] = [];
    for (let id = next.get(input); id !== undefined; id = next.get(id)) path.push(id);
    return path;
  };
  const goal = (path: readonly string[]): number => output.get(path.at(-1) ?? "") ?? -1;
  body.inputs.forEach((first, k) => {
    const a = pathOf(first);
    const other = body.inputs.findIndex((input) => input !== first && goal(pathOf(input)) === k);
    if (goal(a) === k || other < 0) return;
    const b = pathOf(body.inputs[other] ?? "");
    if (goal(b) === other) return;
    const place = new Map(b.map((id, at) => [id, at]));
    for (let i = a.length - 2; i >= 0; i--) {
      const [from, after] = [a[i] ?? "", a[i + 1] ?? ""];
      for (const to of near.get(from) ?? []) {
        const at = place.get(to) ?? 0;
        const before = b[at - 1];
        if (at < 1 || before === undefined || !near.get(before)?.includes(after)) continue;
        next.set(from, to);
        next.set(before, after);
        return;
      }
    }
  });
}

/** The path by its shortcuts: an edge between spiders of one row would hide behind those between. */
function withoutDetours(path: readonly string[], near: Near): string[] {
  const place = new Map(path.map((id, k) => [id, k]));
  const short: string[] = [];
  for (let k = 0; k < path.length; ) {
    const id = path[k] ?? "";
    short.push(id);
    k = Math.max(k + 1, ...(near.get(id) ?? []).map((other) => place.get(other) ?? 0));
  }
  return short;
}

/**
 * Columns as in a circuit: spiders joined across rows stand above each other where the order along the
 * rows allows it, and nothing stands on a row that such an edge crosses.
 */
function columns(rows: readonly (readonly string[])[], near: Near): Pick<Rows, "column" | "numColumns"> {
  const row = new Map<string, number>();
  rows.forEach((ids, k) => ids.forEach((id) => row.set(id, k)));
  const partners = partnersOf(rows, near, row);
  const column = new Map<string, number>();
  const heads = rows.map(() => 0);
  const free = rows.map(() => 0);
  const headOf = (k: number): string | undefined => rows[k]?.[heads[k] ?? 0];
  const put = (ids: readonly string[]): void => {
    const across = ids.map((id) => row.get(id) ?? 0);
    const span = rows.map((_, k) => k).slice(Math.min(...across), Math.max(...across) + 1);
    const at = Math.max(...span.map((k) => free[k] ?? 0));
    for (const k of span) free[k] = at + 1;
    for (const id of ids) column.set(id, at);
    for (const k of across) heads[k] = (heads[k] ?? 0) + 1;
  };
  for (let left = row.size; left > 0; ) {
    const ready: (readonly string[])[] = [];
    let stuck: string | null = null;
    let least = Infinity;
    rows.forEach((_, k) => {
      const head = headOf(k);
      if (head === undefined) return;
      const group = groupOf(head, { partners, placed: column, most: rows.length });
      const waits = group.filter((id) => headOf(row.get(id) ?? 0) !== id).length;
      if (!waits) ready.push(group);
      if (waits && waits * 1000 + (free[k] ?? 0) < least) [stuck, least] = [head, waits * 1000 + (free[k] ?? 0)];
    });
    // When rows wait for each other, the one that waits for least goes on, and its edge slants.
    const groups = ready.length ? ready : stuck === null ? [] : [[stuck]];
    if (!groups.length) break;
    for (const group of groups) {
      if (column.has(group[0] ?? "")) continue;
      put(group);
      left -= group.length;
    }
  }
  return { column, numColumns: Math.max(0, ...free) };
}

/** Spiders of other rows joined to each, by an edge or through a spider beside the rows. */
function partnersOf(rows: readonly (readonly string[])[], near: Near, row: ReadonlyMap<string, number>): Near {
  const partners = new Map<string, readonly string[]>();
  for (const [k, ids] of rows.entries()) {
    for (const id of ids) {
      const found = new Set<string>();
      for (const other of near.get(id) ?? []) {
        const at = row.get(other);
        if (at !== undefined && at !== k) found.add(other);
        const through = at === undefined ? (near.get(other) ?? []).filter((each) => row.has(each)) : [];
        const own = new Set(through.map((each) => row.get(each)));
        if (own.size === through.length && through.length <= 4)
          for (const each of through) if (each !== id) found.add(each);
      }
      partners.set(id, [...found]);
    }
  }
  return partners;
}

/** The spider and those of its partners, and theirs, that are not placed; more than rows are never ready. */
function groupOf(
  head: string,
  rest: { readonly partners: Near; readonly placed: ReadonlyMap<string, number>; readonly most: number },
): readonly string[] {
  const group = new Set([head]);
  for (const id of group) {
    for (const other of rest.partners.get(id) ?? []) if (!rest.placed.has(other)) group.add(other);
    if (group.size > rest.most) break;
  }
  return [...group];
}
