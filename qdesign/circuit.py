"""Circuits: operations, repeat blocks, composite gates and conditions, as one immutable value.

`flat` expands blocks and composite gates; `elementary` also replaces controls by rows of the table.
It is long because one value holds all that the stages ask of a circuit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from qdesign.angle import Angle, check_name
from qdesign.control import decompose, expand_controls, inverse_operation
from qdesign.errors import (
    InvalidAngle,
    InvalidCircuit,
    MissingValue,
    NotUnitary,
    TooLarge,
    UnknownParameter,
)
from qdesign.expansion import MAX_OPERATIONS, Counter, Expander, check_budget
from qdesign.formula import MARK, is_derived
from qdesign.gates import GATES, Gate, parse_definition
from qdesign.given import given_whole
from qdesign.operation import (
    Block,
    Checker,
    Condition,
    GateDefinition,
    Item,
    Operation,
    check_definition,
    check_nesting,
    collect_parameters,
    has_controls,
    is_unitary,
    nesting,
    rewired,
    substitute,
)
from qdesign.placing import Names, place
from qdesign.registers import Registers, mapping
from qdesign.showing.drawing import Drawing, draw, image, svg
from qdesign.showing.tables import count, table

__all__ = [
    "MAX_OPERATIONS",
    "MAX_QUBITS",
    "Block",
    "Circuit",
    "Condition",
    "GateDefinition",
    "Item",
    "Operation",
    "Stats",
    "decompose",
    "expand_controls",
    "inverse_operation",
    "values_for",
]

MAX_QUBITS: Final = 10_000

STAT_TITLES: Final = {
    "num_qubits": "qubits",
    "num_parameters": "parameters",
    "num_rotations": "rotations",
    "num_t": "T gates",
    "num_two_qubit": "two-qubit gates",
    "num_gates": "gates",
    "depth": "depth",
}
"""What a person reads beside each figure of `Stats`."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures of a circuit, over its elementary form.

    Attributes:
        num_rotations: non-Clifford angles, T gates included.
        num_t: angles that are odd multiples of π/4.
        num_two_qubit: two-qubit operations; larger gates count as their decomposition.
        num_gates: gates with every composite gate and block expanded, without barriers.
        depth: longest chain of gates, measurements and resets.
    """

    num_qubits: int
    num_parameters: int
    num_rotations: int
    num_t: int
    num_two_qubit: int
    num_gates: int
    depth: int

    def _repr_html_(self) -> str:
        return table([(title, f"{getattr(self, name):,}") for name, title in STAT_TITLES.items()])


@dataclass(frozen=True, slots=True)
class Circuit:
    """An immutable circuit; checked when made.

    Attributes:
        unused_parameters: names that no angle has, such as an input of a program that no gate
            uses, in order; of the names given, those in use are left out.
        declared: registers with names of their own.

    Example:
        >>> Circuit.of(2, "h 0; cx 0 1; rz(2*theta) 1").parameters
        ('theta',)
    """

    num_qubits: int
    operations: tuple[Item, ...] = ()
    num_clbits: int = 0
    gates: tuple[GateDefinition, ...] = ()
    global_phase: Angle = Angle()
    qubit_names: tuple[str, ...] = field(default=(), compare=False)
    unused_parameters: tuple[str, ...] = ()
    declared: Registers = field(default=Registers(), compare=False)

    def __post_init__(self) -> None:
        for name in ("num_qubits", "num_clbits"):
            number = getattr(self, name)
            if type(number) is not int:
                what = f"The number of {name.removeprefix('num_')}"
                object.__setattr__(self, name, given_whole(number, what, low=None))
        if not isinstance(self.operations, tuple):  # pyright: ignore[reportUnnecessaryIsInstance]
            object.__setattr__(self, "operations", _items(self.operations))
        if not 0 <= self.num_qubits <= MAX_QUBITS:
            raise TooLarge(
                f"{self.num_qubits} qubits were asked for; a circuit has 0 to {MAX_QUBITS:,}."
            )
        if not 0 <= self.num_clbits <= MAX_QUBITS:
            raise TooLarge(
                f"{self.num_clbits} classical bits were asked for; a circuit has at most "
                f"{MAX_QUBITS:,}."
            )
        known: dict[str, GateDefinition] = {}
        depths: dict[str, int] = {}
        for item in self.gates:
            if item.num_qubits > MAX_QUBITS:
                raise TooLarge(
                    f"Composite gate '{item.name}' is on {item.num_qubits} qubits; a gate has at "
                    f"most {MAX_QUBITS:,}."
                )
            check_definition(item, known)
            known[item.name] = item
            depths[item.name] = 1 + nesting(item.operations, depths)
            check_nesting(depths[item.name])
        checker = Checker(self.num_qubits, self.num_clbits, known)
        for item in self.operations:
            checker.check(item, 0)
        if depths:
            check_nesting(nesting(self.operations, depths))
        if self.qubit_names and len(self.qubit_names) != self.num_qubits:
            raise InvalidCircuit(
                f"{len(self.qubit_names)} qubit names were given for {self.num_qubits} qubits."
            )
        self.declared.check(self.num_qubits, self.num_clbits)
        if self.unused_parameters:
            used = set(self.used_parameters)
            unused = tuple(n for n in dict.fromkeys(self.unused_parameters) if n not in used)
            for name in unused:
                check_name(name)
            object.__setattr__(self, "unused_parameters", unused)

    @staticmethod
    def of(num_qubits: int, text: str = "", *, num_clbits: int = 0) -> Circuit:
        """A circuit of table gates from text such as `h 0; cx 0 1; rz(theta/2) 1`."""
        placed = parse_definition(text)
        return Circuit(
            num_qubits,
            tuple(Operation(p.gate, p.qubits, p.angles) for p in placed),
            num_clbits=num_clbits,
        )

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the free parameters, in order of first use; behind them the unused ones."""
        return self.used_parameters + self.unused_parameters

    @property
    def used_parameters(self) -> tuple[str, ...]:
        """Names of the free parameters that angles have, in order of first use."""
        seen: dict[str, None] = {}
        collect_parameters(self.operations, seen)
        seen.update(dict.fromkeys(self.global_phase.parameters))
        return tuple(seen)

    @property
    def derived(self) -> Mapping[str, str]:
        """Formulas of the derived parameters, by the names that `Angle.symbols` has for them.

        Their values follow those of the free ones, so they take none of their own.

        Example:
            >>> Circuit.of(1, "rx(x*y) 0; rz(2*x) 0").derived
            {'=x*y': 'x*y'}
        """
        flat = self.flat()
        angles = [angle for item in flat.plain_operations for angle in item.angles]
        symbols = (name for angle in (*angles, flat.global_phase) for name in angle.symbols)
        return {name: name[len(MARK) :] for name in dict.fromkeys(symbols) if is_derived(name)}

    @property
    def num_operations(self) -> int:
        """Operations with blocks and composite gates expanded, computed without expanding.

        What holds nothing counts as one.
        """
        return Counter(self.gates).count(self.operations)

    @property
    def registers(self) -> dict[str, tuple[int, ...]]:
        """The classical registers by name, in order, each with its bits; together all bits."""
        return mapping(self.declared.all_clbits(self.num_clbits))

    @property
    def qubit_registers(self) -> dict[str, tuple[int, ...]]:
        """The registers of qubits by name, in order, each with its qubits; together all qubits."""
        return mapping(self.declared.all_qubits(self.num_qubits))

    @property
    def definitions(self) -> Mapping[str, GateDefinition]:
        """The composite gates by name."""
        return {item.name: item for item in self.gates}

    @property
    def is_flat(self) -> bool:
        """Has it neither blocks nor composite gates?"""
        for item in self.operations:  # asked of long circuits: `all` takes twice as long
            if not isinstance(item, Operation) or item.gate not in GATES:
                return False
        return True

    @property
    def is_unitary(self) -> bool:
        """Has it no measurement, reset or condition, in blocks either?"""
        return all(is_unitary(item) for item in self.operations)

    @property
    def plain_operations(self) -> tuple[Operation, ...]:
        """The operations of a flat circuit."""
        return cast("tuple[Operation, ...]", self.flat().operations)

    @property
    def used_qubits(self) -> tuple[int, ...]:
        """The qubits that something other than a barrier acts on, ascending."""
        operations = self.plain_operations
        return tuple(sorted({w for o in operations if o.gate != "barrier" for w in o.wires}))

    @property
    def stats(self) -> Stats:
        """Figures of the circuit, over its elementary form."""
        return _stats(self)

    def values_of(self, values: Mapping[str, float] | Sequence[float] | None) -> dict[str, float]:
        """Values by name from a mapping, or from a sequence in the order of `parameters`.

        Raises:
            UnknownParameter: a name that is not a parameter.
            MissingValue: a parameter without a value.
            InvalidCircuit: a sequence of the wrong length.
            InvalidAngle: a value that is not finite.
        """
        return values_for(self.parameters, values)

    def bind(self, values: Mapping[str, float]) -> Circuit:
        """The circuit with numbers put for the parameters that `values` names.

        A sequence gives all of them, in the order of `parameters`.

        Raises:
            UnknownParameter: a name that is not a parameter.
            InvalidAngle: a value that is not a finite number.
        """
        known = self.parameters
        if not isinstance(values, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            values = values_for(known, values)
        named = {_name_of(key): value for key, value in values.items()}
        for name, value in named.items():
            if name not in known:
                raise UnknownParameter(name, known)
            _number(name, value)
        return self.substitute({name: Angle.of(float(v)) for name, v in named.items()})

    def substitute(self, angles: Mapping[str, Angle]) -> Circuit:
        """The circuit with an angle put for each parameter that `angles` names."""
        if not angles:
            return self
        return replace(
            self,
            operations=tuple(substitute(item, angles) for item in self.operations),
            global_phase=self.global_phase.substitute(angles),
            unused_parameters=tuple(
                new
                for name in self.unused_parameters
                for new in (angles[name].parameters if name in angles else (name,))
            ),
        )

    def with_operations(self, operations: Iterable[Item]) -> Circuit:
        """The circuit with other operations; composite gates and names stay."""
        return replace(self, operations=tuple(operations))

    def then(self, other: Circuit) -> Circuit:
        """This circuit followed by `other` on as many qubits."""
        if other.num_qubits != self.num_qubits:
            raise InvalidCircuit(
                f"A circuit on {other.num_qubits} qubits cannot follow one on {self.num_qubits}."
            )
        mine, theirs = self.definitions, other.definitions
        if any(name in mine and mine[name] != theirs[name] for name in theirs):
            return self.flat().then(other.flat())
        return replace(
            self,
            operations=self.operations + other.operations,
            num_clbits=max(self.num_clbits, other.num_clbits),
            gates=self.gates + tuple(g for g in other.gates if g.name not in mine),
            global_phase=self.global_phase + other.global_phase,
            unused_parameters=self.unused_parameters + other.unused_parameters,
        )

    def inverse(self) -> Circuit:
        """The inverse of a unitary circuit, flat.

        Raises:
            NotUnitary: it measures, resets or has conditions.
        """
        if not self.is_unitary:
            raise NotUnitary(
                "A circuit with measurement, reset or conditions has no inverse. Remove them first."
            )
        inverted = tuple(inverse_operation(o) for o in reversed(self.plain_operations))
        return replace(self.flat(), operations=inverted, global_phase=-self.flat().global_phase)

    def without_final_measurements(self) -> Circuit:
        """The circuit without the measurements and barriers after which nothing happens."""
        flat = self.flat()
        operations = flat.plain_operations
        if not any(item.gate in ("measure", "barrier") for item in operations):
            return flat
        busy: set[int] = set()
        later: set[int] = set()  # clbits that what is kept reads or writes
        kept: list[Item] = []
        for item in reversed(operations):
            final = item.gate in ("measure", "barrier") and not item.conditions
            if final and not busy.intersection(item.qubits) and not later.intersection(item.clbits):
                continue
            busy.update(item.wires)
            later.update(item.clbits)
            later.update(bit for condition in item.conditions for bit in condition.clbits)
            kept.append(item)
        return flat.with_operations(reversed(kept))

    def flat(self) -> Circuit:
        """The same circuit with blocks and composite gates expanded.

        Raises:
            TooLarge: more than a million operations would result.
        """
        if self.is_flat and not self.gates:
            return self
        check_budget(self.num_operations)
        expander = Expander(self.definitions)
        operations = tuple(expander.expand(self.operations))
        return replace(
            self, operations=operations, gates=(), global_phase=self.global_phase + expander.phase
        )

    def on_qubits(self, qubits: Sequence[int]) -> Circuit:
        """The flat circuit on some of its qubits alone, numbered from 0 in the order given.

        Barriers are cut to those qubits; names of qubits go.

        Raises:
            InvalidCircuit: an operation acts on one of them and on another one too.
        """
        place = {qubit: index for index, qubit in enumerate(qubits)}
        kept: list[Operation] = []
        for operation in self.plain_operations:
            if operation.gate == "barrier":
                wires = tuple(q for q in operation.qubits if q in place)
                if wires:
                    kept.append(rewired(replace(operation, qubits=wires), place))
            elif all(wire in place for wire in operation.wires):
                kept.append(rewired(operation, place))
            elif not place.keys().isdisjoint(operation.wires):
                raise InvalidCircuit(
                    f"Operation {operation.gate} acts on qubits {operation.wires}, of which only "
                    "some would be kept. Keep all of them or none."
                )
        return replace(
            self.flat(),
            num_qubits=len(place),
            operations=tuple(kept),
            qubit_names=(),
            declared=self.declared.on_qubits(place.get),
        )

    def elementary(self) -> Circuit:
        """Flat, and every control modifier replaced by rows of the table, exactly.

        Raises:
            TooLarge: more than a million operations would result.
        """
        flat = self.flat()
        if not any(has_controls(o) or o.gate == "gphase" for o in flat.plain_operations):
            return flat
        phase = flat.global_phase
        operations: list[Item] = []
        for operation in flat.plain_operations:
            if operation.gate == "gphase" and not has_controls(operation):
                if operation.conditions:
                    continue
                phase += operation.angles[0]
                continue
            if not has_controls(operation):
                operations.append(operation)
                continue
            for part in expand_controls(operation, flat.num_qubits):
                if part.gate != "gphase":
                    operations.append(part)
                elif not part.conditions:
                    phase += part.angles[0]
                check_budget(len(operations))
        return replace(flat, operations=tuple(operations), global_phase=phase)

    def placed(self) -> Circuit:
        """The circuit with an id for every item, and a column for every item that has none.

        Items are listed by column, and what has a column keeps it; gaps between columns are not
        drawn. Where none has one, or columns contradict the order of the items, all are laid out
        anew from 0, as far left as they go without overlap.
        """
        return replace(self, operations=place(self.operations, Names(self.operations)))

    def draw(self, format: str = "text") -> Drawing:  # noqa: A002 (as exporters call it)
        """A drawing: in letters where it is printed, as a picture where a notebook shows it.

        Args:
            format: `text`, of a large circuit its first part; or another exporter of pictures,
                such as `svg` or `quantikz`, whose text is the whole.

        Raises:
            InvalidRequest: no such picture of a circuit.
        """
        return draw(self, format, kind="circuit")

    def _repr_svg_(self) -> str:
        return svg(self)

    def _repr_html_(self) -> str:
        return image(svg(self))

    def __repr__(self) -> str:
        parts = [count(self.num_qubits, "qubit"), count(len(self.parameters), "parameter")]
        if self.num_clbits:
            parts.insert(1, count(self.num_clbits, "classical bit"))
        return f"Circuit({', '.join(parts)}, {count(self.num_operations, 'operation')})"

    def unplaced(self) -> Circuit:
        """The circuit without columns on its top level: `placed` will lay it out anew."""
        return self.with_operations(replace(item, column=None) for item in self.operations)


def values_for(
    parameters: Sequence[str], values: Mapping[str, float] | Sequence[float] | None
) -> dict[str, float]:
    """Values by name: every parameter has one, and no other name is given."""
    if values is None:
        values = {}
    if not isinstance(values, Mapping):
        listed = _listed(values)
        if len(listed) != len(parameters):
            raise InvalidCircuit(
                f"{len(listed)} values were given for {len(parameters)} parameters "
                f"({', '.join(parameters[:8])})."
            )
        values = dict(zip(parameters, listed, strict=True))
    known = set(parameters)
    values = {_name_of(key): value for key, value in values.items()}
    for name, value in values.items():
        if name not in known:
            raise UnknownParameter(name, parameters)
        _number(name, value)
    for name in parameters:
        if name not in values:
            raise MissingValue(name)
    return {name: float(values[name]) for name in parameters}


def _items(given: object) -> tuple[Item, ...]:
    if isinstance(given, list):
        return tuple(cast("list[Item]", given))
    raise InvalidCircuit(
        f"Operations are given as a tuple, not as {type(given).__name__}. Circuit.of takes a text."
    )


def _listed(values: object) -> list[float]:
    kind = type(values).__name__
    # A set has no order, so that its numbers would go to any parameter.
    no_order = isinstance(values, (str, bytes, set, frozenset)) or getattr(values, "ndim", 1) == 0
    if isinstance(values, Iterable) and not no_order:
        return list(cast("Iterable[float]", values))  # each is looked at once it has its name
    raise InvalidAngle(
        f"Values are expected, not {kind}. Give numbers by name, or in the order of the circuit's "
        "parameters."
    )


def _name_of(key: object) -> str:
    """The name that a key gives: itself, or that of a Parameter of Qiskit."""
    return key if isinstance(key, str) else str(getattr(key, "name", key))


def _number(name: str, value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]  # what it is not is said
    except OverflowError:
        raise InvalidAngle(
            f"The value of '{name}' is larger than any floating-point number. Give radians."
        ) from None
    except (TypeError, ValueError):
        raise InvalidAngle(
            f"The value of '{name}' must be a number, and {type(value).__name__} is none."
        ) from None
    if not abs(number) < float("inf"):
        raise InvalidAngle(f"The value of '{name}' must be finite, and {value} is not.")
    return number


def _stats(circuit: Circuit) -> Stats:
    rotations = num_t = two_qubit = gates = depth = 0
    levels = [0] * (circuit.num_qubits + circuit.num_clbits)
    for operation in circuit.elementary().plain_operations:
        row = GATES[operation.gate]
        if row.is_idle:
            continue
        gates += 1
        places = operation.qubits
        if operation.clbits or operation.conditions:
            bits = (*operation.clbits, *(b for c in operation.conditions for b in c.clbits))
            places = (*places, *[circuit.num_qubits + bit for bit in bits])
        level = 1 + max([levels[at] for at in places], default=0)
        depth = max(depth, level)
        for at in places:
            levels[at] = level
        two, rotated, t = _weight(operation, row)
        two_qubit += two
        rotations += rotated
        num_t += t
    return Stats(
        num_qubits=circuit.num_qubits,
        num_parameters=len(circuit.parameters),
        num_rotations=rotations,
        num_t=num_t,
        num_two_qubit=two_qubit,
        num_gates=gates,
        depth=depth,
    )


def _weight(operation: Operation, row: Gate) -> tuple[int, int, int]:
    """Two-qubit gates, non-Clifford angles and odd multiples of π/4 in one elementary operation."""
    if not row.angles:
        return row.num_two_qubit, row.num_rotations, row.num_t
    if row.num_qubits > 2:
        parts = [_weight(part, GATES[part.gate]) for part in decompose(operation)]
        return sum(p[0] for p in parts), sum(p[1] for p in parts), sum(p[2] for p in parts)
    free = [angle for angle in operation.angles if not angle.is_clifford]
    single = row.num_qubits < 2
    num_t = sum(1 for angle in free if angle.is_t) if single else 0
    return row.num_two_qubit, row.num_rotations + len(free), row.num_t + num_t
