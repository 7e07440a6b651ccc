"""Parameter values that lower an energy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidAngle, InvalidRequest, NotUnitary
from qdesign.formula import free_names
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.process.threads import one_thread
from qdesign.rows import Value, find
from qdesign.showing.figures import frame, line
from qdesign.showing.tables import count, number, table
from qdesign.simulate.simulator import Simulator, bound_values
from qdesign.tune.optimizer import Optimizer, Run, Stopped, Vector
from qdesign.tune.progress import Cancel, Found, Progress
from qdesign.tune.rest import at_rest

_DRAWS: Final = 16
_SHOWN: Final = 13
_ASIDE: Final = 1e-3
"""Radians that a start is moved where a formula has no finite slope."""

_NEARER: Final = 0.1
_NEAREST: Final = 1e-4
"""Of the first steps: how much shorter they are where it goes on, and how short at last."""

Reason = Literal["converged", "stationary", "out of steps", "cancelled", "not a number"]


@dataclass(frozen=True, slots=True)
class Optimization:
    """Where an optimizer ended.

    Attributes:
        values: the best values found, radians by name.
        energy: the expectation there.
        history: the best energy so far, after the start and after each step.
        method, seed: how it was found.
        num_evaluations: energies, gradients and curvatures that were run.
        reason: why it ended. converged: at a minimum, told from a saddle or a maximum by its
            curvature; stationary: the energy does not change with the values, neither there nor
            lower elsewhere; out of steps; cancelled.
        kicks: how often it rested where no slope leads on though lower points are near, at a
            maximum, a saddle or a plain, and was kicked on, in a direction drawn from `seed`.
    """

    values: dict[str, float]
    energy: float
    history: tuple[float, ...]
    method: str
    seed: int
    num_evaluations: int
    reason: Reason
    kicks: int = 0

    @property
    def _origin(self) -> str:
        steps = count(len(self.history) - 1, "step")
        return f"{self.method}, seed {self.seed}; {self.reason} after {steps}; exact"

    def __repr__(self) -> str:
        return (
            f"Optimization(energy {self.energy:.6f}, {count(len(self.values), 'parameter')}: "
            f"{self._origin})"
        )

    def _repr_html_(self) -> str:
        rows = [("energy", number(self.energy))]
        rows += [(name, f"{number(value)} rad") for name, value in self.values.items()]
        more = len(rows) - _SHOWN
        if more > 0:
            rows = [*rows[:_SHOWN], (f"… {more:,} more", "")]
        return table(rows, foot=self._origin)

    def to_pandas(self) -> Any:
        """The history as a pandas DataFrame: a row a step, with the best energy so far.

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = {"step": range(len(self.history)), "energy": list(self.history)}
        return frame(columns, index="step")

    def plot(self) -> Any:
        """The history as a Plotly figure.

        Raises:
            MissingKit: plotly is not installed.
        """
        labels = ("step", "best energy (observable's unit)")
        title = f"Energy {number(self.energy)}"
        return line(self.history, title=title, origin=self._origin, labels=labels)


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
    found: Found | None = None,
    cancel: Cancel = None,
    **options: Value,
) -> Optimization:
    """Values with a low expectation; a local minimum, which need not be the lowest.

    A start without slope, such as zeros often are, is left by a kick.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        method: the name of an optimizer; `catalog("optimizer")` says what each does and takes.
        start: radians by name or in the order of `circuit.parameters`; when None the lowest of
            16 random points in [-π, π) from `seed`.
        seed: for the random start and for kicks.
        max_steps: iterations, energies or rounds, as the optimizer counts; its default when None.
        tolerance: a step that gains less energy than this ends it; its default when None.
        progress: called after each step with the steps done and the best energy.
        found: called before that with the best values so far, radians by name.
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
    circuit = as_circuit(circuit)
    seed = given_whole(seed, "Seed")
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
    run = Run(
        circuit,
        checked,
        exact=simulator,
        states=simulator,
        seed=seed,
        progress=progress,
        cancel=cancel,
        found=found,
    )
    reason: Reason
    try:
        # The simulator has threads of its own where they help; vectors of values are short.
        with one_thread():
            first = min(points, key=run.energy)
            if run.best is None and run.outside is not None:
                raise run.outside
            run.step()
            if row.uses_gradient:
                first = _with_slope(simulator, first)
            reason = _descend(run, row, first, seed) if len(first) else "converged"
    except Stopped as stopped:
        reason = "not a number" if stopped.reason == "not a number" else "cancelled"
    if run.best is None:
        if reason == "not a number":
            raise InvalidRequest(
                "The energy at the start is not a finite number. Give an observable with smaller "
                "coefficients, or another start."
            )
        raise Cancelled("The optimization was cancelled before its first energy.")
    return Optimization(
        values=run.best_values,
        energy=run.lowest,
        history=tuple(run.history),
        method=method,
        seed=seed,
        num_evaluations=run.count,
        reason=reason,
        kicks=run.kicks,
    )


def _descend(run: Run, row: Optimizer, first: Vector, seed: int) -> Reason:
    """Lets the optimizer go down, and on from where it rests at no minimum."""
    rng = np.random.default_rng((seed, 1))
    place, all_steps = first, run.max_steps
    while row.minimize(run, place):
        found = at_rest(run, rng)
        if not isinstance(found, str):
            run.kicks, run.reach = run.kicks + 1, 1.0
            run.step(run.lowest)
        elif found != "slope":
            return "converged" if found == "minimum" else "stationary"
        else:  # It went as far as it can tell: on from there, with small steps.
            found, run.reach = np.array(run.best), max(run.reach * _NEARER, _NEAREST)
        left = all_steps + 1 - len(run.history)
        if left < 1:
            break
        run.options = {**run.options, "max_steps": left}
        place = found
    return "out of steps"


def _with_slope(simulator: Simulator, start: Vector) -> Vector:
    """A start, or where the slope of a formula is not finite there, as of √x at 0, one beside it.

    Raises:
        InvalidAngle: beside it there is none, either.
    """
    if not simulator.formulas:
        return start
    moved = set(free_names(simulator.formulas))
    share = np.array([name in moved for name in simulator.parameters], dtype=float)
    refused: InvalidAngle | None = None
    for step in (0.0, _ASIDE, -_ASIDE):
        try:
            simulator.gradient(start + step * share)
        except InvalidAngle as error:
            refused = refused or error
            continue
        return start + step * share
    raise refused or AssertionError("Three starts were tried.")


def _starts(
    circuit: Circuit,
    start: Mapping[str, float] | Sequence[float] | NDArray[np.float64] | None,
    seed: int,
) -> list[Vector]:
    names = circuit.parameters
    if start is None:
        drawn = np.random.default_rng(seed).uniform(-np.pi, np.pi, (_DRAWS, len(names)))
        return list(drawn if names else drawn[:1])
    return [bound_values(names, start)]
