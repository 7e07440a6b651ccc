"""Two phase-free spiders of two colors, joined by a plain edge, exchange places on all legs."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import Edit, Refused, other_end
from qdesign.zx.matching import Selection, exactly, joined_pairs, only_edge, refuse_loops
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        pair
        for pair in joined_pairs(edit)
        if edit.spiders[pair[0]].kind is not edit.spiders[pair[1]].kind
        and edit.spiders[pair[0]].phase.is_zero
        and edit.spiders[pair[1]].phase.is_zero
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two spiders")
    first, second = edit.colored(a), edit.colored(b)
    link = only_edge(edit, a, b)
    if first.kind is second.kind:
        raise Refused("they have one color")
    if link.kind is not EdgeKind.PLAIN:
        raise Refused("they are joined by a Hadamard edge")
    if not first.phase.is_zero or not second.phase.is_zero:
        raise Refused("a phase is not zero")
    refuse_loops(edit, a)
    refuse_loops(edit, b)
    ends_a = _legs(edit, a, link.id)
    ends_b = _legs(edit, b, link.id)
    made_a = [_copy(edit, a, leg, second.kind) for leg in ends_a]
    made_b = [_copy(edit, b, leg, first.kind) for leg in ends_b]
    edit.drop(a)
    edit.drop(b)
    for one in made_a:
        for other in made_b:
            edit.join(one, other)


def _legs(edit: Edit, name: str, link: str) -> list[str]:
    return [edge.id for edge in edit.at(name) if edge.id != link]


def _copy(edit: Edit, name: str, leg: str, color: SpiderKind) -> str:
    """A new spider on a leg, nearer to the one that goes."""
    edge = edit.edges[leg]
    other = other_end(edge, name)
    made = edit.put(color, Angle(), (name, other))
    edit.join(made, other, edge.kind)
    return made


BIALGEBRA: Final = RuleRow(
    name="bialgebra",
    title="Bialgebra",
    help="Two phase-free spiders of two colors, joined by a plain edge, exchange places on all "
    "legs",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="B",
    reverse="reverse_bialgebra",
    gesture="drop",
    example="in0 - a:Z - b:X - out0\nin1 = a\nb - out1",
    selection=("a", "b"),
)
