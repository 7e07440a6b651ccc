"""A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, chosen_edge
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [(edge.id,) for edge in edit.all_edges() if edge.kind is EdgeKind.HADAMARD]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    edge = chosen_edge(edit, names)
    if edge.kind is not EdgeKind.HADAMARD:
        raise Refused("the edge is plain")
    a, b = edge.source, edge.target
    across = edit.spiders[b].x - edit.spiders[a].x
    along = edit.spiders[b].y - edit.spiders[a].y
    # Beside a short edge, on a long one.
    short = abs(across) < 2.5 and abs(along) < 2.5
    dx = 0.75 if short and abs(along) > abs(across) else 0.0
    dy = 0.75 if short and dx == 0.0 else 0.0
    edit.cut(edge.id)
    apart = 0.75 if a == b else 0.0
    near_a, near_b = ((a,), (b,)) if short else ((a, a, a, b), (a, b, b, b))
    first = edit.put(SpiderKind.Z, PI / 2, near_a, dx - apart, dy)
    second = edit.put(SpiderKind.X, PI / 2, (a, b), dx, dy)
    third = edit.put(SpiderKind.Z, PI / 2, near_b, dx + apart, dy)
    edit.join(a, first)
    edit.join(first, second)
    edit.join(second, third)
    edit.join(third, b)


EXPAND_HADAMARD: Final = RuleRow(
    name="expand_hadamard",
    title="Hadamard as three spiders",
    help="A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    sure=True,
    change=_change,
    key="H",
    takes_edge=True,
    reverse="contract_hadamard",
    example="in0 - a:Z(t) = b:Z - out0",
    selection=("a", "b"),
)
