"""Copies of one side of a lemma in a diagram, and a copy that becomes the other side.

A side is an `Edit` of its own; its boundaries are where a copy is joined to the rest. Written in
the small part of Python that is translated for the page (decision 28).
"""

from __future__ import annotations

from fractions import Fraction

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, both, other_end
from qdesign.zx.matching import Selection

MOST_TRIALS = 200000
"""So many places of single spiders are tried in one search."""


def copies(edit: Edit, side: Edit, within: Selection, most: int) -> list[dict[str, str]]:
    """Copies of a side among the spiders of `within`: its spiders → where they stand.

    A copy has the same kinds, the same edges inside and as many edges to the rest, and phases that
    fit for some values of the side's parameters.
    """
    found: list[dict[str, str]] = []
    order = searched(side)
    if len(order) > 0:
        inside = dict.fromkeys(within, True)
        _search(edit, side, order, inside, {}, found, [MOST_TRIALS, most])
    return found


def places(edit: Edit, side: Edit) -> list[Selection]:
    """The spiders of every copy; of copies of the same spiders, one."""
    seen: dict[str, Selection] = {}
    for copy in copies(edit, side, list(edit.spiders), 20000):
        names = list(copy.values())
        key = "\n".join(sorted(names))
        if key not in seen:
            seen[key] = names
    return list(seen.values())


def searched(side: Edit) -> list[str]:
    """The spiders of a side that have to be found, each beside an earlier one where it can be.

    None where a wire runs from boundary to boundary: that stands everywhere.
    """
    left: list[str] = []
    for name in side.spiders:
        if side.spiders[name].kind is not SpiderKind.BOUNDARY:
            left.append(name)
        elif any(side.spiders[n].kind is SpiderKind.BOUNDARY for n in side.neighbors(name)):
            return []
    found: list[str] = []
    while len(left) > 0:
        beside = [other for name in found for other in side.neighbors(name) if other in left]
        name = beside[0] if len(beside) > 0 else left[0]
        found.append(name)
        left.remove(name)
    return found


def replace_copy(
    edit: Edit, names: Selection, side: Edit, ends: list[str], other: Edit, other_ends: list[str]
) -> None:
    """The first copy of a side in a selection becomes the other side, end by end."""
    found = copies(edit, side, names, 1)
    if len(found) == 0:
        raise Refused("the selection holds no copy of what it takes")
    copy = found[0]
    bound = bindings(edit, side, copy)
    beyond = _beyond(edit, side, copy)
    partner = dict(zip(other_ends, ends, strict=True))
    near = list(copy.values())
    inner = [name for name in other.spiders if name not in partner]
    x = sum([other.spiders[name].x for name in inner]) / max(1, len(inner))
    y = sum([other.spiders[name].y for name in inner]) / max(1, len(inner))
    made: dict[str, str] = {}
    for name in inner:
        spider = other.spiders[name]
        phase = _with_values(spider.phase, bound)
        made[name] = edit.put(spider.kind, phase, near, spider.x - x, spider.y - y)
    for name in near:
        edit.drop(name)
    for edge in other.all_edges():
        kind = edge.kind
        joined: list[str] = []
        for end in [edge.source, edge.target]:
            if end in partner:
                far, outer = beyond[partner[end]]
                kind = both(kind, outer)
                joined.append(far)
            else:
                joined.append(made[end])
        edit.join(joined[0], joined[1], kind)


def bindings(edit: Edit, side: Edit, copy: dict[str, str]) -> dict[str, Angle]:
    """The angles of a side's parameters at a copy; where the phases leave one open, a guess.

    It is 0, or what is called the same there, or π for a Boolean one; the first that fits.
    """
    for guess in [0, 1, 2]:
        bound = _solved(edit, side, copy, guess)
        if _values_fit(edit, side, copy, bound):
            return bound
    return _solved(edit, side, copy, 0)


def _solved(edit: Edit, side: Edit, copy: dict[str, str], guess: int) -> dict[str, Angle]:
    """The angles that phases with one open parameter give: first those that have it once."""
    bound: dict[str, Angle] = {}
    waiting = list(copy.keys())
    while len(waiting) > 0:
        terms = [_open_terms(side.spiders[name].phase, bound) for name in waiting]
        ready = [name for k, name in enumerate(waiting) if len(terms[k]) == 1]
        whole = [name for k, name in enumerate(waiting) if _is_whole(terms[k])]
        several = [term[0] for each in terms for term in each if len(each) > 1]
        if len(ready) > 0:
            name = whole[0] if len(whole) > 0 else ready[0]
            phase = side.spiders[name].phase
            symbol, factor = _open_terms(phase, bound)[0]
            rest = edit.spiders[copy[name]].phase - _with_values(phase, bound)
            bound[symbol] = rest * factor.denominator / factor.numerator
            waiting.remove(name)
        elif len(several) > 0:
            turns = [symbol for symbol in several if side.is_turn(symbol)]
            chosen = turns[0] if len(turns) > 0 else several[0]
            bound[chosen] = Angle()
            if guess == 1:
                bound[chosen] = Angle.parameter(chosen)
            elif guess == 2 and side.is_turn(chosen):
                bound[chosen] = PI
        else:
            waiting = []
    return bound


def _is_whole(terms: list[tuple[str, Fraction]]) -> bool:
    """Is there one parameter, as it is or negated?"""
    if len(terms) != 1:
        return False
    factor = terms[0][1]
    return factor.denominator == 1 and (factor.numerator == 1 or factor.numerator == -1)


def _search(
    edit: Edit,
    side: Edit,
    order: list[str],
    inside: dict[str, bool],
    copy: dict[str, str],
    found: list[dict[str, str]],
    left: list[int],
) -> None:
    """Put the next spider of `order` where it fits, and go on; `left` counts trials and copies."""
    if len(copy) == len(order):
        if _values_fit(edit, side, copy, bindings(edit, side, copy)):
            found.append(dict(copy))
            left[1] -= 1
        return
    name = order[len(copy)]
    beside = [n for n in side.neighbors(name) if n in copy]
    near = edit.neighbors(copy[beside[0]]) if len(beside) > 0 else list(inside.keys())
    taken = dict.fromkeys(copy.values(), True)
    for place in near:
        if left[0] <= 0 or left[1] <= 0:
            return
        left[0] -= 1
        if place in inside and place not in taken and _fits(edit, side, name, place, copy):
            copy[name] = place
            _search(edit, side, order, inside, copy, found, left)
            del copy[name]


def _fits(edit: Edit, side: Edit, name: str, place: str, copy: dict[str, str]) -> bool:
    """Is a place of the same kind, with the same edges to those that have their place?"""
    if place not in edit.spiders:
        return False
    spider = side.spiders[name]
    if spider.kind is not edit.spiders[place].kind or side.degree(name) != edit.degree(place):
        return False
    if spider.phase.is_constant and not _same_phase(spider.phase, edit.spiders[place].phase):
        return False
    if _kinds(side, name, name) != _kinds(edit, place, place):
        return False
    return all(_kinds(side, name, n) == _kinds(edit, place, copy[n]) for n in copy)


def _kinds(edit: Edit, a: str, b: str) -> str:
    """How many edges of each kind join two spiders."""
    edges = edit.between(a, b)
    plain = len([edge for edge in edges if edge.kind is EdgeKind.PLAIN])
    return f"{plain} {len(edges) - plain}"


def _values_fit(edit: Edit, side: Edit, copy: dict[str, str], bound: dict[str, Angle]) -> bool:
    """Do values of a side's parameters make its phases those of a copy?"""
    for symbol in bound:
        # π times a parameter that is 0 or 1 there is 0 or π here.
        if side.is_turn(symbol) and not edit.is_pauli(bound[symbol]):
            return False
    return all(
        _same_phase(_with_values(side.spiders[n].phase, bound), edit.spiders[copy[n]].phase)
        for n in copy
    )


def _same_phase(a: Angle, b: Angle) -> bool:
    gap = a - b
    if not gap.is_constant or abs(gap.radians) > 1e-12:
        return False
    return gap.pi.denominator == 1 and gap.pi.numerator % 2 == 0


def _open_terms(phase: Angle, bound: dict[str, Angle]) -> list[tuple[str, Fraction]]:
    return [(symbol, factor) for symbol, factor in phase.terms if symbol not in bound]


def _with_values(phase: Angle, bound: dict[str, Angle]) -> Angle:
    """A phase of a side with what stands for its parameters; those that are open count as 0."""
    total = phase.constant
    for symbol, factor in phase.terms:
        if symbol in bound:
            total = total + bound[symbol] * factor.numerator / factor.denominator
    return total


def _beyond(edit: Edit, side: Edit, copy: dict[str, str]) -> dict[str, tuple[str, EdgeKind]]:
    """Of each end of the side: the spider beyond it, and by which kind of edge from the end."""
    inside = dict.fromkeys(copy.values(), True)
    found: dict[str, tuple[str, EdgeKind]] = {}
    for name in copy:
        outside = [e for e in edit.at(copy[name]) if other_end(e, copy[name]) not in inside]
        number = 0
        for edge in side.at(name):
            end = other_end(edge, name)
            if side.spiders[end].kind is SpiderKind.BOUNDARY:
                leg = outside[number]
                found[end] = (other_end(leg, copy[name]), both(leg.kind, edge.kind))
                number += 1
    return found
