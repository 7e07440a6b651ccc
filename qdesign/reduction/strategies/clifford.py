"""Clifford simplification of the ZX diagram, extracted again, where that beats teleportation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.extracted import extracted
from qdesign.reduction.result import Call
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategy import Candidate, Strategy


def _clifford(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """`clifford_simp` and extraction, where that beats phase teleportation."""
    yield from teleported(segment, call)
    yield extracted(segment, call, "clifford")


CLIFFORD: Final = Strategy(
    name="clifford",
    title="Clifford simplification",
    help="through ZX, extracted again",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    candidates=_clifford,
    reduction="clifford",
    is_for_diagrams=True,
)
