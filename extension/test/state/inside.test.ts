import { describe, expect, it } from "vitest";

import { type Document, isCircuit } from "../../src/document/circuit";
import { insertItems, newOperation, removeItems, setAngle } from "../../src/document/edit";
import { makeGate } from "../../src/document/group";
import { circuitOf, TOP } from "../../src/document/level";
import { renameParameter, setValues } from "../../src/document/parameters";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import { addQubit, moveQubit, renameQubit } from "../../src/document/wires";
import { entered, left, levelsOf, wholeDocument } from "../../src/state/inside";
import { Store } from "../../src/state/store";
import { aside, step } from "../../src/state/transaction";

const PROGRAM = `OPENQASM 3.0; include "stdgates.inc"; input float a;
gate pair(t) x, y { ry(t) x; cx x, y; }
gate two(s) x, y { pair(s) x, y; pair(pi) y, x; }
qubit[3] q; pair(2*a) q[0], q[1]; pair(0.5) q[2], q[1]; two(a) q[0], q[2];`;

/** A store with a gate's definition open, as from its first use. */
function inside(...names: readonly string[]): Store {
  const store = new Store(setValues(fromQasm(PROGRAM), new Map([["a", 0.25]])));
  for (const name of names) open(store, name);
  return store;
}

function open(store: Store, name: string): void {
  const use = [...circuitOf(store.state.document).operations.values()].find((i) => "gate" in i && i.gate === name);
  store.dispatch(aside("definition.open", entered(store.state, name, (use && "gate" in use && use.angles) || [])));
}

function edit(store: Store, change: (document: Document) => Document): string | undefined {
  store.dispatch(step("edit", { document: change(store.state.document) }));
  return store.state.notice?.text;
}

const put = (gate: string, ...wires: number[]): ((d: Document) => Document) => {
  return (d) => insertItems(d, [newOperation(d, gate, wires)], { path: TOP, column: 99, between: false }).document;
};
const idOf = (d: Document, gate: string): string =>
  [...circuitOf(d).operations].find(([, item]) => "gate" in item && item.gate === gate)?.[0] ?? "";
const whole = (store: Store): string => toQasm(circuitOf(wholeDocument(store.state)));

describe("the definition of a gate", () => {
  it("opens as a circuit with the use's angles, and comes back to the same circuit, selection and view", () => {
    const store = inside();
    const selection = new Set([idOf(store.state.document, "pair")]);
    store.dispatch(aside("select", { selection, viewport: { x: 5, y: 7, zoom: 2 }, timeCursor: 1 }));
    const before = store.state;
    open(store, "pair");
    expect(levelsOf(store.state.outer)).toEqual(["pair"]);
    expect(store.state.document.parameters.map(({ name, value }) => [name, value])).toEqual([["t", 0.5]]);
    expect(circuitOf(store.state.document).operations.size).toBe(2);
    store.dispatch(aside("definition.close", left(store.state) ?? {}));
    expect(store.state).toEqual({ ...before, outer: null });
    expect(store.state.document).toBe(before.document);
  });

  it("changes every use, and undo works inside and from outside", () => {
    const store = inside("pair");
    const before = whole(store);
    edit(store, put("h", 1));
    expect(whole(store)).toMatch(/gate pair\(\w+\) \w+, \w+ \{\s+ry\(\w+\) \w+;\s+cx \w+, \w+;\s+h \w+;/);
    expect(whole(store).replace(/gate pair[^}]*}/, "")).toBe(before.replace(/gate pair[^}]*}/, ""));
    store.dispatch(aside("definition.close", left(store.state) ?? {}));
    const edited = whole(store);
    store.undo();
    expect([levelsOf(store.state.outer), whole(store)]).toEqual([["pair"], before]);
    store.redo();
    expect([levelsOf(store.state.outer), whole(store)]).toEqual([[], edited]);
  });

  it("gives a new parameter to every use, through the definitions that hold one", () => {
    const store = inside("pair");
    edit(store, put("rz", 1));
    const body = circuitOf(wholeDocument(store.state));
    expect([...body.gates].map(([name, { parameters }]) => [name, parameters])).toEqual([
      ["pair", ["t", "phi_0"]],
      ["two", ["s", "phi_0"]],
    ]);
    const angles = [...body.operations.values()].map((item) => "gate" in item && item.angles);
    expect(angles).toEqual([
      ["2*a", "phi_0"],
      ["0.5", "phi_0"],
      ["a", "phi_0_1"],
    ]);
    expect(wholeDocument(store.state).parameters.map((p) => p.name)).toEqual(["a", "phi_0", "phi_0_1"]);
    expect(() => fromQasm(whole(store))).not.toThrow();
  });

  it("reaches a definition that holds the gate itself and another one that does", () => {
    const all = "gate all(s) x, y { two(s) x, y; pair(s) x, y; }";
    const store = new Store(fromQasm(`${PROGRAM.replace("qubit[3]", `${all} qubit[3]`)} all(a) q[0], q[1];`));
    open(store, "pair");
    edit(store, put("rz", 1));
    const { gates } = circuitOf(wholeDocument(store.state));
    expect(gates.get("all")?.parameters.length).toBe(3);
    expect(() => fromQasm(whole(store))).not.toThrow();
  });

  it("keeps a parameter that lost its gate until it is removed, and renames one without touching uses", () => {
    const store = inside("pair");
    const uses = (): string => whole(store).replace(/gate [^}]*}/g, "");
    const before = uses();
    edit(store, (d) => renameParameter(d, "t", "u"));
    expect(circuitOf(wholeDocument(store.state)).gates.get("pair")?.parameters).toEqual(["u"]);
    edit(store, (d) => setAngle(d, idOf(d, "ry"), 0, "v/2"));
    expect(circuitOf(wholeDocument(store.state)).gates.get("pair")?.parameters).toEqual(["v"]);
    edit(store, (d) => removeItems(d, [idOf(d, "ry")]));
    expect(store.state.document.parameters.map((p) => p.name)).toEqual(["v"]);
    expect(uses()).toBe(before);
    edit(store, (d) => {
      const { unused_parameters: _, ...body } = circuitOf(d);
      return { ...d, parameters: [], body };
    });
    expect(circuitOf(wholeDocument(store.state)).operations.values().next().value).not.toHaveProperty("angles.0");
  });

  it("carries another order of its wires to the uses", () => {
    const store = inside("pair");
    edit(store, (d) => moveQubit(d, 0, 1));
    const [use] = circuitOf(wholeDocument(store.state)).operations.values();
    expect(use && "qubits" in use && use.qubits).toEqual([1, 0]);
    expect(whole(store)).toMatch(/gate pair\(\w+\) q0, q1 \{\s+ry\(\w+\) q1;\s+cx q1, q0;/);
    expect(whole(store)).toMatch(/gate two\(\w+\) q0, q1 \{\s+pair\(\w+\) q1, q0;/);
  });

  it("says in one sentence what a definition cannot be, and stays as it was", () => {
    const store = inside("pair");
    const { document } = store.state;
    const said = (change: (d: Document) => Document): string | undefined => {
      const text = edit(store, change);
      expect(store.state.document).toBe(document);
      return text;
    };
    expect(said(put("pair", 0, 1))).toContain("'pair' cannot hold itself");
    expect(said(put("two", 0, 1))).toContain("'pair' cannot hold itself");
    expect(said((d) => addQubit(d))).toContain("stands on 2 qubits wherever it is used");
    expect(said(put("measure", 0))).toContain("no measurement");
    expect(said((d) => renameQubit(d, 0, "top"))).toContain("no names of their own");
    const diagram = { kind: "diagram", spiders: new Map(), edges: new Map(), inputs: [], outputs: [] } as const;
    expect(said((d) => ({ ...d, body: diagram }))).toContain("Go back first");
  });

  it("opens inside of another one; an edit there reaches the circuit and what is between", () => {
    const store = inside("two", "pair");
    expect(levelsOf(store.state.outer)).toEqual(["two", "pair"]);
    edit(store, put("rz", 1));
    store.dispatch(aside("definition.close", left(store.state) ?? {}));
    expect(store.state.document.parameters.map((p) => p.name)).toEqual(["s", "phi_0"]);
    edit(store, put("x", 0));
    const text = whole(store);
    store.dispatch(aside("definition.close", left(store.state) ?? {}));
    expect(toQasm(circuitOf(store.state.document))).toBe(text);
    const { gates, operations } = circuitOf(store.state.document);
    expect([...gates.keys()]).toEqual(["pair", "two"]);
    for (const item of operations.values()) {
      if ("gate" in item) expect(item.angles?.length).toBe(gates.get(item.gate)?.parameters.length);
    }
    expect(() => fromQasm(text)).not.toThrow();
  });

  it("takes gates made inside into the circuit", () => {
    const store = inside("pair");
    edit(store, (d) => makeGate(d, [idOf(d, "ry"), idOf(d, "cx")], "inner").document);
    expect([...circuitOf(wholeDocument(store.state)).gates.keys()]).toContain("inner");
    expect(isCircuit(store.state.document.body) && store.state.document.body.gates.has("two")).toBe(true);
    expect(() => fromQasm(whole(store))).not.toThrow();
  });
});
