"""All rotations synthesized anew along short walks of pair gates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.reduction.mapped import walks_on
from qdesign.reduction.result import Call
from qdesign.reduction.strategy import Candidate, Strategy
from qdesign.reduction.walked import Walked


def _pauli(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """A walk through the rotations at once, then shorter ones."""
    walked = Walked(segment, call)
    yield from walked.first()
    yield from walks_on(segment, call)
    yield from walked.better(segment.plain_operations)


PAULI: Final = Strategy(
    name="pauli",
    title="Pauli rotations",
    help="all synthesized anew, searched for few two-qubit gates",
    source="de Brugière, Martiel, arXiv:2404.03280; Schmitz et al., arXiv:2103.08602",
    candidates=_pauli,
)
