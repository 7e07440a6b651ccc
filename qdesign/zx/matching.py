"""What rules ask of a selection, refused in words where it does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from qdesign.angle import Angle
from qdesign.diagram import Edge, EdgeKind, SpiderKind
from qdesign.zx.edit import Edit, Refused, other_end

Selection = Sequence[str]


def exactly(names: Selection, count: int, what: str) -> Selection:
    """The ids, as many as `count`; refused with `what` to select otherwise."""
    if len(names) != count:
        raise Refused(what)
    return names


def chosen_edge(edit: Edit, names: Selection) -> Edge:
    """The edge that is selected by its id, or by the two spiders that it alone joins."""
    if len(names) == 1 and names[0] in edit.edges:
        return edit.edges[names[0]]
    if len(names) == 2 and all(n in edit.spiders for n in names):
        return only_edge(edit, *names)
    raise Refused("select one edge, or the two spiders at its ends")


def only_edge(edit: Edit, a: str, b: str) -> Edge:
    """The one edge between two spiders."""
    edges = edit.between(a, b)
    if len(edges) != 1:
        raise Refused("exactly one edge must join them")
    return edges[0]


def is_pauli(phase: Angle) -> bool:
    """Is it exactly a multiple of π?"""
    return phase.is_constant and phase.radians == 0.0 and phase.pi.denominator == 1


def refuse_loops(edit: Edit, name: str) -> None:
    """Refuse a spider that has a loop."""
    if any(edge.source == edge.target for edge in edit.at(name)):
        raise Refused(f"'{name}' has a loop; remove it first")


def graph_like_neighbors(edit: Edit, name: str) -> list[str]:
    """The neighbors of a Z-spider in the interior of a graph-like part."""
    if edit.spiders[name].kind is not SpiderKind.Z:
        raise Refused("it is no Z-spider")
    neighbors: list[str] = []
    for edge in edit.at(name):
        other = other_end(edge, name)
        if edge.kind is not EdgeKind.HADAMARD or edit.spiders[other].kind is not SpiderKind.Z:
            raise Refused("not all its edges are Hadamard edges to Z-spiders")
        if other in neighbors or other == name:
            raise Refused("it has a loop or parallel edges; remove them first")
        neighbors.append(other)
    return neighbors
