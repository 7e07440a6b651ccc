"""Circuit with placeholder numbers → circuit with a free parameter for each numeric rotation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.expansion import Expander, check_budget
from qdesign.gates import GATES
from qdesign.operation import Item, Operation, has_controls

_NEAR: Final = 1e-9
"""Radians; a number so near to a multiple of π/2 is a change of basis, written with few digits."""

WORDS: Final = ("none", "terms")


def asks_for_terms(word: object) -> bool:
    """Do numeric rotations become parameters? None is as good as `none`.

    Raises:
        InvalidRequest: a word that is not known.
    """
    if word is None or word == "none":
        return False
    if word == "terms":
        return True
    shown = f"'{word[:40]}'" if isinstance(word, str) else f"of type {type(word).__name__}"
    raise InvalidRequest(
        f"parameters is 'terms' (a free parameter for each numeric rotation) or 'none', not "
        f"{shown}. Leave it out to keep the numbers."
    )


def with_terms(circuit: Circuit) -> tuple[Circuit, dict[str, float]]:
    """The circuit with a parameter of its own for each numeric rotation, and what each number was.

    A rotation is a gate about one Pauli string, such as rx, p or rzz, without controls, and its
    angle a number alone, other than a multiple of π/2. Blocks and composite gates that hold one are
    written out.

    Raises:
        TooLarge: more than a million operations.
    """
    check_budget(circuit.num_operations)
    taken = set(circuit.parameters)
    names = (name for k in count() if (name := f"t{k}") not in taken)
    values: dict[str, float] = {}
    items: list[Item] = []
    phase = circuit.global_phase
    for item in circuit.operations:
        inner = Expander(circuit.definitions)
        operations = tuple(inner.expand((item,)))
        if any(_is_numeric(operation) for operation in operations):
            items += [_named(operation, names, values) for operation in operations]
            phase += inner.phase
        else:
            items.append(item)
    if not values:
        return circuit, values
    made = replace(circuit, operations=tuple(items), global_phase=phase)
    return (made if circuit.is_flat else made.unplaced()), values


def _is_numeric(operation: Operation) -> bool:
    row = GATES[operation.gate]
    if not (row.is_rotation and row.angles) or has_controls(operation):
        return False
    angle = operation.angles[0]
    return not angle.terms and abs(math.remainder(angle.at({}), math.pi / 2)) > _NEAR


def _named(operation: Operation, names: Iterator[str], values: dict[str, float]) -> Operation:
    if not _is_numeric(operation):
        return operation
    name = next(names)
    values[name] = operation.angles[0].at({})
    return replace(operation, angles=(Angle.parameter(name),))
