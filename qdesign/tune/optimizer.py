"""The row of the catalog that an optimizer is, and the run that it steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidAngle
from qdesign.rows import Option, Row, Value
from qdesign.simulate.simulator import Simulator
from qdesign.tune.progress import Cancel, Found, Progress, is_cancelled

Vector = NDArray[np.float64]

TOLERANCE: Final = Option(
    name="tolerance",
    title="Tolerance",
    kind="number",
    default=1e-10,
    low=0,
    help="a step that gains less energy than this ends it",
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


Stop = Literal["cancelled", "max_cost reached", "cap reached"]


class Stopped(Exception):
    """No more steps are wanted, or paid for."""

    def __init__(self, reason: Stop = "cancelled") -> None:
        super().__init__(reason)
        self.reason: Stop = reason


@dataclass(slots=True)
class Run:
    """Counts energies, keeps the best point, and asks whether to stop.

    Attributes:
        circuit: what is tuned.
        options: of the optimizer, by name, checked.
        exact: a simulator of the circuit with its observable; None where energies are sampled.
        sample: measures the energies at points, where they are sampled.
        spread: one standard error of a sampled energy; 0 where they are exact.
        seed: for what an optimizer draws.
        place: where an optimizer that takes sampled energies would end now. The lowest of many
            sampled energies is low by luck, so the best point need not be it.
        best, lowest: the best point so far and its energy.
        count: energies, gradients and curvatures that were run.
        history: the best energy after the start and after each step.
        kicks: how often it was moved on from a point without slope.
        found: hears of the best values after each step.
        outside: why the latest point without an energy has none.
    """

    circuit: Circuit
    options: Mapping[str, Value]
    exact: Simulator | None = None
    sample: Callable[[Sequence[Vector]], Sequence[float]] | None = None
    spread: float = 0.0
    seed: int = 0
    place: Vector | None = None
    progress: Progress | None = None
    cancel: Cancel = None
    best: Vector | None = None
    lowest: float = np.inf
    count: int = 0
    history: list[float] = field(default_factory=list[float])
    kicks: int = 0
    found: Found | None = None
    outside: InvalidAngle | None = None

    @property
    def simulator(self) -> Simulator:
        """That of the exact energies.

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
        return dict(zip(self.circuit.parameters, map(float, self.best), strict=True))

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
            Stopped: the caller wants no more.
        """
        if self.sample is not None:
            return self.energies([values])[0]
        self._ask()
        try:
            return self._keep(values, self.simulator.expectation(np.asarray(values)))
        except InvalidAngle as error:
            return self._outside(error)

    def energies(self, points: Sequence[Vector]) -> list[float]:
        """The expectations at several points; where they are sampled, measured together.

        Raises:
            Stopped: the caller wants no more.
        """
        if self.sample is None:
            return [self.energy(point) for point in points]
        self._ask()
        found = self.sample(points)
        return [self._keep(point, energy) for point, energy in zip(points, found, strict=True)]

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        """The expectation at a point and its derivatives, both of shape (num_parameters,).

        Raises:
            Stopped: the caller wants no more.
        """
        self._ask()
        try:
            energy, gradient = self.simulator.gradient(np.asarray(values))
        except InvalidAngle as error:
            return self._outside(error), np.zeros(len(values))
        return self._keep(values, energy), gradient

    def curvature(self, values: Vector, direction: Vector) -> Vector:
        """The Hessian at a point times a direction, all of shape (num_parameters,).

        Raises:
            Stopped: the caller wants no more.
        """
        self._ask()
        self.count += 1
        return self.simulator.hessian_product(np.asarray(direction), np.asarray(values))

    def step(self) -> None:
        """A step is done: the best energy goes into the history."""
        self.history.append(self.lowest)
        if self.found is not None:
            self.found(self.best_values)
        if self.progress is not None:
            self.progress(len(self.history) - 1, self.lowest)

    def _ask(self) -> None:
        if is_cancelled(self.cancel):
            raise Stopped

    def _outside(self, error: InvalidAngle) -> float:
        """The energy where a formula of parameters has no value: higher than any that is one."""
        self.count += 1
        self.outside = error
        observable = self.simulator.observable
        return 1.0 + sum(abs(c) for _, c in observable.terms) if observable else 0.0

    def _keep(self, values: Vector, energy: float) -> float:
        self.count += 1
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
        sampled_steps: steps at most by default where energies are sampled, each of which may be
            paid for; 0 where it does not take these.
    """

    KIND: ClassVar[str] = "optimizer"

    minimize: Callable[[Run, Vector], bool]
    uses_gradient: bool
    sampled_steps: int = 0

    @property
    def sampled(self) -> bool:
        """Does it take energies that are sampled with shots?"""
        return self.sampled_steps > 0
