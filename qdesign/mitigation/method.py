"""The row of the catalog that a method of error mitigation is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from qdesign.mitigation.bench import Bench
from qdesign.rows import Option, Row, Value

INVERT: Final = Option(
    name="invert_readout",
    title="Invert readout errors",
    kind="flag",
    default=True,
    help="Takes the readout errors that the noise names out of every mean",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One expectation that a method measured.

    Attributes:
        scale: the factor of the noise; 1 for the circuit as it is.
        value, error: the mean and its standard error.
        shots: how many were taken.
        ideal: of a training circuit, its expectation without noise; else None.
    """

    scale: float
    value: float
    error: float
    shots: int
    ideal: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a method gives.

    Attributes:
        value, error: the mitigated expectation, and its standard error by the shots.
        points: what was measured for it.
        curve: (scale, value) of what was fitted; empty for none.
        chi2: squares of what the fit leaves, in standard errors, for each point beyond its
            coefficients; None where as many points as coefficients leave nothing.
        note: one short sentence of what was fitted.
    """

    value: float
    error: float
    points: tuple[Point, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    chi2: float | None = None
    note: str = ""


class Plan(Protocol):
    """A method made ready for one circuit."""

    @property
    def changes(self) -> bool:
        """Does it anything else than what the raw expectation is measured by?"""
        ...

    def measure(self, shots: int, rng: np.random.Generator) -> Estimate:
        """Measures with so many shots in all."""
        ...

    def expected(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it gives on average on stand-ins, by the noise that is known, shape (k,).

        Args:
            points: values of the stand-ins' angles, shape (k, p).
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation(Row):
    """A row of the kind `mitigation`.

    Attributes:
        prepare: the method made ready for a circuit, from its options and a seed.
    """

    KIND: ClassVar[str] = "mitigation"

    prepare: Callable[[Bench, Mapping[str, Value], int], Plan]
