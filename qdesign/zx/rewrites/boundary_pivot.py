"""A pivot where one of the two has legs to the boundary, which get a spider first."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.graph_like import check_pair, foreign_legs, part_legs, pivot
from qdesign.zx.matching import Selection, exactly, joined_pairs
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for a, b in joined_pairs(edit):
        if edit.is_pauli(edit.spiders[a].phase) and edit.is_pauli(edit.spiders[b].phase):
            if len(foreign_legs(edit, a)) + len(foreign_legs(edit, b)) > 0:
                found.append((a, b))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two joined spiders")
    if not edit.is_pauli(edit.colored(a).phase) or not edit.is_pauli(edit.colored(b).phase):
        raise Refused("a phase is neither 0 nor π")
    both = [(name, foreign_legs(edit, name)) for name in (a, b)]
    if len(both[0][1]) == 0 and len(both[1][1]) == 0:
        raise Refused("neither has a leg to the boundary; take Pivot")
    check_pair(edit, a, b)
    for name, legs in both:
        part_legs(edit, name, legs)
    pivot(edit, a, b)


BOUNDARY_PIVOT: Final = RuleRow(
    name="boundary_pivot",
    title="Pivot at the boundary",
    help="A pivot where one of the two has legs to the boundary, which get a spider first",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    match=_match,
    change=_change,
    key="J",
    example="in0 - b:Z(pi) = a:Z = d:Z(u) - out0\na = e:Z(t) - out1",
    selection=("a", "b"),
)
