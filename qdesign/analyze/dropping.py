"""A circuit and its redundant parameters → an equal circuit that does without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from qdesign.analyze.rank import Redundancy
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.equivalence import Verdict, equivalent
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.gates import GATES, matrix
from qdesign.operation import Item, Operation
from qdesign.showing.drawing import image, svg

_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Dropped:
    """A circuit without its redundant parameters.

    Attributes:
        circuit: what is left; gates that no longer do anything are gone.
        substitution: an angle in the old parameters for each one that takes over; with it put into
            `circuit`, the map is that of the old circuit.
        verdict: how that was checked.
    """

    circuit: Circuit
    substitution: Mapping[str, Angle]
    verdict: Verdict

    def __repr__(self) -> str:
        return f"Dropped({self.circuit!r}, {self.verdict})"

    def _repr_html_(self) -> str:
        return image(svg(self.circuit)) + self.verdict._repr_html_()  # pyright: ignore[reportPrivateUsage] (the protocol of notebooks)

    def values_from(self, values: Mapping[str, float]) -> dict[str, float]:
        """Values of what is left, radians, that give the state of `values` before."""
        moved = {**values, **{n: a.at(values) for n, a in self.substitution.items()}}
        return {name: moved[name] for name in self.circuit.parameters}


def drop_redundant(circuit: Circuit, redundant: Mapping[str, Redundancy]) -> Dropped:
    """The circuit with redundant parameters set to 0 and their parts given to the others.

    Args:
        circuit: unitary, up to measurements at its end.
        redundant: those of `parameter_rank(circuit)`, or some of them.

    Raises:
        RefusedRewrite: the circuit without them could not be shown to be equal.

    Example:
        >>> from qdesign.analyze.rank import parameter_rank
        >>> drawn = Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; rx(c) 1")
        >>> left = drop_redundant(drawn, parameter_rank(drawn).redundant)
        >>> left.circuit.parameters, left.substitution["a"]
        (('a', 'c'), Angle('a + b'))
    """
    circuit = as_circuit(circuit)
    if not isinstance(redundant, Mapping) or not all(  # pyright: ignore[reportUnnecessaryIsInstance]
        isinstance(found, Redundancy)  # pyright: ignore[reportUnnecessaryIsInstance]
        for found in redundant.values()
    ):
        raise InvalidRequest(
            f"Redundant parameters come as parameter_rank(circuit).redundant, not as "
            f"{type(redundant).__name__}."
        )
    taken: dict[str, Angle] = {}
    for found in redundant.values():
        for other in found.merged_into:
            part = found.substitution[other] - Angle.parameter(other)
            taken[other] = taken.get(other, Angle.parameter(other)) + part
    # What takes over is never redundant itself, and parts add up: the map of angles is linear.
    gone = {name: Angle() for name in redundant}
    left = circuit.substitute(gone)
    if set(left.parameters) & set(redundant):
        left = circuit.flat().substitute(gone)
    kept = [item for item in left.operations if not _does_nothing(item)]
    if len(kept) < len(left.operations):
        left = left.with_operations(kept).unplaced()
    verdict = equivalent(
        circuit.without_final_measurements(), left.substitute(taken).without_final_measurements()
    )
    if verdict.equal is not True:
        raise RefusedRewrite(
            "The circuit without its redundant parameters could not be shown to be equal, so "
            "nothing was changed."
        )
    return Dropped(left, taken, verdict)


def _does_nothing(item: Item) -> bool:
    """Is it a gate of the table whose angles are 0, and the identity there?"""
    if not isinstance(item, Operation) or item.gate not in GATES or not item.angles:
        return False
    if not all(angle == Angle() for angle in item.angles):
        return False
    at_zero = matrix(item.gate, [0.0] * len(item.angles))
    return bool(np.allclose(at_zero, np.eye(len(at_zero)), rtol=0, atol=_ROUNDING))
