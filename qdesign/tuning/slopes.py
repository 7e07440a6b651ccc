"""The gradient of an energy: exact by the adjoint method, or by shifts as a device takes it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, NotUnitary
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator, bound_values
from qdesign.tune.gradients import Gradient, Values
from qdesign.tune.shifts import MOST_SHIFTS, shifts_of
from qdesign.tune.spectrum import Spectrum, occurrences, spectrum_along
from qdesign.tuning.sampling import sampling

METHODS: Final = ("adjoint", "parameter_shift")

_Energies = Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Points, shape (k, p) → their energies and one standard error of each, both of shape (k,)."""


def gradient(
    circuit: Circuit,
    observable: Observable,
    values: Values | None = None,
    *,
    method: str = "adjoint",
    shots: int | None = None,
    noise: Noise | None = None,
    seed: int = 0,
) -> Gradient:
    """The expectation with its derivatives by each parameter.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        values: radians by name or in the order of `circuit.parameters`.
        method: "adjoint", exact at about three energies in all; or "parameter_shift", from 2R
            energies for each parameter along which the energy has R frequencies, as a device
            takes it.
        shots: of each of these energies, split over the circuits that measure the observable; when
            None they are exact.
        noise: behind each gate; none when None.
        seed: for the shots.

    Raises:
        InvalidRequest: another method; shots by the adjoint method, which no device has; or a
            parameter in a formula, or with over 1,000 shifts, by parameter shift.
        NotUnitary: the circuit measures, resets or has conditions before its end.

    Example:
        >>> circuit, z = Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0})
        >>> gradient(circuit, z, [0.5], method="parameter_shift").slopes.round(6).tolist()
        [-0.479426]
    """
    circuit = as_circuit(circuit)
    if method not in METHODS:
        raise InvalidRequest(f"A gradient is taken by {' or '.join(METHODS)}, not by {method!r}.")
    if shots is not None:
        shots = given_whole(shots, "The number of shots", low=1)
        if method == "adjoint":
            raise InvalidRequest(
                "The adjoint method is exact and takes no shots: no device has it. Give "
                "method='parameter_shift' with shots."
            )
    seed = given_whole(seed, "Seed")
    simulator = (
        kept_simulator(circuit, observable)
        if noise is None
        else Simulator(circuit, observable, noise=noise)
    )
    names = simulator.parameters
    point = bound_values(names, values)
    if not Simulator(circuit).is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no gradient "
            "here. Remove them first."
        )
    if method == "adjoint":
        energy, slopes = simulator.gradient(point)
        return Gradient(energy, slopes, None, 0.0, method, None, 0, names)
    energies = (
        _exact(simulator) if shots is None else _sampled(circuit, observable, shots, noise, seed)
    )
    angles = occurrences(circuit)
    rules = [shifts_of(_known(spectrum_along(angles, {name: 1.0}), name)) for name in names]
    units = np.eye(len(names))
    # The values themselves first, then all shifts of each parameter.
    moved = [point + shifts[:, None] * unit for (shifts, _), unit in zip(rules, units, strict=True)]
    found, errors = energies(np.concatenate([point[None], *moved]))
    ends = np.cumsum([1, *(len(weights) for _, weights in rules)])[:-1]
    pairs = zip(rules, np.split(found, ends)[1:], np.split(errors, ends)[1:], strict=True)
    parts = [(w @ part, math.sqrt(w**2 @ error**2)) for (_, w), part, error in pairs]
    slopes, spread = np.array(parts).reshape(-1, 2).T
    return Gradient(
        energy=float(found[0]),
        slopes=slopes,
        errors=None if shots is None else spread,
        energy_error=float(errors[0]),
        method=method,
        shots=shots,
        num_evaluations=len(found) - 1,
        parameters=names,
    )


def _known(found: Spectrum, name: str) -> Spectrum:
    if 2 * found.degree > MOST_SHIFTS:
        raise InvalidRequest(
            f"Along '{name}' no few shifts give the slope: it stands in a formula, or in angles "
            "with coefficients far apart. Use method='adjoint'."
        )
    return found


def _exact(simulator: Simulator) -> _Energies:
    def at(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return simulator.expectations(points), np.zeros(len(points))

    return at


def _sampled(
    circuit: Circuit, observable: Observable, shots: int, noise: Noise | None, seed: int
) -> _Energies:
    """Energies by shots, each with shots of its own."""
    kept = circuit.without_final_measurements()
    measure = sampling(kept, observable, shots=shots, seed=seed, noise=noise)

    def at(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        both = np.array([measure(point, number) for number, point in enumerate(points)])
        return both[:, 0], both[:, 1]

    return at
