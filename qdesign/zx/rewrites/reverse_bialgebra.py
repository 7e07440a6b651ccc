"""Z-spiders all joined to X-spiders, one leg beside each, become one of each color."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import Edit, Refused, other_end
from qdesign.zx.matching import Selection
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    groups: dict[str, list[str]] = {}
    for name in edit.colored_names():
        spider = edit.spiders[name]
        if spider.kind is SpiderKind.Z and spider.phase.is_zero:
            inner = [n for n in edit.neighbors(name) if _may_stand(edit, name, n)]
            if len(inner) > 1 and edit.degree(name) == len(inner) + 1:
                groups.setdefault("\n".join(sorted(inner)), []).append(name)
    found: list[Selection] = []
    for key, ones in groups.items():
        others = key.split("\n")
        if len(ones) > 1 and all(edit.degree(n) == len(ones) + 1 for n in others):
            found.append([*ones, *others])
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    for name in names:
        if not edit.colored(name).phase.is_zero:
            raise Refused("a phase is not zero")
    ones = [n for n in names if edit.spiders[n].kind is SpiderKind.Z]
    others = [n for n in names if edit.spiders[n].kind is SpiderKind.X]
    if len(ones) == 0 or len(others) == 0:
        raise Refused("select Z-spiders and X-spiders that are all joined to each other")
    for a in ones:
        for b in others:
            edges = edit.between(a, b)
            if len(edges) != 1 or edges[0].kind is not EdgeKind.PLAIN:
                raise Refused(f"'{a}' and '{b}' are not joined by just one plain edge")
    outer_a = [_outer(edit, a, others) for a in ones]
    outer_b = [_outer(edit, b, ones) for b in others]
    one = edit.put(SpiderKind.X, Angle(), ones)
    other = edit.put(SpiderKind.Z, Angle(), others)
    for leg, name in zip(outer_a, ones, strict=True):
        edit.join(one, other_end(edit.edges[leg], name), edit.edges[leg].kind)
    for leg, name in zip(outer_b, others, strict=True):
        edit.join(other, other_end(edit.edges[leg], name), edit.edges[leg].kind)
    edit.join(one, other)
    for name in names:
        edit.drop(name)


def _may_stand(edit: Edit, name: str, other: str) -> bool:
    spider = edit.spiders[other]
    edges = edit.between(name, other)
    plain = len(edges) == 1 and edges[0].kind is EdgeKind.PLAIN
    return plain and spider.kind is SpiderKind.X and spider.phase.is_zero


def _outer(edit: Edit, name: str, inner: list[str]) -> str:
    """The one edge that leads out."""
    edges = [edge for edge in edit.at(name) if other_end(edge, name) not in inner]
    if len(edges) != 1:
        raise Refused(f"'{name}' has {len(edges)} other legs, and it takes just one")
    other = other_end(edges[0], name)
    if other == name:
        raise Refused(f"'{name}' has a loop; remove it first")
    return edges[0].id


REVERSE_BIALGEBRA: Final = RuleRow(
    name="reverse_bialgebra",
    title="Bialgebra, backwards",
    help="Z-spiders all joined to X-spiders, one leg beside each, become one of each color",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    reverse="bialgebra",
    example="in0 - a:Z - c:X - out0\nin1 - b:Z - d:X - out1\na - d\nb - c",
    selection=("a", "b", "c", "d"),
)
