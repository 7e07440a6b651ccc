"""Phase teleportation: rotations merged in place, then gates cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.cancel import cancel, meet
from qdesign.reduction.phase_teleportation import teleport_phases
from qdesign.reduction.result import Call
from qdesign.reduction.strategy import Candidate, Strategy


def teleported(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """Rotations merged in place, then gates cancelled."""
    teleported = teleport_phases(segment.plain_operations, segment.num_qubits, call.is_over)
    teleported = meet(teleported, call.is_stopped)
    yield Candidate("teleport", segment.with_operations(teleported))
    shorter = cancel(teleported, call.is_stopped)
    yield Candidate("teleport and cancel", segment.with_operations(shorter))


TELEPORT: Final = Strategy(
    name="teleport",
    title="Phase teleportation",
    help="keeps the layout, merges phases",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    candidates=teleported,
)
