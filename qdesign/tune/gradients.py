"""Derivatives of an energy: exact, by shifts as a device takes them, and how large they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary, TooLarge, UnknownParameter
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.showing.figures import frame, grid
from qdesign.showing.tables import count, number, table
from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.simulator import Simulator, bound_values
from qdesign.tune.alike import alike
from qdesign.tune.progress import Cancel, is_cancelled

Vector = NDArray[np.float64]
Values = Mapping[str, float] | Sequence[float] | NDArray[np.float64]

_MOST_PARAMETERS: Final = 4000
_SHOWN: Final = 13
_RESAMPLES: Final = 2000


def hessian_of(simulator: Simulator, values: Vector) -> NDArray[np.float64]:
    """Second derivatives at values of shape (p,): float64, shape (p, p), per radian²."""
    size = len(values)
    rows = [simulator.hessian_product(unit, values) for unit in np.eye(size)]
    found = np.array(rows).reshape(size, size)
    return (found + found.T) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Hessian:
    """Second derivatives of an energy.

    Attributes:
        energy: at these values.
        matrix: float64, shape (p, p), symmetric, per radian².
        parameters: what its rows and columns belong to.
    """

    energy: float
    matrix: NDArray[np.float64]
    parameters: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        return alike(self, other)

    @property
    def curvatures(self) -> Vector:
        """Eigenvalues, float64, shape (p,), ascending."""
        return np.asarray(np.linalg.eigvalsh(self.matrix), dtype=np.float64)

    def __repr__(self) -> str:
        found = self.curvatures
        ends = f"curvatures {found[0]:.4g} to {found[-1]:.4g}, exact" if len(found) else "empty"
        return f"Hessian({count(len(self.parameters), 'parameter')}: {ends})"

    def to_pandas(self) -> Any:
        """A pandas DataFrame with the names along both sides.

        Raises:
            MissingKit: pandas is not installed.
        """
        names = list(self.parameters)
        return grid(self.matrix, rows=("parameter", names), columns=("parameter", names))


def hessian(circuit: Circuit, observable: Observable, values: Values | None = None) -> Hessian:
    """The second derivatives of the expectation, exactly.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        values: radians by name or in the order of `circuit.parameters`.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        TooLarge: more than 4,000 parameters.

    Example:
        >>> found = hessian(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}), [0.0])
        >>> found.matrix.round(6).tolist()
        [[-1.0]]
    """
    simulator = kept_simulator(circuit, observable)
    if len(simulator.parameters) > _MOST_PARAMETERS:
        raise TooLarge(f"A Hessian is taken of at most {_MOST_PARAMETERS:,} parameters.")
    bound = bound_values(simulator.parameters, values)
    matrix = hessian_of(simulator, bound)
    return Hessian(simulator.expectation(bound), matrix, simulator.parameters)


@dataclass(frozen=True, slots=True, eq=False)
class Gradient:
    """Derivatives of an energy by each parameter.

    Attributes:
        energy: at these values.
        slopes: float64, shape (p,), per radian, in the order of `parameters`.
        errors: one standard error of each; None where they are exact.
        energy_error: one standard error of `energy`; 0 where it is exact.
        method: "adjoint" or "parameter_shift".
        shots: of each energy; None where they are exact.
        num_evaluations: energies that a device would measure for the slopes, or 0 by adjoint.
        parameters: their names.
    """

    energy: float
    slopes: Vector
    errors: Vector | None
    energy_error: float
    method: str
    shots: int | None
    num_evaluations: int
    parameters: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        return alike(self, other)

    @property
    def _origin(self) -> str:
        runs = (
            f", {count(self.num_evaluations, 'energy', 'energies')}" if self.num_evaluations else ""
        )
        kind = "exact" if self.shots is None else f"sampled with {count(self.shots, 'shot')} each"
        return f"{self.method.replace('_', ' ')}{runs}; {kind}"

    def as_dict(self) -> dict[str, float]:
        """The slopes by name."""
        return dict(zip(self.parameters, self.slopes.tolist(), strict=True))

    def __repr__(self) -> str:
        norm = float(np.linalg.norm(self.slopes))
        return f"Gradient(norm {norm:.6g}, {count(len(self.slopes), 'parameter')}: {self._origin})"

    def _repr_html_(self) -> str:
        rows = [(name, self._slope(k)) for k, name in enumerate(self.parameters[:_SHOWN])]
        more = len(self.parameters) - _SHOWN
        if more > 0:
            rows.append((f"… {more:,} more", ""))
        error = f" ± {number(self.energy_error)}" if self.shots is not None else ""
        return table([("energy", number(self.energy) + error), *rows], foot=self._origin)

    def _slope(self, place: int) -> str:
        error = "" if self.errors is None else f" ± {number(float(self.errors[place]))}"
        return f"{number(float(self.slopes[place]))}{error}"

    def to_pandas(self) -> Any:
        """A pandas DataFrame: a row a parameter, with the slope and its error (0 where exact).

        Raises:
            MissingKit: pandas is not installed.
        """
        errors = np.zeros(len(self.slopes)) if self.errors is None else self.errors
        columns = {"parameter": list(self.parameters), "slope": self.slopes, "error": errors}
        return frame(columns, index="parameter")


@dataclass(frozen=True, slots=True)
class GradientVariance:
    """How much slopes vary over random values.

    Attributes:
        parameter: of which; None where it is the mean over all parameters.
        variance: per radian², at values drawn evenly from [-π, π).
        interval: where it is with 95% confidence, by the bootstrap over points.
        num_points, seed: how it was found.
    """

    parameter: str | None
    variance: float
    interval: tuple[float, float]
    num_points: int
    seed: int

    def __repr__(self) -> str:
        low, high = self.interval
        of = self.parameter if self.parameter is not None else "all parameters, mean"
        return (
            f"GradientVariance({self.variance:.4g} in [{low:.4g}, {high:.4g}] (95%), {of}: "
            f"average of {self.num_points:,} points, seed {self.seed})"
        )


def gradient_variance(
    circuit: Circuit,
    observable: Observable,
    *,
    parameter: str | None = None,
    points: int = 200,
    seed: int = 0,
    cancel: Cancel = None,
) -> GradientVariance:
    """The variance of a slope over random values, with its interval; small on a barren plateau.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        parameter: whose slope; the mean over all when None.
        points: how many are drawn, 2 to 1,000,000.
        seed: for them and for the interval.
        cancel: a function or an event; asked now and then.

    Raises:
        UnknownParameter: there is no such parameter.
        InvalidRequest: a number of points that is not taken, or no parameters.
        Cancelled: `cancel` said so.
    """
    simulator = _unitary(kept_simulator(circuit, observable))
    names = simulator.parameters
    if parameter is not None and parameter not in names:
        raise UnknownParameter(parameter, names)
    if not names:
        raise InvalidRequest("A circuit without parameters has no slopes. Give it some.")
    total, seed = _whole_points(points), given_whole(seed, "Seed")
    rng = np.random.default_rng(seed)
    chosen = slice(None) if parameter is None else [names.index(parameter)]
    found: list[Vector] = []
    for _ in range(total):
        if is_cancelled(cancel):
            raise Cancelled("The gradients were cancelled.")
        found.append(simulator.gradient(rng.uniform(-np.pi, np.pi, len(names)))[1][chosen])
    slopes = np.array(found)
    variance, interval = spread(slopes, rng)
    return GradientVariance(parameter, variance, interval, total, seed)


def _whole_points(points: object) -> int:
    total = given_whole(points, "The number of points", low=2)
    if total > 1_000_000:
        raise InvalidRequest(f"At most 1,000,000 points are drawn, not {total:,}.")
    return total


def _unitary(simulator: Simulator) -> Simulator:
    if not simulator.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no gradient "
            "here. Remove them first."
        )
    return simulator


def spread(samples: Vector, rng: np.random.Generator) -> tuple[float, tuple[float, float]]:
    """The variance of samples, shape (k, columns), mean over columns, and its 95% interval.

    Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 13.3.
    """
    size = len(samples)
    squares = (samples**2).mean(axis=1)
    found = float(samples.var(axis=0, ddof=1).mean())
    drawn = np.empty(_RESAMPLES)
    for k in range(_RESAMPLES):
        weights = np.bincount(rng.integers(size, size=size), minlength=size) / size
        middle = weights @ samples
        drawn[k] = (weights @ squares - (middle**2).mean()) * size / (size - 1)
    low, high = np.percentile(drawn, [2.5, 97.5]).tolist()
    return found, (max(0.0, low), high)
