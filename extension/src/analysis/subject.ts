/** What a figure of the page is made of, as it crosses to a worker; and how a figure begins. */

import type { CircuitBody } from "../document/circuit";
import { isInput } from "../document/inputs";
import { compile } from "../live/compile";
import { Engine } from "../live/engine";
import { encodeObservable, type Program, pauliTerms } from "../live/program";
import type { Figure } from "../port";

/** What a figure of structure is asked of. */
export interface OfCircuit {
  readonly name: string;
  readonly seed: number;
  readonly body: CircuitBody;
  /** Terms of the observable; null where there is none. */
  readonly observable: ReadonlyMap<string, number> | null;
  /** The one that it is about, where one was chosen; empty for none. */
  readonly parameter: string;
}

/** What one of states is asked of. */
export interface Asked extends OfCircuit {
  readonly program: Program;
  /** Radians, in the order of the program's parameters. */
  readonly values: Float64Array;
}

/** A figure on its way: how far it is, and at last the figure. */
export type Making = Generator<number, Figure, void>;

export function askedOf(of: OfCircuit, values: ReadonlyMap<string, number>): Asked {
  const program = compile(of.body);
  return { ...of, program, values: Float64Array.from(program.parameters, (each) => values.get(each) ?? 0) };
}

/** An engine with the program and, where there is one, the observable. */
export function engineOf(module: WebAssembly.Module, { program, observable }: Asked): Engine {
  const engine = new Engine(module, program);
  if (observable) engine.observe(encodeObservable(program.numQubits, pauliTerms(observable)));
  return engine;
}

/** Values drawn evenly from [0, 2π). */
export function drawn(random: () => number, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => 2 * Math.PI * random());
}

/** The verdict of figures about parameters where there are none. */
export const NO_PARAMETERS = "no parameters";

export const RANGE = "[0, 2π)";

/** The condition of a figure in which inputs of data count as any parameter does. */
export function inputsCounted(names: readonly string[]): string[] {
  const inputs = names.filter(isInput).join(", ");
  return inputs ? [`inputs count as parameters: ${inputs}`] : [];
}

/** A figure of which only what differs is said. */
export function figure(of: Pick<Figure, "name" | "title" | "value"> & Partial<Figure>): Figure {
  return {
    ...{ error: 0, interval: null, basis: "exact", unit: "", verdict: "", tone: "plain", says: "", convention: {} },
    ...{ conditions: [], source: "", cell: "", reasons: [], chart: null, columns: {}, gates: {} },
    ...(of.value === null ? { error: null, basis: "not known" } : {}),
    ...of,
  };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** One standard error of the mean. */
export function errorOfMean(values: readonly number[]): number {
  const middle = mean(values);
  const spread = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
  return Math.sqrt(spread / Math.max(1, values.length));
}
