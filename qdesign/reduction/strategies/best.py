"""Everything that applies, the quickest first; windows of the best are searched last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Circuit
from qdesign.errors import NotConvertible, NotExtractable
from qdesign.reduction.cost import cost
from qdesign.reduction.extracted import extracted
from qdesign.reduction.mapped import walks_on
from qdesign.reduction.result import Call
from qdesign.reduction.resynthesized import (
    SETTINGS,
    SETTINGS_FOR_DEPTH,
    has_native_rotations,
    resynthesized_whole,
    resynthesized_windows,
)
from qdesign.reduction.strategies.clifford import CLIFFORD
from qdesign.reduction.strategies.full import FULL
from qdesign.reduction.strategies.numeric import numeric_windows
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategies.todd import fewer_t, walked_on
from qdesign.reduction.strategy import Candidate, Strategy
from qdesign.reduction.walked import Walked
from qdesign.zx.gadgets import to_rotations
from qdesign.zx.phases import eighths

_LARGE: Final = 500
_MOST_T: Final = 120
_MOST_IN_WINDOWS: Final = 40


def _best(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """Everything that applies, the quickest first; windows of the best are searched last."""
    found: list[Candidate] = []
    walked = Walked(segment, call)
    is_large = segment.num_operations > _LARGE
    if is_large:
        yield from _kept(walked.first(), found)
    in_place: list[Candidate] = []
    yield from _kept(_kept(teleported(segment, call), in_place), found)
    if not segment.operations:
        return
    call.tell(0.05, f"merging and resynthesizing: {_so_far(found, call)}")
    if not is_large:
        yield from _kept(walked.first(), found)
    settings = SETTINGS if call.minimize != "depth" else (*SETTINGS_FOR_DEPTH, *SETTINGS)
    yield from _kept(resynthesized_whole(segment, call, settings), found)
    if call.minimize in ("depth", "rotations"):
        for row in (FULL, CLIFFORD):
            try:
                yield from _kept(iter((extracted(segment, call, row.reduction),)), found)
            except (NotExtractable, NotConvertible) as error:
                call.skip(f"{row.reduction} and extraction", str(error))
    yield from walks_on(segment, call)
    yield from _kept(walked.better(in_place[-1].circuit.plain_operations), found)
    yield from _fewer_t(segment, call, found)
    native = has_native_rotations(segment)
    starts = _starts(found, in_place[-1], call)
    fewest = starts[0].circuit.stats.num_two_qubit
    if native or call.thorough or fewest <= _MOST_IN_WINDOWS:
        yield from _kept(resynthesized_windows(starts, call, native=native), found)
    else:
        call.skip(
            "windows",
            f"windows by pytket of {fewest:,} two-qubit gates; up to {_MOST_IN_WINDOWS} are done "
            "by habit, as walks search larger ones faster. A thorough search (thorough=True, "
            "--thorough) does it.",
        )
    yield from numeric_windows(_fewest(found, call), call)


def _fewer_t(segment: Circuit, call: Call, found: list[Candidate]) -> Iterator[Candidate]:
    """T gates reduced, where there are any; the best of that walked through anew."""
    count = sum(1 for r in to_rotations(segment).rotations if eighths(r) is not None)
    if not count:
        return
    if count > _MOST_T and call.minimize != "t" and not call.thorough:
        call.skip(
            "todd",
            f"{count} T gates; up to {_MOST_T} are done by habit unless T is what is "
            "minimized. A thorough search (thorough=True, --thorough) does it.",
        )
        return
    call.tell(0.2, f"reducing T gates: {_so_far(found, call)}")
    fewer: list[Candidate] = []
    yield from _kept(_kept(fewer_t(segment, call), fewer), found)
    if fewer:
        start = min(fewer, key=lambda c: c.circuit.stats.num_two_qubit)
        yield from _kept(walked_on(start, call), found)


def _starts(found: list[Candidate], in_place: Candidate, call: Call) -> list[Candidate]:
    """What windows begin from: the best, what keeps the layout, and the second best."""
    if call.minimize in ("t", "rotations"):
        costs = [cost(c.circuit.stats, call.minimize)[0] for c in found]
        found = [c for c, each in zip(found, costs, strict=True) if each == min(costs)]
    found = sorted(found, key=lambda c: c.circuit.stats.num_two_qubit)
    if call.minimize in ("t", "rotations"):
        return found[:2]
    return list({id(c): c for c in (found[0], in_place, *found[1:2])}.values())


def _fewest(found: list[Candidate], call: Call) -> Candidate:
    """Of those with least of what is minimized, the first with the fewest two-qubit gates.

    Gates on three qubits or more count as in `Stats`.
    """
    least = min(cost(c.circuit.stats, call.minimize)[0] for c in found)
    among = [c for c in found if cost(c.circuit.stats, call.minimize)[0] == least]
    return min(among, key=lambda c: c.circuit.stats.num_two_qubit)


def _so_far(found: list[Candidate], call: Call) -> str:
    return call.so_far(min(candidate.circuit.stats.num_two_qubit for candidate in found))


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
