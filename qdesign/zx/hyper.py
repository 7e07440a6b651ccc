"""Legs of Z-spiders to hyperedges, Hadamard edges and H-boxes alike, and phases on several spiders.

Written in the small part of Python that is translated for the page (decision 28).
"""

from __future__ import annotations

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, other_end
from qdesign.zx.graph_like import is_full_turn
from qdesign.zx.matching import box_targets, the_box


def hyper_legs(
    edit: Edit, name: str, skipped: list[str]
) -> list[tuple[str, Angle, tuple[str, ...]]]:
    """Of each leg its H-box, empty for a Hadamard edge, its phase and its other spiders."""
    if edit.spiders[name].kind is not SpiderKind.Z:
        raise Refused(f"'{name}' is no Z-spider")
    found: list[tuple[str, Angle, tuple[str, ...]]] = []
    for edge in edit.at(name):
        other = other_end(edge, name)
        if other in skipped:
            continue
        if other == name:
            raise Refused(f"'{name}' has a loop; remove it first")
        kind = edit.spiders[other].kind
        if kind is SpiderKind.Z and edge.kind is EdgeKind.HADAMARD:
            found.append(("", PI, (other,)))
        elif kind is SpiderKind.H and edge.kind is EdgeKind.PLAIN:
            if len(edit.between(name, other)) != 1:
                raise Refused(f"'{other}' has parallel edges; merge them first")
            targets = box_targets(edit, the_box(edit, other), name)
            found.append((other, edit.spiders[other].phase, tuple(targets)))
        else:
            raise Refused(
                f"a leg of '{name}' is neither a Hadamard edge to a Z-spider nor ends at an H-box"
            )
    return found


def add_phase_on(edit: Edit, targets: list[str], phase: Angle, near: tuple[str, ...]) -> None:
    """Turn by a phase where all of some Z-spiders are 1: a phase, a Hadamard edge or an H-box."""
    if len(targets) == 0 or is_full_turn(phase):
        return
    if len(targets) == 1:
        edit.add_phase(targets[0], phase)
    elif len(targets) == 2 and is_full_turn(phase - PI):
        edit.toggle(targets[0], targets[1])
    else:
        box = edit.put(SpiderKind.H, phase, (*targets, *near), 0.0, -0.5)
        for name in targets:
            edit.join(box, name)


def has_box(edit: Edit, name: str) -> bool:
    """Does an H-box stand beside it?"""
    return any(edit.spiders[other].kind is SpiderKind.H for other in edit.neighbors(name))
