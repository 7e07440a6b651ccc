"""Parameter values that lower an energy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, NotUnitary
from qdesign.pauli import Observable
from qdesign.rows import Value, find
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimizer import Optimizer, Run, Stopped, Vector
from qdesign.tune.progress import Cancel, Progress

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
    tolerance: float | None = None,
    progress: Progress | None = None,
    cancel: Cancel = None,
    **options: Value,
) -> Optimization:
    """Values with a low expectation; a local minimum, which need not be the lowest.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        method: the name of an optimizer; `catalog("optimizer")` says what each does and takes.
        start: radians by name or in the order of `circuit.parameters`; when None the lowest of
            16 random points in [-π, π) from `seed`.
        seed: for the random start.
        max_steps: iterations, energies or rounds, as the optimizer counts; its default when None.
        tolerance: a step that gains less energy than this ends it; its default when None.
        progress: called after each step with the steps done and the best energy.
        cancel: a function or an event, asked at each energy; the best values so far are returned.
        options: what this optimizer takes beside.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        InvalidRequest: a method or an option that is not known, or a value out of bounds.
        Cancelled: `cancel` said so before the first energy.

    Example:
        >>> best = optimize(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}), seed=1)
        >>> round(best.energy, 6)
        -1.0
    """
    row = find(Optimizer, method)
    given = {"max_steps": max_steps, "tolerance": tolerance, **options}
    checked = row.checked({name: value for name, value in given.items() if value is not None})
    simulator = Simulator(circuit, observable)
    if not simulator.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end cannot be optimized. "
            "Remove them first."
        )
    points = _starts(circuit, start, seed)
    run = Run(simulator, checked, progress, cancel)
    reason: Literal["converged", "out of steps", "cancelled"]
    try:
        first = min(points, key=run.energy)
        run.step()
        done = not len(first) or row.minimize(run, first)
        reason = "converged" if done else "out of steps"
    except Stopped:
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
