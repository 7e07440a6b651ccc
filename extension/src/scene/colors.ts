/** One color a parameter, the same on gates, sliders and plots; indexed ones share a hue. */

import { type Document, isBlock, isCircuit, type Parameter, walk } from "../document/circuit";

export interface ParameterColor {
  /** 1 to 8: the custom property --qd-p1 to --qd-p8. */
  readonly hue: number;
  /** Beyond eight hues the same ones come hatched. */
  readonly hatched: boolean;
  /** 0, 1 or 2: full, middle and light strength, by repetition. */
  readonly strength: number;
}

/** Neighboring parameters get hues that are far apart. */
const ORDER = [1, 2, 3, 4, 5, 7, 6, 8] as const;

/** A parameter's group: those that one block parameter stands for belong together. */
export interface ParameterGroup {
  readonly names: readonly string[];
  readonly color: ParameterColor;
}

/** Parameters in the document's order: indexed ones gathered, names that end in numbers in order of those. */
export function parameterGroups(document: Document): readonly ParameterGroup[] {
  const { body, parameters } = document;
  const found = known.get(body);
  const same =
    found?.parameters === parameters ||
    (found?.parameters.length === parameters.length &&
      parameters.every(({ name }, k) => name === found.parameters[k]?.name));
  if (found && same) return found.groups;
  const groups = gathered(document);
  known.set(body, { parameters, groups });
  return groups;
}

/** By body, with the parameters whose order they have. */
const known = new WeakMap<
  Document["body"],
  { readonly parameters: readonly Parameter[]; readonly groups: readonly ParameterGroup[] }
>();

function gathered(document: Document): readonly ParameterGroup[] {
  const together = new Map<string, readonly string[]>();
  if (isCircuit(document.body)) {
    for (const [, item] of walk(document.body.operations)) {
      if (!isBlock(item)) continue;
      for (const names of item.indexed?.values() ?? []) {
        for (const name of names) if (!together.has(name)) together.set(name, names);
      }
    }
  }
  const seen = new Set<string>();
  const groups: ParameterGroup[] = [];
  for (const { name } of document.parameters) {
    if (seen.has(name)) continue;
    const names = [...new Set(together.get(name) ?? [name])].filter((each) => !seen.has(each));
    for (const each of names) seen.add(each);
    const k = groups.length;
    groups.push({
      names,
      color: { hue: ORDER[k % 8] ?? 1, hatched: k >= 8 && Math.floor(k / 8) % 2 === 1, strength: 0 },
    });
  }
  return byNumber(groups);
}

const NUMBER = /(?<!\d)\d+$/;

/** Parameters whose names differ in their last number alone, in its order, at the places that these have. */
function byNumber(groups: readonly ParameterGroup[]): readonly ParameterGroup[] {
  const stemOf = ({ names: [name = "", ...others] }: ParameterGroup): string | null =>
    others.length || !NUMBER.test(name) ? null : name.replace(NUMBER, "");
  const numberOf = ({ names: [name = ""] }: ParameterGroup): number => Number(NUMBER.exec(name)?.[0]);
  const families = new Map<string | null, ParameterGroup[]>();
  for (const group of groups) {
    const family = families.get(stemOf(group));
    if (family) family.push(group);
    else families.set(stemOf(group), [group]);
  }
  for (const [stem, family] of families) if (stem !== null) family.sort((a, b) => numberOf(a) - numberOf(b));
  const next = new Map([...families].map(([stem, family]) => [stem, family.values()] as const));
  return groups.map((group) => next.get(stemOf(group))?.next().value ?? group);
}

export type Colors = ReadonlyMap<string, ParameterColor>;

/** The colors made last: most edits leave them as they are, and the same object spares drawing gates anew. */
let latest: Colors = new Map();

/** Each parameter's color; the same object as before while no color changed. */
export function parameterColors(document: Document): Colors {
  const colors = new Map<string, ParameterColor>();
  for (const { names, color } of parameterGroups(document)) {
    const layered = names.length > 1;
    for (const [k, name] of names.entries()) {
      const strength = layered ? Math.min(2, Math.floor((3 * k) / names.length)) : 0;
      colors.set(name, { ...color, strength });
    }
  }
  if (!sameColors(latest, colors)) latest = colors;
  return latest;
}

function sameColors(a: Colors, b: Colors): boolean {
  if (a.size !== b.size) return false;
  for (const [name, color] of b) {
    const other = a.get(name);
    if (!other || other.hue !== color.hue || other.hatched !== color.hatched || other.strength !== color.strength)
      return false;
  }
  return true;
}
