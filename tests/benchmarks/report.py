"""What a benchmark reports, and how it takes time: best of many runs, peers in turn."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its goal.

    `note` says what else a reader needs: the peer's own figure, sizes, the number of samples.
    """

    what: str
    goal: float
    measured: float
    unit: str
    ok: bool
    note: str = ""

    @classmethod
    def at_most(
        cls, what: str, *, goal: float, measured: float, unit: str = "", note: str = ""
    ) -> Self:
        """A figure that is good when small: a time, an error, a size."""
        return cls(what, goal, measured, unit, measured <= goal, note)

    @classmethod
    def at_least(
        cls, what: str, *, goal: float, measured: float, unit: str = "", note: str = ""
    ) -> Self:
        """A figure that is good when large: a speed-up, a count of what works."""
        return cls(what, goal, measured, unit, measured >= goal, note)

    @property
    def ratio(self) -> float:
        """Measured over goal; infinite when the goal is 0 and the figure is not."""
        if self.goal == 0:
            return 1.0 if self.measured == 0 else math.inf
        return self.measured / self.goal


def minimum_time(call: Callable[[], object], *, seconds: float = 0.5, least: int = 3) -> float:
    """The fastest of many calls, in seconds, after one call that is not counted.

    The minimum, because on a shared machine everything else is somebody else's work.

    Args:
        call: what is timed.
        seconds: go on until this much time has been spent.
        least: at least this many calls.
    """
    return interleaved({"": call}, seconds=seconds, least=least)[""]


def interleaved(
    calls: Mapping[str, Callable[[], object]], *, seconds: float = 0.5, least: int = 3
) -> dict[str, float]:
    """The fastest call of each peer, in seconds; peers take turns, so that noise hits them alike.

    Args:
        calls: what is timed, by name; each is called once before the clock starts.
        seconds: go on until this much time has been spent on each, on average.
        least: at least this many rounds.
    """
    samples = timed(calls, seconds=seconds, least=least)
    return {name: min(times) for name, times in samples.items()}


def timed(
    calls: Mapping[str, Callable[[], object]], *, seconds: float = 0.5, least: int = 3
) -> dict[str, list[float]]:
    """Every time taken by each of `calls` in turn, in seconds, in order; see `interleaved`."""
    for call in calls.values():
        call()
    samples: dict[str, list[float]] = {name: [] for name in calls}
    collecting = gc.isenabled()
    gc.disable()
    try:
        end = time.perf_counter() + seconds * len(calls)
        rounds = 0
        while rounds < least or time.perf_counter() < end:
            for name, call in calls.items():
                start = time.perf_counter()
                call()
                samples[name].append(time.perf_counter() - start)
            rounds += 1
    finally:
        if collecting:
            gc.enable()
    return samples


def percentile(samples: Iterable[float], percent: int) -> float:
    """The value that `percent` of the samples do not exceed (1 to 99)."""
    ordered = sorted(samples)
    if len(ordered) == 1:
        return ordered[0]
    return statistics.quantiles(ordered, n=100, method="inclusive")[percent - 1]


def number(value: float) -> str:
    """Four digits, as a person would write them."""
    if value == int(value) and abs(value) < 1e7:
        return str(int(value))
    return f"{value:.4g}"


def table(rows: Iterable[Row]) -> str:
    """Rows as aligned text: what, goal, measured, measured/goal, whether the goal is met."""
    head = ("what", "goal", "measured", "ratio", "", "")
    lines = [
        (
            row.what,
            f"{number(row.goal)} {row.unit}".rstrip(),
            f"{number(row.measured)} {row.unit}".rstrip(),
            f"{row.ratio:.3g}",
            "met" if row.ok else "MISSED",
            row.note,
        )
        for row in rows
    ]
    widths = [max(len(line[i]) for line in (head, *lines)) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 1 <= i <= 3 else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (head, *lines)
    )
