"""Everything that applies, the quickest first; windows of the best are resynthesized last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.errors import NotConvertible, NotExtractable
from qdesign.reduction.cost import cost
from qdesign.reduction.extracted import extracted
from qdesign.reduction.local_resynthesis import num_two_qubit
from qdesign.reduction.result import Call
from qdesign.reduction.resynthesized import (
    MAX_RESYNTHESIZED,
    SETTINGS,
    SETTINGS_FOR_DEPTH,
    has_native_rotations,
    resynthesized_whole,
    resynthesized_windows,
)
from qdesign.reduction.strategies.clifford import CLIFFORD
from qdesign.reduction.strategies.full import FULL
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategies.todd import fewer_t
from qdesign.reduction.strategy import Candidate, Strategy
from qdesign.zx.gadgets import to_rotations
from qdesign.zx.phases import eighths


def _best(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """Everything that applies, the quickest first; windows of the best are resynthesized last."""
    found: list[Candidate] = []
    yield from _kept(teleported(segment, call), found)
    if not segment.operations or segment.num_operations > MAX_RESYNTHESIZED:
        return
    in_place = found[-1]
    call.tell(0.1, "merging and resynthesizing")
    settings = SETTINGS if call.minimize != "depth" else (*SETTINGS, *SETTINGS_FOR_DEPTH)
    yield from _kept(resynthesized_whole(segment, call, settings), found)
    if call.minimize in ("depth", "rotations"):
        for row in (FULL, CLIFFORD):
            try:
                yield from _kept(iter((extracted(segment, call, row.reduction),)), found)
            except (NotExtractable, NotConvertible):
                continue
    if _has_t(segment, most=None if call.minimize == "t" else 120):
        call.tell(0.2, "reducing T gates")
        yield from _kept(fewer_t(segment, call), found)
    fewest = min(cost(c.circuit.stats, call.minimize)[0] for c in found)
    if call.minimize in ("t", "rotations"):
        found = [c for c in found if cost(c.circuit.stats, call.minimize)[0] == fewest]
    found.sort(key=lambda candidate: num_two_qubit(candidate.circuit.plain_operations))
    starts = list({id(c): c for c in (found[0], in_place, *found[1:2])}.values())
    if call.minimize in ("t", "rotations"):
        starts = found[:2]
    yield from resynthesized_windows(starts, call, native=has_native_rotations(segment))


def _has_t(segment: Circuit, most: int | None) -> bool:
    """Are there rotations by odd multiples of π/4, and not more than `most`?"""
    count = sum(1 for r in to_rotations(segment).rotations if eighths(r) is not None)
    return count > 0 and (most is None or count <= most)


def _kept(candidates: Iterator[Candidate], found: list[Candidate]) -> Iterator[Candidate]:
    for candidate in candidates:
        found.append(candidate)
        yield candidate


BEST: Final = Strategy(
    name="best",
    title="Best of all",
    help="tries every strategy, keeps the smallest",
    candidates=_best,
    needs_tket=True,
)
