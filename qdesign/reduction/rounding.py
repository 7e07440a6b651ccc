"""Angles within a few units in the last place of a simple multiple of π → that multiple."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.gates import GATES
from qdesign.operation import Item, Operation

_NEAR: Final = 8 * math.ulp(math.pi)
_SIMPLE: Final = 48
"""Multiples of π/48, as where angles are read."""
_LARGEST: Final = 64 * math.pi


def rounded(circuit: Circuit) -> tuple[Circuit, float]:
    """The circuit with such angles, and by how much its map may have changed, as a bound.

    Each angle changes a map by at most as much as it is changed itself. Definitions of composite
    gates, and what they are given, stay as they are.
    """
    items: list[Item] = []
    error = 0.0
    for item in circuit.operations:
        new, change = _item(item)
        items.append(new)
        error += change
    return (circuit.with_operations(items), error) if error else (circuit, 0.0)


def _item(item: Item) -> tuple[Item, float]:
    if not isinstance(item, Operation):
        inner = [_item(each) for each in item.operations]
        error = item.count * sum(change for _, change in inner)
        return (replace(item, operations=tuple(new for new, _ in inner)), error)
    if item.gate not in GATES or not any(angle.radians for angle in item.angles):
        return item, 0.0
    changes = [_angle(angle) for angle in item.angles]
    error = sum(change for _, change in changes)
    return (replace(item, angles=tuple(a for a, _ in changes)), error) if error else (item, 0.0)


def _angle(angle: Angle) -> tuple[Angle, float]:
    radians = angle.radians
    if not 0 < abs(radians) <= _LARGEST:
        return angle, 0.0
    nearest = Fraction(round(radians * _SIMPLE / math.pi), _SIMPLE)
    change = abs(radians - float(nearest) * math.pi)
    if change > _NEAR * max(1.0, abs(radians) / math.pi):
        return angle, 0.0
    return Angle(angle.pi + nearest, 0.0, angle.terms), max(change, math.ulp(radians))
