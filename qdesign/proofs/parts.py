"""Two diagrams → the part in which they differ, cut out of both alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qdesign.diagram import Diagram, Edge, Spider, SpiderKind


def changed_parts(before: Diagram, after: Diagram) -> tuple[Diagram, Diagram] | None:
    """What differs, with an end for each wire to the rest; None where ends differ, or nothing does.

    A spider that stays and has one wire to the part before and after is beyond an end. One with
    more or fewer wires belongs to the part. Of the ends the left half are inputs.
    """
    if (before.inputs, before.outputs) != (after.inputs, after.outputs):
        return None
    old, new = before.by_id, after.by_id
    inside = {name for name in {**old, **new} if old.get(name) != new.get(name)}
    both = {edge.id: edge for edge in before.edges}.items() & {e.id: e for e in after.edges}.items()
    same = dict(both)
    counts = [_ends(edge for edge in d.edges if edge.id not in same) for d in (before, after)]
    for name in {*counts[0], *counts[1]} - inside:
        if [count.get(name, 0) for count in counts] != [1, 1]:
            inside.add(name)
    sides = [_cut(diagram, inside, same) for diagram in (before, after)]
    if not sides[0].spiders or set(sides[0].outputs) != set(sides[1].outputs):
        return None
    places = sides[0].by_id
    legs = sorted(sides[0].outputs, key=lambda n: (places[n].x, places[n].y, n))
    half = len(legs) // 2
    ends = [tuple(sorted(side, key=lambda n: places[n].y)) for side in (legs[:half], legs[half:])]
    first, second = (replace(side, inputs=ends[0], outputs=ends[1]) for side in sides)
    return first, second


def _ends(edges: Iterable[Edge]) -> dict[str, int]:
    found: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            found[end] = found.get(end, 0) + 1
    return found


def _cut(diagram: Diagram, inside: set[str], same: dict[str, Edge]) -> Diagram:
    by_id = diagram.by_id
    spiders = {name: spider for name, spider in by_id.items() if name in inside}
    legs: dict[str, Spider] = {}
    edges: list[Edge] = []
    for edge in diagram.edges:
        ends = [edge.source, edge.target]
        if edge.id in same and not inside.intersection(ends):
            continue
        for k, end in enumerate(ends):
            if end not in inside:
                ends[k] = f"leg {edge.id if edge.id in same else end}"
                beyond = by_id[end]
                legs[ends[k]] = Spider(ends[k], SpiderKind.BOUNDARY, x=beyond.x, y=beyond.y)
        edges.append(Edge(edge.id, ends[0], ends[1], edge.kind))
    kept = (*spiders.values(), *legs.values())
    return Diagram(kept, tuple(edges), (), tuple(legs), diagram.booleans)
