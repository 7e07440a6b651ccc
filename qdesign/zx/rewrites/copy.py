"""A state of phase 0 or π is copied through a spider of the other color."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import Edit, Refused, opposite, other_end
from qdesign.zx.matching import Selection, exactly, is_pauli, only_edge, refuse_loops
from qdesign.zx.rule import RuleRow


def _copy(edit: Edit, names: Selection) -> None:
    a, b = exactly(names, 2, "select a spider with one leg and its neighbor")
    state, through = (a, b) if edit.degree(a) == 1 else (b, a)
    link = only_edge(edit, state, through)
    kind = edit.colored(state).kind
    seen = kind if link.kind is EdgeKind.PLAIN else opposite(kind)
    if edit.degree(state) != 1:
        raise Refused("neither has just one leg")
    phase = edit.spiders[state].phase
    if not is_pauli(phase):
        raise Refused("the phase of the one with one leg is neither 0 nor π")
    if seen is edit.colored(through).kind:
        raise Refused("they have one color; fuse them instead")
    refuse_loops(edit, through)
    legs = [edge for edge in edit.at(through) if edge.id != link.id]
    middle = edit.spiders[through]
    edit.drop(state)
    edit.drop(through)
    for edge in legs:
        other = other_end(edge, through)
        made = edit.put(seen, phase, [middle, edit.spiders[other]])
        edit.join(made, other, edge.kind)


COPY: Final = RuleRow(
    name="copy",
    title="Copy the state through",
    help="A state of phase 0 or π is copied through a spider of the other color",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_copy,
    example="a:X(pi) - b:Z(t) - out0\nb = out1",
    selection=("a", "b"),
)
