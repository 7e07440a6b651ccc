"""The figure that variances of gradients make: of one parameter or of all, with a picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from qdesign.analyze.figure import Chart, Fact, Figure, Reason, Series
from qdesign.analyze.work import Enough, Work, inputs_counted
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.showing.tables import count

SOURCE: Final = (
    "McClean et al., arXiv:1803.11173; Cerezo et al., arXiv:2001.00550; "
    "Heyraud et al., arXiv:2302.04649; Ragone et al., arXiv:2309.09342"
)
_DRAWN: Final = 400
_WITH_ERRORS: Final = 60
"""Bars up to which their errors are drawn."""
_STILL: Final = 1e-20
"""Of the largest variance: what is below is rounding."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GradientVariance(Figure):
    """The variance of ∂⟨H⟩/∂θ over uniform angles: of one parameter, or the mean of all.

    Attributes:
        method: that was taken, one of `exact`, `clifford`, `lie`, `sampled`; empty where none was.
        parameter: whose slope it is; None where it is the mean of all.
        loss_variance: the variance of ⟨H⟩ itself; None where it is not known.
        loss_interval: between these it lies with 95 %, also where only a bound is known; None where
            it is exact or nothing is known.
        loss_mean: its mean; None where it is not known.
    """

    method: str
    parameter: str | None
    loss_variance: float | None
    loss_interval: tuple[float, float] | None
    loss_mean: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    circuit: Circuit
    observable: Observable
    parameter: str | None
    method: str
    samples: int | None
    seed: int
    work: Work
    enough: Enough = None

    @property
    def cell(self) -> str:
        """The call that gives the figure again."""
        named = {"parameter": self.parameter, "samples": self.samples}
        given = [f", {name}={value!r}" for name, value in named.items() if value is not None]
        method = "" if self.method == "auto" else f", method={self.method!r}"
        return f"qd.analyze.gradient_variance(c, H{''.join(given)}{method}, seed={self.seed})"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the value, that of each parameter, and mean and variance of the energy.

    `dead` are those that are proven not to move it; None where it is those whose value is 0. The
    variance of the energy is None where only `loss_interval` is known.
    """

    value: float
    error: float
    interval: tuple[float, float] | None
    each: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    loss: float | None
    loss_interval: tuple[float, float] | None
    mean: float | None
    dead: Collection[str] | None = None


def figure(
    asked: Asked,
    found: Found,
    method: str,
    basis: str,
    convention: Mapping[str, Fact],
    conditions: Sequence[str],
    reasons: tuple[Reason, ...],
) -> GradientVariance:
    """The figure of what was found."""
    names = asked.circuit.parameters
    says = "The mean of all parameters." if asked.parameter is None else "Of one parameter."
    most = max(found.each, default=0.0)
    live = [
        value
        for name, value in zip(names, found.each, strict=True)
        if (value > _STILL * most if found.dead is None else name not in found.dead)
    ]
    if len(live) < len(names):
        says += f" {len(names) - len(live):,} of {count(len(names), 'parameter')} do not move ⟨H⟩"
        of_live = asked.parameter is None and bool(live)
        says += f"; of the others it is {sum(live) / len(live):.3g}." if of_live else "."
    low, high = zip(*found.intervals, strict=True) if found.intervals else ((), ())
    return GradientVariance(
        name="gradient_variance",
        title="Gradient variance",
        value=found.value,
        error=found.error,
        interval=found.interval,
        basis=basis,
        unit="variance of a gradient",
        says=says,
        convention=dict(convention),
        conditions=(*conditions, *inputs_counted(names)),
        source=SOURCE,
        cell=asked.cell,
        reasons=reasons,
        chart=_chart(found, names, method),
        columns={"parameter": names, "variance": found.each, "low": low, "high": high},
        method=method,
        parameter=asked.parameter,
        loss_variance=found.loss,
        loss_interval=found.loss_interval,
        loss_mean=found.mean,
    )


def _chart(found: Found, names: Sequence[str], method: str) -> Chart:
    shown = min(len(names), _DRAWN)
    x = tuple(float(k + 1) for k in range(shown))
    each = found.each[:shown]
    ends: dict[str, tuple[float, ...]] = {}
    if method != "exact" and found.intervals and shown <= _WITH_ERRORS:
        low, high = zip(*found.intervals[:shown], strict=True)
        ends = {"low": low, "high": high}
    series = [Series("each", "bars", x, each, **ends, labels=tuple(names[:shown]))]
    if len(names) > 1:
        mean = sum(found.each) / len(found.each)
        series.append(Series("mean", "line", (x[0], x[-1]), (mean, mean)))
    return Chart("parameter, in order of first use", "variance of its slope", tuple(series))


def missing(asked: Asked, says: str) -> GradientVariance:
    """The figure where nothing is known, and why."""
    return GradientVariance(
        name="gradient_variance",
        title="Gradient variance",
        value=None,
        error=None,
        basis="not known",
        unit="variance of a gradient",
        verdict="unknown",
        tone="unknown",
        says=says,
        convention={"θ": "uniform in [0, 2π)", "from": "|0…0⟩"},
        source=SOURCE,
        cell=asked.cell,
        method="",
        parameter=asked.parameter,
        loss_variance=None,
        loss_interval=None,
        loss_mean=None,
    )
