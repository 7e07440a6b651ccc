"""All spiders become Z-spiders joined by single Hadamard edges."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, flipped, other_end
from qdesign.zx.matching import Selection
from qdesign.zx.rewrites.fuse import absorb
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [()]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    chosen = [n for n in (names if len(names) > 0 else list(edit.spiders)) if edit.is_colored(n)]
    if len(chosen) == 0:
        raise Refused("there is no Z- or X-spider")
    if _is_done(edit, chosen):
        raise Refused("it is graph-like already")
    for name in chosen:
        if edit.spiders[name].kind is SpiderKind.X:
            edit.set_kind(name, SpiderKind.Z)
            for edge in edit.at(name):
                if edge.source != edge.target:
                    edit.set_edge_kind(edge.id, flipped(edge.kind))
    inside = dict.fromkeys(chosen)
    for name in chosen:
        if name in edit.spiders:
            _gather(edit, name, inside)
    for name in chosen:
        if name in edit.spiders:
            _tidy(edit, name)
    if len(names) == 0:
        _end(edit)


def _is_done(edit: Edit, chosen: list[str]) -> bool:
    for name in chosen:
        if edit.spiders[name].kind is SpiderKind.X or len(edit.neighbors(name)) != edit.degree(
            name
        ):
            return False
        for edge in edit.at(name):
            inner = edit.is_colored(other_end(edge, name))
            if inner is (edge.kind is EdgeKind.PLAIN):
                return False
    return True


def _gather(edit: Edit, name: str, inside: dict[str, None]) -> None:
    """Fuse with all that plain edges join to a spider."""
    while True:
        near = [
            other_end(edge, name)
            for edge in edit.at(name)
            if edge.kind is EdgeKind.PLAIN and other_end(edge, name) != name
        ]
        other = next((n for n in near if n in inside), None)
        if other is None:
            return
        absorb(edit, name, other)


def _tidy(edit: Edit, name: str) -> None:
    """Loops become phases; of parallel Hadamard edges pairs go."""
    seen: dict[str, str] = {}
    for edge in edit.at(name):
        other = other_end(edge, name)
        if other == name:
            edit.cut(edge.id)
            if edge.kind is EdgeKind.HADAMARD:
                edit.add_phase(name, PI)
        elif edge.kind is EdgeKind.HADAMARD and edit.spiders[other].kind is SpiderKind.Z:
            if other in seen:
                edit.cut(edge.id)
                edit.cut(seen[other])
                del seen[other]
            else:
                seen[other] = edge.id


def _end(edit: Edit) -> None:
    """Boundaries stand at Z-spiders of their own, behind plain edges."""
    for name in list(edit.spiders):
        if edit.spiders[name].kind is not SpiderKind.BOUNDARY:
            continue
        (edge,) = edit.at(name)
        other = other_end(edge, name)
        if edge.kind is EdgeKind.HADAMARD or edit.spiders[other].kind is SpiderKind.BOUNDARY:
            edit.cut(edge.id)
            made = edit.put(SpiderKind.Z, Angle(), (name, other))
            edit.join(name, made)
            edit.join(made, other, edge.kind)


TO_GRAPH_LIKE: Final = RuleRow(
    name="to_graph_like",
    title="To graph-like",
    help="All spiders become Z-spiders joined by single Hadamard edges",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    match=_match,
    change=_change,
    key="K",
    example="in0 - a:Z(t) - b:X(u) - c:X(v) - out0\na - b",
    selection=("a", "b", "c"),
)
