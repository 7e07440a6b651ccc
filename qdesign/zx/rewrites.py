"""The rules, each as a change of an edit at a selection; what does not fit is refused in words.

Sources: van de Wetering, arXiv:2012.13966 (sections 3 and 5); Duncan et al., arXiv:1902.03178
(local complementation and pivoting). PyZX's own π-commutation and Pauli push are unsound and not
used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import Edge, EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, both, flipped, opposite, other_end

Selection = Sequence[str]


def fuse(edit: Edit, names: Selection) -> None:
    """Spiders of one color joined by plain edges become one; their phases add up."""
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


def unfuse(edit: Edit, names: Selection) -> None:
    """The phase of a spider moves to a new one on a leg of its own."""
    (name,) = _exactly(names, 1, "select one spider with a phase")
    spider = edit.colored(name)
    if spider.phase.is_zero:
        raise Refused("its phase is zero")
    edit.spiders[name] = replace(spider, phase=Angle())
    edit.join(name, edit.put(spider.kind, spider.phase, [spider], 0.5))


def remove_identity(edit: Edit, names: Selection) -> None:
    """A phase-free spider on a wire goes away."""
    (name,) = _exactly(names, 1, "select one spider")
    if not edit.colored(name).phase.is_zero:
        raise Refused("its phase is not zero")
    edges = edit.at(name)
    if len(edges) != 2 or edit.degree(name) != 2:
        raise Refused("it has not exactly two legs")
    first, second = edges
    kind = both(first.kind, second.kind)
    a, b = other_end(first, name), other_end(second, name)
    edit.drop(name)
    edit.join(a, b, kind)


def insert_identity(edit: Edit, names: Selection) -> None:
    """A phase-free Z-spider is put on an edge."""
    edge = _edge(edit, names)
    a, b = edit.spiders[edge.source], edit.spiders[edge.target]
    del edit.edges[edge.id]
    middle = edit.put(SpiderKind.Z, Angle(), [a, b], 0.5 if a.id == b.id else 0.0)
    edit.join(a.id, middle)
    edit.join(middle, b.id, edge.kind)


def change_color(edit: Edit, names: Selection) -> None:
    """Spiders change color, and every edge at them its kind."""
    if not names:
        raise Refused("select spiders")
    for name in names:
        spider = edit.colored(name)
        edit.spiders[name] = replace(spider, kind=opposite(spider.kind))
        for edge in edit.at(name):
            if edge.source != edge.target:
                edit.edges[edge.id] = replace(edge, kind=flipped(edge.kind))


def remove_loops(edit: Edit, names: Selection) -> None:
    """Loops at a spider go away; each Hadamard loop adds π."""
    (name,) = _exactly(names, 1, "select one spider with a loop")
    edit.colored(name)
    loops = [edge for edge in edit.at(name) if edge.source == edge.target]
    if not loops:
        raise Refused("it has no loop")
    for edge in loops:
        del edit.edges[edge.id]
        if edge.kind is EdgeKind.HADAMARD:
            edit.add_phase(name, PI)


def hopf(edit: Edit, names: Selection) -> None:
    """Two plain edges between spiders of two colors vanish; so do two Hadamard edges within one."""
    a, b = _exactly(names, 2, "select two spiders")
    differ = edit.colored(a).kind is not edit.colored(b).kind
    kind = EdgeKind.PLAIN if differ else EdgeKind.HADAMARD
    edges = [edge for edge in edit.between(a, b) if edge.kind is kind]
    if len(edges) < 2:
        raise Refused(f"they are not joined by two {kind.value} edges")
    for edge in edges[: len(edges) // 2 * 2]:
        del edit.edges[edge.id]


def copy(edit: Edit, names: Selection) -> None:
    """A state of phase 0 or π is copied through a spider of the other color."""
    a, b = _exactly(names, 2, "select a spider with one leg and its neighbor")
    state, through = (a, b) if edit.degree(a) == 1 else (b, a)
    link = _link(edit, state, through)
    kind = edit.colored(state).kind
    seen = kind if link.kind is EdgeKind.PLAIN else opposite(kind)
    if edit.degree(state) != 1:
        raise Refused("neither has just one leg")
    phase = edit.spiders[state].phase
    if not _is_pauli(phase):
        raise Refused("the phase of the one with one leg is neither 0 nor π")
    if seen is edit.colored(through).kind:
        raise Refused("they have one color; fuse them instead")
    _no_loops(edit, through)
    legs = [edge for edge in edit.at(through) if edge.id != link.id]
    middle = edit.spiders[through]
    edit.drop(state)
    edit.drop(through)
    for edge in legs:
        other = other_end(edge, through)
        made = edit.put(seen, phase, [middle, edit.spiders[other]])
        edit.join(made, other, edge.kind)


def pi_commute(edit: Edit, names: Selection) -> None:
    """A π on a leg goes through a spider of the other color, negating its phase."""
    a, b = _exactly(names, 2, "select a π with two legs and its neighbor")
    if _is_turn(edit, a):
        turn, through = a, b
    elif _is_turn(edit, b):
        turn, through = b, a
    else:
        raise Refused("neither is a π with two legs")
    link = _link(edit, turn, through)
    kind = edit.colored(turn).kind
    seen = kind if link.kind is EdgeKind.PLAIN else opposite(kind)
    if seen is edit.colored(through).kind:
        raise Refused("they have one color; fuse them instead")
    _no_loops(edit, through)
    far = next(edge for edge in edit.at(turn) if edge.id != link.id)
    source = other_end(far, turn)
    if source == through:
        raise Refused("both legs of the π end at the same spider")
    legs = [edge for edge in edit.at(through) if edge.id != link.id]
    middle = edit.spiders[through]
    negated = -middle.phase
    edit.spiders[through] = replace(
        middle, phase=Angle(negated.pi % 2, negated.radians, negated.terms)
    )
    edit.drop(turn)
    edit.join(source, through, both(far.kind, link.kind))
    for edge in legs:
        other = other_end(edge, through)
        del edit.edges[edge.id]
        made = edit.put(seen, PI, [middle, edit.spiders[other]])
        edit.join(through, made)
        edit.join(made, other, edge.kind)


def bialgebra(edit: Edit, names: Selection) -> None:
    """Two phase-free spiders of two colors, joined by a plain edge, exchange places on all legs."""
    a, b = _exactly(names, 2, "select two spiders")
    first, second = edit.colored(a), edit.colored(b)
    if first.kind is second.kind:
        raise Refused("they have one color")
    if not (first.phase.is_zero and second.phase.is_zero):
        raise Refused("a phase is not zero")
    link = _link(edit, a, b)
    if link.kind is not EdgeKind.PLAIN:
        raise Refused("they are joined by a Hadamard edge")
    for name in (a, b):
        _no_loops(edit, name)
    made: dict[str, list[str]] = {a: [], b: []}
    legs = {n: [edge for edge in edit.at(n) if edge.id != link.id] for n in (a, b)}
    for name, color in ((a, second.kind), (b, first.kind)):
        for edge in legs[name]:
            other = other_end(edge, name)
            new = edit.put(color, Angle(), [edit.spiders[name], edit.spiders[other]])
            edit.join(new, other, edge.kind)
            made[name].append(new)
    edit.drop(a)
    edit.drop(b)
    for one in made[a]:
        for other in made[b]:
            edit.join(one, other)


def local_complement(edit: Edit, names: Selection) -> None:
    """A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled."""
    (name,) = _exactly(names, 1, "select one spider")
    spider = edit.colored(name)
    if spider.phase not in (PI / 2, PI * 3 / 2, -PI / 2):
        raise Refused("its phase is not ±π/2")
    neighbors = _graph_like(edit, name)
    edit.drop(name)
    for other in neighbors:
        edit.add_phase(other, -spider.phase)
    for a, b in combinations(neighbors, 2):
        edit.toggle(a, b)


def pivot(edit: Edit, names: Selection) -> None:
    """Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled."""
    a, b = _exactly(names, 2, "select two joined spiders")
    phases = edit.colored(a).phase, edit.colored(b).phase
    if not all(_is_pauli(phase) for phase in phases):
        raise Refused("a phase is neither 0 nor π")
    near_a, near_b = _graph_like(edit, a), _graph_like(edit, b)
    if b not in near_a:
        raise Refused("no edge joins them")
    common = [n for n in near_a if n in near_b]
    only_a = [n for n in near_a if n not in near_b and n != b]
    only_b = [n for n in near_b if n not in near_a and n != a]
    edit.drop(a)
    edit.drop(b)
    for one, other in ((only_a, only_b), (only_a, common), (only_b, common)):
        for x in one:
            for y in other:
                edit.toggle(x, y)
    for name in only_a:
        edit.add_phase(name, phases[1])
    for name in only_b:
        edit.add_phase(name, phases[0])
    for name in common:
        edit.add_phase(name, phases[0] + phases[1] + PI)


def expand_hadamard(edit: Edit, names: Selection) -> None:
    """A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)."""
    edge = _edge(edit, names)
    if edge.kind is not EdgeKind.HADAMARD:
        raise Refused("the edge is plain")
    a, b = edit.spiders[edge.source], edit.spiders[edge.target]
    del edit.edges[edge.id]
    shift = 0.5 if a.id == b.id else 0.0
    chain = [
        edit.put(kind, PI / 2, [a, a, b][k : k + 2], shift)
        for k, kind in enumerate((SpiderKind.Z, SpiderKind.X, SpiderKind.Z))
        if k < 2
    ]
    chain.append(edit.put(SpiderKind.Z, PI / 2, [a, b, b], shift))
    for one, other in zip((a.id, *chain), (*chain, b.id), strict=True):
        edit.join(one, other)


def box_to_edge(edit: Edit, names: Selection) -> None:
    """An H-box with two legs and label -1 becomes a Hadamard edge."""
    (name,) = _exactly(names, 1, "select one H-box")
    box = edit.spiders[name]
    if box.kind is not SpiderKind.H:
        raise Refused("it is no H-box")
    edges = edit.at(name)
    if box.phase != PI or len(edges) != 2:
        raise Refused("it has not two legs and phase π")
    first, second = edges
    kind = flipped(both(first.kind, second.kind))
    a, b = other_end(first, name), other_end(second, name)
    edit.drop(name)
    edit.join(a, b, kind)


def _is_turn(edit: Edit, name: str) -> bool:
    """Is it a π on two different legs?"""
    return edit.spiders[name].phase == PI and edit.degree(name) == len(edit.at(name)) == 2


def _exactly(names: Selection, count: int, what: str) -> Selection:
    if len(names) != count:
        raise Refused(what)
    return names


def _edge(edit: Edit, names: Selection) -> Edge:
    """The edge that is selected by its id, or by the two spiders that it alone joins."""
    if len(names) == 1 and names[0] in edit.edges:
        return edit.edges[names[0]]
    if len(names) == 2 and all(n in edit.spiders for n in names):
        return _link(edit, *names)
    raise Refused("select one edge, or the two spiders at its ends")


def _link(edit: Edit, a: str, b: str) -> Edge:
    edges = edit.between(a, b)
    if len(edges) != 1:
        raise Refused("exactly one edge must join them")
    return edges[0]


def _is_pauli(phase: Angle) -> bool:
    return phase.is_constant and phase.radians == 0.0 and phase.pi.denominator == 1


def _no_loops(edit: Edit, name: str) -> None:
    if any(edge.source == edge.target for edge in edit.at(name)):
        raise Refused(f"'{name}' has a loop; remove it first")


def _graph_like(edit: Edit, name: str) -> list[str]:
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the table: its change, what a menu shows, and whether it takes an edge."""

    change: Callable[[Edit, Selection], None]
    title: str
    takes_edge: bool = False


TABLE: Final[Mapping[str, Entry]] = {
    "fuse": Entry(fuse, "Fuse spiders"),
    "unfuse": Entry(unfuse, "Split the phase off"),
    "remove_identity": Entry(remove_identity, "Remove the identity"),
    "insert_identity": Entry(insert_identity, "Put a spider on the edge", True),
    "change_color": Entry(change_color, "Change color"),
    "remove_loops": Entry(remove_loops, "Remove loops"),
    "hopf": Entry(hopf, "Remove double edges (Hopf)"),
    "copy": Entry(copy, "Copy the state through"),
    "pi_commute": Entry(pi_commute, "Push π through"),
    "bialgebra": Entry(bialgebra, "Bialgebra"),
    "local_complement": Entry(local_complement, "Local complementation"),
    "pivot": Entry(pivot, "Pivot"),
    "expand_hadamard": Entry(expand_hadamard, "Write the Hadamard as three spiders", True),
    "box_to_edge": Entry(box_to_edge, "H-box to Hadamard edge"),
}
