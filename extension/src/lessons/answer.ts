/** An answer, with what several goals ask of it: states, maps and points; as qdesign/lessons/goals/answer.py. */

import { type CircuitBody, type Document, isCircuit, parametersOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import { flatten, type Plain, withoutFinalMeasurements } from "../document/flatten";
import { figuresOf } from "../document/stats";
import { compile, lower } from "../live/compile";
import { Engine } from "../live/engine";
import type { Program } from "../live/program";
import { type Goal, goalBody } from "./lesson";

export const MOST_QUBITS = 16;
export const MOST_MAP = 8;
const MOST_WORK = 1e9;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

export type Values = ReadonlyMap<string, number>;

/** What a student drew, what the lesson began with, and what runs circuits. */
export interface Answer {
  readonly document: Document;
  readonly start: Document;
  readonly module: WebAssembly.Module;
}

/** Complex numbers side by side: real, imaginary. */
export type State = Float64Array;

export function circuitOf({ document }: Answer): CircuitBody {
  if (isCircuit(document.body)) return document.body;
  throw new Refusal("InvalidRequest", "This goal is about a circuit, and a diagram is drawn.");
}

export function goalCircuit(goal: Goal): CircuitBody {
  const body = goalBody(goal);
  if (isCircuit(body)) return body;
  throw new Refusal("InvalidRequest", "The goal of this lesson is a diagram where a circuit is needed.");
}

export const valuesOf = (document: Document): Values =>
  new Map(document.parameters.map(({ name, value }) => [name, value]));

/** The final state, Qiskit order. */
export function stateOf({ module }: Answer, body: CircuitBody, values: Values): State {
  return run(module, programOf(body), values);
}

/** A program whose state can be checked in a moment. */
export function programOf(body: CircuitBody): Program {
  const count = body.qubits.length;
  if (count > MOST_QUBITS) tooLarge(`This is checked up to ${MOST_QUBITS} qubits; ${count} are drawn.`);
  checkWork(body, count);
  const program = compile(body);
  if (!program.isUnitary) insideOf("state");
  return program;
}

function checkWork(body: CircuitBody, numQubits: number): void {
  const gates = figuresOf(body, 0)?.numGates ?? Infinity;
  if (gates * 2 ** numQubits <= MOST_WORK) return;
  tooLarge(`${gates.toLocaleString("en")} gates on ${numQubits} qubits take longer than a check may.`);
}

function run(module: WebAssembly.Module, program: Program, values: Values): State {
  const engine = new Engine(module, program);
  engine.run(Float64Array.from(program.parameters, (name) => values.get(name) ?? 0));
  return engine.state().slice();
}

/** Every column of the map of a circuit, inputs one after the other: half of a state with a label beside each input. */
export function mapOf({ module }: Answer, body: CircuitBody, values: Values): State {
  const n = body.qubits.length;
  if (n > MOST_MAP) tooLarge(`This is checked up to ${MOST_MAP} qubits; ${n} are drawn.`);
  checkWork(body, 2 * n);
  const flat = flatten(body);
  const operations = [...labels(n), ...withoutFinalMeasurements(flat.operations)];
  const wide = { ...body, qubits: Array.from({ length: 2 * n }, (_, k) => `q${k}`) };
  const program = lower(wide, { ...flat, operations }, parametersOf(body));
  if (!program.isUnitary) insideOf("map");
  const state = run(module, program, values);
  const scale = Math.sqrt(2 ** n);
  return state.map((number) => number * scale);
}

function labels(n: number): readonly Plain[] {
  const free = { angles: [], controls: [], anticontrols: [], clbits: [], conditions: [] };
  return Array.from({ length: n }, (_, k) => [
    { gate: "h", qubits: [n + k], ...free },
    { gate: "cx", qubits: [n + k, k], ...free },
  ]).flat();
}

/** Values at which bodies are compared: multiples of the golden ratio. */
export function pointsFor(names: readonly string[]): readonly Values[] {
  const ordered = [...names].sort();
  return [0, 1, 2].map(
    (point) =>
      new Map(ordered.map((name, k) => [name, 2 * Math.PI * (((k + 1) * (point + 1) * GOLDEN + point / 7) % 1)])),
  );
}

export const isUnitary = (body: CircuitBody): boolean =>
  withoutFinalMeasurements(flatten(body, "none").operations).every(
    ({ gate, conditions }) => gate !== "measure" && gate !== "reset" && !conditions.length,
  );

export function tooLarge(message: string): never {
  throw new Refusal("TooLarge", message);
}

function insideOf(what: string): never {
  throw new Refusal("NotUnitary", `Something is measured, reset or decided inside; a ${what} is asked for.`);
}
