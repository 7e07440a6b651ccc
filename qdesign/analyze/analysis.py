"""The row of the catalog that a figure of an ansatz is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(Row):
    """A row of the kind `analysis`.

    Attributes:
        run: the figure; its arguments are what `takes` says, then its options by name.
        takes: a circuit; a circuit and an observable; both and the values of the parameters; or a
            circuit and what is minimized: a `Problem`, else an observable of which no more is
            known.
        convention: how it is counted or sampled, in words that stand beside the figure.
        is_long: can it take more than a second? Then `run` takes `progress` (called with what is
            being done) and `cancel` (a function that is asked often) too.
        of_inputs: is it of circuits with inputs x_0, x_1, … alone? Of others it is not listed.
    """

    KIND: ClassVar[str] = "analysis"

    run: Callable[..., Any]
    convention: str
    takes: Literal["circuit", "observable", "values", "problem"] = "circuit"
    is_long: bool = False
    of_inputs: bool = False
