import { describe, expect, it } from "vitest";

import { type Item, isBlock } from "../../src/document/circuit";
import { columnsOf, drawnColumn } from "../../src/document/columns";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { type Layout, layoutOf, wireY } from "../../src/scene/layout";
import { Store } from "../../src/state/store";
import { shownTime } from "../../src/state/time";
import { canUndo, step, type Transaction } from "../../src/state/transaction";
import { type PointerEventLike, pointerTool, startPlacing, startTiming } from "../../src/tools/pointer";
import { measure } from "../measure";

/** A height below every canvas here. */
const OUTSIDE = 5000;

/** A studio without a page: a store, its layout, and a pointer. */
class Hand {
  readonly store: Store;
  /** Is it a finger? */
  isTouch = false;

  constructor(
    program: string,
    private readonly pitch?: number,
  ) {
    this.store = new Store(fromQasm(program));
  }

  get layout(): Layout {
    const { document } = this.store.state;
    return layoutOf(circuitOf(document), document.layout?.displays, measure, this.pitch);
  }

  do(kind: PointerEventLike["kind"], x: number, y: number, shift = false): void {
    const point = { x, y };
    const made = pointerTool(this.store.state, this.layout, {
      kind,
      point,
      screen: point,
      shift,
      pan: false,
      onTimeCursor: false,
      isTouch: this.isTouch,
      outside: y > OUTSIDE,
    });
    if (made) this.store.dispatch(made);
  }

  place(gate: string): { x: number; y: number } {
    const found = this.layout.small.find((each) => each.kind === "gate" && each.item.gate === gate);
    if (found?.kind !== "gate") throw new Error(`no ${gate}`);
    return { x: found.x, y: wireY(found.item.qubits[0] ?? 0, this.pitch) };
  }

  /** Gates of what is selected, in the document's order. */
  get selected(): readonly string[] {
    const { selection, document } = this.store.state;
    return [...circuitOf(document).operations].flatMap(([id, item]) =>
      selection.has(id) ? [isBlock(item) ? "block" : item.gate] : [],
    );
  }

  get sketch(): string {
    const { preview, document } = this.store.state;
    const { operations } = circuitOf(preview ?? document);
    const drawn = (item: Item): number => drawnColumn(columnsOf(operations), item.column);
    return [...operations.values()]
      .map((item) => (isBlock(item) ? "block" : `${item.gate} ${item.qubits.join(" ")}@${drawn(item)}`))
      .join("; ");
  }
}

const TWO = "OPENQASM 3.0; qubit[2] q; h q[0]; x q[1]; cx q[0], q[1];";

describe("the pointer", () => {
  it("shows a gate from the palette as if dropped, and commits it once", () => {
    const hand = new Hand(TWO);
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "z" }, false));
    hand.do("move", 9999, wireY(1));
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1; z 1@2");
    expect(canUndo(hand.store.now)).toBe(false);
    hand.do("up", 9999, wireY(1));
    expect(hand.store.now.history.past.length).toBe(1);
    expect(hand.store.state.preview).toBeNull();
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1; z 1@2");
  });

  it("goes on placing by clicks until it is told to stop", () => {
    const hand = new Hand(TWO);
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "s" }, true));
    hand.do("down", 9999, wireY(0));
    hand.do("up", 9999, wireY(0));
    hand.do("down", 9999, wireY(0));
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1; s 0@2; s 0@3");
    hand.do("cancel", 0, 0);
    expect(hand.store.state.tool.kind).toBe("idle");
  });

  it("places by taps, where the finger is lifted, until a gate is touched", () => {
    const hand = new Hand(TWO);
    hand.isTouch = true;
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "s" }, true));
    hand.do("down", 9999, wireY(0));
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1; s 0@2");
    expect(canUndo(hand.store.now)).toBe(false);
    hand.do("move", 9999, wireY(1));
    hand.do("up", 9999, wireY(1));
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1; s 1@2");
    const at = hand.place("s");
    hand.do("down", at.x, at.y);
    hand.do("move", at.x, wireY(0));
    hand.do("up", at.x, wireY(0));
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1; s 0@2");
    expect(hand.selected).toEqual(["s"]);
    expect(hand.store.state.tool.kind).toBe("idle");
  });

  it("places nothing where a second finger comes", () => {
    const hand = new Hand(TWO);
    hand.isTouch = true;
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "s" }, true));
    hand.do("down", 9999, wireY(0));
    hand.do("cancel", 9999, wireY(0));
    hand.do("up", 9999, wireY(0));
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1");
    expect(canUndo(hand.store.now)).toBe(false);
  });

  it("moves a display to another wire and column, and back by one undo", () => {
    const hand = new Hand(TWO);
    hand.store.dispatch(startPlacing({ kind: "display", display: "bloch" }, false));
    hand.do("move", 9999, wireY(0));
    hand.do("up", 9999, wireY(0));
    const shown = (): string =>
      [...(hand.store.state.document.layout?.displays ?? [])]
        .map(([, d]) => `${d.kind} ${d.qubits.join(" ")}@${d.column}`)
        .join("; ");
    expect(shown()).toBe("bloch 0@1");
    const before = hand.store.state.document;
    const [display] = before.layout?.displays?.keys() ?? [];
    const placed = hand.layout.small.find((each) => each.id === display);
    hand.do("down", placed?.x ?? NaN, wireY(0));
    hand.do("move", 40, wireY(1) + 3);
    hand.do("move", 46, wireY(1) + 3);
    hand.do("up", 46, wireY(1) + 3);
    expect(shown()).toBe("bloch 1@0");
    hand.store.undo();
    expect(hand.store.state.document).toBe(before);
  });

  it("drags the time cursor from the palette, to another column and off the canvas, each undone", () => {
    const hand = new Hand(TWO);
    const drag = (from: Transaction | null, ...points: readonly (readonly [number, number])[]): void => {
      if (from) hand.store.dispatch(from);
      for (const [x, y] of points) hand.do("move", x, y);
      hand.do("up", ...(points.at(-1) ?? [0, 0]));
    };
    drag(startTiming(null), [9999, wireY(0)], [hand.place("h").x + 1, wireY(0)]);
    expect(hand.store.state.timeCursor).toBe(0);
    drag(startTiming(0), [9999, wireY(1)]);
    expect(hand.store.state.timeCursor).toBe(1);
    drag(startTiming(1), [20, wireY(1)], [20, OUTSIDE + 1]);
    expect(hand.store.state.timeCursor).toBeNull();
    for (const was of [1, 0, null]) {
      hand.store.undo();
      expect(hand.store.state.timeCursor).toBe(was);
    }
    expect(canUndo(hand.store.now)).toBe(false);
  });

  it("keeps the time cursor behind its column while gates come before it, and in their preview", () => {
    const hand = new Hand(TWO);
    hand.store.dispatch(step("time.set", { timeCursor: 0 }));
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "z" }, false));
    hand.do("move", 0, wireY(0));
    expect(hand.sketch).toBe("z 0@0; h 0@1; x 1@1; cx 0 1@2");
    expect([hand.store.state.timeCursor, shownTime(hand.store.state)]).toEqual([0, 1]);
    hand.do("up", 0, wireY(0));
    expect(hand.store.state.timeCursor).toBe(1);
    hand.store.undo();
    expect(hand.store.state.timeCursor).toBe(0);
  });

  it("deletes what is let go off the canvas, and what only it used, in one step", () => {
    const hand = new Hand(TWO);
    const h = hand.place("h");
    hand.do("down", h.x, h.y);
    hand.do("move", h.x, OUTSIDE + 1);
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1");
    expect(hand.store.state.notice?.text).toContain("Release to delete");
    hand.do("up", h.x, OUTSIDE + 1);
    expect(hand.sketch).toBe("x 1@0; cx 0 1@1");
    expect(hand.selected).toEqual([]);
    hand.store.undo();
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1");
  });

  it("keeps what comes back to the canvas, or is dropped by Escape", () => {
    const hand = new Hand(TWO);
    const { document } = hand.store.state;
    const h = hand.place("h");
    hand.do("down", h.x, h.y);
    hand.do("move", h.x, OUTSIDE + 1);
    hand.do("move", h.x, h.y);
    hand.do("up", h.x, h.y);
    expect(hand.sketch).toContain("h 0@0");
    hand.store.undo();
    hand.do("down", h.x, h.y);
    hand.do("move", h.x, OUTSIDE + 1);
    hand.do("cancel", h.x, OUTSIDE + 1);
    expect(hand.store.state.document).toBe(document);
  });

  it("moves one control to another wire, and leaves the rest of its gate", () => {
    const hand = new Hand("OPENQASM 3.0; qubit[3] q; ccx q[0], q[1], q[2]; h q[0];");
    const hand4 = new Hand("OPENQASM 3.0; qubit[4] q; ccx q[0], q[1], q[2];");
    const dot = hand4.place("ccx");
    hand4.do("down", dot.x, wireY(0));
    hand4.do("move", dot.x, wireY(3));
    hand4.do("up", dot.x, wireY(3));
    expect(hand4.sketch).toBe("ccx 3 1 2@0");
    hand4.store.undo();
    expect(hand4.sketch).toBe("ccx 0 1 2@0");
    const { x } = hand.place("ccx");
    hand.do("down", x, wireY(1));
    hand.do("move", x, wireY(2));
    hand.do("up", x, wireY(2));
    expect(hand.sketch).toBe("ccx 0 2 1@0; h 0@1");
  });

  it("adds a qubit for a gate dropped below the last wire", () => {
    const hand = new Hand(TWO);
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "y" }, false));
    hand.do("move", 10, wireY(2));
    hand.do("up", 10, wireY(2));
    expect(circuitOf(hand.store.state.document).qubits.length).toBe(3);
    expect(hand.sketch).toContain("y 2@0");
  });

  it("makes no step of a gate that is dragged out and back", () => {
    const hand = new Hand("OPENQASM 3.0; qubit[2] q; h q[0]; x q[0]; cx q[0], q[1];");
    const { document } = hand.store.state;
    const at = hand.place("h");
    for (const x of [at.x - 14, at.x, at.x + 14]) {
      hand.do("down", at.x, at.y);
      hand.do("move", at.x + 60, at.y + 44);
      hand.do("move", x, at.y);
      hand.do("up", x, at.y);
    }
    expect(hand.store.state.document).toBe(document);
    expect(canUndo(hand.store.now)).toBe(false);
  });

  it("moves a gate by dragging, with one step of history, and drops the preview on cancel", () => {
    const hand = new Hand(TWO);
    const { x, y } = hand.place("x");
    hand.do("down", x, y);
    hand.do("move", x + 400, y);
    expect(hand.sketch).toBe("h 0@0; cx 0 1@1; x 1@2");
    hand.do("cancel", 0, 0);
    expect(hand.sketch).toBe("h 0@0; x 1@0; cx 0 1@1");
    hand.do("down", x, y);
    hand.do("move", x + 400, y);
    hand.do("up", x + 400, y);
    expect(hand.sketch).toBe("h 0@0; cx 0 1@1; x 1@2");
    expect(hand.store.now.history.past.length).toBe(1);
  });

  it("holds a dragged two-qubit gate inside the circuit", () => {
    const hand = new Hand("OPENQASM 3.0; qubit[2] q; swap q[0], q[1]; h q[0]; x q[1];");
    const { x } = hand.place("swap");
    hand.do("down", x, wireY(0));
    hand.do("move", x + 300, wireY(1));
    hand.do("up", x + 300, wireY(1));
    // It follows along the wires, and not over the edge.
    expect(hand.sketch).toBe("h 0@0; x 1@0; swap 0 1@1");
    expect(hand.store.now.history.past.length).toBe(1);
  });

  it("selects by click, adds by Shift, and by a box", () => {
    const hand = new Hand(TWO);
    const h = hand.place("h");
    const x = hand.place("x");
    hand.do("down", h.x, h.y);
    hand.do("up", h.x, h.y);
    hand.do("down", x.x, x.y, true);
    hand.do("up", x.x, x.y, true);
    expect(hand.selected).toEqual(["h", "x"]);
    hand.do("down", -40, -60);
    hand.do("move", 9999, 200);
    hand.do("up", 9999, 200);
    expect(hand.selected).toEqual(["h", "x", "cx"]);
    expect(canUndo(hand.store.now)).toBe(false);
  });

  it("says beside the pointer why a gate does not fit", () => {
    const hand = new Hand("OPENQASM 3.0; qubit[1] q;");
    hand.store.dispatch(startPlacing({ kind: "gate", gate: "cx" }, false));
    hand.do("move", 10, 0);
    expect(hand.store.state.notice).toEqual({
      text: "cx takes 2 qubits and the circuit has 1. Add a qubit below the last wire.",
      at: { x: 10, y: 0 },
    });
  });
});
