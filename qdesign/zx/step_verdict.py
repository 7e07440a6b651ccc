"""The verdict on a step: maps of the part of a diagram that it changes, its other legs cut open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import product
from typing import Final

import numpy as np

from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.errors import TooLarge
from qdesign.formula import boolean_turn
from qdesign.zx.dense import distance, tensor
from qdesign.zx.matching import Selection
from qdesign.zx.verdict import DIFFERENT, EQUAL, Verdict

ONE_ZERO: Final = "the part that changes is 0 at some values on one side alone"

_ZERO: Final = 1e-10
_POINTS = 2
_RINGS = 2
"""How often the neighbors are looked at too where a part differs."""

_MOST_BOOLEANS = 4
"""Up to so many Boolean parameters, every choice of 0 and 1 is tried."""


def step_verdict(before: Diagram, after: Diagram, names: Selection) -> Verdict:
    """The verdict on the part of a diagram that a step changed, its other legs cut open.

    Equal parts prove a step. Where they differ, what stands around may still make it hold, such as
    the leaf of a gadget of which the hub alone changed: then more is looked at.
    """
    touched = _touched(before, after, names)
    verdict = _part_verdict(before, after, touched)
    for _ in range(_RINGS):
        wider = _with_neighbors(before, after, touched)
        if verdict.equal is not False or wider == touched:
            break
        touched = wider
        again = _part_verdict(before, after, touched)
        if again.equal is None:
            break
        verdict = again
    return verdict


def _part_verdict(before: Diagram, after: Diagram, touched: set[str]) -> Verdict:
    first, second = _parts(before, after, touched)
    # Derived parameters take any values here: what is equal for all is equal for those they have.
    names = tuple(dict.fromkeys((*first.symbols, *second.symbols)))
    points, exact = _points(names, {*before.booleans, *after.booleans})
    worst, zeros = 0.0, 0
    try:
        for values in points:
            maps = tensor(first, values), tensor(second, values)
            worst = max(worst, distance(*maps))
            zeros += len({float(np.linalg.norm(m)) < _ZERO for m in maps}) - 1
    except TooLarge:
        return Verdict(None, "the part that changes has too many legs for dense tensors")
    if EQUAL < worst < DIFFERENT:
        return Verdict(
            None, "rounding hides whether the part that changes stays the same", len(points), worst
        )
    how = ONE_ZERO if zeros else "dense tensors of the part that changes"
    return Verdict(worst <= EQUAL, how, 0 if exact else len(points), worst, exact)


def _points(names: Sequence[str], booleans: Set[str]) -> tuple[list[dict[str, float]], bool]:
    """Values that decide: none without symbols, every choice of few Boolean ones, else random.

    Also whether what holds at these holds for all values.
    """
    turns = [b for b in dict.fromkeys(boolean_turn(name) for name in names) if b in booleans]
    free = [name for name in names if boolean_turn(name) not in booleans]
    if not free and len(turns) <= _MOST_BOOLEANS:
        choices = product((0.0, 1.0), repeat=len(turns))
        return [_turned(names, dict(zip(turns, chosen, strict=True))) for chosen in choices], True
    rng = np.random.default_rng(0)
    points: list[dict[str, float]] = []
    for _ in range(_POINTS):
        values = {name: float(rng.integers(2)) for name in sorted(booleans)}
        for name in free:
            values.setdefault(name, float(rng.uniform(-7, 7)))
        points.append(_turned(names, values))
    return points, False


def _turned(names: Sequence[str], values: dict[str, float]) -> dict[str, float]:
    """With π times a Boolean parameter 0 or π."""
    turned = {n: math.pi * values[boolean_turn(n)] for n in names if boolean_turn(n) in values}
    return {**turned, **values}


def _touched(before: Diagram, after: Diagram, names: Selection) -> set[str]:
    """The spiders that are selected or differ, or at which an edge does."""
    old, new = before.by_id, after.by_id
    touched = {n for n in (*old, *new) if old.get(n) != new.get(n)}
    edges = ({e.id: e for e in before.edges}, {e.id: e for e in after.edges})
    for name in {*edges[0], *edges[1]}:
        a, b = edges[0].get(name), edges[1].get(name)
        if a != b:
            touched.update(end for e in (a, b) if e is not None for end in (e.source, e.target))
    touched.update(n for n in names if n in old)
    return touched


def _with_neighbors(before: Diagram, after: Diagram, touched: set[str]) -> set[str]:
    wider = set(touched)
    for edge in (*before.edges, *after.edges):
        if edge.source in touched or edge.target in touched:
            wider.update((edge.source, edge.target))
    return wider


def _parts(before: Diagram, after: Diagram, touched: set[str]) -> tuple[Diagram, Diagram]:
    """Some spiders cut out of both diagrams; what joins them to the rest become outputs.

    Edges that differ have both ends in the part, so both sides have the same legs. A spider of one
    color on both sides needs one leg to the rest, however many it has.
    """
    old, new = before.by_id, after.by_id
    same = {n for n in touched if n in old and n in new and old[n].kind is new[n].kind}
    legs = _legs(before.edges, touched, same)
    return _cut(before, touched, legs), _cut(after, touched, legs)


def _legs(edges: Iterable[Edge], touched: set[str], same: set[str]) -> list[Edge]:
    found: list[Edge] = []
    seen: set[str] = set()
    for edge in edges:
        inside = [end for end in (edge.source, edge.target) if end in touched]
        if len(inside) != 1:
            continue
        if inside[0] in same and inside[0] in seen:
            continue
        seen.add(inside[0])
        found.append(edge)
    return found


def _cut(diagram: Diagram, touched: set[str], legs: Sequence[Edge]) -> Diagram:
    inside = [s for s in diagram.spiders if s.id in touched]
    outputs = [s.id for s in inside if s.kind is SpiderKind.BOUNDARY]
    spiders: list[Spider] = list(inside)
    edges = [e for e in diagram.edges if e.source in touched and e.target in touched]
    for number, edge in enumerate(legs):
        name = f"leg {number}"
        end = edge.source if edge.source in touched else edge.target
        spiders.append(Spider(name, SpiderKind.BOUNDARY))
        edges.append(replace(edge, source=end, target=name))
        outputs.append(name)
    return Diagram(tuple(spiders), tuple(edges), (), tuple(outputs))
