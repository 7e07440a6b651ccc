/** The numbers of two sides at the values of the sliders: asked whenever a side or a value changes. */

import { useEffect, useMemo, useRef } from "preact/hooks";

import {
  type CircuitBody,
  type DiagramBody,
  type Document,
  defaultParameter,
  inOrder,
  isCircuit,
  type Parameter,
  parametersOf,
} from "../../document/circuit";
import { type Comparison, compareMaps, openWires } from "../../live/maps";
import { Cell } from "../workbench/cell";
import type { Source } from "../workbench/comparison";
import { type Asked, MapReader, type Numbers } from "../workbench/map-reader";
import { slot } from "../workbench/slot";
import { useWorkbench } from "../workbench/workbench";

type Body = CircuitBody | DiagramBody;

/** What is known of two sides, all at one point. */
export interface Compared {
  readonly bodies: readonly [Body, Body];
  readonly names: readonly [string, string];
  readonly sources: readonly [Source, Source];
  readonly numbers: readonly [Numbers, Numbers];
  /** Both maps; null where one of them has no numbers or they have other shapes. */
  readonly comparison: Comparison | null;
  /** When it was asked for, for who tells how long it took. */
  readonly since: number;
}

/** The newest; null where a side is not drawn, in words in `WHY`. */
export const COMPARED = slot(() => new Cell<Compared | null>(null));
/** Why nothing is compared; empty where it is, or is on its way. */
export const WHY = slot(() => new Cell(""));
/** Milliseconds from the ask to the picture, of the newest. */
export const DRAWN = slot(() => new Cell(NaN));
/** Values of parameters that only a side has, and not the drawing. */
export const ASIDE = slot(() => new Cell<ReadonlyMap<string, number>>(new Map()));

/** Parameters of both sides: those of the drawing, then those that a side has alone. */
export function useParameters(bodies: readonly (Body | null)[], given: readonly Parameter[]): readonly Parameter[] {
  const used = useMemo(() => [...new Set(bodies.flatMap((body) => (body ? parametersOf(body) : [])))], bodies);
  return useMemo(() => inOrder(given, used), [used, given]);
}

/** Parameters that are 0 or 1. */
export function booleansOf(bodies: readonly (Body | null)[]): ReadonlySet<string> {
  return new Set(bodies.flatMap((body) => (body && !isCircuit(body) ? (body.booleans ?? []) : [])));
}

/** Of a parameter that the drawing has the value of its slider, else the one that was set aside. */
export function settingOf(name: string, document: Document, aside: ReadonlyMap<string, number>): number {
  const own = document.parameters.find((each) => each.name === name);
  return own?.value ?? aside.get(name) ?? defaultParameter(name).value;
}

interface Sides {
  readonly bodies: readonly (Body | null)[];
  readonly names: readonly [string, string];
  readonly sources: readonly [Source, Source];
  readonly parameters: readonly Parameter[];
  readonly values: ReadonlyMap<string, number>;
}

/** Keeps `COMPARED` with what two sides show. */
export function useCompared({ bodies, names, sources, values }: Omit<Sides, "parameters">): void {
  const bench = useWorkbench();
  const told = useRef({ names, sources });
  told.current = { names, sources };
  const reader = useMemo(
    () =>
      new MapReader(bench, (numbers, { bodies: of }: Asked, since) => {
        const [a, b] = numbers;
        const [left, right] = of;
        if (!a || !b || !left || !right) return;
        const comparison = a.kind === "numbers" && b.kind === "numbers" ? compareMaps(a.map, b.map) : null;
        bench.at(COMPARED).set({ bodies: [left, right], numbers: [a, b], comparison, since, ...told.current });
      }),
    [bench],
  );
  useEffect(() => () => reader.dispose(), [reader]);
  useEffect(
    () => () => {
      bench.at(COMPARED).set(null);
      bench.at(WHY).set("");
    },
    [bench],
  );
  const [left, right] = bodies;
  const why = left && right ? whyNot(left, right) : "";
  useEffect(() => {
    bench.at(WHY).set(why);
    if (!left || !right || why) bench.at(COMPARED).set(null);
    else reader.ask({ bodies: [left, right], values });
  }, [left, right, why, values]);
}

/** Why two bodies have no maps to compare. */
function whyNot(left: Body, right: Body): string {
  const [a, b] = [openWires(left), openWires(right)];
  if (a.inputs === b.inputs && a.outputs === b.outputs) return "";
  const words = ({ inputs, outputs }: typeof a): string => `${inputs} → ${outputs} wires`;
  return (
    `The left side is a map of ${words(a)} and the right one of ${words(b)}; only maps of one shape are compared. ` +
    "Choose sides with as many wires."
  );
}
