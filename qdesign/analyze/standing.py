"""How each parameter stands: free, fusible, redundant, or dead for an observable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.diagrams import circuit_for
from qdesign.analyze.jacobian import differentiable, random_values
from qdesign.analyze.plain import Plain
from qdesign.analyze.rank import POINTS, ParameterRank, Redundancy, parameter_rank
from qdesign.analyze.work import Progress, inputs_counted, on_qubits_of
from qdesign.angle import Angle
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram
from qdesign.pauli import Observable
from qdesign.rows import Option
from qdesign.showing.tables import count

Kind = Literal["free", "fusible", "redundant", "dead"]
DEAD_POINTS: Final = 4
_MAX_QUBITS: Final = 12
_STILL: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Standing:
    """How one parameter stands.

    Attributes:
        kind: `fusible` where its angle adds up with that of one other; `redundant` where others
            move the same in another way; `dead` where the energy does not move with it; else
            `free`.
        substitution: angle by name of what takes over where it is set to 0; empty where nothing
            has to, or none is known.
        drops: does the map stay the same with it? Then it can be dropped by that substitution.
        found: how that is known, in words.
    """

    name: str
    kind: Kind
    substitution: Mapping[str, Angle]
    drops: bool
    found: str


def standings(
    body: Circuit | Diagram,
    observable: Observable | None = None,
    *,
    rank: ParameterRank | None = None,
    seed: int = 0,
    progress: Progress = None,
) -> tuple[Standing, ...]:
    """How each parameter of an ansatz stands, in its order.

    Args:
        body: as `parameter_rank` takes it.
        observable: its energy from |0…0⟩ is what a dead parameter does not move; looked at up to
            12 qubits.
        rank: of the body, where it is known.
        seed: for random points.
        progress: called with what is being done.

    Raises:
        InvalidObservable: it is on another number of qubits.
        and as `parameter_rank`.

    Example:
        >>> drawn = Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; ry(c) 1")
        >>> [(each.name, each.kind) for each in standings(drawn, Observable({"ZI": 1.0}))]
        [('a', 'dead'), ('b', 'fusible'), ('c', 'free')]
    """
    body = as_body(body)
    if rank is None:
        rank = parameter_rank(body, seed=seed, progress=progress)
    if progress is not None:
        progress("Looking for dead parameters")
    still = _still(body, observable, seed)
    return tuple(_standing(name, rank, still) for name in body.parameters)


def _standing(name: str, rank: ParameterRank, still: Mapping[str, float]) -> Standing:
    if name in rank.redundant:
        found = rank.redundant[name]
        words = found.verdict.words if found.is_used else "no gate has it"
        return Standing(name, _sort(found), _parts(found), True, words)
    if name in still:
        most = f"largest {still[name]:.0e}" if still[name] else "exactly"
        words = f"slope 0 at {DEAD_POINTS} random points ({most})"
        return Standing(name, "dead", {}, False, words)
    if name in rank.redundant_for_state:
        found = rank.redundant_for_state[name]
        words = f"from |0…0⟩ alone: {found.verdict.words}"
        return Standing(name, "redundant", _parts(found), False, words)
    if name in rank.locally_redundant:
        words = (
            f"its derivative is a sum of others' at {count(POINTS, 'random point')}; no "
            "substitution is known"
        )
        return Standing(name, "redundant", {}, False, words)
    return Standing(name, "free", {}, False, "")


def _sort(found: Redundancy) -> Kind:
    """Does its angle add up with that of one other, or is it spread over several?"""
    if len(found.merged_into) != 1:
        return "redundant"
    (other,) = found.merged_into
    share = found.substitution[other].coefficient(found.name)
    return "fusible" if abs(share) == Fraction(1) else "redundant"


def _parts(found: Redundancy) -> dict[str, Angle]:
    return {name: found.substitution[name] for name in found.merged_into}


def _still(body: Circuit | Diagram, observable: Observable | None, seed: int) -> dict[str, float]:
    """Parameters by which the slope of the energy is 0 at random points, with its largest value."""
    from qdesign.simulate.simulator import Simulator

    if isinstance(body, Diagram):
        found = None if observable is None or body.booleans else circuit_for(body)
        body = found[0] if found else Circuit(0)
    names = body.parameters
    bare = body.without_final_measurements()
    if observable is None or not names or not bare.is_unitary:
        return {}
    observable = on_qubits_of(bare, observable)
    if bare.num_qubits > _MAX_QUBITS:
        return {}
    simulator, operations = Simulator(bare, observable), differentiable(bare)
    rng = np.random.default_rng(seed)
    largest = np.zeros(len(simulator.parameters))
    for _ in range(DEAD_POINTS):
        values = random_values(operations, simulator.parameters, rng)
        _, slopes = simulator.gradient(values)
        largest = np.maximum(largest, np.abs(slopes))
    scale = sum(abs(weight) for _, weight in observable.terms)
    pairs = zip(simulator.parameters, largest.tolist(), strict=True)
    return {name: slope for name, slope in pairs if slope <= _STILL * scale}


_CONVENTION: Final = (
    "fusible: adds up with one other by ZX, checked; redundant: by another checked substitution, "
    "from |0…0⟩ alone, or by exact derivatives at random points; dead: slope 0 at "
    f"{DEAD_POINTS} random points, from |0…0⟩"
)


def _figure(
    circuit: Circuit,
    observable: Observable | None = None,
    *,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Plain:
    rank = parameter_rank(circuit, seed=seed, progress=progress, cancel=cancel)
    found = standings(circuit, observable, rank=rank, seed=seed, progress=progress)
    free = sum(each.kind == "free" for each in found)
    others = Counter(each.kind for each in found if each.kind != "free")
    told = "; ".join(f"{number} {kind}" for kind, number in others.items())
    return Plain(
        name="standings",
        title="How parameters stand",
        value=free,
        unit=f"of {count(len(found), 'parameter')} free",
        verdict=told or "all free",
        tone="warn" if others else "good",
        says=f"{told or 'None fusible, redundant or dead'}.",
        basis=f"exact derivatives at {DEAD_POINTS} random points",
        convention={"start": "|0…0⟩", "points": DEAD_POINTS, "seed": seed},
        conditions=(_CONVENTION, *inputs_counted(each.name for each in found)),
        source="arXiv:2401.12877; arXiv:2102.01659",
        cell="qd.analyze.standings(c, H)",
        columns={
            "parameter": tuple(each.name for each in found),
            "standing": tuple(each.kind for each in found),
            "found": tuple(each.found for each in found),
        },
    )


STANDINGS: Final = Analysis(
    name="standings",
    title="How parameters stand",
    group="Parameters",
    help="Which parameters are free, fusible with one other, redundant, or dead for an observable",
    source="arXiv:2401.12877; arXiv:2102.01659",
    convention=_CONVENTION,
    takes="observable",
    is_long=True,
    options=(Option(name="seed", title="Seed", kind="integer", default=0, low=0),),
    run=_figure,
)
