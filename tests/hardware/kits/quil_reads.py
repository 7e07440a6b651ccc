"""Run by a Python that has pyquil: what its parser and numpy simulators make of programs.

Reads a list of `[text, values, num_qubits]` and prints for each the state from zeros, as real and
imaginary parts; with no values (null) the bits that one run leaves, by register.
"""

import json
import sys
from typing import Any

import numpy as np


def main() -> None:
    from pyquil import Program
    from pyquil.pyqvm import PyQVM
    from pyquil.quilatom import MemoryReference, substitute
    from pyquil.quilbase import Gate
    from pyquil.simulation.tools import program_unitary

    found: list[Any] = []
    for text, values, num_qubits in json.load(sys.stdin):
        program: Any = Program(text)
        if values is None:
            machine: Any = PyQVM(n_qubits=num_qubits, seed=1)
            machine.execute(program)
            found.append({name: np.asarray(bits).tolist() for name, bits in machine.ram.items()})
            continue
        known = {MemoryReference(name, 0): value for name, value in values.items()}
        gates = Program()
        for each in program.instructions:
            if isinstance(each, Gate):
                each.params = [substitute(angle, known) for angle in each.params]
                gates += each
        state = program_unitary(gates, num_qubits)[:, 0]
        found.append([state.real.tolist(), state.imag.tolist()])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
