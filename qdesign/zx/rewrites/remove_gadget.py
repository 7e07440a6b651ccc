"""A phase gadget of phase 0 or π goes; π is added to its spiders then."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.graph_like import hubs, leaf_of
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [(hub,) for hub in hubs(edit)]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (hub,) = exactly(names, 1, "select the hub of one phase gadget")
    leaf = leaf_of(edit, hub)
    phase = edit.spiders[leaf].phase
    if not edit.is_pauli(phase):
        raise Refused("the phase of the gadget is neither 0 nor π")
    targets = [name for name in edit.neighbors(hub) if name != leaf]
    edit.drop(leaf)
    edit.drop(hub)
    for name in targets:
        edit.add_phase(name, phase)


REMOVE_GADGET: Final = RuleRow(
    name="remove_gadget",
    title="Remove the gadget",
    help="A phase gadget of phase 0 or π goes; its spiders take the phase",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    match=_match,
    change=_change,
    example="in0 - c:Z(t) = a:Z = l:Z(pi)\nc - out0\nin1 - d:Z = a\nd - out1",
    selection=("a",),
)
