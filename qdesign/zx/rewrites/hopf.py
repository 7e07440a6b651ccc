"""Two plain edges between spiders of two colors vanish; so do two Hadamard edges within one."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import Edge, EdgeKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, exactly, joined_pairs
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [pair for pair in joined_pairs(edit) if len(_doubled(edit, pair[0], pair[1])) > 1]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two spiders")
    differ = edit.colored(a).kind is not edit.colored(b).kind
    edges = _doubled(edit, a, b)
    word = "plain" if differ else "Hadamard"
    if len(edges) == 0:
        raise Refused(f"no {word} edge joins them")
    if len(edges) == 1:
        raise Refused(f"one {word} edge joins them, not two")
    for edge in edges[: len(edges) // 2 * 2]:
        edit.cut(edge.id)


def _doubled(edit: Edit, a: str, b: str) -> list[Edge]:
    """The edges between two spiders of which pairs vanish."""
    differ = edit.spiders[a].kind is not edit.spiders[b].kind
    kind = EdgeKind.PLAIN if differ else EdgeKind.HADAMARD
    return [edge for edge in edit.between(a, b) if edge.kind is kind]


HOPF: Final = RuleRow(
    name="hopf",
    title="Remove double edges",
    help="Two plain edges between spiders of two colors vanish; so do two Hadamard edges within "
    "one",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    sure=True,
    change=_change,
    key="O",
    gesture="parallel",
    example="in0 - a:Z(t) - b:X(u) - out0\na - b",
    selection=("a", "b"),
)
