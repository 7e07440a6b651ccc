"""Can it be simulated exactly anyway, by what structure, and by which engine?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.cones import Cone, Part, cone, parts_of
from qdesign.analyze.figure import Chart, Figure, Reason, Series, Tone
from qdesign.analyze.shortcuts import (
    FEW_BITS,
    Shortcut,
    clifford,
    columns,
    diagonal,
    few_turns,
    free_fermions,
    is_shorter,
    light_cones,
    narrow_cuts,
    small_span,
    two_to,
)
from qdesign.analyze.work import Progress, Work, on_qubits_of
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.rows import Option
from qdesign.showing.tables import count
from qdesign.simulate.engines import ROWS
from qdesign.simulate.engines.pauli import MOST_STRINGS
from qdesign.simulate.simulator import Simulator

_SOURCE: Final = (
    "Gottesman-Knill; Bravyi, arXiv:1808.00128, arXiv:1909.11485; Terhal, quant-ph/0108010; "
    "Goh, arXiv:2308.01432; Vidal, quant-ph/0301063"
)

_STATE_VECTOR: Final = "statevector"
_TABLEAU: Final = "stabilizer"
_PATHS: Final = "pauli"
_ORDER: Final = {True: 0, None: 1, False: 2}
"""What holds comes first."""
_TRIALS: Final[Mapping[str, Mapping[str, int]]] = {
    "mps": {"max_bond": 16},
    "pauli": {"max_terms": 5000},
}
"""Engines that truncate, with limits so small that a trial takes a second or so."""
_MOST_PARTS: Final = 5000
_MOST_TERMS: Final = 1000


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Simulability(Figure):
    """How hard it is to simulate exactly; `value` is log₂ of how many numbers are enough.

    Attributes:
        engine: the name of the cheapest exact engine that runs it here, for
            `Simulator(c, H, engine=…)`; None where there is none.
    """

    engine: str | None


def simulability(
    circuit: Circuit,
    observable: Observable | None = None,
    *,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Simulability:
    """Whether a circuit is easy to simulate exactly at all values, with the proof.

    `easy` is claimed only where a structure is proven that needs at most 2^20 numbers and fewer
    than the state vector; `small` where the state vector alone is. Everything else is `no shortcut
    known`, which is no claim that there is none.

    Args:
        circuit: unitary, up to measurements at its end; any number of qubits.
        observable: whose energy from |0…0⟩ is asked for; None for the state as a whole.
        seed: for the random point at which engines that truncate are tried, where nothing is exact.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        Cancelled: `cancel` said so.

    Example:
        >>> shallow = Circuit.of(30, "; ".join(f"ry(a{q}) {q}" for q in range(30)))
        >>> found = simulability(shallow, Observable({"Z" * 2 + "I" * 28: 1.0}))
        >>> found.verdict, found.value, found.engine
        ('easy', 2.0, 'light_cone')
    """
    circuit = as_circuit(circuit).without_final_measurements()
    work = Work("The verdict", progress, cancel)
    work.say("Looking for structure")
    num_qubits = circuit.num_qubits
    if observable is None:
        seen = parts_of(circuit, work.ask)
        ways = _of_state(seen, num_qubits)
    else:
        observable = on_qubits_of(circuit, observable)
        found = cone(circuit, observable, ask=work.ask)
        seen = tuple(p for p, why in zip(found.parts, found.why, strict=True) if not why)
        work.say("Counting Pauli strings")
        ways = _of_energy(found, seen, num_qubits, work)
    ways = [way for way in ways if way.name != "few_rotations" or way.bits]
    short = sorted(
        (way for way in ways if is_shorter(way, num_qubits)),
        key=lambda way: (way.name != "clifford", not way.engine, way.bits or 0.0),
    )
    tried: tuple[Reason, ...] = ()
    if not short and observable is not None and num_qubits > FEW_BITS:
        work.say("Trying engines that truncate")
        tried = _tried(circuit, observable, len(seen), seed, work)
    return _figure(circuit, observable, ways, short, tried)


def _of_state(seen: Sequence[Part], num_qubits: int) -> list[Shortcut]:
    return [
        clifford(seen, num_qubits, "the state"),
        few_turns(seen, "the state"),
        narrow_cuts(seen, num_qubits),
    ]


def _of_energy(found: Cone, seen: Sequence[Part], num_qubits: int, work: Work) -> list[Shortcut]:
    return [
        clifford(seen, num_qubits, "the observable"),
        light_cones(found, num_qubits),
        few_turns(seen, "the observable"),
        free_fermions(found, num_qubits),
        small_span(found, num_qubits, work.ask),
        diagonal(found, num_qubits, work.ask),
        narrow_cuts(seen, num_qubits),
    ]


def _engine(
    circuit: Circuit, observable: Observable | None, short: Sequence[Shortcut]
) -> str | None:
    """The cheapest exact engine that says it runs this; the state vector where that is small."""
    rows = {row.name: row for row in ROWS}

    def runs(name: str, is_exact: bool) -> bool:
        row = rows.get(name)
        if row is None or row.refuses(circuit, observable) is not None:
            return False
        return row.is_exact or is_exact or row.fits(circuit, observable) is None

    def uses(way: Shortcut) -> bool:
        # A proof is about what the observable sees; a tableau takes the whole circuit.
        if way.engine == _TABLEAU and circuit.parameters:
            return False
        if not runs(way.engine, way.is_exact):
            return False
        return way.engine != _PATHS or _is_whole(circuit, observable, way)

    if circuit.num_qubits <= FEW_BITS:
        return _STATE_VECTOR
    named = (way.engine for way in short if uses(way))
    return next(named, _STATE_VECTOR if runs(_STATE_VECTOR, True) else None)


def _is_whole(circuit: Circuit, observable: Observable | None, way: Shortcut) -> bool:
    """Does following Pauli strings cut none? Where there may be too many, it is tried."""
    if observable is None:
        return False
    if way.bits is not None and len(observable.terms) * 2.0**way.bits <= MOST_STRINGS:
        return True
    try:
        simulator = Simulator(circuit, observable, engine=_PATHS)
        point = np.random.default_rng(0).uniform(-np.pi, np.pi, len(circuit.parameters))
        return simulator.error(point) == 0.0
    except QdesignError:
        return False


def _tried(
    circuit: Circuit, observable: Observable, num_parts: int, seed: int, work: Work
) -> tuple[Reason, ...]:
    """How far off engines that truncate are at one random point: no proof, and a hint."""
    if num_parts > _MOST_PARTS or len(observable.terms) > _MOST_TERMS:
        return ()
    known = {row.name: row.title for row in ROWS}
    point = np.random.default_rng(seed).uniform(-np.pi, np.pi, len(circuit.parameters))
    scale = sum(abs(weight) for _, weight in observable.terms)
    reasons: list[Reason] = []
    for name, limits in _TRIALS.items():
        work.ask()
        try:
            simulator = Simulator(circuit, observable, engine=name, **dict[str, Any](limits))
            bound, about = simulator.error(point), simulator.estimate(point)
        except QdesignError:
            continue
        told = ", ".join(f"{key}={value:,}" for key, value in limits.items())
        about_it = f", about {about:.2g}" if about < bound else ""
        detail = (
            f"{told}: off by at most {bound:.2g}{about_it} of {scale:.3g}, at one random point, "
            f"seed {seed}."
        )
        reasons.append(Reason(None, f"{known[name]}.", detail))
    return tuple(reasons)


def _figure(
    circuit: Circuit,
    observable: Observable | None,
    ways: Sequence[Shortcut],
    short: Sequence[Shortcut],
    tried: Sequence[Reason],
) -> Simulability:
    num_qubits = circuit.num_qubits
    engine = _engine(circuit, observable, short)
    small = num_qubits <= FEW_BITS
    reasons = [
        Reason(way in short if way.holds is not None else None, way.words, way.detail)
        for way in ways
        if way.name != "few_rotations" or way in short
    ]
    amplitudes = f"{two_to(num_qubits)} amplitudes; up to {two_to(FEW_BITS)} count as small."
    reasons.append(Reason(small, "State vector.", amplitudes))
    reasons.sort(key=lambda reason: _ORDER[reason.holds])
    reasons += tried
    best = short[0].bits if short else float(num_qubits) if small else None
    verdict, tone, says = _verdict(short, small, num_qubits, engine)
    charted = [way for way in ways if way.bits is not None]
    places = tuple(map(float, range(1, len(charted) + 1)))
    return Simulability(
        name="simulability",
        title="Classical simulation",
        value=best,
        error=None if best is None else 0.0,
        basis="an upper bound, proven" if best is not None else "not known",
        unit="log₂ of the numbers that are enough",
        verdict=verdict,
        tone=tone,
        says=says,
        convention={
            "of": "the state" if observable is None else "the energy from |0…0⟩",
            "exact": True,
            "values": "all",
            "easy up to": f"{two_to(FEW_BITS)} numbers, fewer than amplitudes",
        },
        conditions=("exact, for all values of the parameters", "no noise", "line in qubit order"),
        source=_SOURCE,
        cell=_cell(observable is not None, engine),
        reasons=tuple(reasons),
        chart=Chart(
            "structure", "log₂ of the numbers that are enough",
            (Series("", "bars", places, tuple(float(way.bits or 0) for way in charted),
                    labels=tuple(way.name.replace("_", " ") for way in charted)),),
        ) if charted else None,
        columns=columns(ways),
        engine=engine,
    )  # fmt: skip


def _verdict(
    short: Sequence[Shortcut], small: bool, num_qubits: int, engine: str | None
) -> tuple[str, Tone, str]:
    runs = f" The engine '{engine}' runs it exactly." if engine else ""
    if short:
        none = " No engine here runs it exactly." if not engine else runs
        return "easy", "warn", f"A classical computer can do it, by the first of these.{none}"
    if small:
        many = count(num_qubits, "qubit")
        return "small", "plain", f"No shortcut is known; {many} fit a state vector.{runs}"
    return "no shortcut known", "unknown", (
        f"No structure that makes it easy was found; that is no proof that there is none.{runs}"
    )  # fmt: skip


def _cell(has_observable: bool, engine: str | None) -> str:
    given = "c, H" if has_observable else "c"
    runs = f"  # qd.Simulator({given}, engine={engine!r}) runs it" if engine else ""
    return f"qd.analyze.simulability({given}){runs}"


SIMULABILITY: Final = Analysis(
    name="simulability",
    title="Classical simulation",
    group="Training",
    help="Whether it is easy to simulate exactly anyway, by which structure and which engine",
    source=_SOURCE,
    convention="proofs for all values; easy up to 2²⁰ numbers and fewer than amplitudes",
    takes="observable",
    is_long=True,
    options=(Option(name="seed", title="Seed", kind="integer", default=0, low=0),),
    run=simulability,
)
