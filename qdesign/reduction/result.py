"""What `simplify` returns, and what a strategy is given."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Generic, TypeVar

from qdesign.angle import Angle
from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit, Stats
from qdesign.diagram import Diagram, SpiderKind
from qdesign.equivalence import Body, Verdict
from qdesign.errors import Cancelled
from qdesign.reduction.changes import CHANGES, changes, figures
from qdesign.reduction.lowered import Lowered, as_table
from qdesign.routing.coupling import Coupling
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import table
from qdesign.zx.tracing import Origins

B = TypeVar("B", bound=Body)

Progress = Callable[[float, str], None]
"""Called with the share of the work that is done, 0 to 1, and what is being done."""

ITSELF: Final = Verdict(True, "the input itself", 0, 0.0, is_exact=True)

_LEFT_OUT: Final = "left out"


@dataclass(frozen=True, slots=True)
class Use:
    """One occurrence of a parameter in a result.

    Attributes:
        place: number of the operation in `plain_operations`, or the id of the spider.
        gate: the operation's gate, or the spider's kind.
        angle: the whole angle it occurs in.
        coefficient: of the parameter in that angle.
    """

    place: int | str
    gate: str
    angle: Angle
    coefficient: Fraction


@dataclass(frozen=True, slots=True)
class StrategyRun:
    """One run of a strategy: what it gave and whether that was kept, or why it did not run.

    Attributes:
        name: the strategy, or the part of it.
        stats: figures of what it gave; None where it gave nothing.
        verdict: of what it gave against the input; None where it was not needed.
        kept: was it the best so far?
        seconds: since the start.
        note: why nothing was given or kept, in words.
        setting: what this run did otherwise than others of its name.
        change: figures that differ from the best before, by name, where it was kept.
        skipped: did it not run? Then `note` says why, and what would make it run.
        rules: rules that it took inside, and how often each changed something, where known.
    """

    name: str
    stats: Stats | None = None
    verdict: Verdict | None = None
    kept: bool = False
    seconds: float = 0.0
    note: str = ""
    setting: str = ""
    change: tuple[tuple[str, int], ...] = ()
    skipped: bool = False
    rules: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Simplification(Generic[B]):
    """An equal body with less, and how that is known.

    Attributes:
        body: circuit or diagram, as was given.
        before, after: figures of the input and of `body`.
        verdict: `body` against the input.
        steps: what ran, in order.
        parameter_map: for each parameter of the input, where it occurs in `body`; an empty tuple
            for one that has no effect and is gone.
        strategy: what gave `body`; `input` where nothing was better.
        lowered: what a device runs of the input and of `body`; None where no coupling was given.
        origins: of each spider of `body` those of the input whose phases went into its own; empty
            for circuits, of which `parameter_map` tells.
    """

    body: B
    before: Stats
    after: Stats
    verdict: Verdict
    steps: tuple[StrategyRun, ...]
    parameter_map: Mapping[str, tuple[Use, ...]]
    strategy: str
    lowered: Lowered | None = field(default=None, kw_only=True)
    origins: Origins = field(default_factory=dict[str, tuple[str, ...]], kw_only=True)

    def __repr__(self) -> str:
        named = [
            f"{title} {old} → {new}"
            for title, old, new in self._figures
            if old != new or title in ("two-qubit gates", "rotations")
        ]
        told = f"{', '.join(named)}; {self.verdict}"
        return f"Simplification({told}{f'; {self.lowered}' if self.lowered else ''})"

    def _repr_html_(self) -> str:
        """Figures before and after, the verdict, and the drawing of the result."""
        shown = table(changes(self._figures), heads=CHANGES, foot=str(self.verdict))
        lowered = as_table(self.lowered) if self.lowered else ""
        return shown + lowered + image(svg(self.body))

    @property
    def _figures(self) -> list[tuple[str, int, int]]:
        return figures(self.before, self.after)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What did not run, in words: why, and what would make it run."""
        return tuple(
            step.note if step.name == _LEFT_OUT else f"{step.name} was skipped: {step.note}"
            for step in self.steps
            if step.skipped
        )


@dataclass(slots=True)
class Call:
    """One call of `simplify`: what is minimized, when to stop, and whether all is to be tried."""

    minimize: str
    deadline: float | None = None
    stop: Cancel = None
    progress: Progress | None = None
    started: float = field(default_factory=time.perf_counter)
    steps: list[StrategyRun] = field(default_factory=list[StrategyRun])
    seed: int = 0
    thorough: bool = False
    coupling: Coupling | None = None
    resynthesize: bool = True
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    """Values of the parameters that stand for plain radians in a segment."""
    fewest: int = sys.maxsize
    """Two-qubit gates of the best of a segment so far, the segment itself among it."""

    def leave_out(self, why: str) -> None:
        """Notes once that a part does not run because an optional library is missing."""
        if all(step.note != why for step in self.steps):
            self.skip(_LEFT_OUT, why)

    def skip(self, name: str, why: str) -> None:
        """Notes that a part was skipped: why, and what would make it run."""
        step = StrategyRun(name, seconds=self.seconds, note=why, skipped=True)
        self.steps.append(step)

    def say(self, name: str, what: str) -> None:
        """Notes something else that a person may want to know about the run."""
        self.steps.append(StrategyRun(name, seconds=self.seconds, note=what))

    def check(self) -> None:
        """Raise Cancelled when asked to stop or when time is over."""
        if self.is_over():
            raise Cancelled("Simplification was stopped.")

    def is_over(self) -> bool:
        """Was it asked to stop, or is time over?"""
        return self.is_stopped() or self.is_late()

    def is_stopped(self) -> bool:
        """Was it asked to stop?"""
        return is_cancelled(self.stop)

    def is_late(self) -> bool:
        """Is time over?"""
        return self.deadline is not None and time.perf_counter() > self.deadline

    @property
    def seconds_left(self) -> float:
        """Seconds until time is over; infinite without a budget."""
        return float("inf") if self.deadline is None else self.deadline - time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    def so_far(self, num_two_qubit: int) -> str:
        """In words how many two-qubit gates were reached, now that there are so many."""
        self.fewest = min(self.fewest, num_two_qubit)
        return f"{self.fewest:,} two-qubit gates so far"

    def tell(self, share: float, what: str) -> None:
        """Tells the face the share that is done, 0 to 1, and what is being done."""
        if self.progress is not None:
            self.progress(min(1.0, share), what)


def body_stats(body: Body) -> Stats:
    """Figures of a circuit, or of a diagram.

    There spiders count as gates, phases as rotations, edges between spiders as two-qubit gates, and
    there is no depth.
    """
    if isinstance(body, Circuit):
        return body.stats
    spiders = [s for s in body.spiders if s.kind is not SpiderKind.BOUNDARY]
    inner = {s.id for s in spiders}
    return Stats(
        num_qubits=max(len(body.inputs), len(body.outputs)),
        num_parameters=len(body.parameters),
        num_rotations=sum(1 for s in spiders if not s.phase.is_clifford),
        num_t=sum(1 for s in spiders if s.phase.is_t),
        num_two_qubit=sum(1 for e in body.edges if e.source in inner and e.target in inner),
        num_gates=len(spiders),
        depth=0,
    )


def parameter_map(before: Body, after: Body) -> dict[str, tuple[Use, ...]]:
    """For each parameter of `before`, its occurrences in `after`."""
    uses: dict[str, list[Use]] = {name: [] for name in before.parameters}
    for place, gate, angle in _angles(after):
        for name, coefficient in angle.terms:
            uses.setdefault(name, []).append(Use(place, gate, angle, coefficient))
    return {name: tuple(found) for name, found in uses.items()}


def _angles(body: Body) -> list[tuple[int | str, str, Angle]]:
    if isinstance(body, Diagram):
        return [(s.id, s.kind.value, s.phase) for s in body.spiders]
    return [
        (index, operation.gate, angle)
        for index, operation in enumerate(body.plain_operations)
        for angle in operation.angles
    ]
