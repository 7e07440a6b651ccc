"""Two Z-spiders on the same neighbors go, where their phases differ by π or add up to it."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from qdesign.angle import Angle
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.graph_like import is_full_turn
from qdesign.zx.matching import Selection, exactly, graph_like_neighbors
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    groups: dict[str, list[str]] = {}
    for name in edit.colored_names():
        if edit.spiders[name].phase.is_constant:
            near = edit.neighbors(name)
            # Apart they have the same neighbors, joined the same with themselves.
            groups.setdefault("\n".join(sorted(near)), []).append(name)
            groups.setdefault("\n".join(sorted([*near, name])), []).append(name)
    return [(a, b) for group in groups.values() for a, b in combinations(group, 2)]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two Z-spiders on the same neighbors")
    first, second = edit.colored(a).phase, edit.colored(b).phase
    if not first.is_constant or not second.is_constant:
        raise Refused("a phase has a parameter, and there are values where the map is 0")
    joined = len(edit.between(a, b)) > 0
    near = [n for n in graph_like_neighbors(edit, a) if n != b]
    if sorted(near) != sorted([n for n in graph_like_neighbors(edit, b) if n != a]):
        raise Refused("they have not the same neighbors")
    if len(near) == 0:
        raise Refused("they have no neighbors")
    differ = is_full_turn(first - second + PI)
    turned = is_full_turn(first + second + (Angle() if joined else PI))
    if not differ and not turned:
        what = "are not opposite" if joined else "do not add up to π"
        raise Refused(f"the phases do not differ by π and {what}")
    if edit.is_pauli(first - PI / 2 if joined else first):
        raise Refused("with these phases the map is 0")
    edit.drop(a)
    edit.drop(b)
    if not differ:
        for name in near:
            edit.add_phase(name, PI)


SUPPLEMENTARITY: Final = RuleRow(
    name="supplementarity",
    title="Supplementarity",
    help="Two Z-spiders on the same neighbors go, where their phases differ by π or add up to it",
    source="Perdrix, Wang, arXiv:1506.03055",
    match=_match,
    change=_change,
    example="in0 - c:Z(t) = a:Z(pi/4) = d:Z - out0\nc = b:Z(5*pi/4) = d",
    selection=("a", "b"),
)
