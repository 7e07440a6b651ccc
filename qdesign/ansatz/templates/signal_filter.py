"""A filter of the phases of a unitary."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.named import Template
from qdesign.ansatz.signals import low_pass, signal_filter
from qdesign.circuit import Circuit
from qdesign.rows import Option


def _signal_filter(degree: int, cutoff: float) -> Circuit:
    return signal_filter(low_pass(degree, cutoff))


SIGNAL_FILTER: Final = Template(
    name="signal_filter",
    title="Signal filter",
    group="Building blocks",
    help="Keeps eigenstates whose phase x is below the cutoff: the last qubit stays 0",
    source="Motlagh and Wiebe, arXiv:2308.01501",
    options=(
        Option(name="degree", title="Degree, even", kind="integer", default=8, low=2, high=200),
        Option(
            name="cutoff",
            title="Cutoff",
            kind="number",
            default=1.0,
            low=0.01,
            high=3.1,
            unit="rad",
        ),
    ),
    make=_signal_filter,
    num_qubits=2,
)
