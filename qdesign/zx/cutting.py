"""A selected part of a diagram, cut out with its legs as outputs, and put back in another form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.zx.edit import Edit, Refused, other_end
from qdesign.zx.matching import Selection


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a diagram.

    Attributes:
        diagram: the selected spiders in the order of the diagram, then an output for each leg.
        outside, inside: of each leg, the spiders at its ends.
        names: the selected spiders.
    """

    diagram: Diagram
    outside: tuple[str, ...]
    inside: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def legs(self) -> int:
        """How many edges join it to the rest."""
        return len(self.outside)


def cut_out(edit: Edit, names: Selection) -> Part:
    """The part that Z- and X-spiders make, refused where it is none."""
    if len(names) < 2:
        raise Refused("select two or more spiders")
    chosen = set(names)
    for name in names:
        edit.colored(name)
    inside = tuple([name for name in edit.spiders if name in chosen])
    spiders: list[Spider] = [edit.spiders[name] for name in inside]
    edges: dict[str, Edge] = {}
    legs: list[tuple[str, str]] = []
    for name in inside:
        for edge in edit.at(name):
            other = other_end(edge, name)
            if other in chosen:
                edges[edge.id] = edge
                continue
            leg = f"leg {len(legs)}"
            edges[f"{edge.id} {leg}"] = Edge(f"{edge.id} {leg}", name, leg, edge.kind)
            legs.append((other, name))
    if all(edge.target.startswith("leg ") for edge in edges.values()):
        raise Refused("no edge joins the selected spiders")
    ports = tuple([f"leg {k}" for k in range(len(legs))])
    ends = [Spider(port, SpiderKind.BOUNDARY) for port in ports]
    diagram = Diagram((*spiders, *ends), tuple(edges.values()), (), ports)
    outer, inner = [leg[0] for leg in legs], [leg[1] for leg in legs]
    return Part(diagram, tuple(outer), tuple(inner), inside)


def put_back(
    edit: Edit, part: Part, made: Diagram, kept: Callable[[str], str | None] = lambda _: None
) -> None:
    """The part in another form, with as many outputs in the same order.

    Args:
        edit: what the part was cut out of; it did not change since.
        part: what goes.
        made: what comes.
        kept: the spider of the part that one of `made` still is; None for a new one.

    Raises:
        Refused: it is the same as it was.
    """
    inner = [s for s in made.spiders if s.kind is not SpiderKind.BOUNDARY]
    old = {s.id: name for s in inner if (name := kept(s.id)) is not None}
    ports = {name: part.outside[k] for k, name in enumerate(made.outputs)}
    ends = [(_end(old, ports, e.source), _end(old, ports, e.target), e.kind) for e in made.edges]
    if len(old) == len(inner) == len(part.names) and _same(edit, part, inner, old, ends):
        raise Refused("there is nothing to change in this part")
    for name in part.names:
        for edge in edit.at(name):
            edit.cut(edge.id)
    beside = _beside(made, old, part)
    places = dict(old)
    for number, spider in enumerate([s for s in inner if s.id not in old]):
        near, far = beside[spider.id]
        places[spider.id] = edit.put(
            spider.kind, spider.phase, near, 0.25 * (number % 4), -0.75 * far
        )
    for spider in inner:
        if spider.id in old:
            edit.set_kind(old[spider.id], spider.kind)
            edit.set_phase(old[spider.id], spider.phase)
    for name in part.names:
        if name not in old.values():
            edit.drop(name)
    for edge in made.edges:
        source, target = (_end(places, ports, end) for end in (edge.source, edge.target))
        edit.join(source, target, edge.kind)


def _end(places: dict[str, str], ports: dict[str, str], name: str) -> str:
    return ports.get(name) or places.get(name, "")


def _same(
    edit: Edit,
    part: Part,
    inner: Sequence[Spider],
    old: dict[str, str],
    ends: Sequence[tuple[str, str, EdgeKind]],
) -> bool:
    """Has every spider its kind, its phase and its edges as before?"""
    for spider in inner:
        now = edit.spiders[old[spider.id]]
        if (now.kind, now.phase) != (spider.kind, spider.phase):
            return False
    there = {edge.id: edge for name in part.names for edge in edit.at(name)}.values()
    was = sorted([(*sorted((e.source, e.target)), e.kind.value) for e in there])
    return was == sorted([(*sorted((a, b)), kind.value) for a, b, kind in ends])


def _beside(
    made: Diagram, old: dict[str, str], part: Part
) -> dict[str, tuple[tuple[str, ...], int]]:
    """Of each new spider, what it stands near and how many spiders away from it."""
    neighbors: dict[str, list[str]] = {s.id: [] for s in made.spiders}
    for edge in made.edges:
        neighbors[edge.source].append(edge.target)
        neighbors[edge.target].append(edge.source)
    found: dict[str, tuple[tuple[str, ...], int]] = {n: ((at,), 0) for n, at in old.items()}
    for leg, port in enumerate(made.outputs):
        for name in neighbors[port]:
            if name not in old and name not in made.outputs:
                # Two thirds of the way from where the leg led to where it ended.
                found[name] = ((part.inside[leg], part.inside[leg], part.outside[leg]), 0)
    waiting = [
        s.id for s in made.spiders if s.kind is not SpiderKind.BOUNDARY and s.id not in found
    ]
    while waiting:
        known = {n: [o for o in neighbors[n] if o in found] for n in waiting}
        ready = [n for n in waiting if known[n]]
        for name in ready:
            near = tuple(dict.fromkeys(p for o in known[name] for p in found[o][0]))
            found[name] = (near, 1 + min(found[o][1] for o in known[name]))
        if not ready:
            found.update(dict.fromkeys(waiting[:1], (part.names, 0)))
        waiting = [n for n in waiting if n not in found]
    return found
