"""The row of the catalog that a way of searching is, and what it is asked with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from qdesign.rows import Row, Value
from qdesign.search.growing import Grower, Grown

Reason = Literal["reached", "out of gates", "no gain", "cancelled"]


@dataclass(frozen=True, slots=True)
class Hunt:
    """What a search is asked with.

    Attributes:
        grower: grows and tunes circuits.
        max_gates: actions at most.
        tolerance: within this of the lowest energy is good enough.
        seed: for what is drawn.
        heard: called with the best circuit whenever there is a better one, and after each round.
    """

    grower: Grower
    max_gates: int
    tolerance: float
    seed: int
    heard: Callable[[Grown], None]

    def is_reached(self, grown: Grown) -> bool:
        """Is it within the tolerance of the lowest energy, where that is known?"""
        exact = self.grower.exact_energy
        return exact is not None and grown.energy - exact <= self.tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Row):
    """A row of the kind `search`.

    Attributes:
        run: tells `heard` of what it finds, and gives why it ended.
    """

    KIND: ClassVar[str] = "search"

    run: Callable[[Hunt, Mapping[str, Value]], Reason]
