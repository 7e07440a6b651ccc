/** Times a move of all parameters above 20 qubits in a page: from new values to their result, by its worker. */

import { type CircuitBody, parametersOf } from "../src/document/circuit";
import { startLive } from "../src/live/bundled";
import type { LiveLoop } from "../src/live/live-loop";
import { spawnWide } from "../src/view/workbench/wide";
import { brickWall, chain, circuit } from "../test/live/circuits";
import { quantile, result } from "./measure";

/** A brick wall of so many qubits, or a circuit from text whose Z on one qubit is the energy. */
export interface Case {
  readonly qubits: number;
  readonly frames: number;
  readonly drawn?: string;
  readonly z?: number;
}

const LAYERS = 4;

async function measured({ qubits, frames, drawn, z = 0 }: Case): Promise<object> {
  const live = startLive(20, async () => spawnWide);
  try {
    const body = drawn === undefined ? brickWall(qubits, LAYERS) : circuit(qubits, drawn);
    const one = new Map([[`${"I".repeat(qubits - 1 - z)}Z${"I".repeat(z)}`, 1]]);
    live.setObservable(drawn === undefined ? chain(qubits) : one);
    const names = parametersOf(body);
    return names.length ? await moved(live, body, names, frames) : await edited(live, body, frames);
  } finally {
    live.dispose();
  }
}

/** All parameters, at a time each. */
async function moved(live: LiveLoop, body: CircuitBody, names: readonly string[], frames: number): Promise<object> {
  const row: Record<string, number | string> = {};
  const at = (k: number) => new Map(names.map((name, j) => [name, 0.1 + 0.37 * j + 0.01 * k]));
  for (const kind of ["energy", "gradient"] as const) {
    live.request(kind === "energy" ? { energy: { kind } } : { energy: { kind: "energy" }, gradient: { kind } });
    live.setValues(at(0));
    if (kind === "energy") live.setCircuit(body, 1);
    await result(live);
    const times: number[] = [];
    for (let k = 1; k <= frames; k++) {
      const start = performance.now();
      live.setValues(at(k));
      let found = await result(live);
      while (!found.outputs.has(kind) || found.stale.has(kind)) found = await result(live);
      times.push(performance.now() - start);
      row["origin"] = originOf(found.outputs.get("energy"));
    }
    row[kind] = quantile(times, 0.5);
    row[`${kind}Tail`] = quantile(times, 0.95);
  }
  return row;
}

/** A circuit without parameters: the last gate goes and comes, all Bloch vectors are found anew. */
async function edited(live: LiveLoop, body: CircuitBody, frames: number): Promise<object> {
  live.request({ bloch: { kind: "bloch" } });
  live.setValues(new Map());
  live.setCircuit(body, 1);
  await result(live);
  const operations = [...body.operations];
  const less = { ...body, operations: new Map(operations.slice(0, -1)) };
  const times: number[] = [];
  const engine: number[] = [];
  for (let k = 1; k <= frames; k++) {
    const start = performance.now();
    live.setCircuit(k % 2 ? less : body, k + 1);
    let found = await result(live);
    while (!found.outputs.has("bloch") || found.stale.has("bloch")) found = await result(live);
    times.push(performance.now() - start);
    engine.push(found.milliseconds);
  }
  return { edit: quantile(times, 0.5), engine: quantile(engine, 0.5), engineTail: quantile(engine, 0.95) };
}

function originOf(output: { readonly kind: string; readonly origin?: { readonly by?: string } } | undefined): string {
  return output?.origin?.by ?? "none";
}

async function run(): Promise<void> {
  const rows: object[] = [];
  let said = "";
  const { given } = window as unknown as { readonly given: readonly Case[] };
  try {
    for (const one of given) rows.push(await measured(one));
  } catch (error) {
    said = String(error);
  }
  await fetch("/", { method: "POST", body: JSON.stringify({ rows, said }) });
}

void run();
