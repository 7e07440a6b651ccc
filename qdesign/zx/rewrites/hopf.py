"""Two plain edges between spiders of two colors vanish; so do two Hadamard edges within one."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import RuleRow


def _hopf(edit: Edit, names: Selection) -> None:
    a, b = exactly(names, 2, "select two spiders")
    differ = edit.colored(a).kind is not edit.colored(b).kind
    kind = EdgeKind.PLAIN if differ else EdgeKind.HADAMARD
    edges = [edge for edge in edit.between(a, b) if edge.kind is kind]
    if len(edges) < 2:
        raise Refused(f"they are not joined by two {kind.value} edges")
    for edge in edges[: len(edges) // 2 * 2]:
        del edit.edges[edge.id]


HOPF: Final = RuleRow(
    name="hopf",
    title="Remove double edges (Hopf)",
    help="Two plain edges between spiders of two colors vanish; so do two Hadamard edges within "
    "one",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_hopf,
    example="in0 - a:Z(t) - b:X(u) - out0\na - b",
    selection=("a", "b"),
)
