"""Phase gadgets on the same spiders become one; their phases add up."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.graph_like import hubs, leaf_of
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    groups: dict[str, list[str]] = {}
    for hub in hubs(edit):
        groups.setdefault("\n".join(sorted(edit.neighbors(hub)[:8])), [])
    found: list[Selection] = []
    by_targets: dict[str, list[str]] = {}
    for hub in hubs(edit):
        targets = [n for n in edit.neighbors(hub) if edit.degree(n) != 1]
        if len(targets) > 0:
            by_targets.setdefault("\n".join(sorted(targets)), []).append(hub)
    for group in by_targets.values():
        for other in group[1:]:
            found.append((group[0], other))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select the hubs of two phase gadgets")
    first, second = leaf_of(edit, a), leaf_of(edit, b)
    targets = [sorted([n for n in edit.neighbors(h) if edit.degree(n) != 1]) for h in (a, b)]
    if targets[0] != targets[1]:
        raise Refused("the gadgets are not on the same spiders")
    if a in targets[0]:
        raise Refused("the hubs are joined to each other")
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
    key="",
    example="in0 - c:Z = a:Z = l:Z(t)\nc - out0\nin1 - d:Z = a\nd - out1\nc = b:Z = m:Z(u)\nd = b",
    selection=("a", "b"),
)
