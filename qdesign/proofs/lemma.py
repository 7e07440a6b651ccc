"""A lemma: two diagrams that were found equal, which is then a rule of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from qdesign.angle import Angle
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import body_json, read_body
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.proofs.changes import stored_verdict
from qdesign.zx.bodies import diagram_of
from qdesign.zx.edit import both
from qdesign.zx.verdict import Verdict

POINTS: Final = 20
"""Random points at which a lemma is compared where it is not proved."""

_MOST: Final = 200_000
_MAX_NAME: Final = 100


@dataclass(frozen=True, slots=True, init=False)
class Lemma:
    """Two diagrams with the same inputs and outputs, equal up to a non-zero scalar.

    Args:
        left: a diagram, or what stands for one.
        right: another with as many inputs and outputs.
        name: what it is called.

    Attributes:
        verdict: proved where that is possible, else equal at 20 points; it says which.
        both_ways: has the left side all parameters of the right one and the right those of the
            left? Then it can be taken backwards too.

    Raises:
        InvalidRequest: the sides have other inputs and outputs, or no name.
        RefusedRewrite: the sides are not equal, or that is not known.
    """

    left: Diagram
    right: Diagram
    name: str
    verdict: Verdict

    def __init__(self, left: object, right: object, *, name: str, verdict: Verdict | None = None):
        first, second = diagram_of(as_body(left)), diagram_of(as_body(right))
        shown = name.strip() if isinstance(name, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
        if not shown or len(shown) > _MAX_NAME or not shown.isprintable():
            raise InvalidRequest(f"A lemma has a name of 1 to {_MAX_NAME} characters on one line.")
        ports = [(len(d.inputs), len(d.outputs)) for d in (first, second)]
        if ports[0] != ports[1]:
            raise InvalidRequest(
                f"The sides of the lemma '{shown}' have {ports[0][0]} inputs and {ports[0][1]} "
                f"outputs against {ports[1][0]} and {ports[1][1]}. Draw both with the same "
                "boundaries."
            )
        found = verdict or equivalent(first, second, points=POINTS)
        if not found.equal:
            raise RefusedRewrite(
                f"The sides of the lemma '{shown}' are {found}. A lemma needs two equal diagrams."
            )
        if not set(second.parameters) <= set(first.parameters):
            new = sorted(set(second.parameters) - set(first.parameters))
            raise InvalidRequest(
                f"The right side of the lemma '{shown}' has parameters that the left has not: "
                f"{', '.join(new)}. What stands for them would not be known."
            )
        for key, value in (("left", first), ("right", second), ("name", shown), ("verdict", found)):
            object.__setattr__(self, key, value)

    @property
    def both_ways(self) -> bool:
        """Can it be taken backwards?"""
        return set(self.left.parameters) == set(self.right.parameters)

    def matches(self, diagram: Diagram, *, backwards: bool = False) -> list[tuple[str, ...]]:
        """The selections at which it applies: each the spiders of one copy of its left side."""
        found = [
            tuple(match.spiders.values()) for match in _matches(diagram, self._side(backwards))
        ]
        return list({frozenset(each): each for each in found}.values())

    def apply(
        self, diagram: Diagram, selection: Sequence[str] = (), *, backwards: bool = False
    ) -> Diagram:
        """The diagram with one copy of the left side, within the selection, become the right one.

        Raises:
            RefusedRewrite: the selection holds no copy.
        """
        pattern = self._side(backwards)
        made = self.left if backwards else self.right
        for match in _matches(diagram, pattern, set(selection) or None):
            return _replaced(diagram, pattern, made, match)
        raise RefusedRewrite(
            f"The lemma '{self.name}' does not apply here: the selection holds no copy of its "
            f"{'right' if backwards else 'left'} side."
        )

    def _side(self, backwards: bool) -> Diagram:
        if backwards and not self.both_ways:
            raise RefusedRewrite(
                f"The lemma '{self.name}' goes one way: its sides have other parameters."
            )
        return self.right if backwards else self.left

    def to_dict(self) -> dict[str, Any]:
        """The lemma as JSON of a document."""
        return {
            "left": body_json(self.left),
            "right": body_json(self.right),
            "verdict": stored_verdict(self.verdict),
        }

    @staticmethod
    def from_dict(name: str, data: Mapping[str, Any]) -> Lemma:
        """The lemma that JSON of a document holds; what it says of itself is not believed."""
        return Lemma(read_body(data["left"]), read_body(data["right"]), name=name)


@dataclass(frozen=True, slots=True)
class _Match:
    """Where a pattern stands: its spiders, edges and boundary edges, and what its symbols are."""

    spiders: dict[str, str]
    edges: dict[str, str]
    ports: dict[str, tuple[str, str]]
    bound: dict[str, Angle]


def _matches(
    diagram: Diagram, pattern: Diagram, within: set[str] | None = None
) -> Iterator[_Match]:
    """Copies of a pattern: same kinds, same edges inside, and no other edges at its spiders."""
    inner = [s for s in pattern.spiders if s.kind is not SpiderKind.BOUNDARY]
    if not inner:
        return
    order = _connected(pattern, inner)
    at_pattern, at = pattern.neighbors, diagram.neighbors
    degrees = {n: _degree(n, e) for n, e in at.items()}
    wanted = {s.id: _degree(s.id, at_pattern[s.id]) for s in inner}
    candidates = {
        s.id: [
            t.id
            for t in diagram.spiders
            if t.kind is s.kind
            and degrees[t.id] == wanted[s.id]
            and (within is None or t.id in within)
            and (not s.phase.is_constant or s.phase == t.phase)
        ]
        for s in inner
    }
    for chosen in itertools.islice(_assignments(pattern, diagram, order, candidates), _MOST):
        match = _completed(pattern, diagram, chosen)
        if match is not None:
            yield match


def _degree(name: str, edges: Sequence[Edge]) -> int:
    return sum((e.source == name) + (e.target == name) for e in edges)


def _connected(pattern: Diagram, inner: Sequence[Spider]) -> list[Spider]:
    """The spiders so that each stands beside an earlier one where it can."""
    left = {s.id: s for s in inner}
    found: list[Spider] = []
    near = pattern.neighbors
    while left:
        beside = [n for s in found for e in near[s.id] for n in (e.source, e.target) if n in left]
        name = beside[0] if beside else next(iter(left))
        found.append(left.pop(name))
    return found


def _assignments(
    pattern: Diagram,
    diagram: Diagram,
    order: Sequence[Spider],
    candidates: Mapping[str, Sequence[str]],
    chosen: dict[str, str] | None = None,
) -> Iterator[dict[str, str]]:
    chosen = chosen or {}
    if len(chosen) == len(order):
        yield dict(chosen)
        return
    spider = order[len(chosen)]
    for name in candidates[spider.id]:
        if name in chosen.values():
            continue
        chosen[spider.id] = name
        if _fits(pattern, diagram, chosen, spider.id):
            yield from _assignments(pattern, diagram, order, candidates, chosen)
        del chosen[spider.id]


def _between(diagram: Diagram, a: str, b: str) -> list[Edge]:
    return [e for e in diagram.edges if {e.source, e.target} == {a, b}]


def _fits(pattern: Diagram, diagram: Diagram, chosen: Mapping[str, str], last: str) -> bool:
    """Has the newest spider the same edges to the others as in the pattern?"""
    for other, place in chosen.items():
        mine = sorted(e.kind for e in _between(pattern, last, other))
        theirs = sorted(e.kind for e in _between(diagram, chosen[last], place))
        if mine != theirs:
            return False
    return True


def _completed(pattern: Diagram, diagram: Diagram, chosen: dict[str, str]) -> _Match | None:
    """The match with its edges and symbols; None where phases do not fit."""
    edges: dict[str, str] = {}
    used: set[str] = set()
    for edge in pattern.edges:
        if edge.source in chosen and edge.target in chosen:
            ends = chosen[edge.source], chosen[edge.target]
            fit = next(
                e for e in _between(diagram, *ends) if e.kind is edge.kind and e.id not in used
            )
            edges[edge.id] = fit.id
            used.add(fit.id)
    ports: dict[str, tuple[str, str]] = {}
    for edge in pattern.edges:
        inside = [n for n in (edge.source, edge.target) if n in chosen]
        if len(inside) != 1:
            if not inside:
                return None  # a bare wire of a pattern stands anywhere
            continue
        port = edge.target if edge.source == inside[0] else edge.source
        place = chosen[inside[0]]
        fit = next(
            (e for e in diagram.edges if place in (e.source, e.target) and e.id not in used), None
        )
        if fit is None:
            return None
        used.add(fit.id)
        ports[port] = (fit.id, place)
    bound = _bound(pattern, diagram, chosen)
    return None if bound is None else _Match(chosen, edges, ports, bound)


def _bound(
    pattern: Diagram, diagram: Diagram, chosen: Mapping[str, str]
) -> dict[str, Angle] | None:
    """Angles for the symbols, by phases that have one symbol each; then all phases must fit."""
    by_id = diagram.by_id
    bound: dict[str, Angle] = {}
    for spider in pattern.spiders:
        if spider.id in chosen and len(spider.phase.terms) == 1:
            (name, factor), *_ = spider.phase.terms
            if name not in bound and abs(factor) == 1 and name in spider.phase.parameters:
                rest = by_id[chosen[spider.id]].phase - Angle(spider.phase.pi, spider.phase.radians)
                bound[name] = rest * factor
    for spider in pattern.spiders:
        if spider.id not in chosen:
            continue
        gap = spider.phase.substitute(bound) - by_id[chosen[spider.id]].phase
        if not gap.is_constant or gap.radians or gap.pi % 2:
            return None
    return bound if set(pattern.parameters) <= set(bound) else None


def _replaced(diagram: Diagram, pattern: Diagram, made: Diagram, match: _Match) -> Diagram:
    gone = set(match.spiders.values())
    taken = {s.id for s in diagram.spiders}
    names: dict[str, str] = {}
    fresh = (f"s{k}" for k in itertools.count(len(taken) + 1))
    old = [diagram.by_id[name] for name in gone]
    x = sum(s.x for s in old) / len(old) - _middle(made, "x")
    y = sum(s.y for s in old) / len(old) - _middle(made, "y")
    spiders = [s for s in diagram.spiders if s.id not in gone]
    for spider in made.spiders:
        if spider.kind is SpiderKind.BOUNDARY:
            continue
        names[spider.id] = next(name for name in fresh if name not in taken)
        phase = spider.phase.substitute(match.bound)
        spiders.append(
            replace(
                spider,
                id=names[spider.id],
                phase=Angle(phase.pi % 2, phase.radians, phase.terms),
                x=spider.x + x,
                y=spider.y + y,
            )
        )
    return _joined(diagram, pattern, made, match, spiders=spiders, names=names, gone=gone)


def _middle(diagram: Diagram, axis: str) -> float:
    inner = [s for s in diagram.spiders if s.kind is not SpiderKind.BOUNDARY]
    return sum(cast("float", getattr(s, axis)) for s in inner) / max(1, len(inner))


def _joined(
    diagram: Diagram,
    pattern: Diagram,
    made: Diagram,
    match: _Match,
    *,
    spiders: Sequence[Spider],
    names: Mapping[str, str],
    gone: set[str],
) -> Diagram:
    """The spiders with their edges: the copy's go, its ports lead to the new ones."""
    kept = [e for e in diagram.edges if e.source not in gone and e.target not in gone]
    order = dict(
        zip((*made.inputs, *made.outputs), (*pattern.inputs, *pattern.outputs), strict=True)
    )
    by_id = {e.id: e for e in diagram.edges}
    inner_kind = {
        port: e.kind for e in pattern.edges for port in (e.source, e.target) if port in match.ports
    }
    outside: dict[str, tuple[str, EdgeKind]] = {}
    for port, (edge_id, place) in match.ports.items():
        edge = by_id[edge_id]
        far = edge.target if edge.source == place else edge.source
        if far in gone:
            raise RefusedRewrite("Two boundaries of the copy are joined to each other here.")
        outside[port] = (far, both(edge.kind, inner_kind[port]))
    taken = {e.id for e in diagram.edges}
    fresh = (n for k in itertools.count(len(taken) + 1) if (n := f"e{k}") not in taken)
    for edge in made.edges:
        ends = [edge.source, edge.target]
        kind = edge.kind
        for k, end in enumerate(ends):
            if end in order:
                ends[k], beyond = outside[order[end]]
                kind = both(kind, beyond)
            else:
                ends[k] = names[end]
        kept.append(Edge(next(fresh), ends[0], ends[1], kind))
    return replace(diagram, spiders=tuple(spiders), edges=tuple(kept))
