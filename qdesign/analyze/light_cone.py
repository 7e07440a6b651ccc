"""Which parameters can move an energy at all: by support, and by commutation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.cones import Cone, cone
from qdesign.analyze.figure import Chart, Figure, Reason, Series
from qdesign.analyze.jacobian import differentiable, random_values
from qdesign.analyze.work import Event, Work, on_qubits_of
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
_MOST_QUBITS: Final = 12
_MOST_WORK: Final = 20_000
"""Gates times points at which slopes are looked at."""
_STILL: Final = 1e-10


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LightCone(Figure):
    """Which parameters can move ⟨H⟩; `value` is how many.

    Attributes:
        parameters: all names.
        dead: names by which the gradient is 0 at all values, each with the proof in words.
        suspected: names by which it was 0 at every random point, and no proof is known.
        qubits: of each term of the observable on how many qubits its expectation depends.
        points: random points at which the gradient was looked at; 0 where it was not.
    """

    parameters: tuple[str, ...]
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
    progress: Callable[[str], None] | None = None,
    cancel: Callable[[], bool] | Event | None = None,
) -> LightCone:
    """The parameters that can move an energy from |0…0⟩, and the gates that it sees.

    A parameter is dead only where that is proven for all values. Random points stand beside as a
    check; what is 0 there without proof is `suspected`.

    Args:
        circuit: unitary, up to measurements at its end; any number of qubits.
        observable: on as many qubits.
        points: random points for the check, up to 12 qubits; 0 for none.
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
    dead = _dead(found, names)
    work.say("Looking at slopes")
    slopes = _slopes(circuit, observable, points, seed, work) if names else None
    scale = max(1.0, sum(abs(weight) for _, weight in observable.terms))
    suspected = tuple(
        name
        for name, slope in zip(names, slopes or (), strict=False)
        if name not in dead and slope < _STILL * scale
    )
    taken = points if slopes is not None else 0
    return _figure(circuit, found, names, dead, suspected, slopes, (taken, seed))


def _dead(found: Cone, names: Sequence[str]) -> dict[str, str]:
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
    circuit: Circuit, observable: Observable, points: int, seed: int, work: Work
) -> list[float] | None:
    """The largest slope by each parameter over random points; None where it takes too long."""
    bare = circuit.without_final_measurements()
    if not points or bare.num_qubits > _MOST_QUBITS:
        return None
    operations = differentiable(bare)
    if points * len(operations) << bare.num_qubits > _MOST_WORK << _MOST_QUBITS:
        return None
    from qdesign.simulate.simulator import Simulator

    simulator = Simulator(bare, observable)
    rng = np.random.default_rng(seed)
    largest = np.zeros(len(simulator.parameters))
    for _ in range(points):
        work.ask()
        _, slopes = simulator.gradient(random_values(operations, simulator.parameters, rng))
        largest = np.maximum(largest, np.abs(slopes))
    known = dict(zip(simulator.parameters, largest.tolist(), strict=True))
    return [known.get(name, 0.0) for name in circuit.parameters]


def _figure(
    circuit: Circuit,
    found: Cone,
    names: tuple[str, ...],
    dead: Mapping[str, str],
    suspected: tuple[str, ...],
    slopes: Sequence[float] | None,
    sampled: tuple[int, int],
) -> LightCone:
    points, seed = sampled
    seen = {p.place for p, why in zip(found.parts, found.why, strict=True) if not why}
    drawn = circuit.without_final_measurements().operations
    sides: dict[str, list[str]] = {"inside": [], "outside": []}
    for place, item in enumerate(drawn):
        if isinstance(item, Operation) and item.id and item.gate != "barrier":
            sides["inside" if place in seen else "outside"].append(item.id)
    moving = len(names) - len(dead)
    sizes = Counter(found.qubits)
    widest = max(found.qubits, default=0)
    reasons = [Reason(True, f"{n} is dead: {why}.") for n, why in list(dead.items())[:20]]
    if len(dead) > len(reasons):
        reasons.append(Reason(True, f"{len(dead) - len(reasons):,} more are dead."))
    if points:
        each = f"{_STILL:g} of the sum of all weights"
        said = f"The gradient at {points} random points agrees."
        if suspected:
            said = f"By {some(list(suspected))} the gradient was 0 at {points} points too."
        more = "No proof is known, so they count as moving." if suspected else f"Below {each} is 0."
        reasons.append(Reason(None if suspected else True, said, more))
    return LightCone(
        name="light_cone",
        title="Light cone",
        value=moving,
        unit=f"of {count(len(names), 'parameter')} can move it",
        verdict=f"{len(dead):,} dead" if dead else "all can",
        tone="warn" if dead else "good",
        says=_says(dead, widest, circuit.num_qubits),
        convention={
            "start": "|0…0⟩", "by": "commutation and parity of Pauli strings",
            "check points": points, "seed": seed,
        },
        conditions=("for all values of the parameters", "unitary, from |0…0⟩"),
        source=SOURCE,
        cell="qd.analyze.light_cone(c, H)",
        reasons=tuple(reasons),
        chart=Chart(
            "qubits that a term depends on",
            "terms",
            (Series("", "bars", tuple(sorted(sizes)), tuple(sizes[k] for k in sorted(sizes))),),
        ),
        columns={
            "parameter": names,
            "moves": tuple(name not in dead for name in names),
            "why": tuple(dead.get(name, "") for name in names),
            **({} if slopes is None else {"largest slope": tuple(slopes)}),
        },
        gates={side: tuple(ids) for side, ids in sides.items()},
        parameters=names,
        dead=dict(dead),
        suspected=suspected,
        qubits=found.qubits,
        points=points,
    )  # fmt: skip


def _says(dead: Mapping[str, str], widest: int, num_qubits: int) -> str:
    wide = f"The widest term depends on {widest} of {count(num_qubits, 'qubit')}."
    if not dead:
        return f"Every parameter can move the energy. {wide}"
    return f"The gradient by {some(list(dead))} is 0 at all values. {wide}"


LIGHT_CONE: Final = Analysis(
    name="light_cone",
    title="Light cone",
    group="Parameters",
    help="Which parameters can move an observable, by support and by commutation",
    source=SOURCE,
    convention="exact, for all values; the gradient at 200 random points as a check",
    takes="observable",
    is_long=True,
    options=(
        Option(name="points", title="Check points", kind="integer", default=POINTS, low=0,
               high=10_000, help="random points at which the gradient is looked at"),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0),
    ),
    run=light_cone,
)  # fmt: skip
