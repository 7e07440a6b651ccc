"""A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, exactly, graph_like_neighbors
from qdesign.zx.rule import RuleRow


def _local_complement(edit: Edit, names: Selection) -> None:
    (name,) = exactly(names, 1, "select one spider")
    spider = edit.colored(name)
    if spider.phase not in (PI / 2, PI * 3 / 2, -PI / 2):
        raise Refused("its phase is not ±π/2")
    neighbors = graph_like_neighbors(edit, name)
    edit.drop(name)
    for other in neighbors:
        edit.add_phase(other, -spider.phase)
    for a, b in combinations(neighbors, 2):
        edit.toggle(a, b)


LOCAL_COMPLEMENT: Final = RuleRow(
    name="local_complement",
    title="Local complementation",
    help="A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    rewrite=_local_complement,
    example="in0 - b:Z(t) = a:Z(pi/2) = c:Z - out0\na = d:Z(u) - out1\nb = c",
    selection=("a",),
)
