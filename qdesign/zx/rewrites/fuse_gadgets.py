"""Phase gadgets on the same spiders become one; their phases add up."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import PI, Edit
from qdesign.zx.graph_like import gadget_pairs, leaves_of_pair
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return gadget_pairs(edit)


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select the hubs of two phase gadgets")
    first, second = leaves_of_pair(edit, a, b)
    for hub, leaf in ((a, first), (b, second)):
        # A hub of phase π turns the parity around, and with it the sign of the phase.
        if edit.spiders[hub].phase == PI:
            edit.set_phase(leaf, -edit.spiders[leaf].phase)
            edit.set_phase(hub, edit.spiders[hub].phase + PI)
    edit.add_phase(first, edit.spiders[second].phase)
    edit.inherit(first, second)
    edit.inherit(a, b)
    edit.drop(second)
    edit.drop(b)


FUSE_GADGETS: Final = RuleRow(
    name="fuse_gadgets",
    title="Fuse phase gadgets",
    help="Phase gadgets on the same spiders become one; their phases add up",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    match=_match,
    change=_change,
    key="M",
    example="in0 - c:Z = a:Z = l:Z(t)\nc - out0\nin1 - d:Z = a\nd - out1\nc = b:Z = m:Z(u)\nd = b",
    selection=("a", "b"),
)
