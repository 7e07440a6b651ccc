"""Three rotations in a row become three with the colors exchanged."""

from __future__ import annotations

from math import atan2, cos, sin, sqrt
from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind
from qdesign.zx.edit import Edit, Refused, both, opposite
from qdesign.zx.matching import Selection, exactly, only_edge
from qdesign.zx.rule import Options, RuleRow

_QUARTER: Final = atan2(1.0, 1.0)


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for middle in edit.colored_names():
        if _is_number(edit, middle):
            beside = edit.neighbors(middle)
            if len(beside) == 2 and all(_is_number(edit, name) for name in beside):
                found.append((beside[0], middle, beside[1]))
    return found


def _is_number(edit: Edit, name: str) -> bool:
    """Is it a rotation by a number?"""
    return (
        edit.is_colored(name)
        and edit.degree(name) == 2
        and len(edit.at(name)) == 2
        and edit.spiders[name].phase.is_constant
    )


def _change(edit: Edit, names: Selection, options: Options) -> None:
    exactly(names, 3, "select three rotations in a row")
    first, middle, last = _row(edit, names)
    link, next_link = only_edge(edit, first, middle), only_edge(edit, middle, last)
    kinds = [edit.spiders[name].kind for name in (first, middle, last)]
    turned = both(link.kind, next_link.kind)
    seen = opposite(kinds[1]) if link.kind is EdgeKind.HADAMARD else kinds[1]
    seen_last = opposite(kinds[2]) if turned is EdgeKind.HADAMARD else kinds[2]
    if kinds[0] is not seen_last or kinds[0] is seen:
        raise Refused("two neighbors in the row have one color; fuse them instead")
    far = next(edge for edge in edit.at(last) if edge.id != next_link.id)
    angles = _exchanged([_radians(edit.spiders[name].phase) for name in (first, middle, last)])
    for each in (link, next_link):
        if each.kind is EdgeKind.HADAMARD:
            edit.set_edge_kind(each.id, EdgeKind.PLAIN)
    if turned is EdgeKind.HADAMARD:
        edit.set_edge_kind(far.id, both(far.kind, turned))
    for k, name in enumerate((first, middle, last)):
        edit.set_kind(name, kinds[0] if k == 1 else opposite(kinds[0]))
        edit.set_phase(name, angles[k])


def _row(edit: Edit, names: Selection) -> list[str]:
    """The three in a row, one end first."""
    for name in names:
        edit.colored(name)
        if edit.degree(name) != 2 or len(edit.at(name)) != 2:
            raise Refused(f"'{name}' has not just two legs")
    middles = [
        name
        for name in names
        if len(edit.neighbors(name)) == 2 and all(n in names for n in edit.neighbors(name))
    ]
    if len(middles) == 0:
        raise Refused("they do not stand in a row")
    if len(middles) > 1:
        raise Refused("they stand in a ring")
    for name in names:
        if not edit.spiders[name].phase.is_constant:
            raise Refused(f"the phase of '{name}' has a parameter; this takes numbers")
    first, last = edit.neighbors(middles[0])
    return [first, middles[0], last]


def _radians(phase: Angle) -> float:
    return phase.pi.numerator / phase.pi.denominator * (4 * _QUARTER) + phase.radians


def _exchanged(angles: list[float]) -> list[Angle]:
    """The angles of X, Z, X rotations that make up Z, X, Z ones, as quaternions tell."""
    a, b, c = angles
    w, x = cos(b / 2) * cos((a + c) / 2), cos(b / 2) * sin((a + c) / 2)
    z, y = sin(b / 2) * cos((c - a) / 2), -sin(b / 2) * sin((c - a) / 2)
    kept, turned = sqrt(w * w + z * z), sqrt(x * x + y * y)
    total = 0.0 if kept < 1e-9 else 2 * atan2(z, w)
    apart = 0.0 if turned < 1e-9 else 2 * atan2(y, x)
    if turned < 1e-9:
        apart = -total  # one rotation is enough
    if kept < 1e-9:
        total = apart
    return [
        _angle((total - apart) / 2),
        _angle(2 * atan2(turned, kept)),
        _angle((total + apart) / 2),
    ]


def _angle(radians: float) -> Angle:
    """Exact where it is a multiple of π/48, as it is for Clifford rotations; else 12 digits."""
    step = _QUARTER / 12
    count = round(radians / step)
    if abs(radians - count * step) < 1e-11:
        return Angle.pi_times(count) / 48
    return Angle.parse(str(round(radians % (8 * _QUARTER) * 1e12) / 1e12))


EULER: Final = RuleRow(
    name="euler",
    title="Exchange three rotations",
    help="Z, X, Z in a row become X, Z, X and back; phases that are no multiples of π/48 become "
    "numbers in radians",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="E",
    reverse="euler",
    example="in0 - a:Z(pi/2) - b:X(pi/4) - c:Z(0.3) - out0",
    selection=("a", "b", "c"),
)
