"""Spiders of one color joined by plain edges become one; their phases add up."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused, other_end
from qdesign.zx.matching import Selection
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: dict[str, Selection] = {}
    for edge in edit.all_edges():
        a, b = edge.source, edge.target
        if edge.kind is not EdgeKind.PLAIN or a == b or not edit.is_colored(a):
            continue
        key = f"{a}\n{b}" if a < b else f"{b}\n{a}"
        if edit.spiders[a].kind is edit.spiders[b].kind and key not in found:
            found[key] = (a, b)
    return list(found.values())


def _change(edit: Edit, names: Selection, options: Options) -> None:
    if len(names) < 2:
        raise Refused("select two or more spiders of one color")
    color = edit.colored(names[0]).kind
    for name in names:
        if edit.colored(name).kind is not color:
            raise Refused("the colors differ")
    reached = [names[0]]
    waiting = list(names[1:])
    while waiting:
        name = next((n for n in waiting if any(_plain_between(edit, r, n) for r in reached)), None)
        if name is None:
            raise Refused(f"no plain edge joins '{waiting[0]}' to the others")
        waiting.remove(name)
        reached.append(name)
    for name in reached[1:]:
        absorb(edit, names[0], name)


def _plain_between(edit: Edit, a: str, b: str) -> bool:
    return any(edge.kind is EdgeKind.PLAIN for edge in edit.between(a, b))


def absorb(edit: Edit, kept: str, gone: str) -> None:
    """Fuse one spider into another that plain edges join to it."""
    for edge in edit.at(gone):
        other = other_end(edge, gone)
        if other == kept:
            # Plain edges fuse; a Hadamard edge becomes a loop, which is a phase of π.
            if edge.kind is EdgeKind.HADAMARD:
                edit.add_phase(kept, PI)
        elif other == gone:
            edit.join(kept, kept, edge.kind)
        else:
            edit.join(kept, other, edge.kind)
    edit.add_phase(kept, edit.spiders[gone].phase)
    edit.inherit(kept, gone)
    edit.drop(gone)


FUSE: Final = RuleRow(
    name="fuse",
    title="Fuse spiders",
    help="Spiders of one color joined by plain edges become one; their phases add up",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="F",
    reverse="unfuse",
    example="in0 - a:Z(t) - b:Z(u) - out0\na = b",
    selection=("a", "b"),
)
