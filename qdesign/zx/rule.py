"""The row of the catalog that a rule is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from qdesign.rows import Row, Value
from qdesign.zx.edit import Edit
from qdesign.zx.matching import Selection

Gesture = Literal["", "drop", "box", "loop", "parallel", "wire", "identity", "split", "recolor"]
Options = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(Row):
    """A row of the kind `rule`. Its help says what it does and is shown where it applies.

    `match` and `change` are written in the small part of Python that `scripts/rules_copy.py`
    translates for the page (decision 28), unless `runs` is `python`.

    Attributes:
        match: selections at which to try the rule, found in one pass over the diagram: all at which
            it applies and few more; of selections that come to the same, one.
        sure: does it apply wherever `match` says? Then no place is tried before it is listed.
        change: changes a diagram at a selection of ids, or raises Refused with why not before it
            has changed anything.
        check: raises Refused as `change` does where that is told without the work; rules are listed
            by it for large selections. `change` is tried where there is none.
        options: what `change` takes besides, with a default each.
        key: the key that takes the rule while proving; none where empty.
        gesture: what takes it by the pointer while proving: a spider dropped on another (`drop`),
            an H-box on another (`box`), a stroke through a `loop`, `parallel` edges, a `wire`, an
            `identity`, or a spider's legs, which it splits (`split`), a double click (`recolor`).
        takes_edge: is an edge selected? Else the spiders at its ends stand for a selected edge.
        reverse: the rule that undoes it; none where empty.
        runs: `everywhere`, or in `python` alone, where a page asks for it.
        example: a diagram where it applies, drawn as docs/conventions.md says; its picture is made
            of it.
        selection: where in the example.
    """

    KIND: ClassVar[str] = "rule"

    match: Callable[[Edit], list[Selection]]
    change: Callable[[Edit, Selection, Options], None]
    sure: bool = False
    check: Callable[[Edit, Selection, Options], None] | None = None
    key: str = ""
    gesture: Gesture = ""
    takes_edge: bool = False
    reverse: str = ""
    runs: Literal["everywhere", "python"] = "everywhere"
    example: str
    selection: tuple[str, ...]
