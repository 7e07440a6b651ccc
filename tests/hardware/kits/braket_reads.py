"""Run by the Python of Braket's environment: what its own parser and simulator make of programs.

Reads a list of `[text, inputs, shots]` and prints for each the state (no shots) or the counts.
"""

import importlib
import json
import sys
import warnings
from collections import Counter
from typing import Any

import numpy as np

np.seterr(all="ignore")
warnings.simplefilter("ignore")


def main() -> None:
    programs: Any = importlib.import_module("braket.ir.openqasm")
    device: Any = importlib.import_module("braket.devices").LocalSimulator()
    found: list[Any] = []
    for text, inputs, shots in json.load(sys.stdin):
        try:
            result = device.run(programs.Program(source=text, inputs=inputs), shots=shots).result()
            if shots:
                words = ["".join(map(str, row)) for row in result.measurements.tolist()]
                found.append([dict(Counter(words)), list(result.measured_qubits)])
            else:
                state: Any = np.asarray(result.values[0])
                found.append([state.real.tolist(), state.imag.tolist()])
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
