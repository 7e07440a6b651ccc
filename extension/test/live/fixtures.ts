/** What Python wrote for the tests, and small helpers around it. */

import { readFileSync } from "node:fs";

import { type CircuitBody, isCircuit } from "../../src/document/circuit";
import { loads } from "../../src/document/read";

export interface Case {
  readonly name: string;
  readonly document: string;
  readonly program: string;
  readonly whole?: string;
  readonly observable?: string;
  readonly prefix?: { readonly column: number; readonly sha256: string };
}

export interface StateCase {
  readonly state: string;
  readonly bits?: readonly number[];
  readonly mixture?: {
    readonly probabilities: readonly number[];
    readonly bloch: readonly number[];
    readonly energy: number;
    readonly gradient: readonly number[];
  };
  readonly energy?: number;
  readonly gradient?: readonly number[];
  readonly bloch?: readonly number[];
  readonly marginal?: readonly number[];
  readonly entropy?: number;
  readonly sample?: readonly number[];
  readonly density?: readonly number[];
  readonly moved?: { readonly energy: number; readonly probabilities: string; readonly state: string };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf-8"));
}

export const CASES = read("programs.json") as readonly Case[];
export const STATES = read("states.json") as Readonly<Record<string, StateCase>>;

/** The engine as it is built now; the bytes that Python runs. */
export function engineBytes(): Uint8Array {
  return new Uint8Array(readFileSync(new URL("../../../qdesign/static/engine.wasm", import.meta.url)));
}

/** beyond.wasm as it is built now. */
export function beyondBytes(): Uint8Array {
  return new Uint8Array(readFileSync(new URL("../../../qdesign/static/beyond.wasm", import.meta.url)));
}

export function circuitOf(text: string): CircuitBody {
  const { body } = loads(text);
  if (!isCircuit(body)) throw new Error("a circuit is expected");
  return body;
}

/** Values for `count` parameters, as scripts/golden.py has them. */
export function valuesOf(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => 0.4 + 0.7 * k - 0.05 * k * k);
}
