"""Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, exactly, graph_like_neighbors, is_pauli
from qdesign.zx.rule import RuleRow


def _pivot(edit: Edit, names: Selection) -> None:
    a, b = exactly(names, 2, "select two joined spiders")
    phases = edit.colored(a).phase, edit.colored(b).phase
    if not all(is_pauli(phase) for phase in phases):
        raise Refused("a phase is neither 0 nor π")
    near_a, near_b = graph_like_neighbors(edit, a), graph_like_neighbors(edit, b)
    if b not in near_a:
        raise Refused("no edge joins them")
    common = [n for n in near_a if n in near_b]
    only_a = [n for n in near_a if n not in near_b and n != b]
    only_b = [n for n in near_b if n not in near_a and n != a]
    edit.drop(a)
    edit.drop(b)
    for one, other in ((only_a, only_b), (only_a, common), (only_b, common)):
        for x in one:
            for y in other:
                edit.toggle(x, y)
    for name in only_a:
        edit.add_phase(name, phases[1])
    for name in only_b:
        edit.add_phase(name, phases[0])
    for name in common:
        edit.add_phase(name, phases[0] + phases[1] + PI)


PIVOT: Final = RuleRow(
    name="pivot",
    title="Pivot",
    help="Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    rewrite=_pivot,
    example="in0 - c:Z(t) = a:Z(pi) = b:Z = d:Z(u) - out0\na = e:Z - out1\nb = e\nc = d",
    selection=("a", "b"),
)
