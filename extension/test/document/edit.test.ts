import { describe, expect, it } from "vitest";

import { checkCircuit } from "../../src/document/check";
import { type Document, emptyDocument, findItem, type Item, isBlock, withBody } from "../../src/document/circuit";
import { columnsOf, drawnColumn } from "../../src/document/columns";
import { DRAWN_TEMPLATES } from "../../src/document/drawn";
import {
  insertItems,
  moveItems,
  newOperation,
  removeItems,
  setAngle,
  setControl,
  setWires,
} from "../../src/document/edit";
import { makeBlock, makeGate, renameGate, setBlockCount, setIndexed, ungroup } from "../../src/document/group";
import { circuitOf } from "../../src/document/level";
import { renameParameter, setValues } from "../../src/document/parameters";
import { isDrawn } from "../../src/document/place";
import { fromQasm } from "../../src/document/qasm-read";
import { loads } from "../../src/document/read";
import { replicate } from "../../src/document/replicate";
import { figuresOf } from "../../src/document/stats";
import { addQubit, moveQubit, removeQubit } from "../../src/document/wires";
import { dumps } from "../../src/document/write";
import { casesOf } from "../campaign";
import { randomEdit, randomFrom } from "../random-edit";

const SEQUENCES = casesOf("sequences of 60 edits, written");

/** A document drawn as `h 0; cx 0 1; rx 1`, each gate as far left as it goes. */
function drawn(numQubits: number, text: string): Document {
  let document = emptyDocument(numQubits);
  for (const part of text
    .split(";")
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [gate = "", ...wires] = part.split(" ");
    const operation = newOperation(document, gate, wires.map(Number));
    const span = [Math.min(...operation.qubits), Math.max(...operation.qubits)] as const;
    let column = 0;
    for (const item of circuitOf(document).operations.values()) {
      const own = isBlock(item) ? [] : item.qubits;
      const meets = own.some((wire) => wire >= span[0] && wire <= span[1]);
      if (meets) column = Math.max(column, drawnIn(document, item) + 1);
    }
    document = insertItems(document, [operation], { path: [], column, between: false }).document;
  }
  return document;
}

const drawnIn = (document: Document, item: Item): number =>
  drawnColumn(columnsOf(circuitOf(document).operations), item.column);
const items = (document: Document): readonly (readonly [string, Item])[] => [...circuitOf(document).operations];
const sketch = (document: Document): string =>
  items(document)
    .map(([, item]) => {
      const column = drawnIn(document, item);
      return isBlock(item) ? `block×${item.count}@${column}` : `${item.gate} ${item.qubits.join(" ")}@${column}`;
    })
    .join("; ");

describe("edits", () => {
  it("draws columns as far left as they go", () => {
    expect(sketch(drawn(3, "h 0; x 2; cx 0 1; h 1"))).toBe("h 0@0; x 2@0; cx 0 1@1; h 1@2");
  });

  it("makes room when a gate is put where one stands", () => {
    const document = drawn(2, "h 0; x 0");
    const next = insertItems(document, [newOperation(document, "z", [0])], { path: [], column: 1, between: false });
    expect(sketch(next.document)).toBe("h 0@0; z 0@1; x 0@2");
  });

  it("closes the gap that a removed gate leaves", () => {
    const document = drawn(2, "h 0; x 0; z 0");
    const [, second] = items(document);
    expect(sketch(removeItems(document, [second?.[0] ?? ""]))).toBe("h 0@0; z 0@1");
  });

  it("moves a gate to another wire and column and keeps its id", () => {
    const document = drawn(2, "h 0; x 0; z 1");
    const id = items(document)[0]?.[0] ?? "";
    const next = moveItems(document, [id], { spot: { path: [], column: 2, between: true }, wires: 1 });
    expect(sketch(next)).toBe("z 1@0; x 0@1; h 1@2");
    expect(findItem(circuitOf(next).operations, id)).toMatchObject({ item: { gate: "h", qubits: [1], column: 2 } });
  });

  it("refuses to move a gate over the edge, in words", () => {
    const document = drawn(2, "cx 0 1");
    const id = items(document)[0]?.[0] ?? "";
    expect(() => moveItems(document, [id], { spot: { path: [], column: 0, between: false }, wires: 1 })).toThrow(
      "It would reach over the edge: the circuit has qubits 0 to 1.",
    );
  });

  it("turns x under a control into cx, and under an anti-control into a modifier", () => {
    const document = drawn(3, "x 2");
    const id = items(document)[0]?.[0] ?? "";
    const one = setControl(document, id, { wire: 0, kind: "control" });
    expect(sketch(one)).toBe("cx 0 2@0");
    const two = setControl(one, id, { wire: 1, kind: "control" });
    expect(sketch(two)).toBe("ccx 0 1 2@0");
    const anti = setControl(two, id, { wire: 0, kind: "anticontrol" });
    expect(items(anti)[0]?.[1]).toMatchObject({ gate: "x", qubits: [2], controls: [1], anticontrols: [0] });
    expect(sketch(setControl(setControl(anti, id, { wire: 0, kind: "none" }), id, { wire: 1, kind: "none" }))).toBe(
      "x 2@0",
    );
  });

  it("keeps the old angle when the new text is refused", () => {
    const document = drawn(1, "rx 0");
    const id = items(document)[0]?.[0] ?? "";
    expect(() => setAngle(document, id, 0, "a*%b")).toThrow("'%' cannot stand here");
    const next = setAngle(document, id, 0, "π/2 + 2·γ");
    expect(items(next)[0]?.[1]).toMatchObject({ angles: ["2*γ + pi/2"] });
    expect(next.parameters.map((p) => p.name)).toEqual(["γ"]);
  });

  it("groups into a block, repeats with a parameter each, and opens again", () => {
    const document = drawn(2, "ry 0; rzz 0 1; h 1");
    const ids = items(document)
      .slice(0, 2)
      .map(([id]) => id);
    const block = makeBlock(document, ids, 2);
    expect(sketch(block.document)).toBe("block×2@0; h 1@1");
    const indexed = setBlockCount(setIndexed(block.document, block.id, "theta_0", true), block.id, 3);
    expect(indexed.parameters.map((p) => p.name)).toEqual(["theta_0_0", "theta_1", "theta_0_1", "theta_0_2"]);
    const open = ungroup(indexed, block.id).document;
    expect(sketch(open)).toBe("ry 0@0; rzz 0 1@1; ry 0@2; rzz 0 1@3; ry 0@4; rzz 0 1@5; h 1@6");
    expect(figuresOf(circuitOf(open), 4)).toEqual(figuresOf(circuitOf(indexed), 4));
  });

  it("gives each repetition the value that all had, and back", () => {
    const start = drawn(1, "rx 0; h 0");
    const [[first = ""] = []] = items(start);
    const tuned = setValues(start, new Map([["theta_0", 0.7]]));
    const block = makeBlock(tuned, [first], 3);
    const each = setIndexed(block.document, block.id, "theta_0", true);
    expect(each.parameters.map((p) => [p.name, p.value])).toEqual([
      ["theta_0_0", 0.7],
      ["theta_0_1", 0.7],
      ["theta_0_2", 0.7],
    ]);
    const again = setIndexed(each, block.id, "theta_0", false);
    expect(again.parameters.map((p) => [p.name, p.value])).toEqual([["theta_0", 0.7]]);
  });

  it("numbers the family of an unnumbered name from 0", () => {
    const start = fromQasm("OPENQASM 3.0;\ninput float gamma;\nqubit q;\nrx(gamma) q;");
    const [[id = ""] = []] = items(start);
    const block = makeBlock(start, [id], 2);
    const each = setBlockCount(setIndexed(block.document, block.id, "gamma", true), block.id, 3);
    expect(each.parameters.map((p) => p.name)).toEqual(["gamma_0", "gamma_1", "gamma_2"]);
    // A copy of the block and a new gate go on from there.
    const copied = replicate(each, [block.id], { count: 1, fresh: true });
    expect(copied.document.parameters.map((p) => p.name)).toEqual([0, 1, 2, 3, 4, 5].map((k) => `gamma_${k}`));
  });

  it("goes on with the numbers that the names of a block have", () => {
    const { operations, numQubits } = DRAWN_TEMPLATES.get("hva_tfim")?.(2, 1) ?? {
      operations: new Map(),
      numQubits: 2,
    };
    const empty = drawn(numQubits, "");
    const document = withBody(empty, { ...circuitOf(empty), operations });
    const [id = ""] = [...operations].find(([, item]) => isBlock(item)) ?? [];
    const names = setBlockCount(document, id, 3).parameters.map((p) => p.name);
    expect([...names].sort()).toEqual([0, 1].flatMap((part) => [0, 1, 2].map((k) => `theta_${part}_${k}`)));
  });

  it("groups into a named gate whose parameters stay free, and opens again", () => {
    const document = drawn(3, "ry 2; cx 2 0");
    const made = makeGate(
      document,
      items(document).map(([id]) => id),
      "mix",
    );
    expect(sketch(made.document)).toBe("mix 0 2@0");
    expect(made.document.parameters).toEqual(document.parameters);
    expect(sketch(renameGate(made.document, "mix", "blend"))).toBe("blend 0 2@0");
    expect(() => renameGate(made.document, "mix", "h")).toThrow("There is a gate 'h' already.");
    const open = ungroup(made.document, made.id).document;
    expect(sketch(open)).toBe(sketch(document));
    expect(circuitOf(open).gates.size).toBe(0);
  });

  it("refuses to group gates with another one between", () => {
    const document = drawn(1, "h 0; x 0; z 0");
    const ids = [items(document)[0]?.[0] ?? "", items(document)[2]?.[0] ?? ""];
    expect(() => makeBlock(document, ids)).toThrow("Another gate stands between the chosen ones");
  });

  it("renames wires in gates and observable together", () => {
    const document: Document = { ...drawn(3, "h 0; cx 1 2"), observable: new Map([["ZIX", 1]]) };
    const moved = moveQubit(document, 0, 2);
    expect(sketch(moved)).toBe("h 2@0; cx 0 1@0");
    expect([...(moved.observable ?? [])]).toEqual([["XZI", 1]]);
    expect([...(addQubit(document, 1).observable ?? [])]).toEqual([["ZIIX", 1]]);
    expect(() => removeQubit(document, 0)).toThrow("q0 carries 1 gate. Delete them first.");
  });

  it("makes two parameters one when they get one name", () => {
    const document = drawn(1, "rx 0; ry 0");
    const next = renameParameter(document, "theta_1", "theta_0");
    expect(next.parameters.map((p) => p.name)).toEqual(["theta_0"]);
  });

  it("sets the wires of a gate, which others make room for", () => {
    const document = drawn(3, "h 0; x 1; cx 1 2");
    const id = items(document)[1]?.[0] ?? "";
    expect(sketch(setWires(document, id, { qubits: [0], controls: [], anticontrols: [] }))).toBe(
      "h 0@0; x 0@1; cx 1 2@1",
    );
  });

  it("keeps every rule, and its text, after any edits", () => {
    for (let seed = 0; seed < SEQUENCES; seed++) {
      const random = randomFrom(seed);
      let document = emptyDocument(4);
      for (let k = 0; k < 60; k++) document = randomEdit(document, random);
      const body = circuitOf(document);
      checkCircuit(body);
      expect(isDrawn(body.operations), `seed ${seed}`).toBe(true);
      const text = dumps(document);
      const again = loads(text);
      expect(dumps(again), `seed ${seed}`).toBe(text);
      expect(again.parameters).toEqual(document.parameters);
      expect(sketch(again)).toBe(sketch(document));
    }
  });
});
