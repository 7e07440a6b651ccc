"""The energy along one line through given values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.given import given_number, given_whole
from qdesign.pauli import Observable
from qdesign.showing.figures import curve, frame
from qdesign.showing.names import plain_name
from qdesign.showing.tables import number, table
from qdesign.simulate.noise import Noise
from qdesign.tune.alike import alike
from qdesign.tune.directions import Along, direction, is_parameter
from qdesign.tune.landscape import center_of, energies_on, prepared
from qdesign.tune.spectrum import lowest_point

_MOST_POINTS: Final = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Energies along one parameter or direction, the others at fixed values.

    Attributes:
        along: the name of the parameter, or words for the direction.
        axis: float64, shape (points,): the parameter's radians over one turn, or how far along
            the direction, in [-span, span].
        energies: float64, shape (points,).
        num_evaluations: how many energies were run; the rest follow from them exactly.
        lowest, lowest_at: the lowest energy, and the place on the axis. Between the points too
            where the whole line follows from few energies, else of the points.
        is_parameter: is the axis a parameter's values?
        is_noisy: was there noise?
    """

    along: str
    axis: NDArray[np.float64]
    energies: NDArray[np.float64]
    num_evaluations: int
    lowest: float
    lowest_at: float
    is_parameter: bool
    is_noisy: bool = False

    def __eq__(self, other: object) -> bool:
        return alike(self, other)

    @property
    def _origin(self) -> str:
        return f"exact{' with noise' if self.is_noisy else ''}, {len(self.axis):,} points"

    def __repr__(self) -> str:
        return f"Cut({self.along!r}: {self._origin}; lowest {self.lowest:.6f})"

    def _repr_html_(self) -> str:
        rows = [
            ("lowest energy", number(self.lowest)),
            (self.along, f"{number(self.lowest_at)} rad"),
        ]
        return table(
            rows, title=f"Energy along {self.along}", foot=f"{self._origin}; plot() shows them"
        )

    def to_pandas(self) -> Any:
        """The energies as a pandas DataFrame, with the axis as its index.

        Raises:
            MissingKit: pandas is not installed.
        """
        return frame({self.along: self.axis, "energy": self.energies}, index=self.along)

    def plot(self) -> Any:
        """A Plotly figure: the energies as a line, dashed with noise, with a cross at the lowest.

        Raises:
            MissingKit: plotly is not installed.
        """
        along = plain_name(self.along)
        return curve(
            self.axis, self.energies, mark=(self.lowest_at, self.lowest), is_noisy=self.is_noisy,
            is_turn=self.is_parameter,
            title=f"Energy along {along}",
            origin=f"{self._origin}; lowest {number(self.lowest)}",
            labels=(f"{along} (rad)", "energy"),
        )  # fmt: skip


def cut(
    circuit: Circuit,
    observable: Observable,
    along: Along,
    *,
    values: Mapping[str, float] | Sequence[float] | None = None,
    points: int = 200,
    span: float = np.pi,
    start: float = 0.0,
    noise: Noise | None = None,
    seed: int = 0,
    cancel: Cancel = None,
) -> Cut:
    """The expectation along a parameter or a direction through `values`.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        along: what `landscape` takes as an axis.
        values: radians of the parameters; that of `along` may be left out.
        points: how many, 2 to 1,000,000.
        span: of a direction, how far the axis goes to both sides, in lengths of the vector.
        start: of a parameter, radians where the axis begins; it goes over one turn.
        noise: behind each gate; none when None.
        seed: for a random direction.
        cancel: a function or an event; asked now and then.

    Example:
        >>> found = cut(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}), "a")
        >>> found.num_evaluations, round(found.lowest_at, 6)
        (3, 3.141593)
    """
    simulator = prepared(circuit, observable, noise)
    total = given_whole(points, "The number of points", low=2)
    if total > _MOST_POINTS:
        raise TooLarge(f"A cut has at most {_MOST_POINTS:,} points.")
    width, seed = given_number(span, "Span"), given_whole(seed, "Seed")
    begin = given_number(start, "Start")
    if width <= 0:
        raise InvalidRequest(f"The span of a cut is above 0, not {width}.")
    names = simulator.parameters
    plain = is_parameter(along, names)
    center = center_of(names, values, (along,) if plain else ())
    moved = direction(simulator, along, center, seed=seed, place=0)
    turn = 2 * np.pi
    low, high = (begin, begin + turn) if plain else (-width, width)
    axis = np.linspace(low, high, total, endpoint=not plain)
    spectrum, found = energies_on(simulator, center, moved, axis, cancel=cancel)
    energies, lowest, place = found, float(found.min()), float(axis[found.argmin()])
    if spectrum is not None:
        energies = spectrum.interpolation(axis) @ found
        share, lowest = lowest_point(found)
        at = share * spectrum.period
        # The same energy comes back after a period: the place on the axis, where there is one.
        at = low + (at - low) % spectrum.period
        place, lowest = (at, lowest) if at <= high else _at_an_end(axis, energies)
    return Cut(moved.name, axis, energies, len(found), lowest, place, plain, noise is not None)


def _at_an_end(axis: NDArray[np.float64], energies: NDArray[np.float64]) -> tuple[float, float]:
    """Where the lowest point of the whole line is not on the axis: the lowest of its points."""
    place = int(energies.argmin())
    return float(axis[place]), float(energies[place])
