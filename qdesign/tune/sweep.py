"""Energies at many parameter points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator
from qdesign.tune.progress import Cancel, is_cancelled

_MOST_AT_ONCE = 4096
_AMPLITUDES_AT_ONCE = 1 << 22


def sweep(
    circuit: Circuit,
    observable: Observable,
    points: NDArray[np.float64] | Sequence[Sequence[float]],
    *,
    cancel: Cancel = None,
) -> NDArray[np.float64]:
    """The expectation at each point.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        points: float64, shape (k, p), radians in the order of `circuit.parameters`.
        cancel: a function or an event; asked now and then.

    Returns:
        float64, shape (k,).

    Raises:
        InvalidRequest: another shape, or a number that is not finite.
        Cancelled: `cancel` said so.

    Example:
        >>> circuit, observable = Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0})
        >>> sweep(circuit, observable, [[0.0], [1.0]]).round(6).tolist()
        [1.0, 0.540302]
    """
    return energies_at(Simulator(circuit, observable), points, cancel=cancel)


def energies_at(
    simulator: Simulator,
    points: NDArray[np.float64] | Sequence[Sequence[float]],
    *,
    cancel: Cancel = None,
) -> NDArray[np.float64]:
    """The expectation at each point of shape (k, p), float64, shape (k,)."""
    width = len(simulator.parameters)
    try:
        if np.iscomplexobj(points):
            raise TypeError
        array = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InvalidRequest(
            f"Points are numbers in rows of {width}, one row a point and one column a parameter."
        ) from None
    if array.ndim != 2 or array.shape[1] != width:
        raise InvalidRequest(
            f"Points have the shape {array.shape}; give (k, {width}), one column a parameter."
        )
    if not np.isfinite(array).all():
        raise InvalidRequest("A point has a number that is not finite.")
    energies = np.empty(len(array))
    # About a tenth of a second between two questions whether to stop.
    chunk = min(_MOST_AT_ONCE, max(2, _AMPLITUDES_AT_ONCE >> simulator.circuit.num_qubits))
    for first in range(0, len(array), chunk):
        if is_cancelled(cancel):
            raise Cancelled("The sweep was cancelled.")
        part = slice(first, first + chunk)
        energies[part] = simulator.expectations(array[part], threads=1 if len(array) < 64 else None)
    return energies
