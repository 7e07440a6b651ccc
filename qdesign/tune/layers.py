"""A circuit → the shorter ones that grow into it, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest

_MOST: Final = 50
"""Stages; where there are more columns, each adds several."""


def grown(circuit: Circuit) -> tuple[Circuit, ...]:
    """The first layer of a circuit, its first two, and so on; the last one is the circuit itself.

    A layer is what repeats: the same gates on the same wires, with other parameters. What stands
    before the first one belongs to it, what is left behind the last one to that. Where nothing
    repeats, each column with a new parameter is a layer.

    Example:
        >>> circuit = Circuit.of(1, "h 0; rx(a) 0; ry(b) 0; rx(c) 0; ry(d) 0")
        >>> [stage.num_operations for stage in grown(circuit)]
        [3, 5]

    Source: Skolik et al., Quantum Machine Intelligence 3, 5 (2021), arXiv:2006.14904.
    """
    flat = circuit.without_final_measurements()
    operations = flat.plain_operations
    ends = _repeats(operations) or _columns(flat.placed())
    if len(ends) < 2:
        raise InvalidRequest(
            "The circuit has one layer only, so it cannot grow. Tune it without layerwise."
        )
    stages = [replace(flat, operations=operations[:end], unused_parameters=()) for end in ends[:-1]]
    return (*(stage for stage in stages if stage.parameters), circuit)


def _repeats(operations: Sequence[Operation]) -> list[int]:
    """Where each repetition ends; empty where nothing repeats."""
    shapes = [(o.gate, o.wires, o.conditions) for o in operations]
    begin = next((k for k, o in enumerate(operations) if _turns(o)), len(shapes))
    for first in (begin, 0):
        for period in range(1, (len(shapes) - first) // 2 + 1):
            if all(shapes[k] == shapes[k + period] for k in range(first, len(shapes) - period)):
                ends = list(range(first + period, len(shapes) + 1, period))
                new = _with_new_parameters(operations, ends)
                if len(new) > 1:
                    return [*new[:-1], len(shapes)]
    return []


def _columns(circuit: Circuit) -> list[int]:
    """Where each column ends that has new parameters; several of them where they are many."""
    operations = circuit.plain_operations
    ends = [
        k + 1
        for k in range(len(operations))
        if k + 1 == len(operations) or operations[k].column != operations[k + 1].column
    ]
    found = _with_new_parameters(operations, ends)
    stride = -(-len(found) // _MOST)
    return [*found[stride - 1 : -1 : stride], len(operations)] if found else []


def _with_new_parameters(operations: Sequence[Operation], ends: Sequence[int]) -> list[int]:
    """Those ends up to which more parameters are met than up to the one before."""
    seen: set[str] = set()
    kept: list[int] = []
    begin = 0
    for end in ends:
        met = {name for o in operations[begin:end] for a in o.angles for name in a.parameters}
        if met - seen:
            kept.append(end)
        seen |= met
        begin = end
    return kept


def _turns(operation: Operation) -> bool:
    return any(angle.parameters for angle in operation.angles)
