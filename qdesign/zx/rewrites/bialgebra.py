"""Two phase-free spiders of two colors, joined by a plain edge, exchange places on all legs."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind
from qdesign.zx.edit import Edit, Refused, other_end
from qdesign.zx.matching import Selection, exactly, only_edge, refuse_loops
from qdesign.zx.rule import RuleRow


def _bialgebra(edit: Edit, names: Selection) -> None:
    a, b = exactly(names, 2, "select two spiders")
    first, second = edit.colored(a), edit.colored(b)
    if first.kind is second.kind:
        raise Refused("they have one color")
    if not (first.phase.is_zero and second.phase.is_zero):
        raise Refused("a phase is not zero")
    link = only_edge(edit, a, b)
    if link.kind is not EdgeKind.PLAIN:
        raise Refused("they are joined by a Hadamard edge")
    for name in (a, b):
        refuse_loops(edit, name)
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


BIALGEBRA: Final = RuleRow(
    name="bialgebra",
    title="Bialgebra",
    help="Two phase-free spiders of two colors, joined by a plain edge, exchange places on all "
    "legs",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_bialgebra,
    example="in0 - a:Z - b:X - out0\nin1 = a\nb - out1",
    selection=("a", "b"),
)
