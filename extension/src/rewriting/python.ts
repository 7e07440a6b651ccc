/**
 * What translated rules need of Python: lists, mappings, sets and the arithmetic of numbers, texts, lists and
 * angles. Written for `scripts/rules_copy.py` alone; no other code uses it.
 */

import { Angle } from "./phase";

type Many<T> = Iterable<T> | ReadonlyMap<T, unknown>;

export function iter<T>(value: Many<T>): T[] {
  if (Array.isArray(value)) return value as T[];
  return value instanceof Map ? [...value.keys()] : [...(value as Iterable<T>)];
}

export function truth(value: unknown): boolean {
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export function len(value: { readonly length: number } | { readonly size: number }): number {
  return "length" in value ? value.length : value.size;
}

// --- arithmetic ------------------------------------------------------------------------------------

type Value = number | string | Angle | readonly unknown[];

export function plus(a: Value, b: Value): Value {
  if (a instanceof Angle) return a.plus(b as Angle);
  if (Array.isArray(a)) return [...a, ...(b as readonly unknown[])];
  return (a as number) + (b as number);
}

export function neg(a: number | Angle): number | Angle {
  return a instanceof Angle ? a.negated() : -a;
}

export function minus(a: Value, b: Value): Value {
  return a instanceof Angle ? a.plus((b as Angle).negated()) : (a as number) - (b as number);
}

export function times(a: Value, b: Value): Value {
  if (a instanceof Angle) return a.times(b as number);
  if (b instanceof Angle) return b.times(a as number);
  return (a as number) * (b as number);
}

export function over(a: number | Angle, b: number): number | Angle {
  return a instanceof Angle ? a.over(b) : a / b;
}

export const floorOver = (a: number, b: number): number => Math.floor(a / b);
export const modulo = (a: number, b: number): number => ((a % b) + b) % b;
export const abs = Math.abs;
export const int = Math.trunc;
export const float = Number;
export const str = String;
export const round = Math.round;
export const cos = Math.cos;
export const sin = Math.sin;
export const atan2 = Math.atan2;
export const sqrt = Math.sqrt;

export function equal(a: unknown, b: unknown): boolean {
  if (a instanceof Angle) return a.equals(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, k) => equal(each, b[k]));
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((each) => b.has(each));
  return a === b;
}

// --- places ----------------------------------------------------------------------------------------

export function at<V>(value: ReadonlyMap<unknown, V> | readonly V[], key: unknown): V {
  if (!(value instanceof Map)) {
    const list = value as readonly V[];
    return list.at(key as number) as V;
  }
  if (!value.has(key)) throw new Error(`no '${String(key)}' here`);
  return value.get(key) as V;
}

export function put(value: Map<unknown, unknown> | unknown[], key: unknown, to: unknown): void {
  if (value instanceof Map) value.set(key, to);
  else value[(key as number) < 0 ? value.length + (key as number) : (key as number)] = to;
}

export function slice<T>(value: readonly T[], from: number | null, to: number | null): T[] {
  return value.slice(from ?? 0, to ?? undefined);
}

export function has(where: unknown, what: unknown): boolean {
  if (where instanceof Map || where instanceof Set) return where.has(what);
  if (typeof where === "string") return where.includes(what as string);
  return (where as unknown[]).some((each) => equal(each, what));
}

export function first<T>(found: readonly T[], otherwise: T): T {
  return found.length ? (found[0] as T) : otherwise;
}

export const none = (): undefined => undefined;

// --- methods ---------------------------------------------------------------------------------------

export const append = <T>(list: T[], each: T): void => void list.push(each);
export const extend = <T>(list: T[], more: Many<T>): void => void list.push(...iter(more));
export const insert = <T>(list: T[], place: number, each: T): void => void list.splice(place, 0, each);
export const index = <T>(list: readonly T[], each: T): number => list.findIndex((other) => equal(other, each));

export function remove(from: unknown[] | Map<unknown, unknown> | Set<unknown>, what: unknown): void {
  if (Array.isArray(from)) from.splice(index(from, what), 1);
  else from.delete(what);
}

export const discard = remove;

export function pop<T>(list: T[] | Map<unknown, T>, place?: unknown, otherwise?: T): T | undefined {
  if (list instanceof Map) {
    const value = list.has(place) ? list.get(place) : otherwise;
    list.delete(place);
    return value;
  }
  return place === undefined ? list.pop() : list.splice(place as number, 1)[0];
}

export const add = <T>(set: Set<T>, each: T): void => void set.add(each);
export const get = <V>(map: ReadonlyMap<unknown, V>, key: unknown, otherwise: V | null = null): V | null =>
  map.has(key) ? (map.get(key) as V) : otherwise;
export const keys = <K>(map: ReadonlyMap<K, unknown>): K[] => [...map.keys()];
export const values = <V>(map: ReadonlyMap<unknown, V>): V[] => [...map.values()];
export const items = <K, V>(map: ReadonlyMap<K, V>): [K, V][] => [...map.entries()];

export function setdefault<K, V>(map: Map<K, V>, key: K, value: V): V {
  if (!map.has(key)) map.set(key, value);
  return map.get(key) as V;
}

export const join = (between: string, parts: Many<string>): string => iter(parts).join(between);

// --- functions -------------------------------------------------------------------------------------

export const list = <T>(value: Many<T> = []): T[] => [...iter(value)];
export const tuple = list;
export const set = <T>(value: Many<T> = []): Set<T> => new Set(iter(value));
export const dict = <K, V>(value: ReadonlyMap<K, V> | Iterable<[K, V]> = []): Map<K, V> => new Map(value);
export const fromkeys = <K>(value: Many<K>, held: unknown = null): Map<K, unknown> =>
  new Map(iter(value).map((each) => [each, held]));
export const reversed = <T>(value: Many<T>): T[] => list(value).reverse();
export const union = <T>(a: Set<T>, b: Set<T>): Set<T> => new Set([...a, ...b]);
export const intersection = <T>(a: Set<T>, b: Set<T>): Set<T> => new Set([...a].filter((each) => b.has(each)));
export const sum = (value: Many<number>): number => iter(value).reduce((total, each) => total + each, 0);
export const enumerate = <T>(value: Many<T>, start = 0): [number, T][] =>
  iter(value).map((each, k) => [k + start, each]);
export const min = (...given: number[] | [number[]]): number => Math.min(...(given.flat() as number[]));
export const max = (...given: number[] | [number[]]): number => Math.max(...(given.flat() as number[]));

export function zip(...lists: Many<unknown>[]): unknown[][] {
  const all = lists.map(iter);
  return Array.from({ length: Math.min(...all.map((each) => each.length)) }, (_, k) => all.map((each) => each[k]));
}

export function range(from: number, to?: number, step = 1): number[] {
  const [low, high] = to === undefined ? [0, from] : [from, to];
  return Array.from({ length: Math.max(0, Math.ceil((high - low) / step)) }, (_, k) => low + step * k);
}

/** Texts by their code points, lists entry by entry, as Python has it. */
export function sorted<T>(value: Many<T>): T[] {
  return list(value).sort(order);
}

function order(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let k = 0; k < Math.min(a.length, b.length); k++) {
      const each = order(a[k], b[k]);
      if (each) return each;
    }
    return a.length - b.length;
  }
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [one, other] = [Array.from(String(a)), Array.from(String(b))];
  for (let k = 0; k < Math.min(one.length, other.length); k++) {
    const each = (one[k]?.codePointAt(0) ?? 0) - (other[k]?.codePointAt(0) ?? 0);
    if (each) return each;
  }
  return one.length - other.length;
}

/** Choices of `size` entries, in the order of the list. */
export function combinations<T>(value: Many<T>, size: number): T[][] {
  const all = iter(value);
  if (size === 0) return [[]];
  return all.flatMap((each, k) => combinations(all.slice(k + 1), size - 1).map((rest) => [each, ...rest]));
}
