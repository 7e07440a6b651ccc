"""What an analysis gives: a value with its error, its convention, its conditions and its data."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from qdesign.errors import InvalidRequest
from qdesign.showing.figures import Series, chart, frame
from qdesign.showing.tables import signed, table

__all__ = ["Chart", "Fact", "Figure", "Reason", "Series", "Tone"]

Fact = str | int | float | bool | None
"""What a convention or a cell of a table holds."""

Tone = Literal["good", "plain", "warn", "unknown"]
"""How a verdict is colored; its words say the same."""

_HYPHEN: Final = re.compile(r"(?<=\de)-(?=\d)|(?<![\w)\]-])-(?=\d)")
"""One that stands for a minus: of a power of ten, or before a number."""

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of a figure, as numbers: pages and Plotly draw the same.

    Attributes:
        x, y: what the axes show, with units.
        series: what is drawn, the lowest first.
        log_x, log_y: is the axis logarithmic?
    """

    x: str
    y: str
    series: tuple[Series, ...]
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of why a verdict holds.

    Attributes:
        holds: True, False, or None where it is not known.
        words: the reason in some words, such as `Local energies have a closed form.`
        detail: a sentence more.
    """

    holds: bool | None
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of an ansatz with all that is needed to read it and to make it again. Abstract.

    Attributes:
        name: that of its row of the catalog.
        title: its heading.
        value: the number; None where it is not known, which `says` explains.
        error: one standard deviation of `value`; 0 where it is exact, None where that is not known.
        interval: between these it lies with 95 %, or for sure where `basis` is `bounds`; None where
            it is exact or that is not known.
        basis: where the number comes from: exact, average of n runs, sampled with n pairs, a bound;
            never exact where there is no number.
        unit: the words behind the number, such as `KL to Haar`.
        verdict: one or two words, such as `trainable`; empty where there is none to give.
        tone: how it is colored.
        says: what the figure means here, in one or two sentences.
        convention: all that the number depends on: bins, logarithm, range of angles, seed, order.
        conditions: where it holds.
        source: in the literature.
        cell: a line of Python that makes it again, where `c` is the circuit and `H` the observable.
        reasons: why, one by one.
        chart: its picture.
        columns: its data, equally long columns by name.
        gates: ids of operations by what they are in it, such as `inside` and `outside`.
    """

    name: str
    title: str
    value: float | int | None
    error: float | None = 0.0
    interval: tuple[float, float] | None = None
    basis: str = "exact"
    unit: str = ""
    verdict: str = ""
    tone: Tone = "plain"
    says: str = ""
    convention: Mapping[str, Fact] = field(default_factory=lambda: _NONE)
    conditions: tuple[str, ...] = ()
    source: str = ""
    cell: str = ""
    reasons: tuple[Reason, ...] = ()
    chart: Chart | None = None
    columns: Mapping[str, tuple[Fact, ...]] = field(default_factory=lambda: _NONE)
    gates: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        if self.value is None:  # nothing is exact then
            basis = "not known" if self.basis.startswith("exact") else self.basis
            object.__setattr__(self, "basis", basis)
            object.__setattr__(self, "error", None)
        object.__setattr__(self, "says", _with_minus(self.says))
        told = (
            Reason(each.holds, _with_minus(each.words), _with_minus(each.detail))
            for each in self.reasons
        )
        object.__setattr__(self, "reasons", tuple(told))

    @property
    def stamp(self) -> str:
        """Where the number comes from and its convention, in one line."""
        named = (f"{key} {_told(value)}" for key, value in self.convention.items())
        return ", ".join((self.basis, *named))

    @property
    def number(self) -> str:
        """The value with its error, as a person reads it."""
        if self.value is None:
            return "—"
        shown = f"{self.value:,}" if isinstance(self.value, int) else f"{self.value:.5g}"
        error = f" ± {self.error:.2g}" if self.error else ""
        return f"{shown}{error}".replace("-", "−")

    def __repr__(self) -> str:
        verdict = f", {self.verdict}" if self.verdict else ""
        return f"{type(self).__name__}({self.number}{verdict}: {self.stamp})"

    def _repr_html_(self) -> str:
        rows: list[tuple[str, str]] = [(self.unit or "value", self.number)]
        if self.interval is not None:
            low, high = self.interval
            between = "between" if self.basis == "bounds" else "with 95 % between"
            rows.append((between, f"{low:.4g} and {high:.4g}".replace("-", "−")))
        if self.basis:
            rows.append(("basis", self.basis))
        if self.verdict:
            rows.append(("verdict", self.verdict))
        marks = {True: "✓", False: "✗", None: "?"}
        rows += [(f"{marks[r.holds]} {r.words}", r.detail) for r in self.reasons]
        rows += [(key, _told(value)) for key, value in self.convention.items()]
        rows += [("holds where" if not k else "", each) for k, each in enumerate(self.conditions)]
        if self.source:
            rows.append(("source", self.source))
        return table(rows, title=self.title, foot=self.says)

    def to_dict(self) -> dict[str, Any]:
        """The figure as JSON, with all that subclasses add."""
        return {each.name: _json(getattr(self, each.name)) for each in dataclasses.fields(self)}

    def to_pandas(self) -> Any:
        """Its data as a pandas DataFrame; where there are none, a row with the value.

        Raises:
            MissingKit: pandas is not installed.
        """
        if self.columns:
            return frame({name: list(cells) for name, cells in self.columns.items()})
        low, high = self.interval or (self.value, self.value)
        facts = {"value": self.value, "error": self.error, "low": low, "high": high}
        return frame({key: [each] for key, each in {**facts, **self.convention}.items()})

    def plot(self) -> Any:
        """Its picture as a Plotly figure.

        Raises:
            MissingKit: plotly is not installed.
            InvalidRequest: it has no picture.
        """
        if self.chart is None:
            raise InvalidRequest(f"{self.title} has no picture; to_pandas() has its data.")
        return chart(
            self.chart.series,
            title=f"{self.title}: {self.number} {self.unit}".rstrip(),
            origin=self.stamp,
            labels=(self.chart.x, self.chart.y),
            logs=(self.chart.log_x, self.chart.log_y),
        )


def _told(fact: Fact) -> str:
    """A fact of a convention as a person reads it."""
    if fact is None:
        return "—"
    return signed(fact) if isinstance(fact, float) else _with_minus(str(fact))


def _with_minus(words: str) -> str:
    """Words with true minuses in their numbers."""
    return _HYPHEN.sub("−", words) if "-" in words else words


def _json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _json(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(key): _json(each) for key, each in items}
    if isinstance(value, (tuple, list)):
        return [_json(each) for each in cast("tuple[object, ...]", value)]
    return str(value) if isinstance(value, Fraction) else value
