"""Parameter values that lower an energy which is sampled with shots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

import numpy as np

from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.rows import Value, rows
from qdesign.showing.figures import frame, line
from qdesign.showing.tables import count, number, table
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimizer import Optimizer, Run, Stopped, Vector
from qdesign.tune.progress import Found, Progress

_SHOWN: Final = 13

Reason = Literal[
    "converged", "out of steps", "cancelled", "not a number", "max_cost reached", "cap reached"
]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An energy that was measured.

    Attributes:
        values: of the parameters, radians by name.
        energy: sampled with `shots` shots.
        error: one standard error of it.
        shots: of all circuits that measured it.
        job: the id of the job that did.
    """

    values: Mapping[str, float]
    energy: float
    error: float
    shots: int
    job: str


class Measure(Protocol):
    """Measures the energies at points together; each is of shape (num_parameters,).

    Raises:
        Stopped: no more are wanted, or paid for.
    """

    def __call__(self, points: Sequence[Vector], *, last: bool = False) -> Sequence[Evaluation]:
        """An evaluation for each point, in their order; are these the last ones?"""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledOptimization:
    """Where an optimizer ended that had sampled energies.

    Attributes:
        values: where it ended, radians by name.
        energy: measured there, sampled with `shots` shots.
        energy_error: one standard error of it.
        is_measured_anew: was it measured again after these values were chosen? If not, for want of
            money or because it was cancelled, it is the lowest of all that were measured, and luck
            makes that lower than it is.
        history: the lowest energy measured so far, after the start and after each step.
        evaluations: all that were measured, in their order.
        method, seed: how it was found.
        target: what measured.
        shots: of each evaluation.
        reason: why it ended. converged: what is left to gain drowns in the error; out of steps;
            cancelled; max_cost reached, or a cap of the queue: one more evaluation could have
            passed it.
        cost: of all evaluations, in `unit`; None where that is not known.
        unit: of the cost; empty where it is free or not known.
    """

    values: dict[str, float]
    energy: float
    energy_error: float
    is_measured_anew: bool
    history: tuple[float, ...]
    evaluations: tuple[Evaluation, ...]
    method: str
    seed: int
    target: str
    shots: int
    reason: Reason
    cost: float | None = None
    unit: str = ""

    @property
    def num_evaluations(self) -> int:
        """Energies that were measured."""
        return len(self.evaluations)

    @property
    def _origin(self) -> str:
        done = count(len(self.evaluations), "evaluation")
        chosen = "" if self.is_measured_anew else ", the lowest of all"
        return (
            f"{self.method}, seed {self.seed}; {self.reason} after {done}; sampled with "
            f"{count(self.shots, 'shot')} each on {self.target}{chosen}"
        )

    @property
    def _energy(self) -> str:
        return f"{number(self.energy)} ± {self.energy_error:.2g}"

    def __repr__(self) -> str:
        parameters = count(len(self.values), "parameter")
        return f"SampledOptimization(energy {self._energy}, {parameters}: {self._origin})"

    def _repr_html_(self) -> str:
        found = [("energy", self._energy)]
        found += [(name, f"{number(value)} rad") for name, value in self.values.items()]
        more = len(found) - _SHOWN
        if more > 0:
            found = [*found[:_SHOWN], (f"… {more:,} more", "")]
        return table(found, foot=self._origin)

    def to_pandas(self) -> Any:
        """The evaluations as a pandas DataFrame: a row each, with its error and its job.

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = {
            "evaluation": range(len(self.evaluations)),
            "energy": [each.energy for each in self.evaluations],
            "error": [each.error for each in self.evaluations],
            "shots": [each.shots for each in self.evaluations],
            "job": [each.job for each in self.evaluations],
        }
        return frame(columns, index="evaluation")

    def plot(self) -> Any:
        """The energies of all evaluations as a Plotly figure.

        Raises:
            MissingKit: plotly is not installed.
        """
        labels = ("evaluation", "energy (observable's unit)")
        energies = [each.energy for each in self.evaluations]
        return line(energies, title=f"Energy {self._energy}", origin=self._origin, labels=labels)


def check_takes_samples(row: Optimizer) -> None:
    """Refuses an optimizer that needs what a target does not measure.

    Raises:
        InvalidRequest: it does.
    """
    if row.sampled and not row.uses_states:
        return
    others = ", ".join(
        name for name, each in rows(Optimizer).items() if each.sampled and not each.uses_states
    )
    needed = "overlaps of states" if row.sampled else "exact energies or derivatives"
    raise InvalidRequest(
        f"{row.title} needs {needed}, and a target samples energies with shots. Choose: {others}."
    )


def checked_options(row: Optimizer, given: Mapping[str, object]) -> dict[str, Value]:
    """The options of an optimizer where energies are sampled: fewer steps, unless some are given.

    Raises:
        InvalidRequest: one that is not known, or a value out of bounds.
    """
    return row.checked({"max_steps": row.sampled_steps, **given})


def optimize_sampled(
    circuit: Circuit,
    measure: Measure,
    row: Optimizer,
    *,
    options: Mapping[str, Value],
    start: Vector,
    seed: int,
    target: str,
    shots: int,
    size: float = 1.0,
    progress: Progress | None = None,
    found: Found | None = None,
    cancel: Cancel = None,
) -> SampledOptimization:
    """Values with a low energy, by energies that `measure` samples.

    Args:
        circuit: what is tuned.
        measure: of the energies at points.
        row: an optimizer that takes sampled energies.
        options: of it, checked.
        start: radians, shape (num_parameters,).
        seed: for what the optimizer draws.
        target: what measures, for the result.
        shots: of each evaluation, for the result.
        size: of the observable, as `size_of` has it.
        progress: as `optimize` takes it.
        found: the same.
        cancel: the same.

    Raises:
        Cancelled: it was cancelled before the first energy was there.
        InvalidRequest: the first energy may cost more than is allowed.
    """
    evaluations: list[Evaluation] = []

    def sample(points: Sequence[Vector], *, last: bool = False) -> Sequence[float]:
        made = measure(points, last=last)
        evaluations.extend(made)
        run.spread = made[-1].error
        return [each.energy for each in made]

    run = Run(
        circuit,
        circuit.parameters,
        options,
        states=Simulator(circuit) if row.uses_states else None,
        sample=sample,
        shots=shots,
        size=size,
        seed=seed,
        progress=progress,
        cancel=cancel,
        found=found,
    )
    reason: Reason
    anew: Evaluation | None = None
    try:
        run.energy(start)
        run.step()
        rests = not len(start) or row.minimize(run, start)
        reason = "converged" if rests else "out of steps"
    except Stopped as stopped:
        reason = stopped.reason
    except KeyboardInterrupt:
        reason = "cancelled"
    if not evaluations:
        raise _nothing(reason)
    if len(evaluations) == 1:  # nothing was chosen
        anew = evaluations[0]
    elif reason != "cancelled":
        place = run.best if run.place is None else run.place
        with suppress(Stopped, KeyboardInterrupt):
            sample([start if place is None else place], last=True)
            anew = evaluations[-1]
    best = anew or min(evaluations, key=lambda each: each.energy)
    return SampledOptimization(
        values=dict(best.values),
        energy=best.energy,
        energy_error=best.error,
        is_measured_anew=anew is not None,
        history=tuple(run.history),
        evaluations=tuple(evaluations),
        method=row.name,
        seed=seed,
        target=target,
        shots=shots,
        reason=reason,
    )


def _nothing(reason: Reason) -> Exception:
    """Why there is no energy at all."""
    if reason in ("max_cost reached", "cap reached"):
        bound = "max_cost" if reason == "max_cost reached" else "a cap"
        return InvalidRequest(
            f"The first energy may cost more than {bound} allows, so nothing was measured. Take "
            "fewer shots, or allow more."
        )
    return Cancelled("The optimization was cancelled before its first energy.")


def drawn_start(circuit: Circuit, seed: int) -> Vector:
    """A point in [-π, π) from a seed, shape (num_parameters,)."""
    return np.random.default_rng(seed).uniform(-np.pi, np.pi, len(circuit.parameters))
