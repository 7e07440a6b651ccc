"""Rotations merged, then all of them resynthesized."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.result import Job
from qdesign.reduction.resynthesized import SETTINGS, resynthesized_whole
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategy import Candidate, Strategy


def _merge(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """Rotations merged, then all of them resynthesized by pytket's `GreedyPauliSimp`."""
    yield from teleported(segment, job)
    yield from resynthesized_whole(segment, job, SETTINGS[:4])


MERGE: Final = Strategy(
    name="merge",
    title="Merge rotations",
    help="neighboring rotations only",
    source="`GreedyPauliSimp` of pytket; Schmitz et al., arXiv:2103.08602",
    candidates=_merge,
    needs_tket=True,
)
