"""The row of the catalog that a rule is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from qdesign.rows import Row
from qdesign.zx.edit import Edit
from qdesign.zx.matching import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(Row):
    """A row of the kind `rule`. Its help says what it does and is shown where it applies.

    Attributes:
        rewrite: changes a diagram at a selection of ids, or raises Refused with why not.
        takes_edge: is an edge selected? Else the spiders at its ends stand for a selected edge.
        example: a diagram where it applies, drawn as docs/conventions.md says.
        selection: where in the example.
    """

    KIND: ClassVar[str] = "rule"

    rewrite: Callable[[Edit, Selection], None]
    takes_edge: bool = False
    example: str
    selection: tuple[str, ...]
