import { describe, expect, it } from "vitest";

import { type CircuitBody, clbitsOf, type Item, type Operation, wiresOf } from "../../src/document/circuit";
import { differenceOf } from "../../src/document/difference";
import { makeBlock } from "../../src/document/group";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { randomFrom } from "../random-edit";

type Random = () => number;
type Gate = Omit<Operation, "column">;

const HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\nqubit[3] q;\nbit[2] c;\n';
const program = (...lines: string[]): CircuitBody =>
  circuitOf(fromQasm(HEAD + lines.map((line) => `${line};`).join("\n")));

const ANGLES = ["pi/2", "a", "b", "2*a + 0.1"];
const NUM_QUBITS = 4;

function below(random: Random, n: number): number {
  return Math.floor(random() * n);
}

function anyGate(random: Random): Gate {
  const [p, q] = [below(random, NUM_QUBITS), 1 + below(random, NUM_QUBITS - 1)];
  const pair = [p, (p + q) % NUM_QUBITS];
  const angles = [ANGLES[below(random, ANGLES.length)] ?? ""];
  switch (below(random, 5)) {
    case 0:
      return { gate: "h", qubits: [p] };
    case 1:
      return { gate: "rz", qubits: [p], angles };
    case 2:
      return { gate: "rzz", qubits: pair, angles };
    case 3:
      return random() < 0.2 ? { gate: "measure", qubits: [p], clbits: [below(random, 2)] } : { gate: "x", qubits: [p] };
    default:
      return { gate: "cx", qubits: pair };
  }
}

function circuit(gates: readonly Gate[]): CircuitBody {
  const operations = new Map<string, Item>(gates.map((gate, k) => [`o${k}`, { ...gate, column: k }]));
  const qubits = Array.from({ length: NUM_QUBITS }, (_, k) => `q${k}`);
  return { kind: "circuit", qubits, clbits: 2, gates: new Map(), operations };
}

function randomGates(random: Random, count: number): Gate[] {
  return Array.from({ length: count }, () => anyGate(random));
}

/** With gates put in, taken out, or turned by another angle, and how many changes that is at most. */
function edited(gates: readonly Gate[], random: Random, times: number): readonly [Gate[], number] {
  const made = [...gates];
  let most = 0;
  for (let k = 0; k < times; k++) {
    const at = below(random, made.length);
    const gate = made[at];
    most += 1;
    if (!gate || random() < 0.3) made.splice(at, 0, anyGate(random));
    else if (random() < 0.5) made.splice(at, 1);
    else if (gate.angles) made[at] = { ...gate, angles: [`c${k}`] };
    else {
      // One goes, another comes.
      made[at] = anyGate(random);
      most += 1;
    }
  }
  return [made, most];
}

const placesOf = (item: Item | Gate): readonly number[] => {
  const whole = { column: 0, ...item } as Item;
  return [...wiresOf(whole), ...clbitsOf(whole).map((bit) => -1 - bit)];
};

/** The same circuit listed otherwise: neighbors on other wires pass each other. */
function shuffled(gates: readonly Gate[], random: Random): Gate[] {
  const made = [...gates];
  for (let times = 0; times < 20 * made.length; times++) {
    const at = below(random, made.length - 1);
    const [p, q] = [made[at], made[at + 1]];
    if (!p || !q || placesOf(p).some((place) => placesOf(q).includes(place))) continue;
    [made[at], made[at + 1]] = [q, p];
  }
  return made;
}

const plain = (item: Item | Gate | undefined): string => JSON.stringify({ ...item, column: 0 });

/** Along each wire and bit, what a circuit does. */
function alongWires(items: Iterable<Item | Gate>): ReadonlyMap<number, readonly string[]> {
  const lists = new Map<number, string[]>();
  for (const item of items) {
    for (const place of placesOf(item)) lists.set(place, [...(lists.get(place) ?? []), plain(item)]);
  }
  return new Map([...lists].sort(([p], [q]) => p - q));
}

/** What a difference says of both circuits is what they are. */
function expectTrue(a: CircuitBody, b: CircuitBody): number {
  const { before, after, entries, counts } = differenceOf(a, b);
  const [mine, theirs]: [Item[], Item[]] = [[], []];
  for (const entry of entries) {
    const p = entry.before === null ? undefined : before.operations.get(entry.before);
    const q = entry.after === null ? undefined : after.operations.get(entry.after);
    if (p) mine.push(p);
    if (q) theirs.push(q);
    if (entry.change === "kept") expect(plain(p)).toBe(plain(q));
    if (entry.change === "changed")
      expect(plain({ ...p, angles: [] } as Item)).toBe(plain({ ...q, angles: [] } as Item));
    expect(entry.change === "removed").toBe(!q);
    expect(entry.change === "added").toBe(!p);
  }
  expect(mine).toHaveLength(a.operations.size);
  expect(theirs).toHaveLength(b.operations.size);
  expect(alongWires(mine)).toEqual(alongWires(a.operations.values()));
  expect(alongWires(theirs)).toEqual(alongWires(b.operations.values()));
  return counts.removed + counts.added + counts.changed;
}

const changes = (a: CircuitBody, b: CircuitBody): readonly string[] =>
  differenceOf(a, b).entries.flatMap(({ change, before, after }) => {
    if (change === "kept") return [];
    const [p, q] = [a.operations.get(before ?? ""), b.operations.get(after ?? "")] as [Operation, Operation];
    return [[change, (p ?? q).gate, (p ?? q).qubits.join(), p?.angles ?? [], q?.angles ?? []].flat().join(" ")];
  });

/** Gates with their angle and wires. */
const listed = (text: string): CircuitBody =>
  circuit(
    text.split("; ").map((each) => {
      const [gate = "", angle = "", ...wires] = each.split(" ");
      return { gate, angles: [angle], qubits: wires.map(Number) };
    }),
  );

/** Circuit 5 of 4 qubits and one layer, and what is left of it, as it is listed, without its redundant parameters. */
const WITHOUT_REDUNDANT = {
  whole: listed(
    "rx t0 0; rx t1 1; rx t2 2; rx t3 3; rz t4 0; rz t5 1; rz t6 2; rz t7 3; crz t8 3 2; crz t9 3 1; " +
      "crz t10 3 0; crz t11 2 3; crz t12 2 1; crz t13 2 0; crz t14 1 3; crz t15 1 2; crz t16 1 0; crz t17 0 3; " +
      "crz t18 0 2; rx t23 3; crz t19 0 1; rx t22 2; rz t27 3; rx t20 0; rx t21 1; rz t26 2; rz t24 0; " +
      "rz t25 1",
  ),
  less: listed(
    "rx t0 0; rx t1 1; rx t2 2; rx t3 3; rz t4 0; rz t5 1; rz t6 2; rz t7 3; crz t8 3 2; crz t9 3 1; " +
      "crz t10 3 0; crz t12 2 1; rx t23 3; crz t13 2 0; rz t27 3; crz t16 1 0; rx t22 2; rx t20 0; rx t21 1; " +
      "rz t26 2; rz t24 0; rz t25 1",
  ),
};

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

describe("differenceOf", () => {
  it("names what went, what came, and what turns by another angle", () => {
    const a = program("h q[0]", "rz(pi/2) q[1]", "cx q[0], q[1]", "x q[2]");
    const b = program("h q[0]", "y q[0]", "rz(pi/4) q[1]", "cx q[0], q[1]");
    expect([...changes(a, b)].sort()).toEqual(["added y 0", "changed rz 1 pi/2 pi/4", "removed x 2"]);
  });

  it("is empty between a circuit and itself, however it is listed", () => {
    for (const seed of SEEDS) {
      const random = randomFrom(seed);
      const gates = randomGates(random, 5 + below(random, 60));
      expect(expectTrue(circuit(gates), circuit(gates))).toBe(0);
      expect(expectTrue(circuit(gates), circuit(shuffled(gates, random)))).toBe(0);
    }
  });

  it("leads from one circuit to any other", () => {
    for (const seed of SEEDS) {
      const random = randomFrom(seed);
      expectTrue(circuit(randomGates(random, below(random, 40))), circuit(randomGates(random, below(random, 40))));
    }
  });

  it("says at most as many changes as there were edits", () => {
    for (const seed of SEEDS) {
      const random = randomFrom(seed);
      const gates = randomGates(random, 5 + below(random, 60));
      const [other, most] = edited(gates, random, 1 + below(random, 8));
      expect(expectTrue(circuit(gates), circuit(other))).toBeLessThanOrEqual(most);
      expect(expectTrue(circuit(gates), circuit(shuffled(other, random)))).toBeLessThanOrEqual(most);
    }
  });

  it("says the same from either side", () => {
    for (const seed of SEEDS) {
      const random = randomFrom(seed);
      const gates = randomGates(random, 5 + below(random, 60));
      const [other] = edited(gates, random, 1 + below(random, 30));
      const [a, b] = [circuit(gates), circuit(shuffled(other, random))];
      const [there, back] = [differenceOf(a, b).counts, differenceOf(b, a).counts];
      expect(there).toEqual({ ...back, removed: back.added, added: back.removed });
      expect(expectTrue(b, a)).toBe(expectTrue(a, b));
    }
  });

  it("names what was dropped from an ansatz, and what came back, and no more", () => {
    const { whole, less } = WITHOUT_REDUNDANT;
    expect(differenceOf(whole, less).counts).toMatchObject({ changed: 0, removed: 6, added: 0 });
    expect(differenceOf(less, whole).counts).toMatchObject({ changed: 0, removed: 0, added: 6 });
  });

  it("takes a gate with its control for the gate of the table, whatever it is called", () => {
    const a = program("ctrl @ x q[0], q[1]", "ctrl @ ctrl @ x q[0], q[2], q[1]");
    const b = program("cx q[0], q[1]", "ccx q[2], q[0], q[1]");
    expect(changes(a, b)).toEqual([]);
  });

  it("compares blocks as blocks where both have them, else what they repeat", () => {
    const plainly = fromQasm(`${HEAD}h q[0]; rz(a) q[0]; x q[1]; h q[0]; rz(a) q[0];`);
    const [first = "", second = "", x = ""] = circuitOf(plainly).operations.keys();
    const blocked = (ids: readonly string[]): CircuitBody => circuitOf(makeBlock(plainly, ids, 2).document);
    expect(differenceOf(blocked([first, second]), blocked([first, second])).counts).toMatchObject({ kept: 4 });
    expect(differenceOf(blocked([first, second]), circuitOf(plainly)).counts).toEqual({
      ...{ kept: 5, changed: 0, removed: 2, added: 0 },
    });
    expect(differenceOf(blocked([x]), circuitOf(plainly)).counts).toMatchObject({ kept: 5, removed: 1, added: 0 });
  });

  it("compares long circuits that have nothing in common", () => {
    const [a, b] = [1, 2].map((seed) => circuit(randomGates(randomFrom(seed), 10_000)));
    if (!a || !b) throw new Error("There are two.");
    const { counts } = differenceOf(a, b);
    expect(counts.kept + counts.changed + counts.removed).toBe(10_000);
    expect(counts.kept + counts.changed + counts.added).toBe(10_000);
  });
});
