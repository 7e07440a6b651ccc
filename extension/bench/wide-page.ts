/** Times a move of all parameters above 20 qubits in a page: from new values to their result, by its worker. */

import { parametersOf } from "../src/document/circuit";
import { startLive } from "../src/live/bundled";
import { spawnWide } from "../src/view/workbench/wide";
import { brickWall, chain } from "../test/live/circuits";
import { quantile, result } from "./measure";

declare global {
  interface Window {
    readonly given: readonly (readonly [number, number])[];
  }
}

const LAYERS = 4;

async function measured([qubits, frames]: readonly [number, number]): Promise<object> {
  const live = startLive(20, async () => spawnWide);
  const body = brickWall(qubits, LAYERS);
  const names = parametersOf(body);
  const at = (k: number) => new Map(names.map((name, j) => [name, 0.1 + 0.37 * j + 0.01 * k]));
  live.setObservable(chain(qubits));
  const row: Record<string, number | string> = { qubits };
  for (const kind of ["energy", "gradient"] as const) {
    live.request(kind === "energy" ? { energy: { kind } } : { energy: { kind: "energy" }, gradient: { kind } });
    live.setValues(at(0));
    if (kind === "energy") live.setCircuit(body, qubits);
    await result(live);
    const times: number[] = [];
    const engine: number[] = [];
    for (let k = 1; k <= frames; k++) {
      const start = performance.now();
      live.setValues(at(k));
      let found = await result(live);
      while (!found.outputs.has(kind) || found.stale.has(kind)) found = await result(live);
      times.push(performance.now() - start);
      engine.push(found.milliseconds);
      row["origin"] = originOf(found.outputs.get("energy"));
    }
    row[kind] = quantile(times, 0.5);
    row[`${kind}Worker`] = quantile(engine, 0.5);
  }
  live.dispose();
  return row;
}

function originOf(output: { readonly kind: string; readonly origin?: { readonly by?: string } } | undefined): string {
  return output?.origin?.by ?? "none";
}

async function run(): Promise<void> {
  const rows: object[] = [];
  let said = "";
  try {
    for (const size of window.given) rows.push(await measured(size));
  } catch (error) {
    said = String(error);
  }
  await fetch("/", { method: "POST", body: JSON.stringify({ rows, said }) });
}

void run();
