"""What a mitigation gave: raw, mitigated and ideal expectations, and what is to be said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from qdesign.mitigation.machine import Reading
from qdesign.mitigation.method import Estimate, Point
from qdesign.mitigation.verdict import Judged
from qdesign.showing.figures import frame
from qdesign.showing.tables import count, number, table

POOR_FIT: Final = 9.0
"""χ² for each free point from which a fit is called poor: points are three errors off it."""


@dataclass(frozen=True, slots=True)
class Mitigated:
    """An expectation as measured, and as a method makes it.

    Attributes:
        method, title: the row's name and title.
        shots: how many the raw and the mitigated expectation took, each.
    """

    method: str
    title: str
    shots: int
    _raw: Reading = field(repr=False)
    _estimate: Estimate = field(repr=False)
    _judged: Judged = field(repr=False)
    ideal: float | None

    @property
    def raw(self) -> float:
        """The measured expectation, sampled."""
        return self._raw.value

    @property
    def raw_error(self) -> float:
        """Its standard error, by the shots alone."""
        return self._raw.error

    @property
    def mitigated(self) -> float:
        """What the method makes of its measurements, sampled."""
        return self._estimate.value

    @property
    def error(self) -> float:
        """The standard error of the mitigated expectation, by the shots alone."""
        return self._estimate.error

    @property
    def points(self) -> tuple[Point, ...]:
        """What was measured for it."""
        return self._estimate.points

    @property
    def curve(self) -> tuple[tuple[float, float], ...]:
        """(scale, value) of what was fitted; empty for none."""
        return self._estimate.curve

    @property
    def fit(self) -> str:
        """What was fitted, in words."""
        return self._estimate.note

    @property
    def chi2(self) -> float | None:
        """χ² of the fit for each free point; None where there is none."""
        return self._estimate.chi2

    @property
    def is_poor_fit(self) -> bool:
        """Are the points farther from the fit than three standard errors?"""
        return self.chi2 is not None and self.chi2 > POOR_FIT

    @property
    def verdict(self) -> str:
        """Is the mitigated expectation nearer to the ideal: "helps", "harms", "cannot tell"."""
        return self._judged.word

    @property
    def chance(self) -> float:
        """The chance that it is nearer, over repetitions, as far as can be told."""
        return self._judged.chance

    @property
    def reason(self) -> str:
        """Why the verdict is what it is."""
        return _reason(self._judged, self.raw_error, self.error, is_poor=self.is_poor_fit)

    @property
    def _origin(self) -> str:
        return f"sampled, {count(self.shots, 'shot')} each; ± one standard error of the shots"

    def __repr__(self) -> str:
        return (
            f"Mitigated({self.method!r}: raw {self.raw:.4f} ± {self.raw_error:.4f}, mitigated "
            f"{self.mitigated:.4f} ± {self.error:.4f}, {count(self.shots, 'shot')} each; "
            f"{self.verdict})"
        )

    def _repr_html_(self) -> str:
        rows = [(name, _shown(value, error)) for name, value, error in self._rows()]
        rows.append((self.verdict, self.reason))
        return table(rows, title=self.title, foot=self._origin)

    def _rows(self) -> list[tuple[str, float, float | None]]:
        ideal = [] if self.ideal is None else [("ideal, exact", self.ideal, None)]
        return [
            *ideal,
            ("mitigated", self.mitigated, self.error),
            ("noisy", self.raw, self.raw_error),
        ]

    def to_pandas(self) -> Any:
        """A pandas DataFrame: a row a measured circuit, with scale, value, error, shots and ideal.

        Raises:
            MissingKit: pandas is not installed.
        """
        names = ("scale", "value", "error", "shots", "ideal")
        return frame({name: [getattr(point, name) for point in self.points] for name in names})

    def plot(self) -> Any:
        """A Plotly figure: the measured points with their errors, and the curve through them.

        Raises:
            MissingKit: plotly is not installed.
        """
        from qdesign.showing.figures import fitted

        ideal = [] if self.ideal is None else [(0.0, self.ideal, None, "ideal, exact")]
        return fitted(
            [(p.scale, p.value, p.error) for p in self.points if p.ideal is None],
            self.curve,
            marks=[(0.0, self.mitigated, self.error, "mitigated"), *ideal],
            title=self.title,
            origin=f"{self._origin}; {self.verdict}",
            labels=("scale of the noise", "expectation"),
        )


def _shown(value: float, error: float | None) -> str:
    return number(value, 4) if error is None else f"{number(value, 4)} ± {number(error, 4)}"


def _reason(judged: Judged, raw: float, mitigated: float, *, is_poor: bool) -> str:
    """One or two sentences: what weighs more, the bias or the shots."""
    if judged.is_same:
        return (
            "With this noise the method changes nothing: both values are measured in the same way, "
            "and only their shots differ."
        )
    errors = (
        f"The raw value is off by about {judged.raw_error:.2g} (bias {abs(judged.raw_bias):.2g}, "
        f"shots {raw:.2g}), the mitigated one by about {judged.mitigated_error:.2g} "
        f"(bias {abs(judged.mitigated_bias):.2g}, shots {mitigated:.2g})"
    )
    sure = f". By circuits with known answers the chance to gain is {judged.chance:.0%}"
    told = {
        "helps": ".",
        "harms": ": more shots or another method would be needed.",
        "cannot tell": ": the difference is within what is known.",
    }
    poor = " The fit is poor: points are more than three errors off the curve." if is_poor else ""
    return errors + sure + told[judged.word] + poor
