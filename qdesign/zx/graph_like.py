"""Steps on graph-like parts, Z-spiders joined by single Hadamard edges, and on phase gadgets.

Written in the small part of Python that is translated for the page (decision 28).
"""

from __future__ import annotations

from itertools import combinations

from qdesign.angle import Angle
from qdesign.diagram import Edge, EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, flipped, other_end
from qdesign.zx.matching import Selection, graph_like_neighbors


def pivot(edit: Edit, a: str, b: str) -> None:
    """Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled."""
    first, second = edit.colored(a).phase, edit.colored(b).phase
    near_a, near_b = graph_like_neighbors(edit, a), graph_like_neighbors(edit, b)
    if b not in near_a:
        raise Refused("no edge joins them")
    common = [n for n in near_a if n in near_b]
    only_a = [n for n in near_a if n not in near_b and n != b]
    only_b = [n for n in near_b if n not in near_a and n != a]
    edit.drop(a)
    edit.drop(b)
    for x in only_a:
        for y in only_b:
            edit.toggle(x, y)
        for y in common:
            edit.toggle(x, y)
    for x in only_b:
        for y in common:
            edit.toggle(x, y)
    for name in only_a:
        edit.add_phase(name, second)
    for name in only_b:
        edit.add_phase(name, first)
    for name in common:
        edit.add_phase(name, first + second + PI)


def check_pair(edit: Edit, a: str, b: str) -> None:
    """Refuse what is not two Z-spiders joined by one Hadamard edge, without loops and parallels."""
    for name in (a, b):
        if edit.spiders[name].kind is not SpiderKind.Z:
            raise Refused(f"'{name}' is no Z-spider")
        if len(edit.neighbors(name)) != edit.degree(name):
            raise Refused(f"'{name}' has a loop or parallel edges; remove them first")
    edges = edit.between(a, b)
    if len(edges) == 0:
        raise Refused("no edge joins them")
    if edges[0].kind is not EdgeKind.HADAMARD:
        raise Refused("they are joined by a plain edge")


def foreign_legs(edit: Edit, name: str) -> list[Edge]:
    """Edges that are no Hadamard edge to a Z-spider."""
    return [
        edge
        for edge in edit.at(name)
        if edge.kind is not EdgeKind.HADAMARD
        or edit.spiders[other_end(edge, name)].kind is not SpiderKind.Z
    ]


def part_legs(edit: Edit, name: str, legs: list[Edge]) -> None:
    """Put a Z-spider into each leg, joined to the spider by a Hadamard edge."""
    for edge in legs:
        other = other_end(edge, name)
        edit.cut(edge.id)
        made = edit.put(SpiderKind.Z, Angle(), (name, other))
        edit.join(name, made, EdgeKind.HADAMARD)
        edit.join(made, other, flipped(edge.kind))


def phase_to_gadget(edit: Edit, name: str) -> None:
    """Move the phase of a Z-spider to a leaf behind a hub."""
    phase = edit.spiders[name].phase
    edit.set_phase(name, Angle())
    hub = edit.put(SpiderKind.Z, Angle(), (name,), 0.0, -0.75)
    leaf = edit.put(SpiderKind.Z, phase, (name,), 0.0, -1.5)
    edit.join(name, hub, EdgeKind.HADAMARD)
    edit.join(hub, leaf, EdgeKind.HADAMARD)


def leaf_of(edit: Edit, hub: str) -> str:
    """The leaf of a phase gadget, or Refused where the spider is no hub of one."""
    kind = edit.colored(hub).kind
    phase = edit.spiders[hub].phase
    if not phase.is_zero and phase != PI:
        raise Refused(f"the phase of '{hub}' is neither 0 nor π")
    joined = EdgeKind.HADAMARD if kind is SpiderKind.Z else EdgeKind.PLAIN
    leaves: list[str] = []
    for edge in edit.at(hub):
        other = other_end(edge, hub)
        if other == hub or len(edit.between(hub, other)) != 1:
            raise Refused(f"'{hub}' has a loop or parallel edges; remove them first")
        if edge.kind is not joined or edit.spiders[other].kind is not SpiderKind.Z:
            raise Refused(f"'{hub}' is no hub of a phase gadget")
        if edit.degree(other) == 1:
            leaves.append(other)
    if len(leaves) != 1:
        raise Refused(f"'{hub}' is no hub of a phase gadget: it has {len(leaves)} leaves, not one")
    return leaves[0]


def hubs(edit: Edit) -> list[str]:
    """Spiders beside a spider with one leg, which hubs of gadgets are among."""
    found: dict[str, None] = {}
    for name in edit.colored_names():
        if edit.degree(name) == 1:
            for other in edit.neighbors(name):
                if edit.is_colored(other):
                    found[other] = None
    return list(found)


def gadget_pairs(edit: Edit) -> list[Selection]:
    """Hubs of two gadgets on the same spiders."""
    by_targets: dict[str, list[str]] = {}
    for hub in hubs(edit):
        targets = [n for n in edit.neighbors(hub) if edit.degree(n) != 1]
        if len(targets) > 0:
            by_targets.setdefault("\n".join(sorted(targets)), []).append(hub)
    return [(a, b) for group in by_targets.values() for a, b in combinations(group, 2)]


def leaves_of_pair(edit: Edit, a: str, b: str) -> tuple[str, str]:
    """The leaves of two gadgets on the same spiders, or Refused where they are none."""
    first, second = leaf_of(edit, a), leaf_of(edit, b)
    targets = [sorted([n for n in edit.neighbors(h) if edit.degree(n) != 1]) for h in (a, b)]
    if a in targets[1] or b in targets[0]:
        raise Refused("the hubs are joined to each other")
    if targets[0] != targets[1]:
        raise Refused("the gadgets are not on the same spiders")
    return first, second


def gadget_phase(edit: Edit, hub: str, leaf: str) -> Angle:
    """The phase of a gadget; a hub of phase π turns the parity around, and with it the sign."""
    phase = edit.spiders[leaf].phase
    return -phase if edit.spiders[hub].phase == PI else phase


def is_full_turn(phase: Angle) -> bool:
    """Is it a multiple of 2π?"""
    return (
        phase.is_constant
        and phase.radians == 0.0
        and phase.pi.denominator == 1
        and phase.pi.numerator % 2 == 0
    )
