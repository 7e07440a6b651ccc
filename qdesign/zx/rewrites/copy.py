"""A state of phase 0 or π is copied through a spider of the other color."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import Edit, Refused, opposite, other_end
from qdesign.zx.matching import Selection, exactly, joined_pairs, only_edge, refuse_loops
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        pair
        for pair in joined_pairs(edit)
        if edit.degree(pair[0]) == 1 or edit.degree(pair[1]) == 1
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select a spider with one leg and its neighbor")
    edit.colored(a)
    edit.colored(b)
    link = only_edge(edit, a, b)
    if edit.degree(a) != 1 and edit.degree(b) != 1:
        raise Refused("neither has just one leg")
    state, through = (a, b) if _is_state(edit, a) else (b, a)
    if not _is_state(edit, state):
        raise Refused("the phase of the one with one leg is neither 0 nor π")
    kind = edit.spiders[state].kind
    seen = kind if link.kind is EdgeKind.PLAIN else opposite(kind)
    phase = edit.spiders[state].phase
    if seen is edit.spiders[through].kind:
        if link.kind is EdgeKind.PLAIN:
            raise Refused("they have one color; fuse them instead")
        raise Refused("the Hadamard edge makes them of one color; change the color of one first")
    refuse_loops(edit, through)
    legs = [edge for edge in edit.at(through) if edge.id != link.id]
    for edge in legs:
        other = other_end(edge, through)
        made = edit.put(seen, phase, (through, other))
        edit.join(made, other, edge.kind)
    edit.drop(state)
    edit.drop(through)


def _is_state(edit: Edit, name: str) -> bool:
    return edit.degree(name) == 1 and edit.is_pauli(edit.spiders[name].phase)


COPY: Final = RuleRow(
    name="copy",
    title="Copy the state through",
    help="A state of phase 0 or π is copied through a spider of the other color",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="Y",
    gesture="drop",
    example="a:X(pi) - b:Z(t) - out0\nb = out1",
    selection=("a", "b"),
)
