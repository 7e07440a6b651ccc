"""Phase teleportation: rotations merged in place, then gates cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.cancel import cancel, meet
from qdesign.reduction.fold import fold
from qdesign.reduction.result import Job
from qdesign.reduction.strategy import Candidate, Strategy


def teleported(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """Rotations merged in place, then gates cancelled."""
    folded = fold(segment.plain_operations, segment.num_qubits, job.is_over)
    folded = meet(folded, job.is_stopped)
    yield Candidate("teleport", segment.with_operations(folded))
    shorter = cancel(folded, job.is_stopped)
    yield Candidate("teleport and cancel", segment.with_operations(shorter))


TELEPORT: Final = Strategy(
    name="teleport",
    title="Phase teleportation",
    help="keeps the layout, merges phases",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    candidates=teleported,
)
