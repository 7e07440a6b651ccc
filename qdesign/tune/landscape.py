"""The energy over two parameters, exact from few values where that is cheaper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, TooLarge, UnknownParameter
from qdesign.pauli import Observable
from qdesign.showing.figures import grid, heat_map
from qdesign.showing.tables import number, table
from qdesign.simulate.simulator import Simulator
from qdesign.tune.progress import Cancel
from qdesign.tune.spectrum import Spectrum, spectrum
from qdesign.tune.sweep import energies_at

_MAX_POINTS = 2000
_VALLEYS = 6


@dataclass(frozen=True, slots=True)
class Landscape:
    """Energies over two parameters, the others at fixed values.

    Attributes:
        x, y: names of the two parameters.
        axis: float64, shape (points,), radians in [0, 2π), for both.
        energies: float64, shape (points, points); `energies[i, j]` is at x = axis[i], y = axis[j].
        num_evaluations: how many energies were run; the rest follow from them exactly.
        lowest: the lowest energy of the landscape, between its points too.
        lowest_at: radians of x and y there, in [0, 2π].
    """

    x: str
    y: str
    axis: NDArray[np.float64]
    energies: NDArray[np.float64]
    num_evaluations: int
    lowest: float
    lowest_at: tuple[float, float]

    @property
    def _points(self) -> str:
        return f"{len(self.axis):,} × {len(self.axis):,} points"

    def __repr__(self) -> str:
        return f"Landscape({self.x!r}, {self.y!r}: {self._points}, exact; lowest {self.lowest:.6f})"

    def _repr_html_(self) -> str:
        at = tuple(f"{number(value)} rad" for value in self.lowest_at)
        rows = [("lowest energy", number(self.lowest)), (self.x, at[0]), (self.y, at[1])]
        foot = f"exact, {self._points} over [0, 2π) rad; plot() shows them"
        return table(rows, title=f"Energy over {self.x} and {self.y}", foot=foot)

    def to_pandas(self) -> Any:
        """The energies as a pandas DataFrame: a row a value of x, a column a value of y, in rad.

        Raises:
            MissingKit: pandas is not installed.
        """
        return grid(self.energies, rows=(self.x, self.axis), columns=(self.y, self.axis))

    def plot(self) -> Any:
        """A Plotly figure: energies as colors, with a cross where they are lowest.

        Raises:
            MissingKit: plotly is not installed.
        """
        return heat_map(
            self.axis,
            self.energies,
            mark=self.lowest_at,
            title=f"Energy over {self.x} and {self.y}",
            origin=f"exact, {self._points}; lowest {number(self.lowest)}",
            labels=(f"{self.x} (rad)", f"{self.y} (rad)", "energy"),
        )


def landscape(
    circuit: Circuit,
    observable: Observable,
    *,
    x: str,
    y: str,
    values: Mapping[str, float] | Sequence[float] | None = None,
    points: int = 100,
    cancel: Cancel = None,
) -> Landscape:
    """The expectation over a grid of two parameters.

    Along a parameter the expectation is a trigonometric polynomial, known from 2m + 1 values; where
    the outer product of both is fewer runs than the grid, only those are run.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        x: a parameter, along the first axis.
        y: another, along the second.
        values: radians of the other parameters; those of x and y may be left out.
        points: how many along each axis, 2 to 2000.
        cancel: a function or an event; asked now and then.

    Raises:
        UnknownParameter: x, y or a name in `values` is no parameter.
        MissingValue: another parameter has no value.
        InvalidRequest: x and y are the same.
        TooLarge: more points than are taken.
        Cancelled: `cancel` said so.

    Example:
        >>> circuit = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1")
        >>> grid = landscape(circuit, Observable({"ZZ": 1.0}), x="a", y="b", points=4)
        >>> grid.energies.shape, grid.num_evaluations
        ((4, 4), 9)
    """
    circuit = as_circuit(circuit)
    names = circuit.parameters
    for name in (x, y):
        if not isinstance(name, str) or name not in names:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UnknownParameter(str(name), names)
    if x == y:
        raise InvalidRequest(f"A landscape has two parameters, and both are '{x}' here.")
    if isinstance(points, bool) or not isinstance(points, int) or points < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"A landscape has 2 or more points along an axis, not {points!r}.")
    if points > _MAX_POINTS:
        raise TooLarge(f"A landscape has at most {_MAX_POINTS} points along an axis.")
    known = _fixed(circuit, values, x, y)
    base = np.array([known[name] for name in names])
    axis = np.linspace(0, 2 * np.pi, points, endpoint=False)
    along_x, along_y = spectrum(circuit, x), spectrum(circuit, y)
    few = along_x.num_values * along_y.num_values < points * points
    xs, ys = (along_x.samples, along_y.samples) if few else (axis, axis)
    grid = np.tile(base, (len(xs), len(ys), 1))
    grid[..., names.index(x)] = xs[:, None]
    grid[..., names.index(y)] = ys[None, :]
    simulator = Simulator(circuit, observable)
    found = energies_at(simulator, grid.reshape(-1, len(names)), cancel=cancel)
    table = found.reshape(len(xs), len(ys))
    known_slopes = (
        _polynomial(along_x, along_y, table) if few else _runs(simulator, base, names, (x, y))
    )
    if few:
        table = along_x.interpolation(axis) @ table @ along_y.interpolation(axis).T
    lowest, place = _lowest(table, axis, known_slopes)
    return Landscape(x, y, axis, table, len(found), lowest, place)


_Slopes = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]
"""A place, radians of x and y → the energy there with its two derivatives."""


def _polynomial(along_x: Spectrum, along_y: Spectrum, table: NDArray[np.float64]) -> _Slopes:
    """The trigonometric polynomial through the values at the samples of both parameters."""

    def at(place: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        across, up = along_x.interpolation(place[:1]), along_y.interpolation(place[1:])
        slopes = (
            along_x.slopes(place[:1]) @ table @ up.T,
            across @ table @ along_y.slopes(place[1:]).T,
        )
        return float((across @ table @ up.T)[0, 0]), np.array([each[0, 0] for each in slopes])

    return at


def _runs(
    simulator: Simulator, base: NDArray[np.float64], names: Sequence[str], moved: tuple[str, str]
) -> _Slopes:
    """Runs of the circuit."""
    indices = [names.index(name) for name in moved]

    def at(place: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        values = base.copy()
        values[indices] = place
        energy, gradient = simulator.gradient(values)
        return energy, gradient[indices]

    return at


def _lowest(
    grid: NDArray[np.float64], axis: NDArray[np.float64], slopes: _Slopes
) -> tuple[float, tuple[float, float]]:
    """The lowest energy and its place, by going down from the lowest valleys of the grid."""
    import scipy.optimize

    # scipy is typed in part.
    kit: Any = scipy.optimize
    shifts = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
    around = np.min([np.roll(grid, shift, axis=(0, 1)) for shift in shifts], axis=0)
    valleys = np.argwhere(grid <= around + 1e-12)
    valleys = valleys[np.argsort(grid[tuple(valleys.T)], kind="stable")[:_VALLEYS]]
    ends = [
        kit.minimize(
            slopes,
            axis[valley],
            jac=True,
            method="L-BFGS-B",
            # Where angles are halved, energies repeat only further on.
            bounds=[(0, 2 * np.pi)] * 2,
            options={"gtol": 1e-10, "ftol": 1e-15},
        )
        for valley in valleys
    ]
    best = min(ends, key=lambda end: end.fun)
    return float(best.fun), (float(best.x[0]), float(best.x[1]))


def _fixed(
    circuit: Circuit, values: Mapping[str, float] | Sequence[float] | None, x: str, y: str
) -> dict[str, float]:
    if values is None or isinstance(values, Mapping):
        return circuit.values_of({x: 0.0, y: 0.0, **(values or {})})
    return circuit.values_of(values)
