import { describe, expect, it } from "vitest";

import { isCircuit } from "../../../src/document/circuit";
import { fromQasm } from "../../../src/document/qasm-read";
import { couplingsOf, gatesShown, searchedWords, timeText } from "../../../src/view/send/using";

describe("what a lowered circuit uses", () => {
  it("lists the couplings that its gates use, by the device's qubits", () => {
    const lines = ["cx q[0], q[1];", "cz q[2], q[1];", "barrier q[0], q[2];", "x q[0];"];
    const { body } = fromQasm(["OPENQASM 3.0;", 'include "stdgates.inc";', "qubit[3] q;", ...lines].join("\n"));
    if (!isCircuit(body)) throw new Error("no circuit");
    expect([...couplingsOf(body, [80, 92, 81])]).toEqual(["80-92", "81-92"]);
  });

  it("shows the gates on two qubits first", () => {
    expect(gatesShown(["x", "y", "h", "sx", "cx"])).toBe("cx, x, y, h");
    expect(gatesShown(["rz", "theirs"])).toBe("rz, theirs");
  });

  it("calls a layout best only where Qiskit searches one", () => {
    expect(searchedWords(0, [5, 6])).toBe("First qubits");
    expect(searchedWords(1, null)).toBe("First that fit");
    expect(searchedWords(1, [0, 1])).toBe("First qubits");
    expect(searchedWords(1, [5, 6])).toBe("Best found");
    expect(searchedWords(2, [0, 1])).toBe("Best found");
  });

  it("says times in the unit that suits them", () => {
    expect([0, 68e-9, 2.8e-6, 0.01047, 133e-6, 1.25].map(timeText)).toEqual([
      "0 ns",
      "68 ns",
      "2.8 µs",
      "10.5 ms",
      "133 µs",
      "1.3 s",
    ]);
  });
});
