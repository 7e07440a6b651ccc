import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { checkDiagram } from "../../src/document/check";
import { type Document, emptyDocument, withBody } from "../../src/document/circuit";
import {
  addBoundary,
  addEdge,
  addSpider,
  copySpiders,
  diagramOf,
  emptyDiagram,
  moveSpiders,
  removeEdge,
  removeSpiders,
  setPhase,
  setSpiderKind,
} from "../../src/document/diagram";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import { toQiskit } from "../../src/document/qiskit-code";
import { toQuantikz } from "../../src/document/quantikz";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";

const wire = (count: number): Document => withBody(emptyDocument(), emptyDiagram(count));

describe("diagram edits", () => {
  it("puts a spider into a wire and takes it out again", () => {
    const start = wire(1);
    const put = addSpider(start, { kind: "Z", x: 2, y: 0 }, "e0");
    expect(diagramOf(put.document).edges.size).toBe(2);
    const phased = setPhase(put.document, put.id, "2*gamma + pi/4");
    expect(phased.parameters.map((p) => p.name)).toEqual(["gamma"]);
    const gone = removeSpiders(phased, new Set([put.id]));
    expect(diagramOf(gone).edges.size).toBe(1);
    expect(gone.parameters).toEqual([]);
    checkDiagram(diagramOf(gone));
  });

  it("refuses a second edge at a boundary, and a boundary without an edge, in words", () => {
    const put = addSpider(wire(1), { kind: "X", x: 2, y: 1 });
    expect(() => addEdge(put.document, { source: "i0", target: put.id, kind: "plain" })).toThrow(
      "A boundary has one edge.",
    );
    expect(() => removeEdge(put.document, "e0")).toThrow("A boundary needs its edge.");
  });

  it("joins, copies, recolors, moves, adds inputs, and reads back what it writes", () => {
    let { document, id } = addSpider(wire(2), { kind: "Z", phase: "pi/2", x: 2, y: 0 }, "e0");
    const other = addSpider(document, { kind: "X", x: 2, y: 1 }, "e1");
    document = addEdge(other.document, { source: id, target: other.id, kind: "hadamard" });
    const copied = copySpiders(document, new Set([id, other.id]));
    expect(copied.ids.size).toBe(2);
    document = moveSpiders(copied.document, copied.ids, { x: 1, y: 1 });
    document = setSpiderKind(document, id, "X");
    document = addBoundary(document, [...copied.ids][0] ?? "", "input").document;
    expect(diagramOf(document).inputs.length).toBe(3);
    id = "unused";
    expect(dumps(loads(dumps(document)))).toBe(dumps(document));
  });
});

describe("text", () => {
  it("reads what it writes, up to the order of gates that do not meet", () => {
    for (const name of ["tfim", "everything", "wide"]) {
      const text = readFileSync(new URL(`../fixtures/${name}.qasm`, import.meta.url), "utf8");
      const again = toQasm(circuitOf(fromQasm(text)));
      expect(again.split("\n").sort()).toEqual(text.split("\n").sort());
      expect(toQasm(circuitOf(fromQasm(again)))).toBe(again);
    }
  });

  it("reads OpenQASM 2 and whole registers", () => {
    const document = fromQasm(
      'OPENQASM 2.0; include "qelib1.inc"; qreg a[2]; qreg b[1]; creg c[2]; ' +
        "h a; cu1(pi/4) a[0],b[0]; measure a -> c; if (c==2) x b[0];",
    );
    const items = [...circuitOf(document).operations.values()].map((item) =>
      "gate" in item ? `${item.gate} ${item.qubits.join(" ")}` : "",
    );
    expect(items).toEqual(["h 0", "h 1", "cp 0 2", "measure 0", "measure 1", "x 2"]);
  });

  it.each([
    ["OPENQASM 3.0; qubit[2] q; foo q[0];", "Line 1, column 27: there is no gate 'foo' here; define it first."],
    ["qubit[2] q;\nh q[7];", "Line 2, column 3: 'q' has 2 elements, and 7 is beyond."],
    ["qubit q;\nrx(theta) q;", "Line 2, column 4: 'theta' is not declared as an input."],
    ["qubit q; h q", "Line 1, column 13: ';' is expected, not ''."],
  ])("refuses %s with line and column", (program, sentence) => {
    expect(() => fromQasm(program)).toThrow(sentence);
  });

  it("writes Qiskit code and Quantikz, with names that can do no harm", () => {
    const document = loads(readFileSync(new URL("../fixtures/tfim.qdesign", import.meta.url), "utf8"));
    const code = toQiskit(circuitOf(document));
    expect(code).toContain("qc = QuantumCircuit(4, 4)");
    expect(code).toContain("qc.rzz(2 * gamma_1 + pi / 4, 1, 2)");
    const body = circuitOf(fromQasm("qubit[2] q; ry(pi/4) q[0]; cx q[0], q[1];"));
    const tex = toQuantikz({ ...body, qubits: ["\\input{x}", "a_b"] });
    expect(tex).toContain("\\lstick{\\textbackslash{}input\\{x\\}}");
    expect(tex).toContain("\\gate{R_Y(\\frac{\\pi}{4})}");
    expect(tex).toContain("\\ctrl{1}");
  });
});
