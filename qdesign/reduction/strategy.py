"""The row of the catalog that a strategy is, and what it gives: candidates to be verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from qdesign.circuit import Circuit
from qdesign.reduction.cost import MINIMIZE
from qdesign.reduction.result import Call
from qdesign.rows import Option, Row
from qdesign.zx.gadgets import Rotations
from qdesign.zx.reduce import Reduction


@dataclass(frozen=True, slots=True)
class Candidate:
    """A circuit that should equal a segment; where merging does not show it, with a chain.

    `setting` says what was done otherwise than for other candidates of the same name; `by_numbers`,
    that angles were fitted and equality is within a small error; `for_device`, that it may have
    more gates than another, and is compared once all are routed.
    """

    name: str
    circuit: Circuit
    chain: tuple[tuple[Rotations, Rotations], ...] = ()
    setting: str = ""
    by_numbers: bool = False
    for_device: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy(Row):
    """A row of the kind `strategy`.

    Attributes:
        candidates: circuits that should equal a unitary segment, the quickest first; each is
            verified before it is taken.
        reduction: how it reduces a diagram, where ZX is all there is.
        is_for_diagrams: do menus offer it for diagrams? Others do there what one of these does.
        needs_tket: does it leave a part out where pytket is missing?
    """

    KIND: ClassVar[str] = "strategy"

    candidates: Callable[[Circuit, Call], Iterator[Candidate]]
    reduction: Reduction = "full"
    is_for_diagrams: bool = False
    needs_tket: bool = False
    options: tuple[Option, ...] = (MINIMIZE,)
