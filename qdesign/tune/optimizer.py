"""The row of the catalog that an optimizer is, and the run that it steps."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.errors import InvalidAngle, InvalidRequest
from qdesign.pauli import Observable
from qdesign.rows import Option, Row, Value
from qdesign.simulate.simulator import Simulator
from qdesign.tune.cost import Cost
from qdesign.tune.progress import Found, Heard, Progress, Standing, Step
from qdesign.tune.shifts import shift_rule

Vector = NDArray[np.float64]

TOLERANCE: Final = Option(
    name="tolerance",
    title="Tolerance",
    kind="number",
    default=1e-10,
    low=0,
    help="a step that gains less than this ends it",
)


def max_steps(default: int, what: str) -> Option:
    """The option that every optimizer has; `what` is counted."""
    return Option(
        name="max_steps",
        title="Steps at most",
        kind="integer",
        default=default,
        low=1,
        help=f"{what}, at most",
    )


def size_of(observable: Observable) -> float:
    """The sum of the sizes of the coefficients, without the constant; 1 where that is 0."""
    return sum(abs(c) for label, c in observable.terms if set(label) != {"I"}) or 1.0


Stop = Literal["cancelled", "not a number", "max_cost reached", "cap reached"]


class Stopped(Exception):
    """No more steps are wanted, paid for or possible."""

    def __init__(self, reason: Stop = "cancelled") -> None:
        super().__init__(reason)
        self.reason: Stop = reason


@dataclass(slots=True)
class Told:
    """What a run tells of its steps: a number a step, however many.

    Attributes:
        energies: of the steps themselves; `Run.history` has the best so far.
        errors: one standard error of each; 0 where it is exact.
        slopes: norms of the gradients there; NaN where they are not known.
    """

    energies: array[float] = field(default_factory=lambda: array("d"))
    errors: array[float] = field(default_factory=lambda: array("d"))
    slopes: array[float] = field(default_factory=lambda: array("d"))


@dataclass(slots=True)
class Run:
    """Counts energies, keeps the best point, and asks whether to stop.

    Attributes:
        circuit: what is tuned.
        names: of the values: the circuit's parameters, or of labeled data its weights.
        options: of the optimizer, by name, checked.
        exact: the exact energy of the circuit; None where energies are sampled.
        states: a simulator of the circuit without noise, for what reads its states.
        sample: measures the energies at points, where they are sampled.
        shots: of each sampled overlap of states; 0 where they are exact.
        size: the sum of the sizes of the observable's coefficients, without its constant; not 0.
        spread: one standard error of a sampled energy; 0 where they are exact.
        seed: for what an optimizer draws.
        place: where an optimizer that takes sampled energies would end now. The lowest of many
            sampled energies is low by luck, so the best point need not be it.
        best, lowest: the best point so far and its energy.
        count: energies, gradients and curvatures that were run.
        history: the best energy after the start and after each step.
        told: what else is told of each.
        kicks: how often it was moved on from a point without slope.
        reach: how far the first steps go, as a share of what they else would; less where it goes on
            near a minimum.
        memory: what an optimizer needs beside its place to go on later, as JSON has it.
        begun: steps that were done before, where it goes on.
        found: hears of the best values after each step.
        heard: hears of the step.
        standing: makes what tells where it stands.
        stood: the best point, its energy and the number of evaluations after the latest step.
        is_amid: did it stop in the middle of one, which going on does again?
        has_slopes: can the exact energy be asked for its gradient?
        outside: why the latest point without an energy has none.
    """

    circuit: Circuit
    names: tuple[str, ...]
    options: Mapping[str, Value]
    exact: Cost | None = None
    states: Simulator | None = None
    sample: Callable[[Sequence[Vector]], Sequence[float]] | None = None
    shots: int = 0
    size: float = 1.0
    spread: float = 0.0
    seed: int = 0
    place: Vector | None = None
    progress: Progress | None = None
    cancel: Cancel = None
    best: Vector | None = None
    lowest: float = np.inf
    count: int = 0
    history: list[float] = field(default_factory=list[float])
    told: Told = field(default_factory=Told)
    kicks: int = 0
    has_slopes: bool = True
    reach: float = 1.0
    memory: dict[str, Any] = field(default_factory=dict[str, Any])
    begun: int = 0
    found: Found | None = None
    heard: Heard | None = None
    standing: Callable[[], Standing] | None = None
    stood: tuple[Vector | None, float, int] | None = None
    is_amid: bool = False
    outside: InvalidAngle | None = None
    latest: float = math.nan
    slope: float = math.nan

    @property
    def simulator(self) -> Cost:
        """The exact energy.

        Raises:
            TypeError: energies are sampled.
        """
        if self.exact is None:
            raise TypeError("Where energies are sampled there is no simulator.")
        return self.exact

    @property
    def best_values(self) -> dict[str, float]:
        """The best point so far by name; empty before the first energy."""
        if self.best is None:
            return {}
        return dict(zip(self.names, map(float, self.best), strict=True))

    @property
    def max_steps(self) -> int:
        """Steps after which it ends."""
        return int(self.options["max_steps"])

    @property
    def tolerance(self) -> float:
        """A gain of energy that is too small to go on."""
        return float(self.options["tolerance"])

    def energy(self, values: Vector) -> float:
        """The expectation at a point, shape (num_parameters,).

        Raises:
            Stopped: the caller wants no more, or it is not a number.
        """
        if self.sample is not None:
            return self.energies([values])[0]
        self._ask(values)
        try:
            return self._keep(values, self.simulator.expectation(np.asarray(values)))
        except InvalidAngle as error:
            return self._outside(error)

    def energies(self, points: Sequence[Vector]) -> list[float]:
        """The expectations at several points; where they are sampled, measured together.

        Raises:
            Stopped: the caller wants no more, or one is not a number.
        """
        if self.sample is None:
            return [self.energy(point) for point in points]
        for point in points:
            self._ask(point)
        found = self.sample(points)
        return [self._keep(point, energy) for point, energy in zip(points, found, strict=True)]

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        """The expectation at a point and its derivatives, both of shape (num_parameters,).

        Raises:
            Stopped: the caller wants no more, or one is not a number.
        """
        self._ask(values)
        if self.sample is not None:
            return self._shifted(values)
        try:
            energy, gradient = self.simulator.gradient(np.asarray(values))
        except InvalidAngle as error:
            return self._outside(error), np.zeros(len(values))
        self.slope = math.hypot(*gradient.tolist())
        if not math.isfinite(self.slope):
            raise Stopped("not a number")
        return self._keep(values, energy), gradient

    def _shifted(self, values: Vector) -> tuple[float, Vector]:
        """The gradient as a device would measure it: all energies together, each a shift away."""
        shifts = [shift_rule(self.circuit, name) for name in self.circuit.parameters]
        points = [values]
        for index, (angles, _) in enumerate(shifts):
            for angle in angles:
                points.append(values.copy())
                points[-1][index] += angle
        energies = self.energies(points)
        here, left = energies[0], np.array(energies[1:])
        slope = np.zeros(len(values))
        for index, (angles, weights) in enumerate(shifts):
            slope[index] = left[: len(angles)] @ weights
            left = left[len(angles) :]
        self.slope, self.latest = math.hypot(*slope.tolist()), here
        return here, slope

    def rests(self, values: Vector, most: int) -> bool:
        """Does what is left to gain at a point drown in the error of its sampled energy?

        By the slope, measured: where the curvature is the observable's size s, a slope g leaves
        g² / 2s to gain. What the error of the energies adds to g² is taken off.

        Args:
            values: the point.
            most: energies that may be measured for it; no where it takes more.

        Raises:
            Stopped: the caller wants no more, or one is not a number.
        """
        try:
            weights = [shift_rule(self.circuit, name)[1] for name in self.circuit.parameters]
        except InvalidRequest:  # a formula: no few energies give the slope
            return False
        if 1 + sum(map(len, weights)) > most:
            return False
        _, slope = self._shifted(values)
        noise = sum(float(each @ each) for each in weights) * self.spread**2
        return float(slope @ slope) - noise <= 2 * self.size * self.spread

    def curvature(self, values: Vector, direction: Vector) -> Vector:
        """The Hessian at a point times a direction, all of shape (num_parameters,).

        Raises:
            Stopped: the caller wants no more.
        """
        self._ask(values)
        self.count += 1
        return self.simulator.hessian_product(np.asarray(direction), np.asarray(values))

    def metric(self, values: Vector) -> Vector:
        """The Fubini–Study metric of the states without noise, shape (p, p), per radian².

        Raises:
            Stopped: the caller wants no more.
            TooLarge: the derivatives of the state do not fit into memory.
        """
        self._ask(values)
        self.count += 1
        assert self.states is not None
        tangents = self.states.jacobian(values)
        along = self.states.statevector(values).conj() @ tangents
        return np.asarray((tangents.conj().T @ tangents - np.outer(along.conj(), along)).real)

    def overlaps(self, values: Vector, asides: Sequence[Vector]) -> list[float]:
        """|⟨ψ(θ)|ψ(θ + a)⟩|² at a point θ for several a; sampled where energies are.

        Sampled is how often the circuit, run forth at one point and back at the other, ends in
        |0…0⟩; noise is left out.

        Raises:
            Stopped: the caller wants no more.
        """
        self._ask(values)
        assert self.states is not None
        here = self.states.statevector(values).conj()
        exact = [abs(complex(here @ self.states.statevector(values + a))) ** 2 for a in asides]
        if self.shots:
            rng = np.random.default_rng((self.seed, 4, self.count))
            exact = [float(rng.binomial(self.shots, min(1.0, f))) / self.shots for f in exact]
        self.count += len(asides)
        return exact

    def remembered(self, name: str, usual: Vector) -> Vector:
        """An array of its memory, of the shape of `usual`, which it is where there is none.

        Raises:
            InvalidRequest: the state that it goes on from holds something else.
        """
        if name not in self.memory:
            return usual
        try:
            found = np.array(self.memory[name], dtype=float)
        except (TypeError, ValueError):
            found = np.zeros(0)
        if found.shape != usual.shape or not np.isfinite(found).all():
            raise InvalidRequest(
                f"'{name}' of the state is not what this method gave. Give the state unchanged, or "
                "begin anew: start=…"
            )
        return found

    def drawing(self, key: Sequence[int]) -> np.random.Generator:
        """A generator from the seed and a key, or as the memory has it."""
        rng = np.random.default_rng((self.seed, *key))
        if "drawing" in self.memory:
            try:
                rng.bit_generator.state = json.loads(self.memory["drawing"])
            except (TypeError, ValueError, KeyError, OverflowError):
                raise InvalidRequest(
                    "'drawing' of the state is not what this method gave. Give the state "
                    "unchanged, or begin anew: start=…"
                ) from None
        return rng

    def step(self, energy: float | None = None) -> None:
        """A step is done: the best energy goes into the history, and its own is told.

        Args:
            energy: its own; that of the latest energy asked for when None.
        """
        own = self.latest if energy is None else energy
        self.history.append(self.lowest)
        self.stood = self.best, self.lowest, self.count
        self.told.energies.append(own)
        self.told.errors.append(self.spread)
        self.told.slopes.append(self.slope)
        number = self.begun + len(self.history) - 1
        if self.found is not None:
            self.found(self.best_values)
        if self.heard is not None:
            slope = None if math.isnan(self.slope) else self.slope
            told = Step(number, own, self.lowest, self.spread, slope, standing=self.standing)
            self.heard(told)
        if self.progress is not None:
            self.progress(number, self.lowest)

    def _ask(self, values: Vector) -> None:
        if is_cancelled(self.cancel):
            raise Stopped
        if not np.isfinite(values).all():
            raise Stopped("not a number")

    def _outside(self, error: InvalidAngle) -> float:
        """The energy where a formula of parameters has no value: higher than any that is one."""
        self.count += 1
        self.outside = error
        observable = self.simulator.observable
        self.latest = 1.0 + sum(abs(c) for _, c in observable.terms) if observable else 0.0
        return self.latest

    def _keep(self, values: Vector, energy: float) -> float:
        self.count += 1
        if not math.isfinite(energy):
            raise Stopped("not a number")
        self.latest = energy
        if energy < self.lowest or self.best is None:
            self.lowest, self.best = energy, np.array(values, dtype=float)
        return energy


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimizer(Row):
    """A row of the kind `optimizer`; its options have `max_steps` and `tolerance` among them.

    Attributes:
        minimize: goes down from a point of shape (num_parameters,), at least one, by energies and
            gradients of a run, and calls `run.step()` after each step. True where it rests, which
            `optimize` tells apart from a minimum; False where steps ran out.
        uses_gradient: does it ask for derivatives?
        uses_states: does it read the states themselves, which no target gives?
        takes_rows: does it ask for costs and their derivatives alone, so that it takes a loss over
            rows of labeled data?
        sampled_steps: steps at most by default where energies are sampled, each of which may be
            paid for; 0 where it does not take these.
    """

    KIND: ClassVar[str] = "optimizer"

    minimize: Callable[[Run, Vector], bool]
    uses_gradient: bool
    uses_states: bool = False
    takes_rows: bool = True
    sampled_steps: int = 0

    @property
    def sampled(self) -> bool:
        """Does it take energies that are sampled with shots?"""
        return self.sampled_steps > 0
