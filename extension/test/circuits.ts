/** Circuits of any size for tests. */

/** Rotations on every wire and a CX from one to the next by turns, `depth` columns of them, as OpenQASM 3. */
export function layered(qubits: number, depth: number): string {
  const lines = ["OPENQASM 3.0;", 'include "stdgates.inc";', `qubit[${qubits}] q;`];
  for (let column = 0; column < depth; column++) {
    const pairs = column % 2 === 1 && qubits > 1;
    for (let qubit = 0; qubit < qubits; qubit++) {
      if (!pairs) lines.push(`${column % 4 ? "h" : "rz(pi/8)"} q[${qubit}];`);
      else if (qubit % 2 === (column >> 1) % 2 && qubit + 1 < qubits) lines.push(`cx q[${qubit}], q[${qubit + 1}];`);
    }
  }
  return lines.join("\n");
}
