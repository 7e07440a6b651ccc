"""A pivot where one of the two has another phase, which becomes a phase gadget first."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.graph_like import check_pair, foreign_legs, part_legs, phase_to_gadget, pivot
from qdesign.zx.matching import Selection, exactly, joined_pairs
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for a, b in joined_pairs(edit):
        if edit.is_pauli(edit.spiders[a].phase) or edit.is_pauli(edit.spiders[b].phase):
            found.append((a, b))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two joined spiders")
    paulis = [n for n in (a, b) if edit.is_pauli(edit.colored(n).phase)]
    if len(paulis) == 2:
        raise Refused("both phases are 0 or π; take Pivot")
    if len(paulis) == 0:
        raise Refused("the phase of one of them must be 0 or π")
    check_pair(edit, a, b)
    both = [(name, foreign_legs(edit, name)) for name in (a, b)]
    for name, legs in both:
        part_legs(edit, name, legs)
    phase_to_gadget(edit, b if paulis[0] == a else a)
    pivot(edit, a, b)


GADGET_PIVOT: Final = RuleRow(
    name="gadget_pivot",
    title="Pivot with a gadget",
    help="A pivot where one of the two has another phase, which becomes a phase gadget first",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    match=_match,
    change=_change,
    key="D",
    example="c:Z(t) = a:Z(pi) = b:Z(u) = d:Z(v) - out0\nin0 - c\na = d",
    selection=("a", "b"),
)
