"""Two Z-spiders on the same neighbors, of phases α and α + π, go."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, exactly, graph_like_neighbors
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    groups: dict[str, list[str]] = {}
    for name in edit.colored_names():
        phase = edit.spiders[name].phase
        if phase.is_constant and not edit.is_pauli(phase):
            groups.setdefault("\n".join(sorted(edit.neighbors(name))), []).append(name)
    found: list[Selection] = []
    for group in groups.values():
        for k, a in enumerate(group):
            for b in group[k + 1 :]:
                if edit.is_pauli(edit.spiders[a].phase - edit.spiders[b].phase):
                    found.append((a, b))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two Z-spiders on the same neighbors")
    first, second = edit.colored(a).phase, edit.colored(b).phase
    if not first.is_constant or not second.is_constant:
        raise Refused("a phase has a parameter; where it is a multiple of π this does not hold")
    turn = first - second
    if turn.radians != 0.0 or turn.pi.denominator != 1 or turn.pi.numerator % 2 == 0:
        raise Refused("the phases do not differ by π")
    if edit.is_pauli(first):
        raise Refused("the phases are multiples of π, where the map is 0")
    near = graph_like_neighbors(edit, a)
    if sorted(near) != sorted(graph_like_neighbors(edit, b)):
        raise Refused("they have not the same neighbors")
    if len(near) == 0:
        raise Refused("they have no neighbors")
    edit.drop(a)
    edit.drop(b)


SUPPLEMENTARITY: Final = RuleRow(
    name="supplementarity",
    title="Supplementarity",
    help="Two Z-spiders on the same neighbors, whose phases differ by π, go",
    source="Perdrix, Wang, arXiv:1506.03055",
    match=_match,
    change=_change,
    key="",
    example="in0 - c:Z(t) = a:Z(pi/4) = d:Z - out0\nc = b:Z(5*pi/4) = d",
    selection=("a", "b"),
)
