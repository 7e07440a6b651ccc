import { describe, expect, it } from "vitest";

import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { describePlaced } from "../../src/scene/describe";
import { layoutOf, type PlacedGate } from "../../src/scene/layout";
import { measure } from "../measure";

function gates(program: string): { readonly placed: PlacedGate; readonly words: string }[] {
  const body = circuitOf(fromQasm(program));
  return layoutOf(body, undefined, measure).small.flatMap((placed) =>
    placed.kind === "gate" ? [{ placed, words: describePlaced(placed, body) }] : [],
  );
}

describe("a controlled U", () => {
  it.each([
    ["ctrl @ U", "OPENQASM 3.0; qubit[2] q; ctrl @ U(0.1,0.2,0.3) q[0],q[1];"],
    ["cu", 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; cu(0.1,0.2,0.3,0.4) q[0],q[1];'],
  ])("of %s has a dot on its control and a box on its target", (_, program) => {
    const [{ placed, words } = expect.fail("no gate")] = gates(program);
    expect(placed.look).toMatchObject({ symbol: "box", kind: "rotation", controls: [0], targets: [1] });
    expect(words).toMatch(/^U 0\.1, 0\.2, 0\.3(, 0(\.4)?)? on q1, controlled by q0/);
  });

  it("of cu1 is a phase between two dots", () => {
    const [{ placed } = expect.fail("no gate")] = gates(
      'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; cu1(0.4) q[0],q[1];',
    );
    expect(placed.look).toMatchObject({ controls: [0], targets: [1] });
  });

  it("keeps further controls beside its own", () => {
    const [{ placed } = expect.fail("no gate")] = gates(
      'OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; negctrl @ cu(0.1,0.2,0.3,0.4) q[0],q[1],q[2];',
    );
    expect(placed.look).toMatchObject({ controls: [1], anticontrols: [0], targets: [2] });
  });
});

describe("a condition on a bit that nothing was measured into", () => {
  it("is marked, in words too, and has room for its mark", () => {
    const program = (waits: string): string =>
      `OPENQASM 3.0; qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[${waits}]) { x q[1]; }`;
    const last = (waits: string) => gates(program(waits)).at(-1) ?? expect.fail("no gate");
    const [sound, doubtful] = [last("0"), last("1")];
    expect(sound.placed.doubtful).toBe(false);
    expect(sound.words).toBe("X on q1, if c[0] = 1, column 2");
    expect(doubtful.placed.doubtful).toBe(true);
    expect(doubtful.words).toContain("c[1] is read before anything is measured into it: it is 0 here");
    expect(doubtful.placed.width).toBeGreaterThan(sound.placed.width);
  });
});
