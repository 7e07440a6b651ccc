"""What a circuit is made of: operations, conditions, repeat blocks and composite gates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from qdesign.angle import Angle, check_name
from qdesign.errors import InvalidCircuit, TooLarge
from qdesign.gates import GATES, gate

_MAX_NESTING: Final = 100


@dataclass(frozen=True, slots=True)
class Condition:
    """Classical bits (lowest first) that equal a value, or with `equal=False` differ from it."""

    clbits: tuple[int, ...]
    value: int
    equal: bool = True

    def __post_init__(self) -> None:
        if not self.clbits or len(set(self.clbits)) != len(self.clbits):
            raise InvalidCircuit(f"Condition on clbits {self.clbits}: name each bit once.")
        if not 0 <= self.value < 1 << len(self.clbits):
            raise InvalidCircuit(
                f"Condition value {self.value} does not fit in {len(self.clbits)} classical bits."
            )


@dataclass(frozen=True, slots=True)
class Operation:
    """A gate on given wires with given angles.

    Attributes:
        gate: a row of the gate table or a composite gate of the circuit.
        qubits: the gate's wires, in its order.
        angles: exact angles, in its order.
        controls, anticontrols: further wires that must be 1, or 0, for the gate to act.
        clbits: where `measure` puts its bit.
        conditions: all must hold for the operation to happen.
        id, column: identity and place in a drawing, columns by rising number; not compared.
    """

    gate: str
    qubits: tuple[int, ...]
    angles: tuple[Angle, ...] = ()
    controls: tuple[int, ...] = ()
    anticontrols: tuple[int, ...] = ()
    clbits: tuple[int, ...] = ()
    conditions: tuple[Condition, ...] = ()
    id: str = field(default="", compare=False)
    column: float | None = field(default=None, compare=False)

    def at(self, identity: str, column: float) -> Operation:
        """The operation with another id and column; quicker than `replace`."""
        return Operation(
            self.gate,
            self.qubits,
            self.angles,
            self.controls,
            self.anticontrols,
            self.clbits,
            self.conditions,
            identity,
            column,
        )

    @property
    def wires(self) -> tuple[int, ...]:
        """Every qubit the operation touches: controls, anti-controls, then the gate's own."""
        if not self.controls and not self.anticontrols:
            return self.qubits
        return self.controls + self.anticontrols + self.qubits

    def map_angles(self, change: Callable[[Angle], Angle]) -> Operation:
        """The operation with every angle changed."""
        if not self.angles:
            return self
        angles = tuple([change(angle) for angle in self.angles])
        if all(new is old for new, old in zip(angles, self.angles, strict=True)):
            return self
        return replace(self, angles=angles)


@dataclass(frozen=True, slots=True)
class Block:
    """A group of operations that repeats `count` times.

    `indexed` gives, for a local parameter name of the body, the parameter that it stands for in
    each repetition: `(("gamma", ("gamma_1", "gamma_2")),)`.
    """

    operations: tuple[Operation | Block, ...]
    count: int = 1
    name: str = ""
    indexed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    id: str = field(default="", compare=False)
    column: float | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.count, int) or self.count < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidCircuit(f"A block repeats {self.count} times: give 0 or more.")
        for local, names in self.indexed:
            check_name(local)
            for name in names:
                check_name(name)
            if len(names) != self.count:
                raise InvalidCircuit(
                    f"Block parameter '{local}' has {len(names)} names for {self.count} "
                    "repetitions. Give one name for each."
                )

    @property
    def wires(self) -> tuple[int, ...]:
        """Every qubit that the block touches, in order of first use."""
        return tuple(dict.fromkeys(w for item in self.operations for w in item.wires))

    def repetition(self, index: int) -> Mapping[str, Angle]:
        """What each local parameter stands for in repetition `index`, from 0."""
        return {local: Angle.parameter(names[index]) for local, names in self.indexed}


Item = Operation | Block


@dataclass(frozen=True, slots=True)
class GateDefinition:
    """A named composite gate: formal parameters, wires 0 to num_qubits - 1, unitary operations."""

    name: str
    num_qubits: int
    operations: tuple[Item, ...]
    parameters: tuple[str, ...] = ()
    global_phase: Angle = Angle()


def is_unitary(item: Item) -> bool:
    """Is it free of measurement, reset and conditions?"""
    if isinstance(item, Block):
        return all(is_unitary(inner) for inner in item.operations)
    return item.gate not in ("measure", "reset") and not item.conditions


def rewired(operation: Operation, place: Mapping[int, int]) -> Operation:
    """The operation on other qubits: `place` gives the new one of each."""
    return replace(
        operation,
        qubits=tuple(place[wire] for wire in operation.qubits),
        controls=tuple(place[wire] for wire in operation.controls),
        anticontrols=tuple(place[wire] for wire in operation.anticontrols),
    )


def under(
    operation: Operation,
    *,
    controls: tuple[int, ...] = (),
    anticontrols: tuple[int, ...] = (),
    conditions: tuple[Condition, ...] = (),
) -> Operation:
    """The operation under further controls and conditions.

    A barrier is under none: it does nothing, whatever the wires and bits are.
    """
    if operation.gate == "barrier" or not (controls or anticontrols or conditions):
        return operation
    return replace(
        operation,
        controls=controls + operation.controls,
        anticontrols=anticontrols + operation.anticontrols,
        conditions=(*conditions, *(c for c in operation.conditions if c not in conditions)),
    )


def nesting(items: Iterable[Item], depths: Mapping[str, int]) -> int:
    """How deep `items` nest blocks and composite gates; `depths` tells it of the latter."""
    return max(
        (
            1 + nesting(item.operations, depths)
            if isinstance(item, Block)
            else depths.get(item.gate, 0)
            for item in items
        ),
        default=0,
    )


def check_nesting(depth: int) -> None:
    """Refuses blocks and composite gates that nest deeper than they can be walked."""
    if depth > _MAX_NESTING:
        raise TooLarge(f"Blocks and composite gates nest more than {_MAX_NESTING} deep.")


def has_controls(operation: Operation) -> bool:
    """Has it control modifiers, beside those of its row?"""
    return bool(operation.controls or operation.anticontrols)


def collect_parameters(items: Iterable[Item], seen: dict[str, None]) -> None:
    """Adds the free parameters of `items` to `seen`, in order of first use."""
    for item in items:
        if isinstance(item, Operation):
            for angle in item.angles:
                if angle.terms:
                    seen.update(dict.fromkeys(angle.parameters))
            continue
        if item.count == 0:
            continue
        inner: dict[str, None] = {}
        collect_parameters(item.operations, inner)
        local = dict(item.indexed)
        for index in range(item.count if local else 1):
            for name in inner:
                seen[local[name][index] if name in local else name] = None


def substitute(item: Item, angles: Mapping[str, Angle]) -> Item:
    """The item with an angle put for each parameter; a block is unrolled where one is its own."""
    if isinstance(item, Operation):
        return item.map_angles(lambda angle: angle.substitute(angles))
    outer = {name: angle for name, angle in angles.items() if name not in dict(item.indexed)}
    touched = any(name in angles for _, names in item.indexed for name in names)
    if not touched:
        inner = tuple(substitute(o, outer) for o in item.operations)
        return replace(item, operations=inner)
    repeated: list[Item] = []
    for index in range(item.count):
        here = {**outer, **{n: a.substitute(angles) for n, a in item.repetition(index).items()}}
        repeated.extend(substitute(o, here) for o in item.operations)
    return replace(item, operations=tuple(repeated), count=1, indexed=())


class Checker:
    """Checks items against a circuit's wires and gates."""

    def __init__(
        self, num_qubits: int, num_clbits: int, known: Mapping[str, GateDefinition]
    ) -> None:
        self.num_qubits = num_qubits
        self.num_clbits = num_clbits
        self.known = known

    def check(self, item: Item, depth: int) -> None:
        """Raises where the item has a wrong gate, shape or wire, `depth` blocks deep."""
        if isinstance(item, Block):
            if depth >= _MAX_NESTING:
                raise TooLarge(f"Blocks nest more than {_MAX_NESTING} deep.")
            for inner in item.operations:
                self.check(inner, depth + 1)
            return
        if not isinstance(item, Operation):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidCircuit(
                f"A circuit holds operations and blocks; {type(item).__name__} is neither."
            )
        row = GATES.get(item.gate)
        if row is None and item.gate in self.known:
            composite = self.known[item.gate]
            arity, num_angles = composite.num_qubits, len(composite.parameters)
        else:
            row = row or gate(item.gate)
            arity, num_angles = row.num_qubits, len(row.angles)
        self._check_shape(item, arity, num_angles)
        if (item.controls or item.anticontrols) and row is not None and not row.is_unitary:
            raise InvalidCircuit(f"Operation {item.gate} cannot be controlled; use a condition.")
        self._check_wires(item)

    def _check_shape(self, item: Operation, arity: int, num_angles: int) -> None:
        if item.gate == "barrier":
            arity = max(1, len(item.qubits))
        if len(item.qubits) != arity:
            raise InvalidCircuit(
                f"Operation {item.gate} on qubits {item.qubits}: it takes {arity}, "
                f"not {len(item.qubits)}."
            )
        if len(item.angles) != num_angles:
            raise InvalidCircuit(
                f"Operation {item.gate} on qubits {item.qubits}: it takes {num_angles} angles, "
                f"not {len(item.angles)}."
            )
        if len(item.clbits) != (1 if item.gate == "measure" else 0):
            raise InvalidCircuit(
                f"Operation {item.gate} on qubits {item.qubits}: measure takes one classical bit, "
                "other operations none."
            )

    def _check_wires(self, item: Operation) -> None:
        wires = item.wires
        top = self.num_qubits
        for wire in wires:
            if not 0 <= wire < top:
                raise InvalidCircuit(
                    f"Operation {item.gate} on qubits {wires}: the circuit has "
                    + (f"qubits 0 to {top - 1}." if top else "no qubits.")
                )
        if len(wires) > 1 and len(set(wires)) != len(wires):
            raise InvalidCircuit(
                f"Operation {item.gate} on qubits {wires}: a wire may be named once only."
            )
        for bit in (*item.clbits, *(b for c in item.conditions for b in c.clbits)):
            if not 0 <= bit < self.num_clbits:
                raise InvalidCircuit(
                    f"Operation {item.gate} on qubits {wires} uses clbit {bit}: the circuit has "
                    + (f"clbits 0 to {self.num_clbits - 1}." if self.num_clbits else "no clbits.")
                )


def check_definition(item: GateDefinition, known: Mapping[str, GateDefinition]) -> None:
    """Checks a composite gate that may use the gates in `known`."""
    if item.name in GATES or item.name in known:
        raise InvalidCircuit(f"Composite gate '{item.name}' would replace a gate that is there.")
    for name in (item.name, *item.parameters):
        check_name(name)
    checker = Checker(item.num_qubits, 0, known)
    for inner in item.operations:
        checker.check(inner, 0)
        if not is_unitary(inner):
            raise InvalidCircuit(
                f"Composite gate '{item.name}' holds a measurement, reset or condition; "
                "it may hold gates only."
            )
    seen: dict[str, None] = dict.fromkeys(item.global_phase.parameters)
    collect_parameters(item.operations, seen)
    for name in seen:
        if name not in item.parameters:
            raise InvalidCircuit(
                f"Composite gate '{item.name}' uses the parameter '{name}', which it does not take."
            )
