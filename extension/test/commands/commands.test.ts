import { describe, expect, it } from "vitest";

import { nearestFirst } from "../../src/commands/command";
import { COMMANDS } from "../../src/commands/commands";
import { matches, shownKeys } from "../../src/commands/keys";
import { typedGates } from "../../src/commands/typed";
import { type Document, emptyDocument, type Item, isBlock } from "../../src/document/circuit";
import { columnsOf, drawnColumn } from "../../src/document/columns";
import { addDisplay } from "../../src/document/edit";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { layoutOf } from "../../src/scene/layout";
import { Store } from "../../src/state/store";
import { measure } from "../measure";

/** Presses keys as the view does; returns what only the view could have done. */
function press(store: Store, ...keys: readonly string[]): readonly string[] {
  const effects: string[] = [];
  for (const key of keys) {
    const parts = key.split("+");
    const event = {
      key: parts.at(-1) ?? "",
      mod: parts.includes("Mod"),
      shift: parts.includes("Shift"),
      alt: parts.includes("Alt"),
    };
    const command = COMMANDS.find((each) => each.keys.some((own) => matches(own, event)));
    const { document } = store.state;
    const outcome =
      command?.run({ state: store.state, layout: layoutOf(circuitOf(document), document.layout?.displays, measure) }) ??
      null;
    if (outcome && "effect" in outcome) effects.push(outcome.effect);
    else if (outcome && "intent" in outcome) store.dispatch(outcome);
  }
  return effects;
}

function sketch(document: Document): string {
  const { operations } = circuitOf(document);
  const drawn = (item: Item): number => drawnColumn(columnsOf(operations), item.column);
  return [...operations.values()]
    .map((item) => (isBlock(item) ? `block×${item.count}` : `${item.gate} ${item.qubits.join(" ")}@${drawn(item)}`))
    .join("; ");
}

describe("commands", () => {
  it("finds what has the typed word as a word first", () => {
    const found = COMMANDS.filter(({ label }) => label.toLowerCase().includes("class"));
    expect(found.length).toBeGreaterThan(1);
    expect(nearestFirst(found, "class")[0]?.label).toBe("Join a class…");
    expect(nearestFirst(found, "")).toBe(found);
  });

  it("builds a circuit by keys alone", () => {
    const store = new Store(emptyDocument(2));
    press(store, "ArrowRight", "h", "c", "Shift+Y", "ArrowDown");
    expect(sketch(store.state.document)).toBe("h 0@0; cx 0 1@1; ry 0@2");
    expect(press(store, "Enter")).toEqual(["edit-angle"]);
  });

  it("walks onto gates and selects them", () => {
    const store = new Store(fromQasm("OPENQASM 3.0; qubit[2] q; h q[0]; cx q[0], q[1];"));
    press(store, "ArrowLeft", "ArrowLeft");
    expect([...store.state.selection].length).toBe(1);
    press(store, "Shift+ArrowLeft");
    expect([...store.state.selection].length).toBe(2);
    press(store, "Delete");
    expect(sketch(store.state.document)).toBe("");
  });

  it("deletes, duplicates and moves the selection", () => {
    const store = new Store(fromQasm("OPENQASM 3.0; qubit[2] q; h q[0]; x q[0];"));
    press(store, "Mod+a", "Mod+d");
    expect(sketch(store.state.document)).toBe("h 0@0; x 0@1; h 0@2; x 0@3");
    press(store, "Alt+ArrowDown");
    expect(sketch(store.state.document)).toBe("h 0@0; x 0@1; h 1@2; x 1@3");
    press(store, "Backspace");
    expect(sketch(store.state.document)).toBe("h 0@0; x 0@1");
  });

  it("moves a gate one column on and back", () => {
    const store = new Store(fromQasm("OPENQASM 3.0; qubit[1] q; h q[0]; x q[0];"));
    press(store, "ArrowLeft", "ArrowLeft", "ArrowLeft");
    press(store, "Alt+ArrowRight");
    expect(sketch(store.state.document)).toBe("x 0@0; h 0@1");
    press(store, "Alt+ArrowLeft");
    expect(sketch(store.state.document)).toBe("h 0@0; x 0@1");
  });

  it("moves a display by columns and wires, as far as the circuit reaches", () => {
    const store = new Store(
      addDisplay(fromQasm("OPENQASM 3.0; qubit[2] q; h q[0]; x q[0];"), { kind: "bloch", qubits: [0], column: 0 }),
    );
    store.dispatch({
      selection: new Set(store.state.document.layout?.displays?.keys()),
      intent: "test",
      history: "skip",
      origin: "person",
    });
    const shown = (): string =>
      [...(store.state.document.layout?.displays?.values() ?? [])]
        .map(({ qubits, column }) => `${qubits.join(" ")}@${column}`)
        .join("; ");
    press(store, "Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowDown", "Alt+ArrowDown");
    expect(shown()).toBe("1@1");
    press(store, "Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowLeft", "Alt+ArrowLeft");
    expect(shown()).toBe("0@0");
  });

  it("groups and opens", () => {
    const store = new Store(fromQasm("OPENQASM 3.0; qubit[2] q; h q[0]; cx q[0], q[1];"));
    press(store, "Mod+a", "Mod+g");
    expect(sketch(store.state.document)).toBe("block×2");
    press(store, "Mod+u");
    expect(sketch(store.state.document)).toBe("h 0@0; cx 0 1@1; h 0@2; cx 0 1@3");
    press(store, "Mod+a", "Mod+Shift+g");
    expect(sketch(store.state.document)).toBe("gate 0 1@0");
  });

  it("says why it refuses, and goes back a step at a time on Escape", () => {
    const store = new Store(fromQasm("OPENQASM 3.0; qubit[2] q; h q[0];"));
    press(store, "Shift+Q");
    expect(store.state.notice?.text).toBe("q0 carries 1 gate. Delete them first.");
    press(store, "Escape");
    expect(store.state.notice).toBeNull();
    press(store, "Mod+a", "Escape");
    expect(store.state.selection.size).toBe(0);
  });

  it("takes a typed gate behind what is on its wires, and adds qubits for it", () => {
    const store = new Store(fromQasm("OPENQASM 3.0; qubit[2] q; h q[0];"));
    const typed = typedGates(store.state, "rzz(2*gamma) 0 3");
    if (typed && "step" in typed) store.dispatch(typed.step);
    expect(sketch(store.state.document)).toBe("h 0@0; rzz 0 3@1");
    expect(store.state.document.parameters.map((p) => p.name)).toEqual(["gamma"]);
    expect(typedGates(store.state, "what")).toBeUndefined();
  });

  it("takes several typed gates, as OpenQASM writes them too, in one step", () => {
    const store = new Store(emptyDocument(2));
    const before = store.state.document;
    const typed = typedGates(store.state, "h 0; h q1; cx q[0], q[1]; rx(3pi/2) q[0];");
    if (typed && "step" in typed) store.dispatch(typed.step);
    expect(sketch(store.state.document)).toBe("h 0@0; h 1@0; cx 0 1@1; rx 0@2");
    store.undo();
    expect(store.state.document).toBe(before);
  });

  it("takes gates under controls as OpenQASM writes them", () => {
    const store = new Store(emptyDocument(4));
    const typed = typedGates(store.state, "ctrl @ x q[0], q[1]; ctrl(2) @ negctrl @ ry(pi/3) q[0], q[1], q[2], q[3];");
    if (typed && "step" in typed) store.dispatch(typed.step);
    const [first, second] = [...circuitOf(store.state.document).operations.values()];
    expect(first).toMatchObject({ gate: "cx", qubits: [0, 1] });
    expect(second).toMatchObject({ gate: "ry", qubits: [3], controls: [0, 1], anticontrols: [2], angles: ["pi/3"] });
  });

  it("says why typed gates were not placed, and places none of them then", () => {
    const why = (text: string): string => {
      const typed = typedGates(new Store(emptyDocument(2)).state, text);
      return typed && "why" in typed ? typed.why : "";
    };
    expect(why("h 0; foo 1")).toContain("no gate 'foo'");
    expect(why("cx q[0], r[1]")).toContain("no qubit 'r[1]'");
    expect(why("rx(1, 2) 0")).toContain("1 angle, not 2");
    expect(why("rx(a*%b) 0")).not.toBe("");
    expect(why("rx(foo(a)) 0")).toContain("no function 'foo'");
    expect(why("cx 0 0")).not.toBe("");
    for (const text of ["if (c[0]) z q[1];", "if (c == 1) x q[0]", "if(c==1) rx(0.5) q[0]; h 0"]) {
      expect(why(text)).toContain(
        "choose under Happens in the inspector when it does, or write it in the OpenQASM tab",
      );
    }
    expect(why("c[0] = measure q[0];")).toContain("Write it in the OpenQASM tab");
    expect(why("ctrl @ inv @ s q[0], q[1];")).toContain("Write it in the OpenQASM tab");
    expect(why("ctrl @ U(0, 0, 1) q[0], q[1];")).toContain("Write it in the OpenQASM tab");
    expect(why("ctrl(9) @ x q[0], q[1];")).toContain("x under 9 controls");
    expect(why("ctrl @ barrier q[0], q[1];")).not.toBe("");
    expect(why("ctrl @ measure q[0], q[1];")).not.toBe("");
    expect(why("ctrl @ x q[0], q[0];")).not.toBe("");
    expect(why("cx 0")).not.toBe("");
    expect(why("h 1000")).toContain("qubit 999");
  });

  it("gives every command a label, a name of its own, and no key to two", () => {
    const ids = COMMANDS.map((each) => each.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const kind of ["circuit", "diagram"] as const) {
      const keys = COMMANDS.filter((each) => (each.on ?? kind) === kind).flatMap((each) =>
        each.keys.map((key) => key.toLowerCase().split("+").sort().join("+")),
      );
      expect(keys.filter((key, k) => keys.indexOf(key) !== k)).toEqual([]);
    }
    for (const each of COMMANDS) expect(each.label).not.toBe("");
  });

  it("shows keys as people know them", () => {
    expect(shownKeys("Mod+Shift+Z", true)).toBe("⌘⇧Z");
    expect(shownKeys("Mod+Shift+Z", false)).toBe("Ctrl+Shift+Z");
    expect(shownKeys("ArrowLeft", false)).toBe("←");
  });
});
