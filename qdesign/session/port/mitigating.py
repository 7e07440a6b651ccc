"""Questions about error mitigation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qdesign.document import Document
from qdesign.rows import Value
from qdesign.session.port.values import whole

VerdictWord = Literal["helps", "harms", "cannot tell"]


@dataclass(frozen=True, slots=True)
class MitigateQuestion:
    """The energy of a document with its noise, by which method, and how often it is measured."""

    document: Document
    method: str
    options: Mapping[str, Value]
    shots: int = whole(1, 1_000_000_000)
    seed: int = whole(0, 2**31 - 1)


@dataclass(frozen=True, slots=True)
class MeasuredPoint:
    """One expectation that a method measured.

    Attributes:
        scale: the factor of the noise.
        value, error: the mean and its standard error.
        ideal: of a training circuit, its expectation without noise; else null.
    """

    scale: float
    value: float
    error: float
    ideal: float | None


@dataclass(frozen=True, slots=True)
class MitigateResult:
    """Raw, mitigated and ideal energies; errors are one standard error, of the shots.

    Attributes:
        raw, raw_error: as measured.
        mitigated, error: as the method makes it.
        ideal: without noise, exact; null where it is not known.
        verdict, reason: is it nearer to the ideal one, and why.
        fit: what was fitted, in words.
        poor: are the points far from the fit?
        points: what was measured.
        curve: what was fitted, at these scales and values.
    """

    raw: float
    raw_error: float
    mitigated: float
    error: float
    ideal: float | None
    verdict: VerdictWord
    reason: str
    fit: str
    poor: bool
    points: tuple[MeasuredPoint, ...]
    curve: tuple[tuple[float, float], ...]
