/**
 * A map of neighbors that pair gates have to keep to, if there is one.
 *
 * What a string costs there is counted along a spanning tree of the wires at hand: a pair gate for each edge that leads
 * from one of its wires to another, and one more for each wire in between that it has to be brought onto and off again.
 * Where the map is a tree, that is the number of pair gates that bring the string to one wire.
 */

/** By wire of the circuit, its neighbors; all zero without a map. */
export const map = new StaticArray<u64>(64);
export let isMapped: bool = false;

/** The same for the wires at hand, by their numbers; and a tree through them, each behind its parent. */
export const near = new StaticArray<u64>(64);
const parent = new StaticArray<i32>(64);
const order = new StaticArray<i32>(64);
let count: i32 = 0;

export function useMap(wires: i32): void {
  isMapped = false;
  for (let q = 0; q < wires; q++) isMapped = isMapped || unchecked(map[q]) != 0;
}

export function prepareTree(wires: i32, names: StaticArray<i32>): void {
  if (!isMapped) return;
  count = wires;
  for (let a = 0; a < wires; a++) {
    const all = unchecked(map[unchecked(names[a])]);
    let mask: u64 = 0;
    for (let b = 0; b < wires; b++) mask |= ((all >> (<u64>unchecked(names[b]))) & 1) << (<u64>b);
    unchecked((near[a] = mask));
  }
  let reached: u64 = 1;
  let length = 1;
  unchecked((order[0] = 0));
  unchecked((parent[0] = -1));
  for (let k = 0; k < length; k++) {
    const wire = unchecked(order[k]);
    for (let scan = unchecked(near[wire]) & ~reached; scan; scan &= scan - 1) {
      const other = <i32>ctz(scan);
      unchecked((parent[other] = wire));
      unchecked((order[length++] = other));
    }
    reached |= unchecked(near[wire]);
  }
  count = length;
}

// @ts-ignore: decorator
@inline
export function isNear(a: i32, b: i32): bool {
  return ((unchecked(near[a]) >> (<u64>b)) & 1) != 0;
}

/** Which strings act where, seen along the tree: on each wire, behind it, and on the side of its parent. */
export class Sides {
  acts: StaticArray<u64> = new StaticArray<u64>(64);
  private below: StaticArray<u64> = new StaticArray<u64>(64);
  private above: StaticArray<u64> = new StaticArray<u64>(64);
  private twice: StaticArray<u64> = new StaticArray<u64>(64);
  private beside: StaticArray<u64> = new StaticArray<u64>(64);

  /** To be called when `acts` is filled. */
  look(): void {
    for (let q = 0; q < count; q++) {
      unchecked((this.below[q] = 0));
      unchecked((this.twice[q] = 0));
    }
    for (let k = count - 1; k > 0; k--) {
      const wire = unchecked(order[k]);
      const up = unchecked(parent[wire]);
      const subtree = unchecked(this.below[wire]) | unchecked(this.acts[wire]);
      unchecked((this.twice[up] |= this.below[up] & subtree));
      unchecked((this.below[up] |= subtree));
    }
    unchecked((this.above[0] = 0));
    for (let k = 1; k < count; k++) {
      const wire = unchecked(order[k]);
      const up = unchecked(parent[wire]);
      // Without what is below this wire, unless it is below a sibling, too.
      let rest = unchecked(this.above[up]);
      for (let other = k - 1; other > 0 && unchecked(parent[unchecked(order[other])]) == up; other--) {
        const sibling = unchecked(order[other]);
        rest |= unchecked(this.below[sibling]) | unchecked(this.acts[sibling]);
      }
      for (let other = k + 1; other < count && unchecked(parent[unchecked(order[other])]) == up; other++) {
        const sibling = unchecked(order[other]);
        rest |= unchecked(this.below[sibling]) | unchecked(this.acts[sibling]);
      }
      unchecked((this.beside[wire] = rest));
      unchecked((this.above[wire] = rest | this.acts[up]));
    }
  }

  /** Strings that act beyond `wire`, as seen from its neighbor `from`. */
  behind(wire: i32, from: i32): u64 {
    if (unchecked(parent[wire]) == from) return unchecked(this.below[wire]);
    if (unchecked(parent[from]) == wire) return unchecked(this.beside[from]);
    return unchecked(this.twice[wire]) | (unchecked(this.below[wire]) & unchecked(this.above[wire]));
  }

  /** Pair gates that bring those of some strings that act anywhere to one wire each, all together. */
  cost(those: u64): i32 {
    let sum: i32 = -(<i32>popcnt(those));
    for (let k = 0; k < count; k++) sum += <i32>popcnt(unchecked(this.acts[k]) & those);
    sum = -sum;
    for (let k = 1; k < count; k++) {
      const wire = unchecked(order[k]);
      const subtree = unchecked(this.below[wire]) | unchecked(this.acts[wire]);
      sum += 2 * <i32>popcnt(subtree & unchecked(this.above[wire]) & those);
    }
    return sum;
  }
}

/** How much more strings cost that come to act on a wire, or no longer do. */
export function change(on: u64, off: u64, behind: u64): i32 {
  return <i32>popcnt((on & ~behind) | (off & behind)) - <i32>popcnt((on & behind) | (off & ~behind));
}
