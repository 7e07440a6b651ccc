"""Two Z-spiders joined by a Hadamard edge go; the H-boxes of one are spread over the other's."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import SpiderKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.graph_like import check_pair
from qdesign.zx.hyper import add_phase_on, has_box, hyper_legs
from qdesign.zx.matching import Selection, exactly, joined_pairs
from qdesign.zx.rule import Options, RuleRow

_MOST_LEGS: Final = 5


def _match(edit: Edit) -> list[Selection]:
    return [
        (a, b)
        for a, b in joined_pairs(edit)
        if edit.spiders[a].kind is SpiderKind.Z and (has_box(edit, a) or has_box(edit, b))
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two joined spiders")
    edit.colored(a)
    edit.colored(b)
    check_pair(edit, a, b)
    if not has_box(edit, a) and not has_box(edit, b):
        raise Refused("no H-box stands beside them; take Pivot")
    summed, kept = (a, b) if _can_go(edit, a, b) else (b, a)
    if not _can_go(edit, summed, kept):
        raise Refused("neither has phase 0 and H-boxes of phase π alone")
    first, second = hyper_legs(edit, summed, [kept]), hyper_legs(edit, kept, [summed])
    if len(first) > _MOST_LEGS:
        raise Refused(f"'{summed}' has {len(first)} other legs, and this takes {_MOST_LEGS}")
    for leg in [*first, *second]:
        if a in leg[2] or b in leg[2]:
            raise Refused("an H-box stands beside both")
    own: tuple[str, Angle, tuple[str, ...]] = ("", edit.spiders[kept].phase, ())
    for leg in [*first, *second]:
        if leg[0] != "":
            edit.drop(leg[0])
    edit.drop(summed)
    edit.drop(kept)
    # The second spider is the parity of the first one's boxes, written as a sum of products.
    for kept_leg in [*second, own]:
        for count in range(1, len(first) + 1):
            weight = 1
            for step in range(count):
                weight = weight * (1 if step == 0 else -2)
            for chosen in combinations(first, count):
                reached = [name for leg in chosen for name in leg[2]]
                both = list(dict.fromkeys([*kept_leg[2], *reached]))
                add_phase_on(edit, both, kept_leg[1] * weight, (a, b))


def _can_go(edit: Edit, name: str, kept: str) -> bool:
    """Is its phase 0, and are all its H-boxes of phase π?"""
    beside = [n for n in edit.neighbors(name) if n != kept]
    return edit.spiders[name].phase.is_zero and all(
        edit.spiders[n].kind is not SpiderKind.H or edit.spiders[n].phase == PI for n in beside
    )


HYPER_PIVOT: Final = RuleRow(
    name="hyper_pivot",
    title="Pivot over H-boxes",
    help="Two joined Z-spiders go, one of phase 0 at H-boxes of phase π; the other's are spread "
    "over these",
    source="Lemonnier, van de Wetering, Kissinger, arXiv:2003.13564",
    match=_match,
    change=_change,
    example="in0 - c:Z(t) - h:H - a:Z = b:Z - k:H(u) - d:Z - out0\nh - e:Z - out1",
    selection=("a", "b"),
)
