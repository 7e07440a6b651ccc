"""A ±π/2 Z-spider at H-boxes goes; what its H-boxes were on gets phases and H-boxes in pairs."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.hyper import add_phase_on, has_box, hyper_legs
from qdesign.zx.matching import Selection, each_colored, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        names
        for names in each_colored(edit)
        if edit.spiders[names[0]].phase.pi.denominator == 2 and has_box(edit, names[0])
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider")
    phase = edit.colored(name).phase
    if phase.pi.denominator != 2 or not edit.is_pauli(phase - PI / 2):
        raise Refused("its phase is not ±π/2")
    legs = hyper_legs(edit, name, [])
    if all(leg[0] == "" for leg in legs):
        raise Refused("no H-box stands beside it; take Local complementation")
    for leg in legs:
        if leg[1] != PI:
            raise Refused(f"the phase of '{leg[0]}' is not π")
    for leg in legs:
        if leg[0] != "":
            edit.drop(leg[0])
    edit.drop(name)
    for leg in legs:
        add_phase_on(edit, list(leg[2]), -phase, (name,))
    for one, other in combinations(legs, 2):
        add_phase_on(edit, list(dict.fromkeys([*one[2], *other[2]])), PI, (name,))


HYPER_COMPLEMENT: Final = RuleRow(
    name="hyper_complement",
    title="Complement over H-boxes",
    help="A ±π/2 Z-spider goes; what its H-boxes of phase π join gets phases, and H-boxes in pairs",
    source="Lemonnier, van de Wetering, Kissinger, arXiv:2003.13564",
    match=_match,
    change=_change,
    example="in0 - b:Z(t) - h:H - a:Z(pi/2) = c:Z - out0\nh - d:Z(u) - out1",
    selection=("a",),
)
