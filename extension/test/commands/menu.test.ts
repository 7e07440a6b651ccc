import { describe, expect, it } from "vitest";

import { type Context, menuOf } from "../../src/commands/command";
import { COMMANDS } from "../../src/commands/commands";
import { type Document, isCircuit } from "../../src/document/circuit";
import { circuitOf } from "../../src/document/level";
import { setValues } from "../../src/document/parameters";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import { layoutOf } from "../../src/scene/layout";
import { Store } from "../../src/state/store";
import { aimed, meant, type Thing } from "../../src/tools/aim";
import { measure } from "../measure";

const PROGRAM = `OPENQASM 3.0; input float a; qubit[3] q; bit[1] c;
rx(0.5) q[1]; ry(a) q[2]; c[0] = measure q[0];`;

function drawn(document: Document): { store: Store; context: (parameter?: string) => Context } {
  const store = new Store(document);
  const context = (parameter?: string): Context => {
    const { state } = store;
    const layout = isCircuit(state.document.body) ? layoutOf(state.document.body, undefined, measure) : null;
    return { state, layout, parameter };
  };
  return { store, context };
}

function at(context: Context, gate: string): { x: number; y: number } {
  const placed = context.layout?.small.find((each) => each.kind === "gate" && each.item.gate === gate);
  if (!placed) throw new Error(gate);
  return { x: placed.x, y: placed.top * placed.pitch };
}

function labels(thing: Thing, context: Context): readonly string[] {
  return menuOf(COMMANDS, thing, context).map(({ label }) => label);
}

function run(store: Store, id: string, context: Context): void {
  const outcome = COMMANDS.find((each) => each.id === id)?.run(context) ?? null;
  if (outcome && "intent" in outcome) store.dispatch(outcome);
}

function opened(store: Store, context: Context, point: { x: number; y: number }): Thing {
  if (!context.layout) throw new Error("no circuit");
  const { thing, transaction } = aimed(store.state, context.layout, point);
  store.dispatch(transaction);
  return thing;
}

describe("the menu of what is chosen", () => {
  it("selects the gate under the pointer and offers what fits it", () => {
    const { store, context } = drawn(fromQasm(PROGRAM));
    expect(opened(store, context(), at(context(), "rx"))).toBe("gate");
    expect(store.state.selection.size).toBe(1);
    const offered = labels("gate", context());
    expect(offered.slice(0, 4)).toEqual([
      "Edit the angle",
      "Make the angle a parameter",
      "Add a control",
      "If: wait for a classical bit, or always",
    ]);
    expect(offered).toContain("Replicate…");
    expect(offered).toContain("Zoom to the selection");
    expect(offered).not.toContain("Open block or gate");
    opened(store, context(), at(context(), "measure"));
    expect(labels("gate", context())).not.toContain("Edit the angle");
    expect(labels("gate", context())).not.toContain("Add a control");
  });

  it("keeps a selection that it is opened on", () => {
    const { store, context } = drawn(fromQasm(PROGRAM));
    run(store, "select.all", context());
    opened(store, context(), at(context(), "rx"));
    expect(store.state.selection.size).toBe(3);
    expect(labels("gate", context())).not.toContain("Edit the angle");
    expect(labels("gate", context())).toContain("Repeat as a block");
  });

  it("puts the keyboard's cursor on a wire, for pasting and for its commands", () => {
    const { store, context } = drawn(fromQasm(PROGRAM));
    expect(opened(store, context(), { x: 300, y: 46 })).toBe("wire");
    expect(store.state.cursor).toMatchObject({ qubit: 1, visible: true });
    expect(labels("wire", context())).toContain("Rename this qubit");
    run(store, "qubit.below", context());
    expect(circuitOf(store.state.document).qubits).toEqual(["q0", "q1", "q3", "q2"]);
    expect(opened(store, context(), { x: 300, y: 22 })).toBe("canvas");
    expect(labels("canvas", context())).toEqual(["Paste", "Select all", "Add a qubit", "Fit to the window"]);
    expect(opened(store, context(), { x: 300, y: 400 })).toBe("canvas");
  });

  it("means the meter on the classical wire behind it", () => {
    const { store, context } = drawn(fromQasm("OPENQASM 3.0; qubit[2] q; bit[1] c; c[0] = measure q[0];"));
    const meter = at(context(), "measure");
    expect(opened(store, context(), { x: meter.x + 60, y: meter.y + 2 })).toBe("gate");
    expect(store.state.selection.size).toBe(1);
    expect(labels("gate", context())).not.toContain("Rename this qubit");
    expect(opened(store, context(), { x: meter.x - 30, y: meter.y })).toBe("wire");
  });

  it("means by keys what is selected, else the cursor's gate or wire", () => {
    const { store, context } = drawn(fromQasm(PROGRAM));
    const thing = (): Thing | undefined => {
      const { layout } = context();
      return layout ? meant(store.state, layout).thing : undefined;
    };
    expect(thing()).toBe("canvas");
    run(store, "walk.right", context());
    expect(thing()).toBe("wire");
    run(store, "walk.left", context());
    expect(thing()).toBe("gate");
  });

  it("makes an angle a parameter that keeps its value", () => {
    const { store, context } = drawn(fromQasm(PROGRAM));
    opened(store, context(), at(context(), "rx"));
    run(store, "gate.parameter", context());
    const { parameters } = store.state.document;
    expect(parameters.map(({ name, value }) => [name, value])).toContainEqual(["theta_0", 0.5]);
    expect(labels("gate", context())).not.toContain("Make the angle a parameter");
  });

  it("adds the control that is nearest", () => {
    const { store, context } = drawn(fromQasm(PROGRAM));
    opened(store, context(), at(context(), "rx"));
    run(store, "gate.control", context());
    expect(toQasm(circuitOf(store.state.document))).toContain("crx(0.5) q[0], q[1];");
  });

  it("fixes a parameter at its value, and sets it to 0", () => {
    const { store, context } = drawn(setValues(fromQasm(PROGRAM), new Map([["a", Math.PI / 4]])));
    run(store, "parameter.zero", context("a"));
    expect(store.state.document.parameters[0]?.value).toBe(0);
    store.undo();
    run(store, "parameter.fix", context("a"));
    expect(store.state.document.parameters).toEqual([]);
    expect(toQasm(circuitOf(store.state.document))).toContain("ry(pi/4) q[2];");
    run(store, "parameter.fix", context());
    expect(store.state.notice?.text).toContain("Choose a parameter first");
  });
});
