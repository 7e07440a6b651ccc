"""A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, each_colored, exactly, graph_like_neighbors
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [names for names in each_colored(edit) if _is_quarter(edit, names[0])]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider")
    spider = edit.colored(name)
    if not _is_quarter(edit, name):
        raise Refused("its phase is not ±π/2")
    neighbors = graph_like_neighbors(edit, name)
    edit.drop(name)
    for other in neighbors:
        edit.add_phase(other, -spider.phase)
    for a, b in combinations(neighbors, 2):
        edit.toggle(a, b)


def _is_quarter(edit: Edit, name: str) -> bool:
    """Is its phase an odd multiple of π/2, where Boolean parameters may turn it by π?"""
    phase = edit.spiders[name].phase
    return phase.pi.denominator == 2 and edit.is_pauli(phase - PI / 2)


LOCAL_COMPLEMENT: Final = RuleRow(
    name="local_complement",
    title="Local complementation",
    help="A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled",
    source="Duncan, Kissinger, Perdrix, van de Wetering, arXiv:1902.03178",
    match=_match,
    change=_change,
    key="L",
    example="in0 - b:Z(t) = a:Z(pi/2) = c:Z - out0\na = d:Z(u) - out1\nb = c",
    selection=("a",),
)
