"""Full reduction of the ZX diagram, extracted again, where that beats phase teleportation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.extracted import extracted
from qdesign.reduction.result import Call
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategy import Candidate, Strategy


def _full(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """`full_reduce` and extraction, where that beats phase teleportation."""
    yield from teleported(segment, call)
    yield extracted(segment, call, "full")


FULL: Final = Strategy(
    name="full",
    title="Full reduction",
    help="through ZX, extracted again",
    source="Kissinger, van de Wetering, arXiv:1903.10477; Backens et al., arXiv:2003.01664",
    candidates=_full,
    is_for_diagrams=True,
)
