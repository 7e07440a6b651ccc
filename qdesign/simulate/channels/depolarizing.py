"""Depolarizing: all of a gate's qubits become fully mixed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qdesign.simulate.channel import PROBABILITY, Channel
from qdesign.simulate.program import ProgramBuilder


def _together(builder: ProgramBuilder, qubits: Sequence[int], probability: float) -> None:
    builder.depolarize(sum(1 << qubit for qubit in qubits), builder.slot(probability))


DEPOLARIZING: Final = Channel(
    name="depolarizing",
    title="Depolarizing",
    help="With this probability all of the gate's qubits become fully mixed together",
    source="Nielsen and Chuang, section 8.3.4",
    rate=PROBABILITY,
    together=_together,
)
