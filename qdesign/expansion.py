"""Blocks and composite gates as plain operations, counted before they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from qdesign.angle import Angle
from qdesign.errors import TooLarge
from qdesign.operation import GateDefinition, Item, Operation, has_controls, substitute, under

MAX_OPERATIONS: Final = 1_000_000


class Counter:
    """Counts expanded operations without expanding them.

    A repetition or a composite gate that holds nothing counts as one: expanding it takes time, too.
    """

    def __init__(self, gates: Sequence[GateDefinition]) -> None:
        self.sizes: dict[str, int] = {}
        for item in gates:
            self.sizes[item.name] = max(1, self.count(item.operations))

    def count(self, items: Iterable[Item]) -> int:
        """Operations of `items` with blocks and composite gates expanded."""
        total = 0
        for item in items:
            if isinstance(item, Operation):
                total += self.sizes.get(item.gate, 1)
            else:
                total += item.count * max(1, self.count(item.operations))
        return total


def check_budget(count: int) -> None:
    """Refuses more operations than a circuit may expand to."""
    if count > MAX_OPERATIONS:
        shown = f"{count:,}" if count < 10**15 else f"about 2^{count.bit_length() - 1}"
        raise TooLarge(
            f"The circuit expands to {shown} operations; at most {MAX_OPERATIONS:,} are taken."
        )


def repeated(items: Iterable[Item]) -> Iterator[Operation]:
    """The operations with blocks written out and composite gates kept.

    Raises:
        TooLarge: more than a million operations.
    """
    items = tuple(items)
    check_budget(Counter(()).count(items))
    return _repeated(items)


def _repeated(items: Iterable[Item]) -> Iterator[Operation]:
    for item in items:
        if isinstance(item, Operation):
            yield item
            continue
        for index in range(item.count):
            here = item.repetition(index)
            for operation in _repeated(item.operations):
                yield operation.map_angles(lambda angle, here=here: angle.substitute(here))


class Expander:
    """Expands blocks and composite gates; `phase` sums the global phases met on the way."""

    def __init__(self, definitions: Mapping[str, GateDefinition]) -> None:
        self.definitions = definitions
        self.phase = Angle()

    def expand(self, items: Iterable[Item]) -> Iterator[Operation]:
        """The operations of `items`, one after the other."""
        for item in items:
            if isinstance(item, Operation):
                yield from self._operation(item)
                continue
            for index in range(item.count):
                here = item.repetition(index)
                inner = (substitute(o, here) for o in item.operations) if here else item.operations
                yield from self.expand(inner)

    def _operation(self, operation: Operation) -> Iterator[Operation]:
        composite = self.definitions.get(operation.gate)
        if composite is None:
            yield operation
            return
        formal = dict(zip(composite.parameters, operation.angles, strict=True))
        # Phases of composite gates inside are under this operation's controls too.
        inside = Expander(self.definitions)
        for inner in inside.expand(composite.operations):
            placed = Operation(
                inner.gate,
                tuple(operation.qubits[q] for q in inner.qubits),
                tuple(angle.substitute(formal) for angle in inner.angles),
                tuple(operation.qubits[q] for q in inner.controls),
                tuple(operation.qubits[q] for q in inner.anticontrols),
            )
            yield under(
                placed,
                controls=operation.controls,
                anticontrols=operation.anticontrols,
                conditions=operation.conditions,
            )
        phase = composite.global_phase + inside.phase
        yield from self._phase(operation, phase.substitute(formal))

    def _phase(self, operation: Operation, phase: Angle) -> Iterator[Operation]:
        if phase.is_zero:
            return
        if not has_controls(operation):
            if not operation.conditions:
                self.phase += phase
            return
        yield replace(operation, gate="gphase", qubits=(), angles=(phase,), id="", column=None)


def with_free_barriers(
    operations: Iterable[Operation], gates: Sequence[GateDefinition]
) -> Iterator[Operation]:
    """The operations, of controlled gates that hold barriers their parts: Qiskit controls none."""
    holding: set[str] = set()
    for item in gates:
        inside = repeated(item.operations)
        if any(part.gate == "barrier" or part.gate in holding for part in inside):
            holding.add(item.name)
    expander = Expander({item.name: item for item in gates})
    for operation in operations:
        if operation.gate in holding and (operation.controls or operation.anticontrols):
            yield from expander.expand((operation,))
        else:
            yield operation
