"""Where many random starts end: the local minima of an energy, and how it varies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.given import given_number, given_whole
from qdesign.pauli import Observable
from qdesign.showing.figures import bars, frame
from qdesign.showing.tables import count, number, table
from qdesign.simulate.kept import kept_simulator
from qdesign.tune.optimize import Optimization, optimize
from qdesign.tune.progress import Progress

_MOST: Final = 100_000
_SHOWN: Final = 8
_RESAMPLES: Final = 2000


@dataclass(frozen=True, slots=True)
class Minimum:
    """Starts that ended at the same energy.

    Attributes:
        energy: the lowest of them.
        count: how many there were.
        values: where that lowest one ended, radians by name.
    """

    energy: float
    count: int
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class Minima:
    """Local minima that random starts led to.

    Attributes:
        minima: by energy, the lowest first. Places of equal energy count as one, since circuits
            repeat themselves.
        num_starts: how many there were.
        num_unfinished: how many of them ended at no minimum, and are in none.
        variance: of the energy at the starts.
        interval: where it is with 95% confidence, by the bootstrap over starts.
        resolution: energies nearer than this count as equal.
        seed: for the starts.
    """

    minima: tuple[Minimum, ...]
    num_starts: int
    num_unfinished: int
    variance: float
    interval: tuple[float, float]
    resolution: float
    seed: int

    @property
    def share(self) -> float:
        """How many of the starts ended at the lowest, 0 to 1."""
        return self.minima[0].count / self.num_starts if self.minima else 0.0

    @property
    def _origin(self) -> str:
        left = f"; {self.num_unfinished:,} ended at none" if self.num_unfinished else ""
        return f"{count(self.num_starts, 'random start')}, seed {self.seed}{left}; energies exact"

    def __repr__(self) -> str:
        lowest = (
            f"lowest {self.minima[0].energy:.6f} from {self.share:.0%}, " if self.minima else ""
        )
        return f"Minima({len(self.minima):,} energies, {lowest}{self._origin})"

    def _repr_html_(self) -> str:
        rows = [(number(each.energy), count(each.count, "start")) for each in self.minima[:_SHOWN]]
        more = len(self.minima) - _SHOWN
        if more > 0:
            rows.append((f"… {more:,} more", ""))
        low, high = self.interval
        variance = (
            f"variance at the starts {number(self.variance)} ({number(low)} to {number(high)})"
        )
        return table(rows, heads=("minimum", "reached by"), foot=f"{self._origin}; {variance}")

    def to_pandas(self) -> Any:
        """A pandas DataFrame: a row a minimum, with its energy and how many starts ended there.

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = {
            "energy": [each.energy for each in self.minima],
            "count": [each.count for each in self.minima],
        }
        return frame(columns)

    def plot(self) -> Any:
        """A Plotly figure: how many starts ended at each energy.

        Raises:
            MissingKit: plotly is not installed.
        """
        return bars(
            [f"{each.energy:.6g}" for each in self.minima],
            [each.count for each in self.minima],
            title=f"{count(len(self.minima), 'minimum', 'minima')} of different energy",
            origin=self._origin,
            labels=("energy of the minimum (observable's unit)", "starts"),
        )


def minima(
    circuit: Circuit,
    observable: Observable,
    *,
    starts: int = 50,
    seed: int = 0,
    method: str = "lbfgs",
    max_steps: int | None = None,
    resolution: float = 1e-6,
    progress: Progress | None = None,
    cancel: Cancel = None,
) -> Minima:
    """The local minima that an optimizer finds from random starts, and how often each.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        starts: how many values are drawn evenly from [-π, π).
        seed: for them.
        method: the optimizer that goes down from each.
        max_steps: of each; the optimizer's default when None.
        resolution: energies nearer than this count as the same minimum, in the observable's unit.
        progress: called after each start with the number done and the lowest energy.
        cancel: a function or an event; asked now and then.

    Raises:
        InvalidRequest: a number that is not taken, or an optimizer that is not known.
        NotUnitary: the circuit measures, resets or has conditions before its end.
        Cancelled: `cancel` said so.

    Example:
        >>> found = minima(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}), starts=5)
        >>> [(round(each.energy, 6), each.count) for each in found.minima]
        [(-1.0, 5)]
    """
    circuit = as_circuit(circuit)
    total, seed = given_whole(starts, "The number of starts", low=2), given_whole(seed, "Seed")
    near = given_number(resolution, "The resolution")
    if total > _MOST or near <= 0:
        raise InvalidRequest(
            f"Minima are looked for from 2 to {_MOST:,} starts, and apart by a resolution above 0."
        )
    simulator = kept_simulator(circuit, observable)
    rng = np.random.default_rng(seed)
    points = rng.uniform(-np.pi, np.pi, (total, len(simulator.parameters)))
    ends: list[Optimization] = []
    for done, point in enumerate(points, 1):
        if is_cancelled(cancel):
            raise Cancelled("The search for minima was cancelled.")
        end = optimize(
            circuit, observable, method=method, start=point, seed=seed, max_steps=max_steps,
            cancel=cancel,
        )  # fmt: skip
        ends.append(end)
        if progress is not None:
            progress(done, min(each.energy for each in ends))
    variance, interval = _spread(simulator.expectations(points), rng)
    rested = [end for end in ends if end.reason in ("converged", "stationary")]
    return Minima(
        minima=_apart(rested, near),
        num_starts=total,
        num_unfinished=total - len(rested),
        variance=variance,
        interval=interval,
        resolution=near,
        seed=seed,
    )


def _apart(ends: Sequence[Optimization], near: float) -> tuple[Minimum, ...]:
    """Ends by energy, where there is a gap of `near` between two of them."""
    found: list[list[Optimization]] = []
    for end in sorted(ends, key=lambda end: end.energy):
        if found and end.energy - found[-1][-1].energy < near:
            found[-1].append(end)
        else:
            found.append([end])
    return tuple(Minimum(each[0].energy, len(each), dict(each[0].values)) for each in found)


def _spread(
    samples: NDArray[np.float64], rng: np.random.Generator
) -> tuple[float, tuple[float, float]]:
    """The variance of samples, shape (k,), and its 95% interval.

    Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 13.3.
    """
    size = len(samples)
    squares, drawn = samples**2, np.empty(_RESAMPLES)
    for k in range(_RESAMPLES):
        weights = np.bincount(rng.integers(size, size=size), minlength=size) / size
        drawn[k] = (weights @ squares - (weights @ samples) ** 2) * size / (size - 1)
    low, high = np.percentile(drawn, [2.5, 97.5]).tolist()
    return float(samples.var(ddof=1)), (max(0.0, low), high)
