"""Parameter values that lower an energy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator
from qdesign.tune.job import Cancel, Progress, is_cancelled
from qdesign.tune.rotosolve import rotosolve

Vector = NDArray[np.float64]

_DEFAULT_STEPS: Final = {"lbfgs": 1000, "cobyla": 5000, "rotosolve": 300, "adam": 1000}
_ADAM_RATE: Final = 0.05
_DRAWS: Final = 16


@dataclass(frozen=True, slots=True)
class Optimization:
    """Where an optimizer ended.

    Attributes:
        values: the best values found, radians by name.
        energy: the expectation there.
        history: the best energy so far, after the start and after each step.
        method, seed: how it was found.
        num_evaluations: energies and gradients that were run.
        reason: why it ended: converged, out of steps, or cancelled.
    """

    values: dict[str, float]
    energy: float
    history: tuple[float, ...]
    method: str
    seed: int
    num_evaluations: int
    reason: Literal["converged", "out of steps", "cancelled"]


def optimize(
    circuit: Circuit,
    observable: Observable,
    *,
    method: str = "lbfgs",
    start: Mapping[str, float] | Sequence[float] | NDArray[np.float64] | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float = 1e-10,
    progress: Progress | None = None,
    cancel: Cancel = None,
) -> Optimization:
    """Values with a low expectation; a local minimum, which need not be the lowest.

    `lbfgs` and `adam` follow the exact gradient. `cobyla` uses energies alone. `rotosolve` puts one
    parameter after the other where the energy along it is lowest, exactly.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        method: lbfgs, cobyla, rotosolve or adam.
        start: radians by name or in the order of `circuit.parameters`; when None the lowest of
            16 random points in [-π, π) from `seed`.
        seed: for the random start.
        max_steps: iterations of lbfgs and adam, energies of cobyla, rounds of rotosolve.
        tolerance: a step that gains less energy than this ends it.
        progress: called after each step with the steps done and the best energy.
        cancel: a function or an event, asked at each energy; the best values so far are returned.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        InvalidRequest: a method, number of steps or tolerance that is not known.
        Cancelled: `cancel` said so before the first energy.

    Example:
        >>> best = optimize(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}), seed=1)
        >>> round(best.energy, 6)
        -1.0

    Source: L-BFGS-B and COBYLA as in SciPy; Ostaszewski, Grant, Benedetti, arXiv:1905.09692.
    """
    if method not in _DEFAULT_STEPS:
        known = ", ".join(_DEFAULT_STEPS)
        raise InvalidRequest(f"There is no optimizer '{method}'. Use one of: {known}.")
    steps = _DEFAULT_STEPS[method] if max_steps is None else max_steps
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"max_steps is a whole number from 1, not {max_steps!r}.")
    if not 0 <= tolerance < np.inf:
        raise InvalidRequest(f"The tolerance is 0 or a small positive number, not {tolerance}.")
    simulator = Simulator(circuit, observable)
    if not simulator.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end cannot be optimized. "
            "Remove them first."
        )
    points = _starts(circuit, start, seed)
    run = _Run(simulator, steps, tolerance, progress, cancel)
    reason: Literal["converged", "out of steps", "cancelled"]
    try:
        first = min(points, key=run.energy)
        run.step()
        done = not len(first) or _METHODS[method](run, first, circuit)
        reason = "converged" if done else "out of steps"
    except _Stop:
        reason = "cancelled"
    if run.best is None:
        raise Cancelled("The optimization was cancelled before its first energy.")
    names = simulator.parameters
    return Optimization(
        values=dict(zip(names, map(float, run.best), strict=True)),
        energy=run.lowest,
        history=tuple(run.history),
        method=method,
        seed=seed,
        num_evaluations=run.count,
        reason=reason,
    )


def _starts(
    circuit: Circuit,
    start: Mapping[str, float] | Sequence[float] | NDArray[np.float64] | None,
    seed: int,
) -> list[Vector]:
    names = circuit.parameters
    if start is None:
        drawn = np.random.default_rng(seed).uniform(-np.pi, np.pi, (_DRAWS, len(names)))
        return list(drawn if names else drawn[:1])
    given = start if isinstance(start, Mapping) else [float(v) for v in start]
    known = circuit.values_of(given)
    return [np.array([known[name] for name in names])]


class _Stop(Exception):
    """The caller wants no more steps."""


@dataclass(slots=True)
class _Run:
    """Counts energies, keeps the best point, and asks whether to stop."""

    simulator: Simulator
    max_steps: int
    tolerance: float
    progress: Progress | None
    cancel: Cancel
    best: Vector | None = None
    lowest: float = np.inf
    count: int = 0
    history: list[float] = field(default_factory=list[float])

    def energy(self, values: Vector) -> float:
        self._ask()
        return self._keep(values, self.simulator.expectation(np.asarray(values)))

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        self._ask()
        energy, gradient = self.simulator.gradient(np.asarray(values))
        return self._keep(values, energy), gradient

    def step(self) -> None:
        """A step is done: the best energy goes into the history."""
        self.history.append(self.lowest)
        if self.progress is not None:
            self.progress(len(self.history) - 1, self.lowest)

    def _ask(self) -> None:
        if is_cancelled(self.cancel):
            raise _Stop

    def _keep(self, values: Vector, energy: float) -> float:
        self.count += 1
        if energy < self.lowest or self.best is None:
            self.lowest, self.best = energy, np.array(values, dtype=float)
        return energy


def _scipy() -> Any:
    import scipy.optimize

    return scipy.optimize


def _lbfgs(run: _Run, first: Vector, circuit: Circuit) -> bool:
    def step(_: Vector) -> None:
        run.step()

    options = {"maxiter": run.max_steps, "maxfun": 20 * run.max_steps + 100, "gtol": 1e-9}
    found = _scipy().minimize(
        run.gradient,
        first,
        jac=True,
        method="L-BFGS-B",
        callback=step,
        options={**options, "ftol": run.tolerance * 1e-3, "maxcor": 20},
    )
    # Status 2 is a line search that finds no lower point: as far as doubles go.
    return found.status in (0, 2)


def _cobyla(run: _Run, first: Vector, circuit: Circuit) -> bool:
    def energy(values: Vector) -> float:
        found = run.energy(values)
        run.step()
        return found

    # The energy is quadratic at a minimum: a radius r leaves an error of about r².
    radius = min(1e-4, max(run.tolerance, 1e-14) ** 0.5)
    options = {"rhobeg": 0.5, "maxiter": max(run.max_steps, len(first) + 2)}
    found = _scipy().minimize(energy, first, method="COBYLA", tol=radius, options=options)
    return bool(found.success)


def _rotosolve(run: _Run, first: Vector, circuit: Circuit) -> bool:
    for round_ in rotosolve(circuit, run.energy, first):
        gained = run.history[-1] - run.lowest
        run.step()
        if gained < run.tolerance:
            return True
        if round_ + 1 >= run.max_steps:
            break
    return False


def _adam(run: _Run, first: Vector, circuit: Circuit) -> bool:
    """Kingma and Ba, arXiv:1412.6980, with a rate that falls to zero over the steps."""
    place = first.copy()
    mean, square = np.zeros_like(place), np.zeros_like(place)
    for k in range(1, run.max_steps + 1):
        _, slope = run.gradient(place)
        if np.linalg.norm(slope) < run.tolerance**0.5 * 1e-2:
            return True
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope * slope
        scaled = mean / (1 - 0.9**k) / (np.sqrt(square / (1 - 0.999**k)) + 1e-12)
        place = place - _ADAM_RATE * (1 - (k - 1) / run.max_steps) * scaled
        run.step()
    return False


_METHODS: Final[Mapping[str, Callable[[_Run, Vector, Circuit], bool]]] = {
    "lbfgs": _lbfgs,
    "cobyla": _cobyla,
    "rotosolve": _rotosolve,
    "adam": _adam,
}
