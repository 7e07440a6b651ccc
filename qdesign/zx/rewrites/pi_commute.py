"""A π on a leg goes through a spider of the other color, negating its phase."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused, both, opposite, other_end
from qdesign.zx.matching import Selection, exactly, joined_pairs, only_edge, refuse_loops
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for a, b in joined_pairs(edit):
        if _is_turn(edit, a):
            found.append((a, b))
        if _is_turn(edit, b):
            found.append((b, a))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select a π with two legs and its neighbor")
    edit.colored(a)
    edit.colored(b)
    if _is_turn(edit, a):
        turn, through = a, b
    elif _is_turn(edit, b):
        turn, through = b, a
    else:
        raise Refused("neither is a π with two legs")
    link = only_edge(edit, turn, through)
    kind = edit.colored(turn).kind
    seen = kind if link.kind is EdgeKind.PLAIN else opposite(kind)
    if seen is edit.colored(through).kind:
        if link.kind is EdgeKind.PLAIN:
            raise Refused("they have one color; fuse them instead")
        raise Refused("the Hadamard edge makes them of one color; change the color of one first")
    refuse_loops(edit, through)
    far = next(edge for edge in edit.at(turn) if edge.id != link.id)
    source = other_end(far, turn)
    if source == through:
        raise Refused("both legs of the π end at the same spider")
    phase = edit.spiders[turn].phase
    negated = _turned(edit, edit.spiders[through].phase, phase)
    legs = [edge for edge in edit.at(through) if edge.id != link.id]
    edit.set_phase(through, negated)
    edit.drop(turn)
    edit.join(source, through, both(far.kind, link.kind))
    for edge in legs:
        other = other_end(edge, through)
        edit.cut(edge.id)
        made = edit.put(seen, phase, (through, other))
        edit.join(through, made)
        edit.join(made, other, edge.kind)


def _is_turn(edit: Edit, name: str) -> bool:
    """Is it a π, or a Boolean parameter times π, on two different legs?"""
    phase = edit.spiders[name].phase
    turns = edit.is_pauli(phase) and not phase.is_zero
    return turns and edit.degree(name) == 2 and len(edit.at(name)) == 2


def _turned(edit: Edit, phase: Angle, turn: Angle) -> Angle:
    """A phase that a turn goes through: negated where the turn is π."""
    if turn == PI:
        return -phase
    if edit.is_pauli(phase):
        return phase
    if phase.pi.denominator == 2 and edit.is_pauli(phase - PI / 2):
        return phase + turn
    if phase.is_constant and phase.radians == 0.0 and _is_one(turn):
        # (-1)^b r π is (r - 2 r b) π, for b 0 or 1.
        odd = turn.pi.numerator % 2
        moved = (turn - PI * odd) * (2 * phase.pi.numerator) / phase.pi.denominator
        return moved - phase if odd == 1 else phase - moved
    raise Refused("the π has a Boolean parameter, so the other phase must be a number times π")


def _is_one(turn: Angle) -> bool:
    """Is it one Boolean parameter times π, and perhaps π?"""
    counts = [c.numerator for _name, c in turn.terms]
    return counts == [1]


PI_COMMUTE: Final = RuleRow(
    name="pi_commute",
    title="Push π through",
    help="A π on a leg goes through a spider of the other color, negating its phase",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="P",
    gesture="drop",
    example="in0 - a:X(pi) - b:Z(t) - out0\nb = out1",
    selection=("a", "b"),
)
