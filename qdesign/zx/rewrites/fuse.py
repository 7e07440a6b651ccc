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
    left = dict.fromkeys(names[1:])
    reached = [names[0]]
    k = 0
    while k < len(reached):
        for edge in edit.at(reached[k]):
            other = other_end(edge, reached[k])
            if edge.kind is EdgeKind.PLAIN and other in left:
                left.pop(other)
                reached.append(other)
        k += 1
    apart = next((name for name in left), None)
    if apart is not None:
        raise Refused(f"no plain edge joins '{apart}' to the others")
    for name in reached[1:]:
        absorb(edit, names[0], name)


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
    sure=True,
    change=_change,
    key="F",
    reverse="unfuse",
    gesture="drop",
    example="in0 - a:Z(t) - b:Z(u) - out0\na = b",
    selection=("a", "b"),
)
