"""Spiders of one color joined by plain edges become one; their phases add up."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused, other_end
from qdesign.zx.matching import Selection
from qdesign.zx.rule import RuleRow


def _fuse(edit: Edit, names: Selection) -> None:
    if len(names) < 2:
        raise Refused("select two or more spiders of one color")
    kept = names[0]
    color = edit.colored(kept).kind
    waiting = list(names[1:])
    while waiting:
        name = next((n for n in waiting if _plain_between(edit, kept, n)), None)
        if name is None:
            raise Refused(f"no plain edge joins '{waiting[0]}' to the others")
        if edit.colored(name).kind is not color:
            raise Refused("the spiders differ in color")
        waiting.remove(name)
        _absorb(edit, kept, name)


def _plain_between(edit: Edit, a: str, b: str) -> bool:
    return any(edge.kind is EdgeKind.PLAIN for edge in edit.between(a, b))


def _absorb(edit: Edit, kept: str, gone: str) -> None:
    for edge in edit.at(gone):
        other = other_end(edge, gone)
        if other == kept:
            # Plain edges fuse; a Hadamard edge becomes a loop, which is a phase of π.
            if edge.kind is EdgeKind.HADAMARD:
                edit.add_phase(kept, PI)
            continue
        if other == gone:
            edit.join(kept, kept, edge.kind)
        else:
            edit.join(kept, other, edge.kind)
    edit.add_phase(kept, edit.spiders[gone].phase)
    edit.drop(gone)


FUSE: Final = RuleRow(
    name="fuse",
    title="Fuse spiders",
    help="Spiders of one color joined by plain edges become one; their phases add up",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_fuse,
    example="in0 - a:Z(t) - b:Z(u) - out0\na = b",
    selection=("a", "b"),
)
