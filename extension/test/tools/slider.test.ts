import { describe, expect, it } from "vitest";

import { fromQasm } from "../../src/document/qasm-read";
import { Store } from "../../src/state/store";
import { aside } from "../../src/state/transaction";
import { type SliderEvent, sliderKey, sliderTool } from "../../src/tools/slider";

/** A circuit of one parameter from -π to π, and a hand on its slider. */
class Hand {
  readonly store = new Store(fromQasm("OPENQASM 3.0; input float a; qubit[1] q; rx(a) q[0];"));

  do(kind: SliderEvent["kind"], at: number): void {
    const made = sliderTool(this.store.state, "a", { kind, at });
    if (made) this.store.dispatch(made);
  }

  press(key: string): boolean {
    const made = sliderKey(this.store.state, "a", key);
    if (made) this.store.dispatch(made);
    return made !== null;
  }

  get value(): number {
    return this.store.state.document.parameters[0]?.value ?? NaN;
  }

  get shown(): number {
    return (this.store.state.preview ?? this.store.state.document).parameters[0]?.value ?? NaN;
  }
}

describe("a slider", () => {
  it("shows a drag as a preview and commits it once", () => {
    const hand = new Hand();
    hand.do("down", 0.75);
    hand.do("move", 1.5);
    expect(hand.value).toBe(0);
    expect(hand.shown).toBeCloseTo(Math.PI, 9);
    expect(hand.store.state.tool).toEqual({ kind: "sliding", parameter: "a" });
    hand.do("up", 1.5);
    expect(hand.value).toBeCloseTo(Math.PI, 9);
    expect(hand.store.now.history.past).toHaveLength(1);
    expect(hand.store.state.tool.kind).toBe("idle");
  });

  it("makes no step of a drag that ends where it began", () => {
    const hand = new Hand();
    hand.do("down", 0.9);
    hand.do("move", 0.5);
    hand.do("up", 0.5);
    expect(hand.value).toBe(0);
    expect(hand.store.now.history.past).toHaveLength(0);
  });

  it("goes on with nothing once its drag was dropped or undone", () => {
    const hand = new Hand();
    hand.do("down", 0.9);
    hand.store.dispatch(aside("tool.drop", { tool: { kind: "idle" }, preview: null }));
    hand.do("move", 1);
    hand.do("up", 1);
    expect(hand.shown).toBe(0);
    expect(hand.store.now.history.past).toHaveLength(0);
  });

  it("leaves the slider of another parameter alone", () => {
    const hand = new Hand();
    hand.do("down", 0.9);
    expect(sliderTool(hand.store.state, "b", { kind: "move", at: 0 })).toBeNull();
  });

  it("walks by keys, whose steps join", () => {
    const hand = new Hand();
    expect(hand.press("End") && hand.press("ArrowLeft") && hand.press("PageDown")).toBe(true);
    expect(hand.value).toBeLessThan(Math.PI);
    expect(hand.store.now.history.past).toHaveLength(1);
    expect(hand.press("x")).toBe(false);
    hand.press("Home");
    expect(hand.value).toBe(-3.14);
  });
});
