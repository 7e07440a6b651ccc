"""Derivatives of an energy: exact, or by shifts as a device takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.pauli import Observable
from qdesign.showing.figures import frame, grid
from qdesign.showing.tables import count, number, table
from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.simulator import Simulator, bound_values
from qdesign.tune.alike import alike

Vector = NDArray[np.float64]
Values = Mapping[str, float] | Sequence[float] | NDArray[np.float64]

_MOST_PARAMETERS: Final = 4000
_SHOWN: Final = 13


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
