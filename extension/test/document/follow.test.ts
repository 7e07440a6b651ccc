import { describe, expect, it } from "vitest";

import { type CircuitBody, type Document, emptyDocument, withBody } from "../../src/document/circuit";
import { columnsOf, drawnColumn } from "../../src/document/columns";
import { addDisplay, insertItems, moveItems, newOperation, removeItems, setWires } from "../../src/document/edit";
import { replaceBody } from "../../src/document/follow";
import { makeBlock, makeGate, ungroup } from "../../src/document/group";
import { circuitOf, settled, TOP, withLevel } from "../../src/document/level";
import { compacted } from "../../src/document/place";
import { loads } from "../../src/document/read";
import { addQubit, moveQubit, removeQubit } from "../../src/document/wires";
import { dumps } from "../../src/document/write";
import { parameterColors } from "../../src/scene/colors";
import { Store } from "../../src/state/store";
import { step } from "../../src/state/transaction";

/** Gates with their wires and drawn column each; ids are `a`, `b`, … in their order. */
function drawn(numQubits: number, text: string): Document {
  const operations = text.split("; ").map((part, k) => {
    const [gate = "", wires = "", column = ""] = part.split(/ on | at /);
    return [
      String.fromCharCode(97 + k),
      { gate, qubits: wires.split(" ").map(Number), column: Number(column) },
    ] as const;
  });
  const empty = emptyDocument(numQubits);
  return { ...empty, body: { ...circuitOf(empty), operations: new Map(operations) } };
}

/** "q1 behind b, in front of c": what a display of a wire stands between. */
function place(document: Document): string {
  const { operations } = circuitOf(document);
  return [...(document.layout?.displays?.values() ?? [])]
    .map(({ qubits, column }) => {
      const at = drawnColumn(columnsOf(operations), column);
      const here = [...operations].filter(([, item]) => "qubits" in item && item.qubits.includes(qubits[0] ?? 0));
      const [before, after] = [true, false].map((left) =>
        here.filter(([, item]) => drawnColumn(columnsOf(operations), item.column) <= at === left).map(([id]) => id),
      );
      return `q${qubits.join(" ")}: ${before?.join(" ")} | ${after?.join(" ")}`;
    })
    .join(", ");
}

// q0: a  d  .  e
// q1: .  b ⟨⟩  c
const LADDER = drawn(2, "h on 0 at 0; x on 1 at 1; y on 1 at 3; z on 0 at 1; s on 0 at 3");
const BETWEEN = addDisplay(LADDER, { kind: "bloch", qubits: [1], column: 1 });

describe("a display", () => {
  it("stands where it was put", () => expect(place(BETWEEN)).toBe("q1: b | c"));

  it("stays behind its gate when gates are put in and taken out before it", () => {
    const gate = [newOperation(BETWEEN, "h", [1])];
    const spots = [0, 1].flatMap((column) => [true, false].map((between) => ({ path: TOP, column, between })));
    for (const spot of spots) expect(place(insertItems(BETWEEN, gate, spot).document)).toMatch(/ b \| c$/);
    expect(place(removeItems(BETWEEN, ["a"]))).toBe("q1: b | c");
    expect(place(removeItems(BETWEEN, ["a", "b", "d"]))).toBe("q1:  | c");
  });

  it("stays when the gate that it stands behind goes and comes back", () => {
    const store = new Store(BETWEEN);
    store.dispatch(step("gate.delete", { document: removeItems(store.state.document, ["b", "d"]) }));
    expect(place(store.state.document)).toBe("q1:  | c");
    store.undo();
    expect(store.state.document).toBe(BETWEEN);
  });

  it("is in front of a gate that is put in behind it", () => {
    const next = insertItems(BETWEEN, [newOperation(BETWEEN, "h", [1])], { path: TOP, column: 2, between: true });
    expect(place(next.document)).toMatch(/^q1: b \| \w+ c$/);
  });

  it("does not follow gates of other wires", () => {
    const away = { spot: { path: TOP, column: 9, between: false }, wires: 0 };
    expect(place(moveItems(BETWEEN, ["a"], away))).toBe("q1: b | c");
    expect(place(moveItems(BETWEEN, ["d"], away))).toBe("q1: b | c");
  });

  it("goes along its wire with the gate that it stands behind, and stays on its wire", () => {
    const end = { path: TOP, column: 9, between: false };
    expect(place(moveItems(BETWEEN, ["b"], { spot: end, wires: 0 }))).toBe("q1: c b | ");
    expect(place(moveItems(BETWEEN, ["b"], { spot: end, wires: -1 }))).toBe("q1:  | c");
    const other = setWires(BETWEEN, "b", { qubits: [0], controls: [], anticontrols: [] });
    expect(place(other)).toBe("q1:  | c");
  });

  it("is moved with the gates when it is chosen with them", () => {
    const [id = ""] = BETWEEN.layout?.displays?.keys() ?? [];
    const wide = addQubit(BETWEEN);
    const next = moveItems(wide, ["b", id], { spot: { path: TOP, column: 1, between: false }, wires: 1 });
    expect(place(next)).toBe("q2: b | ");
  });

  it("stays on its wire when wires come, move and go", () => {
    expect(place(addQubit(BETWEEN, 0))).toBe("q2: b | c");
    expect(place(moveQubit(BETWEEN, 1, 0))).toBe("q0: b | c");
    const three = addQubit(BETWEEN, 1);
    expect(place(removeQubit(three, 1))).toBe("q1: b | c");
    const wide = addDisplay(three, { kind: "probabilities", qubits: [1, 2], column: 1 });
    expect(place(removeQubit(wide, 1))).toBe("q1: b | c, q1: b | c");
    const alone = addDisplay(three, { kind: "bloch", qubits: [1], column: 1 });
    expect(removeQubit(alone, 1).layout?.displays?.size).toBe(1);
  });

  it("stands behind the group that its gate is in, and behind the gate again when that opens", () => {
    for (const make of [
      (d: Document) => makeBlock(d, ["a", "b", "d"], 1),
      (d: Document) => makeGate(d, ["b", "d"], "g"),
    ]) {
      const { document, id } = make(BETWEEN);
      const columns = columnsOf(circuitOf(document).operations);
      const holder = circuitOf(document).operations.get(id)?.column ?? -1;
      const [display] = document.layout?.displays?.values() ?? [];
      expect(drawnColumn(columns, display?.column ?? -1)).toBe(drawnColumn(columns, holder));
      expect(place(ungroup(document, id).document)).toMatch(/^q1: \w+ \| c$/);
    }
  });

  it("stays when gates close up to the left, and when a block before it grows", () => {
    const close = withLevel(BETWEEN, TOP, (items) => settled(compacted(items)));
    expect(place(close)).toBe("q1: b | c");
    const { document, id } = makeBlock(BETWEEN, ["a"]);
    const grown = insertItems(document, [newOperation(document, "cx", [0, 1])], {
      path: [id],
      column: 1,
      between: false,
    });
    expect(place(grown.document)).toBe("q1: b | c");
  });

  it("may stand at the start, where gates come behind it", () => {
    const start = addDisplay(LADDER, { kind: "bloch", qubits: [0], column: -1 });
    expect(place(start)).toBe("q0:  | a d e");
    const gate = [newOperation(start, "h", [0])];
    expect(place(insertItems(start, gate, { path: TOP, column: 0, between: true }).document)).toMatch(/^q0: {2}\| /);
    expect(place(loads(dumps(start)))).toBe("q0:  | a d e");
  });
});

describe("a display in another circuit", () => {
  const other = (text: string): string => place(replaceBody(BETWEEN, drawn(2, text).body));

  it("stays where the gates before it are the same, or those behind it", () => {
    expect(other("z on 0 at 0; x on 1 at 0; s on 1 at 1; y on 1 at 2")).toBe("q1: b | c d");
    expect(other("t on 1 at 0; t on 1 at 1; y on 1 at 2")).toBe("q1: a b | c");
  });

  it("stands behind the last gate that is the same where its place is gone", () => {
    expect(other("t on 1 at 0; t on 1 at 1; t on 0 at 2")).toBe("q1:  | a b");
  });

  it("goes with its wire", () => {
    expect(replaceBody(BETWEEN, drawn(1, "h on 0 at 0").body).layout).toBeUndefined();
  });

  it("stands at the end of what a diagram became", () => {
    const diagram = { kind: "diagram", spiders: new Map(), edges: new Map(), inputs: [], outputs: [] } as const;
    const back = replaceBody(replaceBody(BETWEEN, diagram), LADDER.body);
    expect(place(back)).toBe("q1: b c | ");
  });
});

it("keeps the order of parameters in another body, as Python does", () => {
  const turning = (names: readonly string[]): CircuitBody => ({
    ...circuitOf(emptyDocument(1)),
    operations: new Map(names.map((name, k) => [`o${k}`, { gate: "rx", qubits: [0], column: k, angles: [name] }])),
  });
  const namesOf = (document: Document): string[] => document.parameters.map(({ name }) => name);
  const document = withBody(emptyDocument(1), turning(["a", "b", "c", "d"]));
  const after = replaceBody(document, turning(["d", "new", "b", "a"]));
  expect(namesOf(after)).toEqual(["a", "b", "d", "new"]);
  expect(loads(dumps(after)).parameters).toEqual(after.parameters);
  expect([...parameterColors(after).values()].map(({ hue }) => hue)).toEqual([1, 2, 3, 4]);
});
