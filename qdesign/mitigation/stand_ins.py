"""Circuits with the gates of another one of which the ideal expectation is easily known.

Each angle that is not Clifford becomes a parameter of its own. Stand-ins put Clifford angles for
most of them, so that an ideal expectation takes a time that grows with what is left, at most ten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import NotUnitary
from qdesign.gates import gate
from qdesign.simulate.drawn import as_drawn

Real = NDArray[np.float64]
_PREFIX: Final = "angle_"
_KEPT: Final = 10
"""Angles of a stand-in that may stay as they are, and at most half of all."""
_WIDTH: Final = 0.5
"""How much likelier near Clifford angles are put than far ones, as σ of arXiv:2005.10189."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A bound circuit with a parameter for each angle that is not Clifford.

    Attributes:
        circuit: its parameters are the angles, in order.
        point: their values, radians, float64, shape (p,).
        steps: the distance of neighboring Clifford angles for each, radians, shape (p,).
    """

    circuit: Circuit
    point: Real
    steps: Real


def opened(circuit: Circuit) -> Opened:
    """The circuit with its angles as parameters, flat and in the order of its columns.

    Args:
        circuit: bound.

    Raises:
        NotUnitary: it measures before its end, or has conditions.
    """
    kept = as_drawn(circuit).without_final_measurements()
    values: list[float] = []
    steps: list[float] = []

    def moved(operation: Operation) -> Operation:
        if operation.conditions or operation.gate == "measure":
            raise NotUnitary(
                "Mitigation takes circuits without conditions and without measurements in their "
                "middle. Remove them first."
            )
        is_controlled = gate(operation.gate).num_controls or operation.controls
        step = math.pi if is_controlled or operation.anticontrols else math.pi / 2

        def parameter(angle: Angle) -> Angle:
            value = angle.at({})
            if abs(value / step - round(value / step)) < 1e-12:
                return angle
            values.append(value)
            steps.append(step)
            return Angle.parameter(f"{_PREFIX}{len(values) - 1}")

        return operation.map_angles(parameter)

    operations = tuple(moved(operation) for operation in kept.plain_operations)
    # Angles of one gate are met in order, so the parameters are in order of first use.
    return Opened(kept.with_operations(operations), np.array(values), np.array(steps))


def near_clifford(source: Opened, count: int, rng: np.random.Generator) -> Real:
    """Values of stand-ins, radians, float64, shape (count, p).

    A Clifford angle at the distance d is put with a probability in proportion to exp(-d²/σ²), as
    in Czarnik et al., arXiv:2005.10189.
    """
    point, steps = source.point, source.steps
    size = len(point)
    if not size:
        return np.zeros((count, 0))
    made = np.empty((count, size))
    for k in range(size):
        choices = steps[k] * np.arange(math.ceil(2 * math.pi / steps[k]))
        away = np.abs(np.angle(np.exp(1j * (choices - point[k]))))
        weights = np.exp(-((away / _WIDTH) ** 2)) + 1e-12
        made[:, k] = rng.choice(choices, size=count, p=weights / weights.sum())
    kept = min(_KEPT, size // 2)
    for row in made:
        chosen = rng.permutation(size)[: rng.integers(0, kept + 1)]
        row[chosen] = point[chosen]
    return made
