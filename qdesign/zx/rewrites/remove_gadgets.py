"""Two phase gadgets of opposite phases on the same spiders go."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.graph_like import gadget_pairs, gadget_phase, is_full_turn, leaves_of_pair
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return gadget_pairs(edit)


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select the hubs of two phase gadgets")
    first, second = leaves_of_pair(edit, a, b)
    if not is_full_turn(gadget_phase(edit, a, first) + gadget_phase(edit, b, second)):
        raise Refused("their phases are not opposite; fuse them instead")
    for name in (first, second, a, b):
        edit.drop(name)


REMOVE_GADGETS: Final = RuleRow(
    name="remove_gadgets",
    title="Remove a pair of gadgets",
    help="Two phase gadgets of opposite phases on the same spiders go",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    match=_match,
    change=_change,
    reverse="insert_gadgets",
    example="in0 - c:Z = a:Z = l:Z(t)\nc - out0\nin1 - d:Z = a\nd - out1\nc = b:Z = m:Z(-t)\nd = b",
    selection=("a", "b"),
)
