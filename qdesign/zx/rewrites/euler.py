"""Three rotations in a row become three with the colors exchanged."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.diagram import Edge, EdgeKind
from qdesign.gates import Matrix
from qdesign.zx.edit import Edit, Refused, both, opposite, other_end
from qdesign.zx.matching import Selection, exactly, only_edge
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for middle in edit.colored_names():
        beside = edit.neighbors(middle)
        if len(beside) == 2 and all(_is_number(edit, n) for n in (middle, *beside)):
            found.append((beside[0], middle, beside[1]))
    return found


def _is_number(edit: Edit, name: str) -> bool:
    return (
        edit.is_colored(name)
        and edit.degree(name) == 2
        and len(edit.at(name)) == 2
        and edit.spiders[name].phase.is_constant
    )


def _change(edit: Edit, names: Selection, options: Options) -> None:
    exactly(names, 3, "select three rotations in a row")
    first, middle, last, links = _row(edit, names)
    kinds = [edit.spiders[name].kind for name in (first, middle, last)]
    if links[0].kind is EdgeKind.HADAMARD:
        kinds[1] = opposite(kinds[1])
    turned = both(links[0].kind, links[1].kind)
    if turned is EdgeKind.HADAMARD:
        kinds[2] = opposite(kinds[2])
    if kinds[0] is not kinds[2] or kinds[0] is kinds[1]:
        raise Refused("two neighbors in the row have one color; fuse them instead")
    far = next(edge for edge in edit.at(last) if edge.id != links[1].id)
    angles = _exchanged([edit.spiders[name].phase for name in (first, middle, last)])
    for link in links:
        if link.kind is EdgeKind.HADAMARD:
            edit.set_edge_kind(link.id, EdgeKind.PLAIN)
    if turned is EdgeKind.HADAMARD:
        edit.set_edge_kind(far.id, both(far.kind, turned))
    colors = (kinds[1], kinds[0], kinds[1])
    for name, color, angle in zip((first, middle, last), colors, angles, strict=True):
        edit.set_kind(name, color)
        edit.set_phase(name, angle)


def _row(edit: Edit, names: Selection) -> tuple[str, str, str, tuple[Edge, Edge]]:
    for name in names:
        edit.colored(name)
        if edit.degree(name) != 2 or len(edit.at(name)) != 2:
            raise Refused(f"'{name}' has not just two legs")
    chosen = set(names)
    middles = [n for n in names if {*edit.neighbors(n)} == chosen - {n}]
    if not middles:
        raise Refused("they do not stand in a row")
    if len(middles) > 1:
        raise Refused("they stand in a ring")
    for name in names:
        if not edit.spiders[name].phase.is_constant:
            raise Refused(f"the phase of '{name}' has a parameter; this takes numbers")
    first, last = edit.neighbors(middles[0])
    links = only_edge(edit, first, middles[0]), only_edge(edit, middles[0], last)
    if any(other_end(edge, last) == last for edge in edit.at(last)):
        raise Refused(f"'{last}' has a loop; remove it first")
    return first, middles[0], last, links


def _exchanged(phases: list[Angle]) -> list[Angle]:
    """The angles of X, Z, X rotations that make up Z, X, Z ones, first in time first."""
    a, b, c = (phase.at({}) for phase in phases)
    turned = _x(c) @ _z(b) @ _x(a)  # seen through a Hadamard on both sides
    middle = 2 * math.atan2(abs(turned[1, 0]), abs(turned[0, 0]))
    total = 2 * cmath.phase(turned[1, 1]) if abs(turned[1, 1]) > 1e-9 else 0.0
    apart = 2 * cmath.phase(1j * turned[1, 0]) if abs(turned[1, 0]) > 1e-9 else 0.0
    if abs(turned[1, 0]) <= 1e-9:
        apart = -total  # one rotation is enough
    elif abs(turned[1, 1]) <= 1e-9:
        total = apart
    return [_angle((total - apart) / 2), _angle(middle), _angle((total + apart) / 2)]


def _z(angle: float) -> Matrix:
    return np.diag([cmath.exp(-0.5j * angle), cmath.exp(0.5j * angle)])


def _x(angle: float) -> Matrix:
    c, s = math.cos(angle / 2), math.sin(angle / 2)
    return np.array([[c, -1j * s], [-1j * s, c]])


def _angle(radians: float) -> Angle:
    """Exact where it is a multiple of π/4, as it is for Clifford rotations."""
    quarters = round(radians / (math.pi / 4))
    if abs(radians - quarters * math.pi / 4) < 1e-12:
        return Angle.pi_times(Fraction(quarters, 4))
    return Angle(radians=radians % (2 * math.pi))


EULER: Final = RuleRow(
    name="euler",
    title="Exchange colors of three rotations",
    help="Z, X, Z in a row become X, Z, X and back; phases that are no multiples of π/4 become "
    "numbers in radians",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="E",
    reverse="euler",
    runs="python",
    example="in0 - a:Z(pi/2) - b:X(pi/4) - c:Z(0.3) - out0",
    selection=("a", "b", "c"),
)
