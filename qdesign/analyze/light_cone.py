"""Which parameters can move an energy at all: by support, and by commutation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.cones import Cone, cone
from qdesign.analyze.figure import Chart, Figure, Reason, Series, Tone
from qdesign.analyze.jacobian import differentiable, random_values
from qdesign.analyze.work import NO_PARAMETERS, Progress, Work, inputs_counted, on_qubits_of
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.formula import free_names
from qdesign.given import given_whole
from qdesign.operation import Operation
from qdesign.pauli import Observable
from qdesign.rows import Option
from qdesign.showing.tables import count, some

SOURCE: Final = "Bravyi, Gosset, Movassagh, arXiv:1909.11485"
POINTS: Final = 200
FEW_QUBITS: Final = 12
"""Up to which slopes are those of a state vector."""
_MOST_WORK: Final = 20_000 << FEW_QUBITS
"""Gates times amplitudes times points at which slopes are looked at."""
_IN_DOUBT: Final = 10
"""So many times as much while some parameter was not seen to move."""
_STILL: Final = 1e-10
"""Of the sum of all weights: slopes below it are rounding."""
_WIDEST: Final = 10
"""Qubits of a cone in which slopes of a wide circuit are looked at, at some points."""
_WIDE_POINTS: Final = 3
_MOST_TERMS: Final = 5000
_MOST_GATES: Final = 20_000
_MOST_SEEN: Final = 2_000_000
"""Gates in the cones of all terms together."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LightCone(Figure):
    """Which parameters can move ⟨H⟩; `value` is how many, None where that is not decided.

    Attributes:
        parameters: all names, each of which is in one of the next three, or was not looked at.
        moving: names by which the gradient is not 0 at some random point.
        dead: names by which the gradient is 0 at all values, each with the proof in words.
        suspected: names by which it was 0 at every random point, and no proof is known.
        qubits: of each term of the observable on how many qubits its expectation depends.
        points: random points at which the gradient was looked at; 0 where it was not.
    """

    parameters: tuple[str, ...]
    moving: tuple[str, ...]
    dead: Mapping[str, str]
    suspected: tuple[str, ...]
    qubits: tuple[int, ...]
    points: int


def light_cone(
    circuit: Circuit,
    observable: Observable,
    *,
    points: int = POINTS,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> LightCone:
    """The parameters that can move an energy from |0…0⟩, and the gates that it sees.

    A parameter moves the energy where a random point shows a slope beyond rounding, and is dead
    where it is proven that no values do. What is neither is `suspected`; then there is no value,
    and `interval` says between which numbers it lies.

    Args:
        circuit: unitary, up to measurements at its end; any number of qubits.
        observable: on as many qubits.
        points: random points at which slopes are looked at, up to 12 qubits; fewer where gates or
            terms are so many that some points take seconds; at most 3 in light cones of up to 10
            qubits beyond; 0 for none.
        seed: for them.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        Cancelled: `cancel` said so.

    Example:
        >>> seen = light_cone(Circuit.of(2, "rx(a) 0; ry(b) 1; rz(c) 0"), Observable({"IZ": 1.0}))
        >>> seen.value, sorted(seen.dead)
        (1, ['b', 'c'])
    """
    circuit = as_circuit(circuit)
    observable = on_qubits_of(circuit, observable)
    points, seed = given_whole(points, "The number of points"), given_whole(seed, "Seed")
    work = Work("The light cone", progress, cancel)
    work.say("Following the observable back")
    found = cone(circuit, observable, ask=work.ask)
    names = circuit.parameters
    dead = dead_in(found, names)
    work.say("Looking at slopes")
    known, taken = _slopes(circuit, observable, found, len(dead), (points, seed), work)
    scale = _still(observable)
    # What is proven to be 0 is 0, whatever rounding left.
    shown = {**known, **dict.fromkeys(dead, 0.0)}
    slopes = [shown.get(name, 0.0) for name in names] if taken else None
    open_names = [name for name in names if name not in dead]
    moving = tuple(name for name in open_names if known.get(name, 0.0) > scale)
    return _figure(circuit, found, (names, moving, dead), slopes, (points, taken, seed))


def dead_in(found: Cone, names: Sequence[str]) -> dict[str, str]:
    """Why a parameter cannot move the energy at any values, by its name: of those that cannot."""
    seen: set[str] = set()
    why: dict[str, set[str]] = {}
    for part, out in zip(found.parts, found.why, strict=True):
        for name in free_names(part.angle.symbols):
            if out:
                why.setdefault(name, set()).add(out)
            else:
                seen.add(name)
    return {
        name: "; ".join(sorted(why.get(name, {"no gate has it"})))
        for name in names
        if name not in seen
    }


def _slopes(
    circuit: Circuit,
    observable: Observable,
    found: Cone,
    num_dead: int,
    sampled: tuple[int, int],
    work: Work,
) -> tuple[Mapping[str, float], int]:
    """The largest slope by each parameter over random points, and how many were taken."""
    points, seed = sampled
    bare = circuit.without_final_measurements()
    if not points or num_dead == len(circuit.parameters):
        return {}, 0
    operations = differentiable(bare)
    enough, most = _points_taken(bare, observable, len(operations), points)
    if not most and not is_narrow(bare, observable, found, work):
        return {}, 0
    from qdesign.simulate.simulator import Simulator

    simulator = Simulator(bare, observable, engine="statevector" if most else "light_cone")
    rng = np.random.default_rng(seed)
    largest = np.zeros(len(simulator.parameters))
    enough, most = (enough, most) if most else (min(points, _WIDE_POINTS),) * 2
    scale, taken, num_open = _still(observable), 0, len(circuit.parameters) - num_dead
    for taken in range(1, most + 1):
        work.ask()
        _, slopes = simulator.gradient(random_values(operations, simulator.parameters, rng))
        largest = np.maximum(largest, np.abs(slopes))
        if taken >= enough and int((largest > scale).sum()) == num_open:
            break
    return dict(zip(simulator.parameters, largest.tolist(), strict=True)), taken


def _points_taken(
    bare: Circuit, observable: Observable, num_gates: int, points: int
) -> tuple[int, int]:
    """At how many points slopes of the state vector are looked at, and at how many in doubt."""
    if bare.num_qubits > FEW_QUBITS:
        return 0, 0
    # Terms that flip the same bits are measured together, in some passes over the state.
    passes = num_gates + min(len(observable.terms), 4 << bare.num_qubits) + 1
    most = min(points, _IN_DOUBT * _MOST_WORK // (passes << bare.num_qubits))
    return min(most, max(1, _MOST_WORK // (passes << bare.num_qubits))), most


def _still(observable: Observable) -> float:
    """Slopes up to here are rounding."""
    return _STILL * sum(abs(weight) for _, weight in observable.terms)


def is_narrow(bare: Circuit, observable: Observable, found: Cone, work: Work) -> bool:
    """Do slopes of each term take a few qubits, and not too long? It ends with no measurement."""
    if max(found.qubits, default=0) > _WIDEST or bare.num_operations > _MOST_GATES:
        return False
    if len(observable.terms) > _MOST_TERMS:
        return False
    from qdesign.simulate.engines.cones import Past, terms_of

    past, left = Past(bare.plain_operations), _MOST_SEEN
    for letters, _ in terms_of(observable):
        work.ask()
        seen = past.cone(letters, most=_WIDEST) if letters else None
        left -= len(seen.operations) if seen else 0
        if (letters and seen is None) or left < 0:
            return False
    return True


def _figure(
    circuit: Circuit,
    found: Cone,
    named: tuple[tuple[str, ...], tuple[str, ...], Mapping[str, str]],
    slopes: Sequence[float] | None,
    sampled: tuple[int, int, int],
) -> LightCone:
    asked, points, seed = sampled
    names, moving, dead = named
    known = {*dead, *moving}
    left = tuple(name for name in names if name not in known)
    seen = {p.place for p, why in zip(found.parts, found.why, strict=True) if not why}
    drawn = circuit.without_final_measurements().operations
    sides: dict[str, list[str]] = {"inside": [], "outside": []}
    for place, item in enumerate(drawn):
        if isinstance(item, Operation) and item.id and item.gate != "barrier":
            sides["inside" if place in seen else "outside"].append(item.id)
    sizes = Counter(found.qubits)
    moves = {**dict.fromkeys(moving, True), **dict.fromkeys(dead, False)}
    verdict, tone = _verdict(names, moving, dead)
    return LightCone(
        name="light_cone",
        title="Light cone",
        value=None if left else len(moving),
        error=None if left else 0.0,
        interval=(float(len(moving)), float(len(moving) + len(left))) if left else None,
        basis="bounds" if left else "exact",
        unit=f"of {count(len(names), 'parameter')} can move it" if names else "parameters",
        verdict=verdict,
        tone=tone,
        says=_says(named, left, points, (max(found.qubits, default=0), circuit.num_qubits)),
        convention={
            "start": "|0…0⟩", "by": "commutation and parity of Pauli strings",
            "points": points, "seed": seed,
        },
        conditions=(
            "cannot: for all values of the parameters",
            f"can: a slope above {_STILL:g} of the sum of all weights at a random point",
            "unitary, from |0…0⟩",
            *inputs_counted(names),
        ),
        source=SOURCE,
        cell=f"qd.analyze.light_cone(c, H, points={asked}, seed={seed})",
        reasons=_reasons(dead, moving, left, points),
        chart=Chart(
            "qubits that a term depends on",
            "terms",
            (Series("", "bars", tuple(sorted(sizes)), tuple(sizes[k] for k in sorted(sizes))),),
        ),
        columns={
            "parameter": names,
            "moves": tuple(moves.get(name) for name in names),
            "why": tuple(dead.get(name, "") for name in names),
            **({} if slopes is None else {"largest slope": tuple(slopes)}),
        },
        gates={side: tuple(ids) for side, ids in sides.items()},
        parameters=names,
        moving=moving,
        dead=dict(dead),
        suspected=left if points else (),
        qubits=found.qubits,
        points=points,
    )  # fmt: skip


def _reasons(
    dead: Mapping[str, str], moving: Sequence[str], left: Sequence[str], points: int
) -> tuple[Reason, ...]:
    """Why, one by one: what cannot move it, what was seen to, what is open."""
    reasons = [Reason(True, f"{n} is dead: {why}.") for n, why in list(dead.items())[:20]]
    if len(dead) > len(reasons):
        reasons.append(Reason(True, f"{len(dead) - len(reasons):,} more are dead."))
    at = count(points, "random point")
    if moving:
        reasons.append(Reason(True, f"{count(len(moving), 'parameter')} moved it at {at}."))
    if left and points:
        said = f"By {some(list(left))} the slope was 0 at {at}."
        reasons.append(Reason(None, said, "No proof is known that it is 0 at all values."))
    elif left:
        said = f"Of {count(len(left), 'parameter')} no slope was looked at."
        more = "Slopes are looked at up to 12 qubits, and in light cones of up to 10."
        reasons.append(Reason(None, said, more))
    return tuple(reasons)


def _verdict(
    names: Sequence[str], moving: Sequence[str], dead: Mapping[str, str]
) -> tuple[str, Tone]:
    if dead:
        return f"{len(dead):,} dead", "warn"
    if len(moving) == len(names):
        return ("all move it", "good") if names else (NO_PARAMETERS, "plain")
    return f"{len(moving):,} to {len(names):,}", "unknown"


def _says(
    named: tuple[tuple[str, ...], tuple[str, ...], Mapping[str, str]],
    left: Sequence[str],
    points: int,
    wide: tuple[int, int],
) -> str:
    names, moving, dead = named
    widest, num_qubits = wide
    said: list[str] = []
    if not names:
        said.append("The circuit has no parameters.")
    elif len(moving) == len(names):
        said.append("Every parameter moves the energy.")
    if dead:
        told = some(list(dead))
        said.append(
            f"The gradient by {told} is 0 at all values."
            if len(dead) == 1
            else f"The gradients by {told} are 0 at all values."
        )
    if left and points:
        at = count(points, "random point")
        said.append(f"{some(list(left))} was not seen to move it at {at}; no proof is known.")
    elif left:
        many = count(len(left), "parameter")
        said.append(f"Of {many} it is not known: no slope was looked at.")
    said.append(f"The widest term depends on {widest} of {count(num_qubits, 'qubit')}.")
    return " ".join(said)


LIGHT_CONE: Final = Analysis(
    name="light_cone",
    title="Light cone",
    group="Parameters",
    help="Which parameters can move an observable, by support and by commutation",
    source=SOURCE,
    convention="cannot: proven for all values; can: a slope at one of 200 random points",
    takes="observable",
    is_long=True,
    options=(
        Option(name="points", title="Random points", kind="integer", default=POINTS, low=0,
               high=10_000, help="random points at which the gradient is looked at"),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0),
    ),
    run=light_cone,
)  # fmt: skip
