"""Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, exactly, graph_like_neighbors, joined_pairs
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        pair
        for pair in joined_pairs(edit)
        if edit.is_pauli(edit.spiders[pair[0]].phase) and edit.is_pauli(edit.spiders[pair[1]].phase)
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two joined spiders")
    first, second = edit.colored(a).phase, edit.colored(b).phase
    if not edit.is_pauli(first) or not edit.is_pauli(second):
        raise Refused("a phase is neither 0 nor π")
    near_a, near_b = graph_like_neighbors(edit, a), graph_like_neighbors(edit, b)
    if b not in near_a:
        raise Refused("no edge joins them")
    common = [n for n in near_a if n in near_b]
    only_a = [n for n in near_a if n not in near_b and n != b]
    only_b = [n for n in near_b if n not in near_a and n != a]
    edit.drop(a)
    edit.drop(b)
    for x in only_a:
        for y in only_b:
            edit.toggle(x, y)
        for y in common:
            edit.toggle(x, y)
    for x in only_b:
        for y in common:
            edit.toggle(x, y)
    for name in only_a:
        edit.add_phase(name, second)
    for name in only_b:
        edit.add_phase(name, first)
    for name in common:
        edit.add_phase(name, first + second + PI)


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
