"""The state vector, as a row: `Simulator` runs it itself, on the engine of page and Python."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.simulate.compile import MOST_QUBITS, too_many_qubits
from qdesign.simulate.engines.protocol import LIVE_LIMIT, EngineRow

_SECONDS_EACH: Final = 1e-9
"""For a gate and a basis state, as measured on one core."""


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    del observable
    if circuit.num_qubits > MOST_QUBITS:
        return too_many_qubits(circuit.num_qubits)
    return None


def _fits(circuit: Circuit, observable: Observable | None) -> str | None:
    del observable
    if circuit.num_qubits > LIVE_LIMIT:
        return f"{circuit.num_qubits} qubits are more than the {LIVE_LIMIT} of a quick state vector"
    return None


def _cost(circuit: Circuit, observable: Observable | None) -> float:
    flips = len({x for x, _, _ in observable.masks()}) if observable is not None else 0
    return (len(circuit.plain_operations) + flips) * 2.0**circuit.num_qubits * _SECONDS_EACH


ROW: Final = EngineRow(
    name="statevector",
    title="State vector",
    help="all 2^n amplitudes; every output, quick up to 20 qubits",
    runner=None,
    refuses=_refuses,
    fits=_fits,
    cost=_cost,
)
