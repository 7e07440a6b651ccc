"""A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, chosen_edge
from qdesign.zx.rule import RuleRow


def _expand_hadamard(edit: Edit, names: Selection) -> None:
    edge = chosen_edge(edit, names)
    if edge.kind is not EdgeKind.HADAMARD:
        raise Refused("the edge is plain")
    a, b = edit.spiders[edge.source], edit.spiders[edge.target]
    del edit.edges[edge.id]
    shift = 0.5 if a.id == b.id else 0.0
    chain = [
        edit.put(kind, PI / 2, [a, a, b][k : k + 2], shift)
        for k, kind in enumerate((SpiderKind.Z, SpiderKind.X, SpiderKind.Z))
        if k < 2
    ]
    chain.append(edit.put(SpiderKind.Z, PI / 2, [a, b, b], shift))
    for one, other in zip((a.id, *chain), (*chain, b.id), strict=True):
        edit.join(one, other)


EXPAND_HADAMARD: Final = RuleRow(
    name="expand_hadamard",
    title="Write the Hadamard as three spiders",
    help="A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_expand_hadamard,
    takes_edge=True,
    example="in0 - a:Z(t) = b:Z - out0",
    selection=("a", "b"),
)
