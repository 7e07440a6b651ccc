"""Parameter values that lower an energy: exact, exact under noise, or sampled here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidAngle, InvalidRequest, NotUnitary
from qdesign.formula import free_names
from qdesign.given import given_whole
from qdesign.pauli import Observable, as_observable
from qdesign.problems.problem import Problem
from qdesign.process.threads import one_thread
from qdesign.rows import Value, find
from qdesign.simulate.simulator import Simulator, bound_values
from qdesign.tune.cost import Cost, StraightCost, cost_of
from qdesign.tune.labeled import LabeledCost, check_takes_rows, data_of
from qdesign.tune.optimizer import Optimizer, Run, Stopped, Vector, size_of
from qdesign.tune.progress import Found, Heard, Progress, Standing
from qdesign.tune.rest import at_rest
from qdesign.tune.result import Optimization, Reason
from qdesign.tune.state import State, read_state, state_of

if TYPE_CHECKING:
    from qdesign.simulate.noise import Noise

__all__ = ["Optimization", "Reason", "Sampler", "optimize"]

_DRAWS: Final = 16
_ASIDE: Final = 1e-3
"""Radians that a start is moved where a formula has no finite slope."""
_FARTHEST: Final = 1e6
"""Radians of a start: there a double still tells 1e-10 rad apart."""
_NEARER: Final = 0.1
_NEAREST: Final = 1e-4
"""Of the first steps: how much shorter they are where it goes on, and how short at last."""

Values = Mapping[str, float] | Sequence[float] | NDArray[np.float64]


class Sampler(Protocol):
    """Measures energies here, with shots."""

    @property
    def shots(self) -> int:
        """Of each energy, over all its circuits."""
        ...

    def __call__(self, point: Vector, number: int) -> tuple[float, float]:
        """The energy at a point and its error; `number` draws other shots."""
        ...


def optimize(
    circuit: Circuit,
    observable: Observable | Problem,
    *,
    method: str = "lbfgs",
    start: Values | None = None,
    seed: int = 0,
    max_steps: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
    found: Found | None = None,
    heard: Heard | None = None,
    cancel: Cancel = None,
    noise: Noise | None = None,
    sampler: Sampler | None = None,
    state: Mapping[str, Any] | None = None,
    **options: Value,
) -> Optimization:
    """Values with a low expectation; a local minimum, which need not be the lowest.

    A start without slope, such as zeros often are, is left by a kick.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits; or a problem. Of labeled data the loss is lowered: what is
            said of energies here is said of it, and the values are those of weights.
        method: the name of an optimizer; `catalog("optimizer")` says what each does and takes.
        start: radians by name or in the order of `circuit.parameters`; when None the lowest of
            16 random points in [-π, π) from `seed`, with a sampler one such point.
        seed: for the random start, for kicks and for what is drawn.
        max_steps: iterations, energies or rounds, as the optimizer counts; its default when None.
        tolerance: a step that gains less than this ends it; its default when None.
        progress: called after each step with the steps done and the best energy.
        found: called before that with the best values so far, radians by name.
        heard: called with each step: its energy, its error and its slope.
        cancel: a function or an event, asked at each energy; the best values so far are returned.
        noise: of the energies.
        sampler: measures the energies with shots; it has the noise then.
        state: of an optimization that ended before; goes on from there.
        options: what this optimizer takes beside.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        InvalidRequest: a method, an option or a state that is not known, or a value out of bounds.
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
    usual = {"max_steps": row.sampled_steps} if sampler is not None and row.sampled else {}
    told = {name: value for name, value in given.items() if value is not None}
    checked = row.checked({**usual, **told})
    simulator, exact = _costs(circuit, observable, noise, row)
    size = _size(simulator.observable)
    if (data := data_of(observable)) is not None and start is not None:
        start = data.weight_values(circuit, start)
    names = exact.parameters
    going = None if state is None else read_state(state, row, len(names))
    points = [going.place] if going else _starts(names, start, seed, many=sampler is None)
    run = Run(
        circuit,
        names,
        checked,
        exact=exact if sampler is None else None,
        states=simulator,
        size=size,
        shots=0 if sampler is None else sampler.shots,
        seed=seed,
        progress=progress,
        cancel=cancel,
        found=found,
        heard=heard,
    )
    run.has_slopes = noise is not None or simulator.gives("gradient")
    run.standing = lambda: _standing(run, row)
    if sampler is not None:
        run.sample = _sampling(run, sampler)
    # The simulator has threads of its own where they help; vectors of values are short. What is
    # not a number is asked for where energies and values come in.
    with one_thread(), np.errstate(over="ignore", invalid="ignore"):
        reason, anew = _run(run, row, points, going)
    result = _result(run, row, reason, anew=anew, is_noisy=noise is not None)
    if noise is not None or sampler is not None or simulator.engine == "statevector":
        return result
    return replace(result, engine=_engine(simulator, result.values))


def _engine(simulator: Simulator, values: Mapping[str, float]) -> str:
    """Which engine ran, and how far off its energy may be."""
    if simulator.error_kind == "exact":
        return f"{simulator.engine}, exact"
    error = simulator.error(values)
    most = "at most" if simulator.error_kind == "bound" else "about"
    return f"{simulator.engine}, {most} {error:.2g} off"


def _costs(
    circuit: Circuit, observable: Observable | Problem, noise: Noise | None, row: Optimizer
) -> tuple[Simulator, Cost]:
    """The circuit ready to run, and the exact cost: an energy, or the loss of labeled data."""
    data = data_of(observable)
    measured = observable.observable if isinstance(observable, Problem) else observable
    measured = as_observable(measured, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    simulator = Simulator(circuit, measured)
    if not simulator.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end cannot be optimized. "
            "Remove them first."
        )
    if data is not None and isinstance(observable, Problem):
        check_takes_rows(row)
        return simulator, LabeledCost(circuit, observable, noise)
    if noise is not None:
        return simulator, cost_of(circuit, measured, noise)
    return simulator, simulator if simulator.gives("hessian_product") else StraightCost(simulator)


def _size(observable: Observable | None) -> float:
    size = 1.0 if observable is None else size_of(observable)
    if not math.isfinite(size):
        raise InvalidRequest(
            "The observable's coefficients add up to more than any number. Give smaller "
            "coefficients."
        )
    return size


@dataclass(frozen=True, slots=True)
class _Measured:
    """An energy that was sampled once more at the end."""

    place: Vector
    energy: float
    error: float


def _run(
    run: Run, row: Optimizer, points: Sequence[Vector], going: State | None
) -> tuple[Reason, _Measured | None]:
    """Why it ended, and with shots the energy there."""
    reason: Reason
    try:
        if going is not None:
            _resume(run, going)
            first = going.place
        else:
            first = min(points, key=run.energy)
            if run.best is None and run.outside is not None:
                raise run.outside
        run.step()
        if row.uses_gradient and run.exact is not None:
            first = _with_slope(run.exact, first)
        reason = _descend(run, row, first) if len(first) else "stationary"
    except Stopped as stopped:
        run.is_amid = True
        reason = "not a number" if stopped.reason == "not a number" else "cancelled"
    if run.best is None:
        if reason == "not a number":
            raise InvalidRequest(
                "The energy at the start is not a finite number. Give an observable with smaller "
                "coefficients, or another start."
            )
        raise Cancelled("The optimization was cancelled before its first energy.")
    if run.sample is None or reason in ("cancelled", "not a number"):
        return reason, None
    place = run.best if run.place is None else run.place
    (energy,) = run.sample([place])
    run.count += 1
    return reason, _Measured(place, energy, run.spread)


def _resume(run: Run, going: State) -> None:
    """Puts a run where it was, with the steps that are left, as the optimizer counts them."""
    run.begun, run.count = going.steps, going.evaluations
    run.best, run.lowest, run.latest = going.best, going.lowest, going.lowest
    run.memory = going.memory
    if run.sample is not None:  # the lowest of sampled energies is low by luck
        run.place = going.place
    left = max(0, run.max_steps - going.steps)
    run.options = {**run.options, "max_steps": left + int(run.memory.get("steps", 0))}


def _descend(run: Run, row: Optimizer, first: Vector) -> Reason:
    """Lets the optimizer go down, and on from where it rests at no minimum."""
    rng = np.random.default_rng((run.seed, 1, run.begun) if run.begun else (run.seed, 1))
    all_steps = run.max_steps - int(run.memory.get("steps", 0))  # of this call
    place = first
    done = len(run.history)
    while all_steps >= len(run.history) and row.minimize(run, place):
        if run.exact is None or not run.has_slopes:
            return "converged"
        found = at_rest(run, rng)
        if not isinstance(found, str):
            run.kicks, run.reach = run.kicks + 1, 1.0
            run.step(run.lowest)
        elif found != "slope":
            return "converged" if found == "minimum" else "stationary"
        else:  # It went as far as it can tell: on from there, with small steps.
            found, run.reach = np.array(run.best), max(run.reach * _NEARER, _NEAREST)
            if len(run.history) == done:  # None was made: this one is counted, so that it ends.
                run.step(run.lowest)
        done = len(run.history)
        left = all_steps + 1 - len(run.history)
        run.memory, run.place = {}, None
        run.options = {**run.options, "max_steps": left}
        place = found
        if left < 1:
            break
    return "out of steps"


def _standing(run: Run, row: Optimizer) -> Standing:
    """Where a run stands: what it would give now, and what it takes to go on."""
    state = state_of(run, row)
    place = run.best if run.sample is None else state.get("place")
    values = () if place is None else map(float, place)
    return Standing(dict(zip(run.names, values, strict=False)), state)


def _result(
    run: Run, row: Optimizer, reason: Reason, *, anew: _Measured | None, is_noisy: bool
) -> Optimization:
    names = run.names
    values, energy, error = run.best_values, run.lowest, run.spread
    if anew is not None:
        values = dict(zip(names, map(float, anew.place), strict=True))
        energy, error = anew.energy, anew.error
    slopes = (None if math.isnan(slope) else slope for slope in run.told.slopes)
    return Optimization(
        values=values,
        energy=energy,
        history=tuple(run.history),
        method=row.name,
        seed=run.seed,
        num_evaluations=run.count,
        reason=reason,
        kicks=run.kicks,
        energies=tuple(run.told.energies),
        errors=tuple(run.told.errors),
        slopes=tuple(slopes),
        energy_error=error,
        shots=run.shots,
        is_noisy=is_noisy,
        is_measured_anew=anew is not None,
        begun=run.begun,
        state=state_of(run, row),
    )


def _sampling(run: Run, sampler: Sampler) -> Callable[[Sequence[Vector]], Sequence[float]]:
    """Energies at points, each drawn from the seed and the number of the evaluation."""

    def sample(points: Sequence[Vector]) -> Sequence[float]:
        found = [sampler(point, run.count + k) for k, point in enumerate(points)]
        run.spread = found[0][1]
        return [energy for energy, _ in found]

    return sample


def _with_slope(cost: Cost, start: Vector) -> Vector:
    """A start, or where the slope of a formula is not finite there, as of √x at 0, one beside it.

    Raises:
        InvalidAngle: beside it there is none, either.
    """
    if not cost.formulas:
        return start
    moved = set(free_names(cost.formulas))
    share = np.array([name in moved for name in cost.parameters], dtype=float)
    refused: InvalidAngle | None = None
    for step in (0.0, _ASIDE, -_ASIDE):
        try:
            cost.gradient(start + step * share)
        except InvalidAngle as error:
            refused = refused or error
            continue
        return start + step * share
    raise refused or AssertionError("Three starts were tried.")


def _starts(names: tuple[str, ...], start: Values | None, seed: int, *, many: bool) -> list[Vector]:
    if start is None:
        draws = _DRAWS if many and names else 1
        return list(np.random.default_rng(seed).uniform(-np.pi, np.pi, (draws, len(names))))
    return [near_zero(names, bound_values(names, start))]


def near_zero(names: Sequence[str], start: Vector) -> Vector:
    """A start, where its values are not so large that rounding drowns small steps.

    Raises:
        InvalidRequest: one is.
    """
    for name, value in zip(names, start, strict=True):
        if abs(value) > _FARTHEST:
            raise InvalidRequest(
                f"The start of '{name}' is {value:.3g} rad, and so far out rounding drowns small "
                f"steps. Give values from -{_FARTHEST:,.0f} to {_FARTHEST:,.0f}, such as the same "
                "angle less whole turns."
            )
    return start
