"""Run by a Python that has pyquil: what its parser and numpy simulators make of programs.

Reads a list of `[text, values, num_qubits]` and prints for each the state from zeros, as real and
imaginary parts; with no values (null) the bits that one run leaves, by register.
"""

import importlib
import json
import sys
from typing import Any

import numpy as np


def main() -> None:
    quil: Any = importlib.import_module("pyquil")
    atoms: Any = importlib.import_module("pyquil.quilatom")
    parts: Any = importlib.import_module("pyquil.quilbase")
    machines: Any = importlib.import_module("pyquil.pyqvm")
    tools: Any = importlib.import_module("pyquil.simulation.tools")

    found: list[Any] = []
    for text, values, num_qubits in json.load(sys.stdin):
        program: Any = quil.Program(text)
        if values is None:
            machine: Any = machines.PyQVM(n_qubits=num_qubits, seed=1)
            machine.execute(program)
            found.append({name: np.asarray(bits).tolist() for name, bits in machine.ram.items()})
            continue
        known = {atoms.MemoryReference(name, 0): value for name, value in values.items()}
        gates = quil.Program()
        for each in program.instructions:
            if isinstance(each, parts.Gate):
                each.params = [atoms.substitute(angle, known) for angle in each.params]
                gates += each
        state = tools.program_unitary(gates, num_qubits)[:, 0]
        found.append([state.real.tolist(), state.imag.tolist()])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
