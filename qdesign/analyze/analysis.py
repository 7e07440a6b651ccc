"""The row of the catalog that a figure of an ansatz is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from qdesign.circuit import Circuit
from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(Row):
    """A row of the kind `analysis`.

    Attributes:
        run: the figure of a circuit.
        convention: how it is counted or sampled, in words that stand beside the figure.
    """

    KIND: ClassVar[str] = "analysis"

    run: Callable[[Circuit], Any]
    convention: str
