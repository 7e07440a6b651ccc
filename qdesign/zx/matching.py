"""What rules ask of a selection, refused in words where it does not fit, and where to look.

Written in the small part of Python that is translated for the page (decision 28).
"""

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
    if len(names) == 2 and names[0] in edit.spiders and names[1] in edit.spiders:
        return only_edge(edit, names[0], names[1])
    raise Refused("select one edge, or the two spiders at its ends")


def only_edge(edit: Edit, a: str, b: str) -> Edge:
    """The one edge between two spiders."""
    edges = edit.between(a, b)
    if len(edges) == 0:
        raise Refused("no edge joins them")
    if len(edges) > 1:
        raise Refused(f"{len(edges)} edges join them, and it takes just one")
    return edges[0]


def refuse_loops(edit: Edit, name: str) -> None:
    """Refuse a spider that has a loop."""
    for edge in edit.at(name):
        if edge.source == edge.target:
            raise Refused(f"'{name}' has a loop; remove it first")


def graph_like_neighbors(edit: Edit, name: str) -> list[str]:
    """The neighbors of a Z-spider in the interior of a graph-like part."""
    if edit.spiders[name].kind is not SpiderKind.Z:
        raise Refused(f"'{name}' is no Z-spider")
    neighbors: list[str] = []
    for edge in edit.at(name):
        other = other_end(edge, name)
        if other == name:
            raise Refused(f"'{name}' has a loop; remove it first")
        if edge.kind is not EdgeKind.HADAMARD or edit.spiders[other].kind is not SpiderKind.Z:
            raise Refused(f"not all edges of '{name}' are Hadamard edges to Z-spiders")
        if other in neighbors:
            raise Refused(f"'{name}' has parallel edges; remove them first")
        neighbors.append(other)
    return neighbors


def each_colored(edit: Edit) -> list[Selection]:
    """Every Z- and X-spider by itself."""
    return [(name,) for name in edit.colored_names()]


def each_edge(edit: Edit) -> list[Selection]:
    """Every edge by its id."""
    return [(edge.id,) for edge in edit.all_edges()]


def joined_pairs(edit: Edit) -> list[Selection]:
    """Every two Z- or X-spiders that edges join, once."""
    found: dict[str, Selection] = {}
    for edge in edit.all_edges():
        a, b = edge.source, edge.target
        if a != b and edit.is_colored(a) and edit.is_colored(b):
            key = f"{a}\n{b}" if a < b else f"{b}\n{a}"
            if key not in found:
                found[key] = (a, b)
    return list(found.values())


def boxes(edit: Edit) -> list[Selection]:
    """Every H-box by itself."""
    return [(name,) for name in edit.spiders if edit.spiders[name].kind is SpiderKind.H]


def the_box(edit: Edit, name: str) -> str:
    """The id, or Refused where it is no H-box or has a loop."""
    if edit.spiders[name].kind is not SpiderKind.H:
        raise Refused(f"'{name}' is no H-box")
    refuse_loops(edit, name)
    return name


def end_legs(edit: Edit, name: str) -> None:
    """The spider goes; each of its legs ends at a Z-spider of phase 0."""
    for edge in edit.at(name):
        other = other_end(edge, name)
        made = edit.put(SpiderKind.Z, Angle(), (name, other))
        edit.join(made, other, edge.kind)
    edit.drop(name)


def box_targets(edit: Edit, box: str, passed: str) -> list[str]:
    """The Z-spiders that plain edges join to a box, each by one; `passed` is looked over."""
    found: list[str] = []
    for edge in edit.at(box):
        other = other_end(edge, box)
        if other == passed:
            continue
        if edge.kind is not EdgeKind.PLAIN or edit.spiders[other].kind is not SpiderKind.Z:
            raise Refused(f"not all edges of '{box}' are plain edges to Z-spiders")
        if other in found:
            raise Refused(f"'{box}' has parallel edges; merge them first")
        found.append(other)
    return sorted(found)


def beyond_not(edit: Edit, turn: str, box: str) -> str:
    """The spider behind a NOT, an X(π) on a wire to a box; empty where it is none."""
    spider = edit.spiders[turn]
    edges = edit.at(turn)
    if spider.kind is not SpiderKind.X or len(edges) != 2 or edit.degree(turn) != 2:
        return ""
    turns = edit.is_pauli(spider.phase) and spider.phase.is_constant
    if not turns or spider.phase.pi.numerator % 2 == 0:
        return ""
    if any(edge.kind is not EdgeKind.PLAIN for edge in edges):
        return ""
    others = [other_end(edge, turn) for edge in edges]
    if box not in others or others[0] == others[1]:
        return ""
    return others[1] if others[0] == box else others[0]
