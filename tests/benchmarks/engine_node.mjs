// Times and hashes of the engine in Node, for bench_engine.py: node engine_node.mjs WASM PROGRAM OBSERVABLE
// prints one line of JSON. Values are those of a fixed sequence, so that Python can run the same.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [wasm, programFile, observableFile] = process.argv.slice(2).map((path) => readFileSync(path));
const engine = new WebAssembly.Instance(new WebAssembly.Module(wasm), {}).exports;
const bytes = () => new Uint8Array(engine.memory.buffer);

const start = engine.begin(programFile.length) >>> 0;
bytes().set(programFile, start);
if (engine.take(start, programFile.length, 0)) throw new Error("program refused");
const at = engine.input(observableFile.length) >>> 0;
bytes().set(observableFile, at);
if (engine.observe(at, observableFile.length)) throw new Error("observable refused");
engine.prepareProbabilities();

const header = new DataView(programFile.buffer, programFile.byteOffset);
const qubits = header.getUint32(8, true);
const parameters = header.getUint32(16, true);
const values = new Float64Array(engine.memory.buffer, engine.valuesAt() >>> 0, parameters);

function fill(seed) {
  for (let k = 0; k < parameters; k++) values[k] = ((seed + 37 * k) % 101) / 16 - 3;
}

function fastest(tick, milliseconds) {
  let best = Infinity;
  const end = performance.now() + milliseconds;
  for (let round = 0; round < 50 || performance.now() < end; round++) {
    fill(round);
    const before = performance.now();
    tick();
    best = Math.min(best, performance.now() - before);
  }
  return best;
}

fill(0);
engine.run(0xffffffff);
const state = bytes().slice(engine.stateAt() >>> 0, (engine.stateAt() >>> 0) + 16 * 2 ** qubits);
console.log(
  JSON.stringify({
    hash: createHash("sha256").update(state).digest("hex"),
    double: fastest(engine.tick, 700),
    single: fastest(engine.tickSingle, 700),
  }),
);
