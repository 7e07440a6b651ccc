import { describe, expect, it } from "vitest";

import { type Document, isBlock } from "../../src/document/circuit";
import { attempt } from "../../src/document/errors";
import { makeBlock, setIndexed } from "../../src/document/group";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { replicate } from "../../src/document/replicate";

const PROGRAM = `OPENQASM 3.0;
include "stdgates.inc";
input float[64] theta_0;
input float[64] theta_1;
input float[64] gamma;
qubit[2] q;
ry(theta_0) q[0];
ry(theta_1) q[1];
rz(2*gamma) q[0];
cx q[0], q[1];`;

const all = (document: Document): string[] => [...circuitOf(document).operations.keys()];

function written(document: Document): string[] {
  return [...circuitOf(document).operations.values()].map((item) =>
    isBlock(item) ? "block" : `${item.gate}${item.angles ? `(${item.angles.join()})` : ""} ${item.qubits.join()}`,
  );
}

describe("replicate", () => {
  const document = fromQasm(PROGRAM);

  it("puts copies one after another, each with the names that go on", () => {
    const made = replicate(document, all(document), { count: 2, fresh: true });
    expect(written(made.document)).toEqual([
      ...["ry(theta_0) 0", "ry(theta_1) 1", "rz(2*gamma) 0", "cx 0,1"],
      ...["ry(theta_2) 0", "ry(theta_3) 1", "rz(2*gamma_1) 0", "cx 0,1"],
      ...["ry(theta_4) 0", "ry(theta_5) 1", "rz(2*gamma_2) 0", "cx 0,1"],
    ]);
    expect(made.ids).toHaveLength(8);
    const { operations } = circuitOf(made.document);
    expect(new Set([...operations.values()].map(({ column }) => column)).size).toBe(9);
  });

  it("gives fresh parameters the value and range of their originals", () => {
    const tuned = {
      ...document,
      parameters: document.parameters.map((p) => (p.name === "theta_1" ? { ...p, value: 0.4, high: 9 } : p)),
    };
    const made = replicate(tuned, all(tuned), { count: 1, fresh: true });
    expect(made.document.parameters.find(({ name }) => name === "theta_3")).toMatchObject({ value: 0.4, high: 9 });
  });

  it("shares the parameters where that is chosen", () => {
    const made = replicate(document, all(document), { count: 3, fresh: false });
    expect(made.document.parameters).toBe(document.parameters);
    expect(written(made.document).filter((each) => each === "ry(theta_0) 0")).toHaveLength(4);
  });

  it("leaves to a block what it indexes, and gives its copies names of their own outside", () => {
    const [first = ""] = all(document);
    const blocked = makeBlock(document, [first], 2);
    const indexed = setIndexed(blocked.document, blocked.id, "theta_0", true);
    const inner = replicate(indexed, [first], { count: 1, fresh: true });
    expect(inner.document.parameters).toEqual(indexed.parameters);
    const outer = replicate(indexed, [blocked.id], { count: 1, fresh: true });
    const blocks = [...circuitOf(outer.document).operations.values()].filter(isBlock);
    const names = blocks.flatMap((block) => [...(block.indexed?.get("theta_0") ?? [])]);
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
  });

  it("refuses what is no number of copies, and more than a circuit holds", () => {
    for (const count of [0, -1, 1.5, Number.NaN, 1e6]) {
      const made = attempt(() => replicate(document, all(document), { count, fresh: true }));
      expect("refusal" in made && made.refusal.message).toMatch(
        /copies (was|were) asked for: give a whole number from 1 to/,
      );
    }
  });

  it("goes on inside the circuit, before what stands behind the selection", () => {
    const [first = ""] = all(document);
    const made = replicate(document, [first], { count: 1, fresh: false });
    expect(written(made.document).slice(0, 3)).toContain("ry(theta_0) 0");
    const ofWire = written(made.document).filter((each) => !each.endsWith(" 1"));
    expect(ofWire).toEqual(["ry(theta_0) 0", "ry(theta_0) 0", "rz(2*gamma) 0", "cx 0,1"]);
  });
});
