"""Three spiders of ±π/2 in a row, of alternating colors, become a Hadamard edge."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused, flipped, other_end
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for name in edit.colored_names():
        near = edit.neighbors(name)
        if edit.degree(name) == 2 and len(near) == 2 and _is_quarter(edit, name):
            if _is_quarter(edit, near[0]) and _is_quarter(edit, near[1]):
                found.append((near[0], name, near[1]))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    exactly(names, 3, "select three spiders in a row")
    middle = next((n for n in names if _is_between(edit, n, names)), None)
    if middle is None:
        raise Refused("they do not stand in a row")
    ends = [n for n in names if n != middle]
    for name in names:
        if edit.degree(name) != 2:
            raise Refused(f"'{name}' has not exactly two legs")
        if edit.colored(name).phase != edit.colored(middle).phase:
            raise Refused("the phases are not all π/2, or all -π/2")
    if not _is_quarter(edit, middle):
        raise Refused("the phases are not all π/2, or all -π/2")
    for name in ends:
        link = edit.between(name, middle)
        if len(link) != 1 or link[0].kind is not EdgeKind.PLAIN:
            raise Refused("they are not joined by plain edges")
        if edit.spiders[name].kind is edit.spiders[middle].kind:
            raise Refused("the colors do not alternate")
    legs = [next(e for e in edit.at(n) if other_end(e, n) != middle) for n in ends]
    outer = [other_end(leg, n) for leg, n in zip(legs, ends, strict=True)]
    if outer[0] == ends[1]:
        raise Refused("they form a ring")
    kind = EdgeKind.PLAIN if legs[0].kind is legs[1].kind else EdgeKind.HADAMARD
    for name in names:
        edit.drop(name)
    edit.join(outer[0], outer[1], flipped(kind))


def _is_quarter(edit: Edit, name: str) -> bool:
    if not edit.is_colored(name):
        return False
    phase = edit.spiders[name].phase
    return phase == PI / 2 or phase == PI * 3 / 2 or phase == -PI / 2


def _is_between(edit: Edit, name: str, names: Selection) -> bool:
    return all(other == name or len(edit.between(name, other)) == 1 for other in names)


CONTRACT_HADAMARD: Final = RuleRow(
    name="contract_hadamard",
    title="Three rotations to Hadamard",
    help="Three spiders of π/2 in a row, or of -π/2, of alternating colors become a Hadamard edge",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    reverse="expand_hadamard",
    example="in0 - a:Z(pi/2) - b:X(pi/2) - c:Z(pi/2) - out0",
    selection=("a", "b", "c"),
)
