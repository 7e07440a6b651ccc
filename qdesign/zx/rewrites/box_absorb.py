"""A state 0 at an H-box ends its other legs; a state 1 takes its leg away."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, boxes, end_legs, exactly, the_box
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for (box,) in boxes(edit):
        for other in edit.neighbors(box):
            if edit.degree(other) == 1 and edit.is_colored(other):
                found.append((other, box))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select a state with one leg and the H-box beside it")
    state, box = (a, b) if edit.spiders[b].kind is SpiderKind.H else (b, a)
    the_box(edit, box)
    if edit.degree(state) != 1:
        raise Refused(f"'{state}' has not just one leg")
    edges = edit.between(state, box)
    if len(edges) != 1:
        raise Refused("no edge joins them")
    kind = edit.colored(state).kind
    expected = SpiderKind.X if edges[0].kind is EdgeKind.PLAIN else SpiderKind.Z
    if kind is not expected:
        raise Refused("it is no state 0 or 1 at the H-box; change its color first")
    phase = edit.spiders[state].phase
    if not phase.is_zero and phase != PI:
        raise Refused(f"the phase of '{state}' is neither 0 nor π")
    edit.inherit(box, state)
    edit.drop(state)
    if phase.is_zero:
        end_legs(edit, box)


BOX_ABSORB: Final = RuleRow(
    name="box_absorb",
    title="State into the H-box",
    help="A state 0 at an H-box ends its other legs, and a state 1 takes its leg away",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    example="a:X(pi) - b:H(t) - c:Z - out0\nb - out1",
    selection=("a", "b"),
)
