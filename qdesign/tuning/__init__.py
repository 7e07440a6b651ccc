"""Tuning, by exact energies or by those that a target measures: each a job, paid for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Final, overload

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_text, given_whole
from qdesign.pauli import Observable
from qdesign.rows import Value, find
from qdesign.simulate.simulator import bound_values
from qdesign.tune.optimize import Optimization
from qdesign.tune.optimize import optimize as optimize_here
from qdesign.tune.optimizer import Optimizer
from qdesign.tune.progress import Cancel, Found, Progress
from qdesign.tune.sampled import (
    SampledOptimization,
    check_takes_samples,
    checked_options,
    drawn_start,
    optimize_sampled,
)

if TYPE_CHECKING:
    from qdesign.hardware.queue import Queue

Values = Mapping[str, float] | Sequence[float] | NDArray[np.float64]
EXACT_METHOD: Final = "lbfgs"
SAMPLED_METHOD: Final = "spsa"


@overload
def optimize(
    circuit: Circuit,
    observable: Observable,
    *,
    method: str | None = None,
    start: Values | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
    found: Found | None = None,
    cancel: Cancel = None,
    target: None = None,
    shots: None = None,
    queue: None = None,
    max_cost: None = None,
    job_options: None = None,
    name: str = "",
    **options: Value,
) -> Optimization: ...


@overload
def optimize(
    circuit: Circuit,
    observable: Observable,
    *,
    target: object,
    shots: int | None = None,
    queue: Queue | None = None,
    max_cost: float | None = None,
    job_options: Mapping[str, object] | None = None,
    name: str = "",
    method: str | None = None,
    start: Values | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
    found: Found | None = None,
    cancel: Cancel = None,
    **options: Value,
) -> SampledOptimization: ...


def optimize(
    circuit: Circuit,
    observable: Observable,
    *,
    method: str | None = None,
    start: Values | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
    found: Found | None = None,
    cancel: Cancel = None,
    target: object = None,
    shots: int | None = None,
    queue: Queue | None = None,
    max_cost: float | None = None,
    job_options: Mapping[str, object] | None = None,
    name: str = "",
    **options: Value,
) -> Optimization | SampledOptimization:
    """Values with a low expectation; a local minimum, which need not be the lowest.

    Without a target the energies are exact, and a start without slope, such as zeros often are, is
    left by a kick. With one, each is a job of the queue that measures the observable with shots.
    The same call again, after a crash or once it has ended, takes the jobs that are there; another
    `name` begins anew.

    Args:
        circuit: unitary; without a target up to measurements at its end.
        observable: on as many qubits.
        method: the name of an optimizer; `catalog("optimizer")` says what each does and takes, and
            which take sampled energies (`sampled`). When None `lbfgs`, with a target `spsa`.
        start: radians by name or in the order of `circuit.parameters`; when None the lowest of
            16 random points in [-π, π) from `seed`, with a target one such point.
        seed: for the random start and what the optimizer draws; with a target of all shots, too.
        max_steps: iterations, energies or rounds, as the optimizer counts; its default when None,
            with a target fewer (`sampled_steps`).
        tolerance: a step that gains less energy than this ends it; its default when None.
        progress: called after each step with the steps done and the best energy.
        found: called before that with the best values so far, radians by name.
        cancel: a function or an event, asked at each energy and while a job is waited for; the best
            values so far are returned, as they are at Ctrl-C with a target.
        target: a name that `targets()` lists, or a Qiskit backend.
        shots: of each energy, over all its circuits; with a target alone.
        queue: where the jobs are kept; `Queue.open()` when None.
        max_cost: what all energies together may cost at most, in the target's unit. It ends before
            it could pass that.
        job_options: what each job asks of the target's provider, as `Queue.submit` takes `options`.
        name: of the run, which its jobs bear.
        options: what this optimizer takes beside.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        InvalidRequest: a method or an option that is not known or not taken, a value out of bounds,
            or the first energy may cost more than `max_cost`.
        Cancelled: `cancel` said so before the first energy.
        QueueError: a job failed or is UNKNOWN; the same call goes on from there.

    Example:
        >>> import qdesign as qd
        >>> best = qd.optimize(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}), seed=1)
        >>> round(best.energy, 6)
        -1.0
    """
    common = {"max_steps": max_steps, "tolerance": tolerance}
    if target is None:
        _refuse_without_target(
            shots=shots, queue=queue, max_cost=max_cost, job_options=job_options, name=name or None
        )
        return optimize_here(
            circuit,
            observable,
            method=EXACT_METHOD if method is None else method,
            start=start,
            seed=seed,
            max_steps=max_steps,
            tolerance=tolerance,
            progress=progress,
            found=found,
            cancel=cancel,
            **options,
        )
    circuit = as_circuit(circuit)
    seed = given_whole(seed, "Seed")
    if shots is None:
        raise InvalidRequest("Say with how many shots each energy is measured: shots=…")
    row = find(Optimizer, SAMPLED_METHOD if method is None else method)
    check_takes_samples(row)
    chosen = {key: value for key, value in {**common, **options}.items() if value is not None}
    checked = checked_options(row, chosen)
    names = circuit.parameters
    first = drawn_start(circuit, seed) if start is None else bound_values(names, start)
    run = {
        "method": row.name,
        "options": dict(sorted(checked.items())),
        "start": [float(value) for value in first],
    }
    from qdesign.tuning.measuring import measuring

    with _opened(queue) as jobs:
        measure = measuring(
            circuit,
            observable,
            target,
            queue=jobs,
            shots=shots,
            seed=seed,
            max_cost=max_cost,
            job_options=job_options or {},
            name=given_text(name, "The name of a run"),
            cancel=cancel,
            run=run,
        )
        done = optimize_sampled(
            circuit,
            measure,
            row,
            options=checked,
            start=first,
            seed=seed,
            target=measure.target.name,
            shots=shots,
            progress=progress,
            found=found,
            cancel=cancel,
        )
    told = measure.with_ends(done.evaluations)
    return replace(done, evaluations=told, cost=measure.cost, unit=measure.unit)


def _refuse_without_target(**given: object) -> None:
    for name, value in given.items():
        if value is not None:
            raise InvalidRequest(
                f"'{name}' is of energies that a target measures, and no target is given. Name "
                "one, such as local:ideal."
            )


def _opened(given: Queue | None) -> AbstractContextManager[Queue]:
    """The queue that was given, which stays open, or the person's own, which is closed."""
    from qdesign.hardware.queue import Queue

    if given is None:
        return Queue.open()
    if not isinstance(given, Queue):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"A queue is one of Queue.open(), not a {type(given).__name__}.")
    return nullcontext(given)
