"""T gates merged and then reduced block by block; everything is resynthesized."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.reduction.local_resynthesis import num_two_qubit
from qdesign.reduction.result import Call
from qdesign.reduction.resynthesized import SETTINGS, resynthesized_whole, resynthesized_windows
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategy import Candidate, Strategy
from qdesign.reduction.todd import todd
from qdesign.reduction.walked import Walked
from qdesign.zx.gadgets import to_rotations
from qdesign.zx.synthesis import to_circuit


def _todd(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """T gates merged and then reduced block by block; everything is resynthesized."""
    yield from teleported(segment, call)
    found: list[Candidate] = []
    for candidate in fewer_t(segment, call):
        found.append(candidate)
        yield candidate
    if found:
        start = min(found, key=lambda c: num_two_qubit(c.circuit.plain_operations))
        yield from walked_on(start, call)
        if call.thorough:
            yield from resynthesized_windows([start], call, native=False)


def walked_on(start: Candidate, call: Call) -> Iterator[Candidate]:
    """Walks through the rotations of a candidate that has fewer of them than the segment."""
    walked = Walked(start.circuit, call)
    for candidates in (walked.first(), walked.better(start.circuit.plain_operations)):
        for candidate in candidates:
            yield replace(candidate, name=f"{start.name} and walk", chain=start.chain)


def fewer_t(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """TODD, then the rotations resynthesized; nothing where no T gate goes."""
    rng = np.random.default_rng(call.seed)
    effort = 10 if call.thorough else int(call.minimize == "t")
    form, steps = todd(to_rotations(segment), rng, call.is_over, effort=effort)
    chain = tuple(steps)
    if not chain:
        return
    plain = segment.with_operations(to_circuit(form).plain_operations)
    yield Candidate("todd", plain, chain)
    for candidate in resynthesized_whole(plain, call, SETTINGS[: 6 if call.thorough else 2]):
        yield replace(candidate, name="todd and resynthesize", chain=chain)


TODD: Final = Strategy(
    name="todd",
    title="T gates",
    help="fewest T gates, for Clifford and T",
    source="Heyfron, Campbell, arXiv:1712.01557",
    candidates=_todd,
    needs_tket=True,
)
