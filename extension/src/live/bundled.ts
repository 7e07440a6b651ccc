/**
 * The engine and the worker as the bundle holds them. Only hosts import this; all else takes them as given,
 * so that it runs where there is no bundle.
 */

import deflated from "packed:../../../qdesign/static/engine.wasm";
import worker from "worker:./worker";

import { ALIASES, GROUPS, ROWS } from "../document/gates.generated";
import { createLiveLoop, type LiveLoop } from "./live-loop";
import { type Spawn, spawnBest, spawnByWidth, spawnNear } from "./spawn";

/** The engine's bytes, deflated. */
export const engine: Uint8Array = deflated;

/** The worker's text names no gates: it has the table of the page. */
const withGates = (): string => `const GATE_TABLE=${JSON.stringify({ ROWS, GROUPS, ALIASES })};${worker}`;

/** A live loop that runs in a worker, or in the page what is quick or workers are forbidden; `wide` loads more. */
export function startLive(limit = 20, wide?: () => Promise<Spawn | null>): LiveLoop {
  const near = spawnNear(spawnBest(withGates()));
  const spawn = wide ? spawnByWidth(near, wide) : near;
  return createLiveLoop({ wasm: deflated, spawn, limit, isWide: wide !== undefined });
}
