"""A circuit cut into unitary segments, and put together with what was not touched kept whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.gates import GATES
from qdesign.operation import Item, Operation, rewired
from qdesign.zx.gadgets import NamedRadians

Whole = tuple[Item, tuple[Operation, ...]]


@dataclass(frozen=True, slots=True)
class Cut:
    """The flat operations of a circuit in runs: odd runs are single stops, even ones unitary.

    Attributes:
        segments: unitary runs, one more than there are stops.
        stops: measurement, reset, barrier or an operation with conditions, between the segments.
        originals: by object id, the operations as they were before radians were named.
        radians: the parameters that stand for plain radians in the segments.
        wholes: by the object id of its first flat operation, each block and composite gate.
    """

    circuit: Circuit
    segments: tuple[Circuit, ...]
    stops: tuple[Operation, ...]
    originals: dict[int, Operation]
    radians: NamedRadians
    wholes: dict[int, Whole]

    def joined(self, segments: Sequence[Circuit]) -> Circuit:
        """The circuit with other segments, numbers put back, items kept where untouched."""
        flat: list[Operation] = []
        for index, segment in enumerate(segments):
            flat.extend(self._restored(o) for o in segment.plain_operations)
            if index < len(self.stops):
                flat.append(self.stops[index])
        items = _regrouped(self.wholes, flat)
        result = replace(self.circuit, operations=items)
        used = _gates_used(items)
        definitions = self.circuit.definitions
        needed: set[str] = set()
        for definition in reversed(self.circuit.gates):
            if definition.name in used or definition.name in needed:
                needed.add(definition.name)
                needed |= _gates_used(definitions[definition.name].operations)
        gates = tuple(g for g in self.circuit.gates if g.name in needed)
        return replace(result, gates=gates)

    def _restored(self, operation: Operation) -> Operation:
        original = self.originals.get(id(operation))
        if original is not None:
            return original
        return operation.map_angles(self.radians.restored)


class Compact:
    """A segment on the qubits that it uses, so that idle ones cost nothing.

    Attributes:
        segment: the segment with its qubits numbered anew, or as it is where it uses all.
    """

    def __init__(self, segment: Circuit) -> None:
        self.whole = segment
        given = segment.plain_operations
        self.wires = segment.used_qubits or (0,)
        self.segment = segment
        self._given: dict[int, Operation] = {}
        if len(self.wires) < segment.num_qubits:
            self.segment = segment.on_qubits(self.wires)
            moved = self.segment.plain_operations
            self._given = {id(o): old for o, old in zip(moved, given, strict=True)}

    def restored(self, found: Circuit) -> Circuit:
        """What was found for `segment`, on all qubits; untouched operations are the very same."""
        if not self._given:
            return found
        place = dict(enumerate(self.wires))
        operations = tuple(
            self._given.get(id(o)) or rewired(o, place) for o in found.plain_operations
        )
        return replace(self.whole, operations=operations)


def cut(circuit: Circuit) -> Cut:
    """The unitary segments of a circuit, with a parameter for each size of plain radians."""
    runs: list[list[Operation]] = [[]]
    stops: list[Operation] = []
    originals: dict[int, Operation] = {}
    radians = NamedRadians(circuit.parameters)
    circuit.flat()  # refuses what is too large before anything is expanded
    wholes: dict[int, Whole] = {}
    flat: list[Operation] = []
    for item in circuit.operations:
        inner = _expanded(circuit, item)
        if inner and inner[0] is not item:
            wholes[id(inner[0])] = (item, inner)
        flat.extend(inner)
    for operation in flat:
        if operation.conditions or not GATES[operation.gate].is_unitary:
            stops.append(operation)
            runs.append([])
            continue
        named = operation
        if any(angle.radians for angle in operation.angles):
            named = operation.map_angles(radians.named)
        originals[id(named)] = operation
        runs[-1].append(named)
    return Cut(
        circuit,
        tuple(Circuit(circuit.num_qubits, tuple(run)) for run in runs),
        tuple(stops),
        originals,
        radians,
        wholes,
    )


def _expanded(circuit: Circuit, item: Item) -> tuple[Operation, ...]:
    """The flat operations of one item; a plain operation is its own."""
    if isinstance(item, Operation) and item.gate in GATES:
        return (item,)
    return replace(circuit, operations=(item,), global_phase=Angle()).plain_operations


def _regrouped(items: Mapping[int, Whole], flat: Sequence[Operation]) -> tuple[Item, ...]:
    """Flat operations, with blocks and composite gates put back where all of theirs are there."""
    result: list[Item] = []
    place = 0
    while place < len(flat):
        whole = items.get(id(flat[place]))
        if whole is not None:
            item, inner = whole
            here = flat[place : place + len(inner)]
            if len(here) == len(inner) and all(a is b for a, b in zip(here, inner, strict=True)):
                result.append(item)
                place += len(inner)
                continue
        result.append(flat[place])
        place += 1
    return tuple(result)


def _gates_used(items: Sequence[Item]) -> set[str]:
    used: set[str] = set()
    for item in items:
        if isinstance(item, Operation):
            used.add(item.gate)
        else:
            used |= _gates_used(item.operations)
    return used
