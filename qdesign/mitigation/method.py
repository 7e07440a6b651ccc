"""The row of the catalog that a method of error mitigation is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from qdesign.circuit import Circuit
from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation(Row):
    """A row of the kind `mitigation`.

    Attributes:
        circuits: what has to be measured to mitigate the expectation of a circuit.
        combine: the mitigated expectation from those of `circuits`, with its standard error.
    """

    KIND: ClassVar[str] = "mitigation"

    circuits: Callable[[Circuit], Sequence[Circuit]]
    combine: Callable[[Sequence[float], Sequence[float]], tuple[float, float]]
