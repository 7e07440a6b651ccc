"""What a job will cost: a range with its parts, where it comes from and how old that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qdesign.errors import InvalidRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a job will cost.

    Attributes:
        low, high: the range, 0 or more; both 0 where it is free.
        unit: what they count, such as `USD` or `s` (seconds of the device).
        source: where the prices or rates are from.
        date: when they were true there, ISO 8601; empty where that is not known.
        parts: what each part of the highest costs.
        once: names of parts that a task of several jobs pays once (docs/queue.md).
        shared: among how many jobs those are split, on average.
    """

    low: float
    high: float
    unit: str
    source: str
    date: str = ""
    parts: Mapping[str, float] = field(default_factory=dict[str, float])
    once: Sequence[str] = ()
    shared: float = 1.0

    def __post_init__(self) -> None:
        if not (0 <= self.low <= self.high < math.inf):
            raise InvalidRequest(
                f"An estimate from {self.low} to {self.high} cannot be used: give 0 or more, the "
                "lower one first."
            )
        object.__setattr__(self, "once", tuple(self.once))  # JSON makes a list of it

    def __str__(self) -> str:
        if self.high == 0:
            return "free"
        low, high = amount(self.low), amount(self.high)
        size = low if low == high else f"{low} to {high}"
        return f"{size} {self.unit}".rstrip()

    def among(self, jobs: float) -> Estimate:
        """What one of so many jobs of a task costs, with its share of what is paid once."""
        scale = self.shared / jobs
        fee = sum(self.parts[name] for name in self.once)
        if not fee or scale == 1:
            return self
        high = self.high - fee * (1 - scale)
        low = self.low - fee * (1 - scale) * self.low / self.high
        return replace(
            self,
            low=min(max(low, 0.0), max(high, 0.0)),
            high=max(high, 0.0),
            parts={n: v * scale if n in self.once else v for n, v in self.parts.items()},
            shared=float(jobs),
        )

    def kept(self) -> dict[str, Any]:
        """All of it as JSON data, also how it is split among jobs."""
        return {**self.to_dict(), "once": list(self.once), "shared": self.shared}

    def to_dict(self) -> dict[str, Any]:
        """The estimate as JSON data."""
        return {
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "source": self.source,
            "date": self.date,
            "parts": dict(self.parts),
        }


def amount(number: float) -> str:
    """A sum as a person reads it: cents, and more digits where it is below them."""
    return f"{number:,.2f}" if number >= 0.1 or number == 0 else f"{number:.3g}"


def check_max_cost(value: object, *, name: str = "max_cost") -> float | None:
    """`value` when it is a bound of a cost; None stands for none.

    Args:
        value: what was given.
        name: what the person calls it.

    Raises:
        InvalidRequest: it is not a finite number from 0.
    """
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < math.inf:
        return float(value)
    raise InvalidRequest(f"{name} is {str(value)[:40]!r}; it must be a number from 0 on.")
