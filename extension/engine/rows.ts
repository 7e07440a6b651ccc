// The rows of a ZX diagram: one path of spiders for each wire, no spider on two of them, and the columns where they
// stand. A diagram that came from a circuit gets its wires and columns back.
//
// Source of the paths: augmenting paths (Ford and Fulkerson) through spiders of capacity one.

/** Spiders of each row from left to right without boundaries; row and column of each spider, -1 beside the rows. */
export class Rows {
  rows: i32[][] = [];
  row: Int32Array;
  column: Int32Array;
  numColumns: i32 = 0;

  constructor(spiders: i32) {
    this.row = new Int32Array(spiders).fill(-1);
    this.column = new Int32Array(spiders).fill(-1);
  }
}

/** `shy` spiders, such as the hubs of phase gadgets, are on a row only where it has no other way. */
export function rowsOf(near: i32[][], inputs: i32[], outputs: i32[], shy: Uint8Array): Rows {
  const count = near.length;
  const paths = new Paths(near, inputs, outputs, shy);
  for (let k = 0; k < inputs.length; k++) {
    if (!paths.augment(inputs[k], true)) paths.augment(inputs[k], false);
  }
  paths.untangle();
  const found = new Rows(count);
  const taken = new Uint8Array(count);
  const reached = new Uint8Array(count);
  for (let k = 0; k < inputs.length; k++) taken[inputs[k]] = 1;
  for (let k = 0; k < outputs.length; k++) taken[outputs[k]] = 1;
  for (let k = 0; k < count; k++) if (paths.next[k] >= 0) reached[paths.next[k]] = 1;
  for (let k = 0; k < inputs.length; k++) {
    const path: i32[] = [];
    for (let id = paths.next[inputs[k]]; id >= 0 && paths.next[id] >= 0; id = paths.next[id]) path.push(id);
    const short = withoutDetours(path, near);
    for (let n = 0; n < short.length; n++) taken[short[n]] = 1;
    found.rows.push(short);
  }
  while (found.rows.length < outputs.length) found.rows.push([]);
  for (let k = 0; k < inputs.length; k++) if (paths.next[inputs[k]] < 0) stub(found, near[inputs[k]], taken, k, true);
  for (let k = 0; k < outputs.length; k++) if (!reached[outputs[k]]) stub(found, near[outputs[k]], taken, k, false);
  for (let k = 0; k < found.rows.length; k++) {
    for (let n = 0; n < found.rows[k].length; n++) found.row[found.rows[k][n]] = k;
  }
  columns(found, near);
  return found;
}

/** What hangs on an end that has no path is on its row. */
function stub(found: Rows, near: i32[], taken: Uint8Array, row: i32, left: bool): void {
  for (let n = 0; n < near.length; n++) {
    if (taken[near[n]]) continue;
    taken[near[n]] = 1;
    if (left) found.rows[row].unshift(near[n]);
    else found.rows[row].push(near[n]);
  }
}

class Paths {
  next: Int32Array;
  before: Int32Array;
  isInput: Uint8Array;
  isOutput: Uint8Array;

  constructor(
    readonly near: i32[][],
    readonly inputs: i32[],
    readonly outputs: i32[],
    readonly shy: Uint8Array,
  ) {
    const count = near.length;
    this.next = new Int32Array(count).fill(-1);
    this.before = new Int32Array(count).fill(-1);
    this.isInput = new Uint8Array(count);
    this.isOutput = new Uint8Array(count);
    for (let k = 0; k < inputs.length; k++) this.isInput[inputs[k]] = 1;
    for (let k = 0; k < outputs.length; k++) this.isOutput[outputs[k]] = 1;
  }

  /** One more path. A state is a half of a spider: 2 id where paths come in, 2 id + 1 where they go out. */
  augment(input: i32, avoiding: bool): bool {
    const came = new Int32Array(2 * this.near.length).fill(-2);
    const front: i32[] = [2 * input + 1];
    came[2 * input + 1] = -1;
    let end = -1;
    for (let k = 0; k < front.length && end < 0; k++) {
      const state = front[k];
      const id = state >> 1;
      if (state & 1) {
        const near = this.near[id];
        for (let n = 0; n < near.length; n++) {
          const other = near[n];
          if (this.next[id] == other || this.isInput[other] || (avoiding && this.shy[other])) continue;
          reach(2 * other, state, came, front);
        }
        if (this.before[id] >= 0) reach(2 * id, state, came, front);
      } else if (this.isOutput[id]) {
        if (this.before[id] < 0) end = state;
      } else {
        const back = this.before[id];
        reach(back < 0 ? 2 * id + 1 : 2 * back + 1, state, came, front);
      }
    }
    if (end < 0) return false;
    const added: i32[] = [];
    for (let state = end; came[state] >= 0; state = came[state]) {
      const from = came[state];
      if (from >> 1 == state >> 1) continue;
      if (from & 1) {
        added.push(from >> 1);
        added.push(state >> 1);
      } else {
        this.next[state >> 1] = -1;
        this.before[from >> 1] = -1;
      }
    }
    for (let n = 0; n < added.length; n += 2) {
      this.next[added[n]] = added[n + 1];
      this.before[added[n + 1]] = added[n];
    }
    return true;
  }

  pathOf(input: i32): i32[] {
    const path: i32[] = [];
    for (let id = this.next[input]; id >= 0; id = this.next[id]) path.push(id);
    return path;
  }

  goal(path: i32[]): i32 {
    return path.length ? this.outputs.indexOf(path[path.length - 1]) : -1;
  }

  /** Exchanges the ends of paths where edges allow it, so that more of them end at the output of their own wire. */
  untangle(): void {
    for (let k = 0; k < this.inputs.length; k++) {
      const a = this.pathOf(this.inputs[k]);
      if (this.goal(a) == k) continue;
      for (let other = 0; other < this.inputs.length; other++) {
        if (other == k) continue;
        const b = this.pathOf(this.inputs[other]);
        if (this.goal(b) != k) continue;
        if (this.goal(a) != -1) this.exchange(a, b);
        break;
      }
    }
  }

  exchange(a: i32[], b: i32[]): void {
    for (let i = a.length - 2; i >= 0; i--) {
      const near = this.near[a[i]];
      for (let n = 0; n < near.length; n++) {
        const place = b.indexOf(near[n]);
        if (place < 1 || !this.near[b[place - 1]].includes(a[i + 1])) continue;
        this.next[a[i]] = near[n];
        this.next[b[place - 1]] = a[i + 1];
        this.before[near[n]] = a[i];
        this.before[a[i + 1]] = b[place - 1];
        return;
      }
    }
  }
}

function reach(state: i32, from: i32, came: Int32Array, front: i32[]): void {
  if (came[state] != -2) return;
  came[state] = from;
  front.push(state);
}

/** The path by its shortcuts: an edge between spiders of one row would hide behind those between. */
function withoutDetours(path: i32[], near: i32[][]): i32[] {
  const short: i32[] = [];
  for (let k = 0; k < path.length; ) {
    short.push(path[k]);
    let after = k + 1;
    const beside = near[path[k]];
    for (let n = 0; n < beside.length; n++) after = max(after, path.indexOf(beside[n]));
    k = after;
  }
  return short;
}

/**
 * Columns as in a circuit: spiders joined across rows stand above each other where the order along the rows allows
 * it, and nothing stands on a row that such an edge crosses.
 */
function columns(found: Rows, near: i32[][]): void {
  const rows = found.rows;
  const partners: i32[][] = [];
  for (let id = 0; id < near.length; id++) partners.push(partnersOf(id, found.row, near));
  const heads = new Int32Array(rows.length);
  const free = new Int32Array(rows.length);
  let left = 0;
  for (let k = 0; k < rows.length; k++) left += rows[k].length;
  while (left > 0) {
    const groups: i32[][] = [];
    let stuck = -1;
    let least = i32.MAX_VALUE;
    for (let k = 0; k < rows.length; k++) {
      if (heads[k] >= rows[k].length) continue;
      const head = rows[k][heads[k]];
      const group = groupOf(head, partners, found.column, rows.length);
      let waits = 0;
      for (let n = 0; n < group.length; n++) {
        const row = found.row[group[n]];
        if (heads[row] >= rows[row].length || rows[row][heads[row]] != group[n]) waits += 1;
      }
      if (!waits) groups.push(group);
      else if (waits * 1000 + free[k] < least) {
        stuck = head;
        least = waits * 1000 + free[k];
      }
    }
    // When rows wait for each other, the one that waits for least goes on, and its edge slants.
    if (!groups.length) groups.push([stuck]);
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g];
      if (found.column[group[0]] >= 0) continue;
      let top = i32.MAX_VALUE;
      let bottom = 0;
      for (let n = 0; n < group.length; n++) {
        top = min(top, found.row[group[n]]);
        bottom = max(bottom, found.row[group[n]]);
      }
      let at = 0;
      for (let k = top; k <= bottom; k++) at = max(at, free[k]);
      for (let k = top; k <= bottom; k++) free[k] = at + 1;
      for (let n = 0; n < group.length; n++) {
        found.column[group[n]] = at;
        heads[found.row[group[n]]] += 1;
      }
      left -= group.length;
    }
  }
  for (let k = 0; k < rows.length; k++) found.numColumns = max(found.numColumns, free[k]);
}

/** Spiders of other rows joined to one, by an edge or through a spider beside the rows. */
function partnersOf(id: i32, row: Int32Array, near: i32[][]): i32[] {
  const found: i32[] = [];
  if (row[id] < 0) return found;
  for (let n = 0; n < near[id].length; n++) {
    const other = near[id][n];
    if (row[other] >= 0) {
      if (row[other] != row[id] && !found.includes(other)) found.push(other);
      continue;
    }
    const through: i32[] = [];
    let apart = true;
    for (let m = 0; m < near[other].length; m++) {
      const each = near[other][m];
      if (row[each] < 0) continue;
      for (let k = 0; k < through.length; k++) if (row[through[k]] == row[each]) apart = false;
      through.push(each);
    }
    if (!apart || through.length > 4) continue;
    for (let m = 0; m < through.length; m++) {
      if (through[m] != id && !found.includes(through[m])) found.push(through[m]);
    }
  }
  return found;
}

/** The spider and those of its partners, and theirs, that are not placed; more than rows are never ready. */
function groupOf(head: i32, partners: i32[][], column: Int32Array, most: i32): i32[] {
  const group: i32[] = [head];
  for (let k = 0; k < group.length && group.length <= most; k++) {
    const others = partners[group[k]];
    for (let n = 0; n < others.length; n++) {
      if (column[others[n]] < 0 && !group.includes(others[n])) group.push(others[n]);
    }
  }
  return group;
}
