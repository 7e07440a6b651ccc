"""Light cones: an energy of local terms as a sum of small exact simulations.

Terms with the same qubits in their cones are measured together, and cones that are the same circuit
on other qubits, with other angles, are one program that runs at many points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.compile import compile_circuit
from qdesign.simulate.engine import Engine
from qdesign.simulate.engines.cones import Cone, Past, terms_of
from qdesign.simulate.engines.protocol import LIVE_LIMIT, EngineRow, Real, Runner
from qdesign.simulate.engines.slots import Slots
from qdesign.simulate.program import encode_observable

_MOST_SECONDS: Final = 600
_SECONDS_EACH: Final = 1e-9
"""For a gate and a basis state, as measured on one core."""

_SECONDS_GROUP: Final = 2e-5
"""For a run, beside that."""

_Letters = Mapping[int, str]


@dataclass(slots=True)
class _Group:
    """Terms that are measured in one run: their common cone and coefficients."""

    wires: frozenset[int]
    operations: set[int]
    terms: list[tuple[_Letters, float]] = field(default_factory=list[tuple[_Letters, float]])


@dataclass(slots=True)
class _Program:
    """One small circuit, and where it stands: a row of slots for each place."""

    circuit: Circuit
    engine: Engine | None = None
    batches: dict[bytes, list[NDArray[np.intp]]] = field(
        default_factory=dict[bytes, list[NDArray[np.intp]]]
    )

    def ready(self) -> Engine:
        """The engine with the small circuit."""
        if self.engine is None:
            self.engine = Engine(compile_circuit(self.circuit))
            if len(self.batches) == 1:
                self.engine.observe(next(iter(self.batches)))
        return self.engine

    def measured(self) -> Iterable[tuple[Engine, list[NDArray[np.intp]]]]:
        """The engine with each observable in turn, and the places where that is measured."""
        engine = self.ready()
        for observable, places in self.batches.items():
            if len(self.batches) > 1:
                engine.observe(observable)
            yield engine, places


class _Parts:
    """Small circuits cut out of a large one; equal ones are one program."""

    def __init__(self, circuit: Circuit, slots: Slots) -> None:
        self.past = Past(circuit.plain_operations)
        self._slots = slots
        self._programs: dict[object, _Program] = {}

    @property
    def programs(self) -> Iterable[_Program]:
        """All so far."""
        return self._programs.values()

    def cut(
        self, wires: Iterable[int], operations: Iterable[int]
    ) -> tuple[_Program, NDArray[np.intp], dict[int, int]]:
        """The program of some operations, its slots here, and the place of each wire in it."""
        place = {wire: index for index, wire in enumerate(sorted(wires))}
        local: dict[int, int] = {}
        parts: list[tuple[object, ...]] = []
        for number in sorted(operations):
            operation = self.past.operations[number]
            angles = tuple([self._angle(angle, local) for angle in operation.angles])
            moved = (
                tuple([place[wire] for wire in wires])
                for wires in (operation.qubits, operation.controls, operation.anticontrols)
            )
            parts.append((operation.gate, angles, *moved))
        key = (len(place), tuple(parts))
        program = self._programs.get(key)
        if program is None:
            program = self._programs[key] = _Program(_circuit(len(place), parts, len(local)))
        return program, np.array(list(local), dtype=np.intp), place

    def _angle(self, angle: Angle, local: dict[int, int]) -> Angle | int:
        """A multiple of π/2 as it is, another one as the number of its slot in the program."""
        if angle.is_clifford:
            return angle
        return local.setdefault(self._slots.number(angle), len(local))


def _circuit(num_qubits: int, parts: Iterable[tuple[object, ...]], num_slots: int) -> Circuit:
    operations = [
        Operation(
            gate,  # pyright: ignore[reportArgumentType]
            qubits,  # pyright: ignore[reportArgumentType]
            tuple(a if isinstance(a, Angle) else _symbol(a) for a in angles),  # type: ignore[union-attr]
            controls,  # pyright: ignore[reportArgumentType]
            anticontrols,  # pyright: ignore[reportArgumentType]
        )
        for gate, angles, qubits, controls, anticontrols in parts
    ]
    made = Circuit(num_qubits, tuple(operations))
    assert made.parameters == tuple(f"s{k}" for k in range(num_slots)), "in order of first use"
    return made


@lru_cache(maxsize=1 << 12)
def _symbol(number: int) -> Angle:
    return Angle.parameter(f"s{number}")


@final
class LightCones(Runner):
    """The sum over light cones."""

    def __init__(self, circuit: Circuit, observable: Observable | None) -> None:
        self._circuit = circuit
        self._slots = Slots(circuit.parameters)
        self._parts = _Parts(circuit, self._slots)
        self._constant = 0.0
        self._singles: list[tuple[Engine, NDArray[np.intp], int]] | None = None
        if observable is None:
            return
        self._constant, groups = _groups(circuit, observable)
        seconds = _seconds(groups)
        if seconds > _MOST_SECONDS:
            raise TooLarge(
                f"One energy by these {len(groups):,} light cones would take about "
                f"{seconds / 60:,.0f} minutes; at most {_MOST_SECONDS // 60} are taken. Leave out "
                "terms, or use engine='mps'."
            )
        for group in groups:
            program, slots, place = self._parts.cut(group.wires, group.operations)
            masks = (_mask(letters, place, weight) for letters, weight in group.terms)
            data = encode_observable(len(place), masks)
            program.batches.setdefault(data, []).append(slots)
        largest = max((len(group.wires) for group in groups), default=0)
        self.says = f"{len(groups):,} light cones, the largest of {largest} qubits"
        self._measured = [program for program in self._parts.programs if program.batches]

    def expectation(self, values: Real) -> float:
        """The sum of the cones' energies."""
        radians = self._slots.at(values)
        total = self._constant
        for program in self._measured:
            for engine, places in program.measured():
                total += float(engine.sweep(radians[np.array(places)]).sum())
        return total

    def gradient(self, values: Real) -> tuple[float, Real]:
        """The same, and the cones' gradients added up."""
        radians = self._slots.at(values)
        total, slopes = self._constant, np.zeros(len(radians))
        for program in self._measured:
            for engine, places in program.measured():
                for slots in places:
                    energy, found = engine.gradient(radians[slots])
                    total += energy
                    slopes[slots] += found
        return total, self._slots.back(values, slopes)

    def hessian_product(self, direction: Real, values: Real) -> Real:
        """The cones' products, added up.

        Raises:
            InvalidRequest: the circuit has derived parameters.
        """
        if self._slots.derived:
            raise InvalidRequest(
                "A Hessian by light cones is for angles that are sums of parameters; this circuit "
                "has formulas. Take gradients to both sides."
            )
        radians, moves = self._slots.at(values), self._slots.along(values, direction)
        total = np.zeros(len(radians))
        for program in self._measured:
            for engine, places in program.measured():
                for slots in places:
                    total[slots] += engine.hessian_product(radians[slots], moves[slots])
        return self._slots.back(values, total)

    def bloch_vectors(self, values: Real) -> Real:
        """Of each qubit, from its own cone."""
        if self._singles is None:
            self._singles = [self._single(qubit) for qubit in range(self._circuit.num_qubits)]
        radians = self._slots.at(values)
        found = np.zeros((len(self._singles), 3))
        for qubit, (engine, slots, place) in enumerate(self._singles):
            engine.run(radians[slots])
            found[qubit] = engine.bloch_vectors()[place]
        return found

    def marginal(self, qubits: Sequence[int], values: Real) -> Real:
        """From the cone of all of them together.

        Raises:
            TooLarge: it has more than 20 qubits.
        """
        cone = self._cone(dict.fromkeys(qubits, "Z"))
        program, slots, place = self._parts.cut(cone.wires, cone.operations)
        engine = program.ready()
        engine.run(self._slots.at(values)[slots])
        size = len(place)
        table = engine.probabilities().reshape((2,) * size)
        axes = [size - 1 - place[qubit] for qubit in reversed(qubits)]
        rest = tuple(axis for axis in range(size) if axis not in axes)
        kept = np.transpose(table, (*axes, *rest)).reshape(1 << len(axes), -1)
        return np.asarray(kept.sum(axis=1), dtype=np.float64)

    def _single(self, qubit: int) -> tuple[Engine, NDArray[np.intp], int]:
        cone = self._cone({qubit: "-"})
        program, slots, place = self._parts.cut(cone.wires, cone.operations)
        return program.ready(), slots, place[qubit]

    def _cone(self, letters: _Letters) -> Cone:
        cone = self._parts.past.cone(letters, most=LIVE_LIMIT)
        if cone is None:
            named = ", ".join(str(qubit) for qubit in letters)
            raise TooLarge(
                f"The light cone of qubit{'s' if len(letters) > 1 else ''} {named} has more than "
                f"{LIVE_LIMIT} qubits. Ask for fewer qubits, or use engine='mps'."
            )
        return cone


def _mask(letters: _Letters, place: Mapping[int, int], weight: float) -> tuple[int, int, float]:
    x = sum(1 << place[qubit] for qubit, letter in letters.items() if letter in "XY")
    z = sum(1 << place[qubit] for qubit, letter in letters.items() if letter in "YZ")
    return x, z, weight


@lru_cache(maxsize=1)
def _groups(circuit: Circuit, observable: Observable) -> tuple[float, Sequence[_Group]]:
    """The identity's coefficient, and the other terms by common cones; kept for who asks next.

    Raises:
        TooLarge: a term has a cone of more than 20 qubits.
    """
    past, constant = Past(circuit.plain_operations), 0.0
    found: list[tuple[Cone, _Letters, float]] = []
    for letters, weight in terms_of(observable):
        if not letters:
            constant += weight
            continue
        cone = past.cone(letters, most=LIVE_LIMIT)
        if cone is None:
            raise TooLarge(_too_wide(letters))
        found.append((cone, letters, weight))
    found.sort(key=lambda each: -len(each[0].wires))
    groups: list[_Group] = []
    on_wire: dict[int, list[_Group]] = {}
    for cone, letters, weight in found:
        wires = frozenset(cone.wires)
        group = next((g for g in on_wire.get(cone.wires[0], []) if wires <= g.wires), None)
        if group is None:
            group = _Group(wires, set())
            groups.append(group)
            for wire in wires:
                on_wire.setdefault(wire, []).append(group)
        group.operations |= cone.operations
        group.terms.append((letters, weight))
    return constant, groups


def _seconds(groups: Sequence[_Group]) -> float:
    work = sum(2.0 ** len(group.wires) * (len(group.operations) + 1) for group in groups)
    return work * _SECONDS_EACH + len(groups) * _SECONDS_GROUP


def _too_wide(letters: _Letters) -> str:
    named = " ".join(f"{letter}{qubit}" for qubit, letter in sorted(letters.items())[:6])
    more = " …" if len(letters) > 6 else ""
    return f"The light cone of the term {named}{more} has more than {LIVE_LIMIT} qubits."


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    return None if observable is None else _fits(circuit, observable)


def _fits(circuit: Circuit, observable: Observable | None) -> str | None:
    if observable is None:
        past = Past(circuit.plain_operations)
        for qubit in range(circuit.num_qubits):
            if past.cone({qubit: "-"}, most=LIVE_LIMIT) is None:
                return f"The light cone of qubit {qubit} has more than {LIVE_LIMIT} qubits."
        return None
    try:
        _groups(circuit, observable)
    except TooLarge as error:
        return str(error)
    return None


def _cost(circuit: Circuit, observable: Observable | None) -> float:
    return 0.0 if observable is None else _seconds(_groups(circuit, observable)[1])


ROW: Final = EngineRow(
    name="light_cone",
    title="Light cones",
    help="each term with the gates that it sees, exactly, up to 20 qubits a term",
    source="Evenbly and Vidal, arXiv:0707.1454; with what commutes left out",
    runner=LightCones,
    refuses=_refuses,
    fits=_fits,
    cost=_cost,
)
