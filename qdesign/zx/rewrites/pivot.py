"""Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.graph_like import pivot
from qdesign.zx.matching import Selection, exactly, joined_pairs
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        pair
        for pair in joined_pairs(edit)
        if edit.is_pauli(edit.spiders[pair[0]].phase) and edit.is_pauli(edit.spiders[pair[1]].phase)
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two joined spiders")
    if not edit.is_pauli(edit.colored(a).phase) or not edit.is_pauli(edit.colored(b).phase):
        raise Refused("a phase is neither 0 nor π")
    pivot(edit, a, b)


PIVOT: Final = RuleRow(
    name="pivot",
    title="Pivot",
    help="Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    match=_match,
    change=_change,
    key="V",
    example="in0 - c:Z(t) = a:Z(pi) = b:Z = d:Z(u) - out0\na = e:Z - out1\nb = e\nc = d",
    selection=("a", "b"),
)
