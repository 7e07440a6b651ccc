"""A π on a leg goes through a spider of the other color, negating its phase."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused, both, opposite, other_end
from qdesign.zx.matching import Selection, exactly, only_edge, refuse_loops
from qdesign.zx.rule import RuleRow


def _pi_commute(edit: Edit, names: Selection) -> None:
    a, b = exactly(names, 2, "select a π with two legs and its neighbor")
    if _is_turn(edit, a):
        turn, through = a, b
    elif _is_turn(edit, b):
        turn, through = b, a
    else:
        raise Refused("neither is a π with two legs")
    link = only_edge(edit, turn, through)
    kind = edit.colored(turn).kind
    seen = kind if link.kind is EdgeKind.PLAIN else opposite(kind)
    if seen is edit.colored(through).kind:
        raise Refused("they have one color; fuse them instead")
    refuse_loops(edit, through)
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


def _is_turn(edit: Edit, name: str) -> bool:
    """Is it a π on two different legs?"""
    return edit.spiders[name].phase == PI and edit.degree(name) == len(edit.at(name)) == 2


PI_COMMUTE: Final = RuleRow(
    name="pi_commute",
    title="Push π through",
    help="A π on a leg goes through a spider of the other color, negating its phase",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_pi_commute,
    example="in0 - a:X(pi) - b:Z(t) - out0\nb = out1",
    selection=("a", "b"),
)
