"""Are two diagrams one drawing, up to ids and places? Found from their boundaries inwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import Diagram

_ROUNDS: Final = 3
_MOST_SPIDERS: Final = 20_000
_MOST_LOOKS: Final = 20

Legs = dict[str, list[tuple[str, str]]]
Colors = dict[str, int]


def same_drawing(a: Diagram, b: Diagram) -> bool:
    """Are two diagrams the same up to ids and places?

    True is sure: the partners that were found are compared with all edges. False says nothing where
    spiders that look alike were paired the wrong way; nor is it looked for beyond 20,000 spiders.
    """
    if len(a.spiders) != len(b.spiders) or len(a.edges) != len(b.edges):
        return False
    ends = [(len(d.inputs), len(d.outputs), d.booleans) for d in (a, b)]
    if ends[0] != ends[1] or len(a.spiders) > _MOST_SPIDERS:
        return False
    names: dict[Hashable, int] = {}
    sides = [_Side(diagram, names) for diagram in (a, b)]
    if Counter(sides[0].colors.values()) != Counter(sides[1].colors.values()):
        return False
    partners = _partners(*sides)
    return partners is not None and sides[1].edges() == sides[0].edges(partners)


class _Side:
    """A diagram with what each spider looks like: itself, and what is around it."""

    def __init__(self, diagram: Diagram, names: dict[Hashable, int]) -> None:
        self.diagram = diagram
        self.ports = (*diagram.inputs, *diagram.outputs)
        self.legs: Legs = {spider.id: [] for spider in diagram.spiders}
        self.place: dict[str, int] = {}
        for edge in diagram.edges:
            self.legs[edge.source].append((edge.kind.value, edge.target))
            self.legs[edge.target].append((edge.kind.value, edge.source))
        ports = {name: k for k, name in enumerate(self.ports)}
        said = {s.id: (s.kind.value, _turn(s.phase), ports.get(s.id)) for s in diagram.spiders}
        self.colors: Colors = {n: names.setdefault(said[n], len(names)) for n in self.legs}
        for _ in range(_ROUNDS):
            around = {
                name: (self.colors[name], *sorted((kind, self.colors[n]) for kind, n in legs))
                for name, legs in self.legs.items()
            }
            self.colors = {n: names.setdefault(key, len(names)) for n, key in around.items()}

    def beside(self, name: str) -> dict[Hashable, list[str]]:
        """The spiders beside one that have no partner, by how they look from those that have."""
        found: dict[Hashable, list[str]] = {}
        for other in dict.fromkeys(other for _, other in self.legs[name]):
            if other not in self.place:
                known = sorted((self.place[n], k) for k, n in self.legs[other] if n in self.place)
                found.setdefault((self.colors[other], *known), []).append(other)
        return found

    def edges(self, partners: dict[str, str] | None = None) -> Counter[tuple[str, ...]]:
        """The edges, under the names of partners."""
        new = partners or {name: name for name in self.legs}
        return Counter(
            (e.kind.value, *sorted((new[e.source], new[e.target]))) for e in self.diagram.edges
        )


def _turn(phase: Angle) -> Angle:
    return Angle(phase.pi % 2, phase.radians, phase.terms)


def _partners(a: _Side, b: _Side) -> dict[str, str] | None:
    """Of each spider of the first one of the second that looks the same."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, str]] = []

    def pair(one: str, other: str) -> None:
        a.place[one] = b.place[other] = len(found)
        found[one] = other
        waiting.append((one, other))

    for one, other in zip(a.ports, b.ports, strict=True):
        pair(one, other)
    left = [iter(sorted(side.legs, key=side.colors.__getitem__)) for side in (a, b)]
    unsure: list[tuple[str, str]] = []
    looks = _MOST_LOOKS * (len(a.legs) + 1)
    while len(found) < len(a.legs):
        looks -= 1
        if looks < 0:
            return None
        guess = not waiting
        if guess and not unsure:
            one = next(n for n in left[0] if n not in a.place)
            other = next(n for n in left[1] if n not in b.place)
            if a.colors[one] != b.colors[other]:
                return None
            pair(one, other)
            continue
        one, other = unsure.pop() if guess else waiting.pop()
        mine, theirs = a.beside(one), b.beside(other)
        if {k: len(v) for k, v in mine.items()} != {k: len(v) for k, v in theirs.items()}:
            return None
        for key, names in mine.items():
            if len(names) == 1 or guess:
                pair(names[0], theirs[key][0])
            if len(names) > 1:
                unsure.append((one, other))
                if guess:
                    break
    return found
