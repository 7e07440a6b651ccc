"""Does a circuit keep the sector that a problem is about? Found by running it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.problems import Sector
from qdesign.simulate.chain import Chain
from qdesign.simulate.simulator import Simulator

MOST_QUBITS: Final = 12
_TRIES: Final = 3
_OUTSIDE: Final = 1e-9
"""Weight outside that is rounding."""


def keeps_sector(
    circuit: Circuit, sector: Sector, values: Mapping[str, float] | None = None
) -> bool | None:
    """Is the final state in the sector, whatever the values?

    It is looked at for `values` and three random ones: a circuit that leaves the sector anywhere
    leaves it at almost all values, so that one of these is enough.

    Returns:
        None where this cannot tell: the circuit has no single state, or more than 12 qubits.
    """
    if circuit.num_qubits > MOST_QUBITS:
        return None
    simulator = Simulator(circuit)
    if not simulator.is_unitary:
        return None
    inside = np.zeros(1 << circuit.num_qubits, dtype=bool)
    inside[sector.states(circuit.num_qubits)] = True
    chain = Chain(circuit.parameters, simulator.formulas)
    random = np.random.default_rng(0)
    size = len(circuit.parameters)
    points = [chain.point(lambda: random.uniform(-np.pi, np.pi, size)) for _ in range(_TRIES)]
    for point in (*points, *([] if values is None else [values])):
        if not float(simulator.probabilities(point)[~inside].sum()) < _OUTSIDE:
            return False
    return True
