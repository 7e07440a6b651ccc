import { describe, expect, it } from "vitest";

import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { type Classical, classicalOf } from "../../src/scene/classical";
import { type Layout, layoutOf } from "../../src/scene/layout";
import { measure } from "../measure";

function drawn(program: string): { layout: Layout; classical: Classical } {
  const layout = layoutOf(circuitOf(fromQasm(`OPENQASM 3.0; ${program}`)), undefined, measure);
  return { layout, classical: classicalOf(layout) };
}

const gateNamed = (layout: Layout, id: string): string => {
  const placed = layout.byId.get(id);
  return placed?.kind === "gate" ? placed.item.gate : "";
};

describe("classical lines", () => {
  it("runs from the meter's own wire to the gate that waits, with the bit's name", () => {
    const { layout, classical } = drawn(
      "qubit[3] q; bit[2] c; c[0] = measure q[0]; c[1] = measure q[1]; if (c[1]) { x q[2]; } if (c[0]) { z q[2]; }",
    );
    const by = new Map(classical.lines.map((line) => [gateNamed(layout, line.id), line.joints.map(({ y }) => y)]));
    expect(by).toEqual(
      new Map([
        ["x", [44.5]],
        ["z", [0.5]],
      ]),
    );
    expect(classical.names.map(({ text }) => text)).toEqual(["c[1]", "c[0]"]);
  });

  it("goes below a wire that is used again, and not twice in one place", () => {
    const { classical } = drawn(
      "qubit[2] q; bit[2] c; c[0] = measure q[0]; reset q[0]; c[1] = measure q[0]; reset q[0]; " +
        "if (c[0]) { x q[1]; } if (c[1]) { x q[1]; }",
    );
    expect(classical.lines.flatMap(({ joints }) => joints.map(({ y }) => y))).toEqual([18.5, 22.5]);
  });

  it("takes the last measurement of a bit, and none where there was none", () => {
    const { classical } = drawn(
      "qubit[3] q; bit[1] c; if (c[0]) { x q[2]; } c[0] = measure q[0]; c[0] = measure q[1]; if (c[0]) { y q[2]; }",
    );
    expect(classical.lines.map(({ joints }) => joints.map(({ y }) => y))).toEqual([[44.5]]);
  });

  it("comes to a gate between from both sides, beside what stands in its column", () => {
    const { layout, classical } = drawn(
      "qubit[3] q; bit[2] c; c[0] = measure q[0]; c[1] = measure q[2]; if (c == 3) { x q[1]; }",
    );
    const [line] = classical.lines;
    const gate = layout.byId.get(line?.id ?? "");
    expect(line?.joints.map(({ y }) => y)).toEqual([0.5, 88.5]);
    expect(gate?.kind === "gate" && line && line.joints.every(({ x }) => x < gate.x - gate.width / 2)).toBe(true);
  });
});
