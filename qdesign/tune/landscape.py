"""The energy over two parameters or two directions, exact from few values where that is cheaper."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit, values_for
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.given import given_number, given_whole
from qdesign.pauli import Observable
from qdesign.showing.figures import Plane, grid, plane
from qdesign.showing.names import plain_name
from qdesign.showing.tables import number, table
from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator, Values, bound_values
from qdesign.tune.alike import alike
from qdesign.tune.directions import Along, Direction, check_known, direction, is_parameter, upright
from qdesign.tune.spectrum import Occurrence, Spectrum, occurrences, spectrum_along
from qdesign.tune.surface import Place, Polynomial, lowest_of, runs
from qdesign.tune.sweep import energies_at

_MAX_POINTS: Final = 2000
_TURN: Final = 2 * np.pi


# Not of slots: the lowest point is looked for when it is first asked for, and kept.
@dataclass(frozen=True, eq=False)
class Landscape:
    """Energies over two parameters or directions, the others at fixed values.

    Attributes:
        x, y: names of the two parameters, or words for directions.
        axis: float64, shape (points,), for both. Of two parameters: their radians in [0, 2π). Else
            how far along each direction from `center`, in [-span, span].
        energies: float64, shape (points, points); `energies[i, j]` is at x = axis[i], y = axis[j].
        num_evaluations: how many energies were run; the rest follow from them exactly.
        parameters: names of all parameters.
        center: float64, shape (p,), radians where both axes are 0.
        directions: float64, shape (2, p): what one along each axis moves.
        is_over_parameters: are the axes values of two parameters?
        is_noisy: was there noise?
    """

    x: str
    y: str
    axis: NDArray[np.float64]
    energies: NDArray[np.float64]
    num_evaluations: int
    parameters: tuple[str, ...]
    center: NDArray[np.float64]
    directions: NDArray[np.float64]
    is_over_parameters: bool
    is_noisy: bool
    _between: Polynomial | tuple[float, Place] = field(compare=False, repr=False)

    def __eq__(self, other: object) -> bool:
        return alike(self, other)

    @cached_property
    def _minimum(self) -> tuple[float, Place]:
        if isinstance(self._between, Polynomial):
            axes = (self.axis, self.axis)
            return lowest_of(self.energies, axes, self._bounds, self._between.slopes)
        return self._between

    @property
    def _bounds(self) -> tuple[Place, Place]:
        return _bounds(self.axis, self.is_over_parameters)

    @property
    def lowest(self) -> float:
        """The lowest energy of the landscape, between its points too."""
        return self._minimum[0]

    @property
    def lowest_at(self) -> tuple[float, float]:
        """Where that is: of two parameters their radians in [0, 2π], else places on the axes."""
        return self._minimum[1]

    def values_at(self, x: float, y: float) -> dict[str, float]:
        """Radians of all parameters at a place, by name."""
        values = self.center + np.array([x, y]) @ self.directions
        return dict(zip(self.parameters, values.tolist(), strict=True))

    @property
    def _kind(self) -> str:
        return "exact with noise" if self.is_noisy else "exact"

    @property
    def _points(self) -> str:
        return f"{len(self.axis):,} × {len(self.axis):,} points"

    def __repr__(self) -> str:
        lowest = f"{self._points}, {self._kind}; lowest {self.lowest:.6f}"
        return f"Landscape({self.x!r}, {self.y!r}: {lowest})"

    def _repr_html_(self) -> str:
        at = tuple(f"{number(value)} rad" for value in self.lowest_at)
        rows = [("lowest energy", number(self.lowest)), (self.x, at[0]), (self.y, at[1])]
        over = "[0, 2π) rad" if self.is_over_parameters else f"± {number(self.axis[-1])} rad"
        foot = f"{self._kind}, {self._points} over {over}; plot() shows them"
        return table(rows, title=f"Energy over {self.x} and {self.y}", foot=foot)

    def to_pandas(self) -> Any:
        """The energies as a pandas DataFrame: a row a value of x, a column a value of y, in rad.

        Raises:
            MissingKit: pandas is not installed.
        """
        return grid(self.energies, rows=(self.x, self.axis), columns=(self.y, self.axis))

    def plot(self, *, kind: Plane = "map", path: Any = None) -> Any:
        """A Plotly figure: the energies, with a cross where they are lowest.

        Args:
            kind: "map" (colors), "contour" or "surface" (in three dimensions).
            path: values that an optimizer went through, drawn as a line: a list of mappings or
                sequences, or what has them as `path`; of an optimization without, where it ended.
                Of two parameters the others are left out; on directions each is put on the nearest
                place of the plane.

        Raises:
            MissingKit: plotly is not installed.
            InvalidRequest: another kind, or values that do not fit.
        """
        x, y = plain_name(self.x), plain_name(self.y)
        return plane(
            self.axis,
            self.energies,
            kind=kind,
            mark=(*self.lowest_at, self.lowest),
            path=self._on_plane(path),
            is_turn=self.is_over_parameters,
            title=f"Energy over {x} and {y}",
            origin=f"{self._kind}, {self._points}; lowest {number(self.lowest)}",
            labels=(f"{x} (rad)", f"{y} (rad)", "energy"),
        )

    def _on_plane(self, path: Any) -> NDArray[np.float64]:
        """Places of values on the two axes with the energies there, shape (k, 3)."""
        given = _steps_of(path)
        places = [self.place_of(values) for values in given]
        if not places:
            return np.zeros((0, 3))
        nearest = np.abs(np.array(places)[:, :, None] - self.axis).argmin(axis=2)
        heights = self.energies[nearest[:, 0], nearest[:, 1]]
        return np.column_stack([places, heights])

    def place_of(self, values: Values) -> tuple[float, float]:
        """The place on both axes that is nearest to values; whole turns of parameters are left out.

        Raises:
            MissingValue, UnknownParameter: a name too few or too many.
        """
        away = bound_values(self.parameters, values) - self.center
        found = np.linalg.lstsq(self.directions.T, away, rcond=None)[0]
        x, y = (found % _TURN if self.is_over_parameters else found).tolist()
        return x, y


def _steps_of(path: Any) -> Sequence[Values]:
    """Values one after another; of an optimization that has none where it ended."""
    given: Any = () if path is None else getattr(path, "path", path)
    ended = getattr(given, "values", None)
    if isinstance(ended, Mapping):
        given = [ended]
    if isinstance(given, (str, Mapping)) or not isinstance(given, Iterable):
        raise InvalidRequest(
            f"A path is a list of values, not {type(path).__name__}. Give those that `found` was "
            "called with."
        )
    return list(cast("Iterable[Values]", given))


def landscape(
    circuit: Circuit,
    observable: Observable,
    *,
    x: Along,
    y: Along,
    values: Mapping[str, float] | Sequence[float] | None = None,
    points: int = 100,
    span: float = np.pi,
    noise: Noise | None = None,
    seed: int = 0,
    cancel: Cancel = None,
) -> Landscape:
    """The expectation over a grid of two parameters, or of two directions through `values`.

    Along a parameter the expectation is a trigonometric polynomial, known from 2m + 1 values, and
    so it is along a vector of small ratios; where that is fewer than the points of an axis, only
    those are run.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        x: a parameter, along the first axis. Or a direction: "random" (a unit vector from `seed`),
            "gradient" (the unit vector along it), "hessian" (the unit vector of the highest
            curvature; for y of the lowest), or what each parameter moves by, as a mapping or in
            the order of the parameters.
        y: another, along the second. Where both are found by such a word, y is made orthogonal
            to x.
        values: radians of the parameters; those that are axes may be left out. With directions
            they are the middle of the landscape.
        points: how many along each axis, 2 to 2000.
        span: with directions, how far the axes go to both sides, in lengths of the vector.
        noise: behind each gate; none when None.
        seed: for random directions.
        cancel: a function or an event; asked now and then.

    Raises:
        UnknownParameter: x, y or a name in `values` is no parameter.
        MissingValue: another parameter has no value.
        InvalidRequest: x and y are the same, or there is no such direction here.
        TooLarge: more points than are taken.
        Cancelled: `cancel` said so.

    Example:
        >>> circuit = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1")
        >>> grid = landscape(circuit, Observable({"ZZ": 1.0}), x="a", y="b", points=4)
        >>> grid.energies.shape, grid.num_evaluations
        ((4, 4), 9)
    """
    simulator = prepared(circuit, observable, noise)
    names = simulator.parameters
    plain = is_parameter(x, names) and is_parameter(y, names)
    if plain and x == y:
        raise InvalidRequest(f"A landscape has two parameters, and both are '{x}' here.")
    _check_points(points)
    seed = given_whole(seed, "Seed")
    for each in (x, y):
        check_known(each, names)
    center = center_of(names, values, (x, y) if plain else ())
    first = direction(simulator, x, center, seed=seed, place=0, of="x")
    second = direction(simulator, y, center, seed=seed, place=1, of="y")
    if not plain:
        turned = upright(first, second)
        second = turned if isinstance(x, str) and isinstance(y, str) else second
    axis = _axis(points, span, plain=plain)
    along = tuple(_along(simulator, each) for each in (first, second))
    # Where few values are not enough, the points of the axis are run themselves.
    places = [each.samples if each.num_values < points else axis for each in along]
    steps = np.array([first.step, second.step])
    grid = (
        center + places[0][:, None, None] * steps[0] + places[1][None, :, None] * steps[1]
    ).reshape(-1, len(names))
    found = energies_at(simulator, grid, cancel=cancel).reshape(len(places[0]), len(places[1]))
    energies = found
    for side, each in enumerate(along):
        if each.num_values < points:
            energies = np.moveaxis(
                np.tensordot(each.interpolation(axis), energies, axes=(1, side)), 0, side
            )
    between: Polynomial | tuple[float, Place]
    if all(each.num_values < points for each in along):
        between = Polynomial(along[0], along[1], found)
    else:
        bounds = _bounds(axis, plain)
        between = lowest_of(energies, (axis, axis), bounds, runs(simulator, center, steps))
    return Landscape(
        first.name, second.name, axis, energies, found.size, names, center, steps, plain,
        noise is not None, between,
    )  # fmt: skip


def prepared(circuit: Circuit, observable: Observable, noise: Noise | None) -> Simulator:
    """A simulator with the observable: the one that is kept, or with noise a new one."""
    if noise is None:
        return kept_simulator(circuit, observable)
    return Simulator(circuit, observable, noise=noise)


def energies_on(
    simulator: Simulator, center: NDArray[np.float64], moved: Direction,
    axis: NDArray[np.float64], *, cancel: Cancel,
) -> tuple[Spectrum | None, NDArray[np.float64]]:  # fmt: skip
    """Energies on a line: at the samples of its spectrum, or where they are no fewer, at `axis`."""
    found = _along(simulator, moved)
    few = found.num_values < len(axis)
    places = found.samples if few else axis
    points = center + places[:, None] * moved.step
    return (found if few else None), energies_at(simulator, points, cancel=cancel)


def _check_points(points: object) -> None:
    if isinstance(points, bool) or not isinstance(points, int) or points < 2:
        raise InvalidRequest(f"A landscape has 2 or more points along an axis, not {points!r}.")
    if points > _MAX_POINTS:
        raise TooLarge(f"A landscape has at most {_MAX_POINTS} points along an axis.")


def _axis(points: int, span: float, *, plain: bool) -> NDArray[np.float64]:
    if plain:
        return np.linspace(0, _TURN, points, endpoint=False)
    width = given_number(span, "Span")
    if width <= 0:
        raise InvalidRequest(f"The span of a landscape is above 0, not {width}.")
    return np.linspace(-width, width, points)


def _bounds(axis: NDArray[np.float64], is_over_parameters: bool) -> tuple[Place, Place]:
    # Where angles are halved, energies repeat only further on.
    one = (0.0, _TURN) if is_over_parameters else (float(axis[0]), float(axis[-1]))
    return one, one


def center_of(
    names: Sequence[str],
    values: Mapping[str, float] | Sequence[float] | None,
    moved: tuple[Any, ...],
) -> NDArray[np.float64]:
    """Values where both axes are 0, shape (p,)."""
    if values is None or isinstance(values, Mapping):
        values = {**dict.fromkeys(moved, 0.0), **(values or {})}
    known = values_for(names, values)
    known.update(dict.fromkeys(moved, 0.0))
    return np.array([known[name] for name in names])


_lock = threading.Lock()
_spectra: WeakKeyDictionary[Simulator, tuple[tuple[Occurrence, ...], dict[bytes, Spectrum]]] = (
    WeakKeyDictionary()
)
"""What was found along directions of circuits whose simulator is kept."""


def _along(simulator: Simulator, moved: Direction) -> Spectrum:
    key = moved.step.tobytes()
    with _lock:
        if simulator not in _spectra:
            _spectra[simulator] = (occurrences(simulator.circuit), {})
        angles, known = _spectra[simulator]
        if key not in known:
            named = zip(simulator.parameters, moved.step.tolist(), strict=True)
            known[key] = spectrum_along(angles, {name: step for name, step in named if step})
        return known[key]
