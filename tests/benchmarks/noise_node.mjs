// Noisy ticks of the engine in Node, for bench_noise.py: node noise_node.mjs WASM PROGRAM OBSERVABLE VALUES
// prints one line of JSON: the energy, and the fastest tick with all that displays are made of, in milliseconds.
import { readFileSync } from "node:fs";

const [wasm, program, observable, values] = process.argv.slice(2).map((path) => readFileSync(path));
const engine = new WebAssembly.Instance(new WebAssembly.Module(wasm), {}).exports;

function write(at, bytes) {
  new Uint8Array(engine.memory.buffer).set(bytes, at >>> 0);
  return at;
}

if (engine.take(write(engine.begin(program.length), program), program.length, 0)) throw new Error("program refused");
if (engine.observe(write(engine.input(observable.length), observable), observable.length)) {
  throw new Error("observable refused");
}
write(engine.valuesAt(), values);

let energy = 0;
let best = Infinity;
const end = performance.now() + 1500;
for (let round = 0; round < 300 || performance.now() < end; round++) {
  const before = performance.now();
  energy = engine.noisyTick();
  engine.noisyProbabilities();
  engine.noisyVectorAt();
  best = Math.min(best, performance.now() - before);
}
console.log(JSON.stringify({ energy, best }));
