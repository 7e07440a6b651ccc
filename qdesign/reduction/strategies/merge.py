"""Rotations merged, then all of them resynthesized."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.result import Call
from qdesign.reduction.resynthesized import SETTINGS, resynthesized_whole
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategy import Candidate, Strategy


def _merge(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """Rotations merged, then all of them resynthesized by pytket's `GreedyPauliSimp`."""
    yield from teleported(segment, call)
    yield from resynthesized_whole(segment, call, SETTINGS[:4])


MERGE: Final = Strategy(
    name="merge",
    title="Merge rotations",
    help="neighboring rotations only",
    source="`GreedyPauliSimp` of pytket; Schmitz et al., arXiv:2103.08602",
    candidates=_merge,
    needs_tket=True,
)
