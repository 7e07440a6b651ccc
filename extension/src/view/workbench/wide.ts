/** What follows circuits above the live limit: a worker of its own. */

import beyond from "packed:../../../../qdesign/static/beyond.wasm";
import script from "worker:../../live/wide-worker";

import { ALIASES, GROUPS, ROWS } from "../../document/gates.generated";
import type { FromWorker, ToWorker } from "../../live/messages";
import type { Spawn } from "../../live/spawn";

const NO_WORKERS = "this page allows no workers";

/** Where a page's policy forbids workers, a long simulation would stop the page: then there is none. */
export const spawnWide: Spawn = ({ onReply, onFailure }) => {
  const table = `const GATE_TABLE=${JSON.stringify({ ROWS, GROUPS, ALIASES })};`;
  const address = URL.createObjectURL(new Blob([table, script], { type: "text/javascript" }));
  let started = false;
  let worker: Worker;
  try {
    worker = new Worker(address);
  } catch {
    setTimeout(() => onFailure(NO_WORKERS));
    return { send: () => undefined, close: () => undefined };
  }
  worker.onmessage = (event: MessageEvent<FromWorker>) => {
    started = true;
    onReply(event.data);
  };
  worker.postMessage({ say: "beyond", wasm: beyond } satisfies ToWorker);
  worker.onerror = (event) => {
    event.preventDefault();
    onFailure(started ? event.message || "its worker stopped" : NO_WORKERS);
  };
  return {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    close() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
};
