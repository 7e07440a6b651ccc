"""A unitary segment → candidates that should equal it; each is verified before it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.errors import NotConvertible, NotExtractable
from qdesign.reduction.atoms import atoms, plain_atoms
from qdesign.reduction.cancel import cancel, meet
from qdesign.reduction.fold import fold
from qdesign.reduction.result import Job, cost
from qdesign.reduction.tket import Stand, Unreadable, from_tket, greedy_pauli, to_tket
from qdesign.reduction.todd import todd
from qdesign.reduction.windows import improve, weight
from qdesign.zx.extraction import extract
from qdesign.zx.gadgets import Rotations, to_rotations
from qdesign.zx.phases import eighths
from qdesign.zx.reduce import Reduction
from qdesign.zx.synthesis import to_circuit
from qdesign.zx.translate import to_diagram

_MAX_EXTRACTED: Final = 1500
_MAX_RESYNTHESIZED: Final = 4000
_LOADING: Final = 1.5
_SETTINGS: Final = tuple(
    (discount, depth_weight)
    for discount in (0.3, 0.1, 0.7, 0.4, 0.05, 0.2, 0.5)
    for depth_weight in (0.0, 0.3)
)
_FOR_DEPTH: Final = ((0.3, 0.8), (0.1, 1.5), (0.7, 3.0))
_CLIFFORD: Final = frozenset(("cx", "cy", "cz", "swap", "iswap", "iswapdg", "dcx", "dcxdg", "ecr"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A circuit that should equal a segment; where merging does not show it, with a chain.

    `setting` says what was done otherwise than for other candidates of the same name.
    """

    name: str
    circuit: Circuit
    chain: tuple[tuple[Rotations, Rotations], ...] = ()
    setting: str = ""


Strategy = Callable[[Circuit, Job], Iterator[Candidate]]


def teleport(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """Rotations merged in place, then gates cancelled."""
    folded = fold(segment.plain_operations, segment.num_qubits, job.is_over)
    folded = meet(folded, job.is_stopped)
    yield Candidate("teleport", segment.with_operations(folded))
    shorter = cancel(folded, job.is_stopped)
    yield Candidate("teleport and cancel", segment.with_operations(shorter))


def full(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """`full_reduce` and extraction, where that beats `teleport`."""
    yield from teleport(segment, job)
    yield _extracted(segment, job, "full")


def clifford(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """`clifford_simp` and extraction, where that beats `teleport`."""
    yield from teleport(segment, job)
    yield _extracted(segment, job, "clifford")


def _extracted(segment: Circuit, job: Job, kind: Reduction) -> Candidate:
    job.check()
    if segment.num_operations > _MAX_EXTRACTED:
        raise NotExtractable(
            f"Extraction is left out above {_MAX_EXTRACTED} operations; it would take minutes."
        )
    result = extract(to_diagram(segment), kind=kind)
    job.check()
    operations = cancel(result.plain_operations, job.is_over)
    return Candidate(f"{kind} and extraction", segment.with_operations(operations))


def merged(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """Rotations merged, then all of them resynthesized by pytket's `GreedyPauliSimp`."""
    yield from teleport(segment, job)
    yield from _resynthesized(segment, job, _SETTINGS[:4])


def _resynthesized(
    segment: Circuit, job: Job, settings: Sequence[tuple[float, float]]
) -> Iterator[Candidate]:
    if not _affordable(job):
        return
    native = _has_native_rotations(segment)
    folded = fold(segment.plain_operations, segment.num_qubits, job.is_over)
    short = cancel(folded, job.is_over)
    if len(short) > _MAX_RESYNTHESIZED:
        return
    stand = Stand()
    try:
        given = to_tket([a for o in short for a in plain_atoms(o)], segment.num_qubits, stand)
    except Unreadable:
        return
    for index, (discount, depth_weight) in enumerate(settings):
        job.check()
        found = greedy_pauli(
            given, discount=discount, depth_weight=depth_weight, seed=index, native=native
        )
        try:
            operations = cancel(from_tket(found, stand), job.is_over)
        except Unreadable:
            continue
        setting = f"discount {discount}, depth weight {depth_weight}"
        circuit = segment.with_operations(operations)
        yield Candidate("merge and resynthesize", circuit, setting=setting)


def _affordable(job: Job) -> bool:
    """Is there time for pytket? Loading it takes half a second, which nothing can interrupt."""
    return "pytket" in sys.modules or job.seconds_left > _LOADING


def _has_native_rotations(segment: Circuit) -> bool:
    """Has it two-qubit gates that are not Clifford? Only then may the result have such."""
    return any(
        len(atom.qubits) == 2 and atom.gate not in _CLIFFORD
        for operation in segment.plain_operations
        for atom in atoms(operation)
    )


def fewer_t(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """T gates merged and then reduced block by block; everything is resynthesized."""
    yield from teleport(segment, job)
    found: list[Candidate] = []
    for candidate in _reduced(segment, job):
        found.append(candidate)
        yield candidate
    if found:
        start = min(found, key=lambda c: weight(c.circuit.plain_operations))
        yield from _windows([start], job, native=False)


def _reduced(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """TODD, then the rotations resynthesized; nothing where no T gate goes."""
    rng = np.random.default_rng(job.seed)
    form, steps = todd(to_rotations(segment), rng, job.is_over)
    chain = tuple(steps)
    if not chain:
        return
    plain = segment.with_operations(to_circuit(form).plain_operations)
    yield Candidate("todd", plain, chain)
    for candidate in _resynthesized(plain, job, _SETTINGS[:6]):
        yield replace(candidate, name="todd and resynthesize", chain=chain)


def best(segment: Circuit, job: Job) -> Iterator[Candidate]:
    """Everything that applies, the quickest first; windows of the best are resynthesized last."""
    found: list[Candidate] = []
    yield from _kept(teleport(segment, job), found)
    if not segment.operations or segment.num_operations > _MAX_RESYNTHESIZED:
        return
    teleported = found[-1]
    job.tell(0.1, "merging and resynthesizing")
    settings = _SETTINGS if job.minimize != "depth" else (*_SETTINGS, *_FOR_DEPTH)
    yield from _kept(_resynthesized(segment, job, settings), found)
    if job.minimize in ("depth", "rotations"):
        for kind in ("full", "clifford"):
            try:
                yield from _kept(iter((_extracted(segment, job, kind),)), found)
            except (NotExtractable, NotConvertible):
                continue
    if _has_t(segment, most=None if job.minimize == "t" else 120):
        job.tell(0.2, "reducing T gates")
        yield from _kept(_reduced(segment, job), found)
    fewest = min(cost(c.circuit.stats, job.minimize)[0] for c in found)
    if job.minimize in ("t", "rotations"):
        found = [c for c in found if cost(c.circuit.stats, job.minimize)[0] == fewest]
    found.sort(key=lambda candidate: weight(candidate.circuit.plain_operations))
    starts = list({id(c): c for c in (found[0], teleported, *found[1:2])}.values())
    if job.minimize in ("t", "rotations"):
        starts = found[:2]
    yield from _windows(starts, job, native=_has_native_rotations(segment))


def _has_t(segment: Circuit, most: int | None) -> bool:
    """Are there rotations by odd multiples of π/4, and not more than `most`?"""
    count = sum(1 for r in to_rotations(segment).rotations if eighths(r) is not None)
    return count > 0 and (most is None or count <= most)


def _kept(candidates: Iterator[Candidate], found: list[Candidate]) -> Iterator[Candidate]:
    for candidate in candidates:
        found.append(candidate)
        yield candidate


def _windows(starts: Sequence[Candidate], job: Job, *, native: bool) -> Iterator[Candidate]:
    """Windows of each start resynthesized, for as long as its size deserves."""
    if not _affordable(job):
        return
    for index, start in enumerate(starts):
        operations = start.circuit.plain_operations
        rounds = min(8000, 2000 + 40 * weight(operations))
        rng = np.random.default_rng(job.seed + index)

        def told(now: int, share: float = 0.3 + 0.7 * index / len(starts)) -> None:
            job.tell(share, f"resynthesizing windows: {now} two-qubit gates")

        better = improve(
            operations,
            start.circuit.num_qubits,
            native=native,
            rounds=rounds,
            patience=800 + 15 * weight(operations),
            rng=rng,
            stop=job.is_over,
            told=told,
        )
        name = "todd and windows" if start.chain else "windows"
        setting = ", ".join(part for part in (f"from {start.name}", start.setting) if part)
        circuit = start.circuit.with_operations(better)
        yield Candidate(name, circuit, start.chain, setting)


CANDIDATES: Final[Mapping[str, Strategy]] = {
    "teleport": teleport,
    "clifford": clifford,
    "full": full,
    "merge": merged,
    "todd": fewer_t,
    "best": best,
}
