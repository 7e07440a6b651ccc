"""Tuning, by energies that are found here or by those that a target measures as jobs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, overload

from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_text, given_whole
from qdesign.pauli import Observable
from qdesign.problems.problem import Problem
from qdesign.rows import Value, find
from qdesign.simulate.simulator import bound_values
from qdesign.tune.labeled import check_rows_here, checked_frozen, data_of, with_inputs
from qdesign.tune.optimize import near_zero
from qdesign.tune.optimizer import Optimizer, size_of
from qdesign.tune.progress import Found, Heard, Progress
from qdesign.tune.result import Optimization
from qdesign.tune.sampled import (
    SampledOptimization,
    check_takes_samples,
    checked_options,
    drawn_start,
    optimize_sampled,
)
from qdesign.tune.several import Frozen, Values, hold

if TYPE_CHECKING:
    from qdesign.hardware.queue import Queue

EXACT_METHOD: Final = "lbfgs"
SAMPLED_METHOD: Final = "spsa"


@overload
def optimize(
    circuit: Circuit,
    observable: Observable | Problem,
    *,
    method: str | None = None,
    start: Values | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
    found: Found | None = None,
    heard: Heard | None = None,
    cancel: Cancel = None,
    shots: int | None = None,
    noise: object = None,
    starts: int = 1,
    frozen: Frozen = (),
    layerwise: bool = False,
    state: Mapping[str, Any] | None = None,
    target: None = None,
    queue: None = None,
    max_cost: None = None,
    job_options: None = None,
    name: str = "",
    **options: Value,
) -> Optimization: ...


@overload
def optimize(
    circuit: Circuit,
    observable: Observable | Problem,
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
    heard: None = None,
    cancel: Cancel = None,
    noise: None = None,
    starts: int = 1,
    frozen: Frozen = (),
    layerwise: bool = False,
    state: None = None,
    **options: Value,
) -> SampledOptimization: ...


def optimize(
    circuit: Circuit,
    observable: Observable | Problem,
    *,
    method: str | None = None,
    start: Values | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
    found: Found | None = None,
    heard: Heard | None = None,
    cancel: Cancel = None,
    shots: int | None = None,
    noise: object = None,
    starts: int = 1,
    frozen: Frozen = (),
    layerwise: bool = False,
    state: Mapping[str, Any] | None = None,
    target: object = None,
    queue: Queue | None = None,
    max_cost: float | None = None,
    job_options: Mapping[str, object] | None = None,
    name: str = "",
    **options: Value,
) -> Optimization | SampledOptimization:
    """Values with a low expectation; a local minimum, which need not be the lowest.

    The energies are exact; with `noise` those of the mixed state, exactly; with `shots` sampled
    here, with noise or without. With a `target`, each is a job of the queue that measures the
    observable with shots: the same call again, after a crash or once it has ended, takes the jobs
    that are there; another `name` begins anew. A start without slope, such as zeros often are, is
    left by a kick where energies are not sampled.

    Args:
        circuit: unitary; without a target up to measurements at its end.
        observable: on as many qubits, or a problem. Of labeled data the exact loss over training
            rows is lowered, with noise or without, and `values` are those of the weights.
        method: the name of an optimizer; `catalog("optimizer")` says what each does and takes, and
            which take sampled energies (`sampled`). When None `lbfgs`, with shots `spsa`.
        start: radians by name or in the order of `circuit.parameters`, of labeled data of the
            weights; when None the lowest of
            16 random points in [-π, π) from `seed`, with shots one such point.
        seed: for the random start and what the optimizer draws; with shots of these, too.
        max_steps: iterations, energies or rounds, as the optimizer counts; its default when None,
            with shots fewer (`sampled_steps`).
        tolerance: a step that gains less than this ends it; its default when None.
        progress: called after each step with the steps done and the best energy.
        found: called before that with the best values so far, radians by name.
        heard: called with each step: its energy, its error and its slope; without a target.
        cancel: a function or an event, asked at each energy and while a job is waited for; the best
            values so far are returned, as they are at Ctrl-C with a target.
        shots: of each energy, over all its circuits.
        noise: a `Noise` or its channels, under which energies are found here.
        starts: so many runs are made, the first from `start`, the others from random ones, each
            with a seed of its own from `seed` on; the lowest is returned, with all in `runs`.
        frozen: parameters that keep their value: names, at `start`, or values by name.
        layerwise: tune the first layer, then two from there, and so on, with all in `runs`. A layer
            is what repeats; where nothing does, a column.
        state: of an optimization that ended; goes on from there, up to `max_steps` in all.
        target: a name that `targets()` lists, or a Qiskit backend.
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
    circuit = as_circuit(circuit)
    seed = given_whole(seed, "Seed")
    if not isinstance(layerwise, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            f"'layerwise' is True or False, not of the type {type(layerwise).__name__}."
        )
    if (data := data_of(observable)) is not None:
        check_rows_here(target=target, shots=shots, layerwise=layerwise or None)
        frozen = checked_frozen(data, frozen)
        start = with_inputs(data, circuit, start)
    held = hold(circuit, frozen, start)
    limits = {"max_steps": max_steps, "tolerance": tolerance}
    given = {key: value for key, value in {**limits, **options}.items() if value is not None}

    def told(values: Mapping[str, float]) -> None:
        if found is not None:
            found(held.filled(values))

    if target is None:
        _refuse_without_target(
            queue=queue, max_cost=max_cost, job_options=job_options, name=name or None
        )
        from qdesign.tuning.here import tune_here

        usual = EXACT_METHOD if shots is None else SAMPLED_METHOD
        done = tune_here(
            held.circuit,
            observable,
            method=usual if method is None else method,
            start=held.start,
            seed=seed,
            progress=progress,
            found=None if found is None else told,
            heard=heard,
            cancel=cancel,
            shots=shots,
            noise=noise,
            starts=starts,
            layerwise=layerwise,
            state=state,
            options=given,
        )
        return replace(done, values=held.filled(done.values))
    _refuse_with_target(
        noise=noise,
        starts=None if starts == 1 else starts,
        layerwise=layerwise or None,
        state=state,
        heard=heard,
    )
    if shots is None:
        raise InvalidRequest("Say with how many shots each energy is measured: shots=…")
    row = find(Optimizer, SAMPLED_METHOD if method is None else method)
    check_takes_samples(row)
    checked = checked_options(row, given)
    free, begin = held.circuit, held.start
    first = drawn_start(free, seed)
    if begin is not None:
        first = near_zero(free.parameters, bound_values(free.parameters, begin))
    run = {
        "method": row.name,
        "options": dict(sorted(checked.items())),
        "start": [float(value) for value in first],
    }
    from qdesign.tuning.measuring import measuring

    with _opened(queue) as jobs:
        measure = measuring(
            free,
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
            free,
            measure,
            row,
            options=checked,
            start=first,
            seed=seed,
            target=measure.target.name,
            shots=shots,
            size=size_of(measure.observable),
            progress=progress,
            found=None if found is None else told,
            cancel=cancel,
        )
    made = measure.with_ends(done.evaluations)
    if held.values:
        made = tuple(replace(each, values=held.filled(each.values)) for each in made)
        done = replace(done, values=held.filled(done.values))
    return replace(done, evaluations=made, cost=measure.cost, unit=measure.unit)


def _refuse_without_target(**given: object) -> None:
    for name, value in given.items():
        if value is not None:
            raise InvalidRequest(
                f"'{name}' is of energies that a target measures, and no target is given. Name "
                "one, such as local:ideal."
            )


def _refuse_with_target(**given: object) -> None:
    for name, value in given.items():
        if value is not None:
            raise InvalidRequest(
                f"'{name}' is of energies that are found here, and a target is given. Leave one of "
                "them out."
            )


def _opened(given: Queue | None) -> AbstractContextManager[Queue]:
    """The queue that was given, which stays open, or the person's own, which is closed."""
    from qdesign.hardware.queue import Queue

    if given is None:
        return Queue.open()
    if not isinstance(given, Queue):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"A queue is one of Queue.open(), not a {type(given).__name__}.")
    return nullcontext(given)
