// Times of beyond.wasm in Node, for bench_pauli.py: node beyond_node.mjs WASM TURNS table|polynomial prints one line of JSON.
import { readFileSync } from "node:fs";

const [wasm, turns] = process.argv.slice(2, 4).map((path) => readFileSync(path));
const beyond = new WebAssembly.Instance(new WebAssembly.Module(wasm), {}).exports;
const header = new DataView(turns.buffer, turns.byteOffset);
const [qubits, symbols] = [header.getUint32(8, true), header.getUint32(12, true)];

function take() {
  const start = beyond.begin(turns.length) >>> 0;
  new Uint8Array(beyond.memory.buffer, start, turns.length).set(turns);
  if (beyond.take(start, turns.length)) throw new Error("circuit refused");
}

function fastest(call, milliseconds) {
  let best = Infinity;
  const end = performance.now() + milliseconds;
  for (let round = 0; round < 20 || performance.now() < end; round++) {
    const before = performance.now();
    call(round);
    best = Math.min(best, performance.now() - before);
  }
  return best;
}

function check(status) {
  if (status) throw new Error(`status ${status}`);
}

/** Bloch vectors of all qubits of a Clifford circuit, from its bytes on. */
function table() {
  take();
  check(beyond.singles(3));
  check(beyond.fillTable());
  check(beyond.runTable());
  beyond.tableExpect();
}

/** The polynomial of ⟨Z⟩ of the middle qubit, near 0.3 for every parameter. */
function polynomial(terms) {
  take();
  const at = beyond.stringsAt(1) >>> 0;
  const word = 8 * Math.ceil(qubits / 64);
  const middle = qubits >> 1;
  new Uint8Array(beyond.memory.buffer, at, 2 * word)[word + (middle >> 3)] = 1 << (middle & 7);
  move(0);
  check(beyond.propagate(-1, -1, terms, 16e6, 1, 0));
  while (beyond.turnsLeft()) check(beyond.advance(1e6));
  check(beyond.finish());
}

function move(round) {
  new Float64Array(beyond.memory.buffer, beyond.valuesAt() >>> 0, symbols).fill(0.3 + round / 1e4);
}

if (process.argv[4] === "table") console.log(JSON.stringify({ table: fastest(table, 1500) }));
else {
  const made = fastest(() => polynomial(10_000), 1000);
  const tick = fastest((round) => {
    move(round);
    beyond.expect();
  }, 700);
  const gradient = fastest((round) => {
    move(round);
    beyond.expect();
    beyond.slopes();
  }, 700);
  console.log(JSON.stringify({ made, tick, gradient }));
}
