import { expect, it } from "vitest";

import { setValues } from "../../src/document/parameters";
import { loads } from "../../src/document/read";
import { sameCircuit } from "../../src/document/same-circuit";
import { dumps } from "../../src/document/write";

const TEXT = `{
 "format": "qdesign",
 "version": 2,
 "parameters": [{"name": "a", "value": 0, "low": -3, "high": 3, "step": 0.01}],
 "body": {
  "kind": "circuit",
  "qubits": ["q0", "q1"],
  "clbits": 0,
  "gates": {},
  "operations": {
   "o1": {"gate": "ry", "qubits": [0], "angles": ["a"], "column": 0},
   "o2": {"gate": "cx", "qubits": [0, 1], "column": 1}
  }
 },
 "observable": {"ZZ": -1}
}`;

it("tells a circuit by its gates, not by their ids, values or what is measured", () => {
  const open = loads(TEXT);
  const { observable: _, ...counted } = loads(TEXT.replace('"o1"', '"z9"'));
  expect(sameCircuit(open, setValues(counted, new Map([["a", 1]])))).toBe(true);
  expect(sameCircuit(open, loads(dumps(open).replace('"ry"', '"rx"')))).toBe(false);
});
