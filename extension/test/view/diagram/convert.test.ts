import { expect, test } from "vitest";

import type { Stats } from "../../../src/port";
import { extractionWords } from "../../../src/view/diagram/convert";

const FEW: Stats = {
  num_qubits: 3,
  num_parameters: 2,
  num_rotations: 3,
  num_t: 1,
  num_two_qubit: 4,
  num_gates: 12,
  depth: 6,
};

test("an extracted circuit has its figures beside those of the circuit as drawn", () => {
  const less = extractionWords(FEW, { ...FEW, num_rotations: 2, depth: 9 });
  expect(less).toBe("Exact figures: two-qubit 4 → 4, rotations 3 → 2, T 1 → 1, depth 6 → 9.");
  expect(extractionWords(FEW, { ...FEW, num_two_qubit: 8 })).toContain("Simplify the circuit that is drawn");
  expect(extractionWords(null, FEW)).toBe("Exact figures: two-qubit 4, rotations 3, T 1, depth 6.");
});
