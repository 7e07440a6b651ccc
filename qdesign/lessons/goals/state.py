"""A goal: a state, at the values of the sliders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import Answer, drawn_for, figure, goal_circuit, signed, state_of
from qdesign.lessons.goals.kind import GoalKind

_TOLERANCE: Final = 1e-6


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    circuit, wanted = answer.circuit, goal_circuit(goal)
    if circuit.num_qubits != wanted.num_qubits:
        return Found("fail", drawn_for(circuit.num_qubits, wanted.num_qubits))
    ours = state_of(circuit, answer.document.values)
    theirs = state_of(wanted, goal.get("values", {}))
    overlap = complex(np.vdot(theirs, ours))
    lacks = 1 - abs(overlap) ** 2
    tolerance = goal.get("tolerance", _TOLERANCE)
    if lacks > tolerance:
        return Found("fail", f"Fidelity {signed(1 - lacks)}; {figure(lacks)} is missing.")
    angle = float(np.angle(overlap))
    if goal.get("exactly") and abs(np.exp(1j * angle) - 1) > 1e-6:
        return Found("fail", f"Right up to a global phase; it is off by {figure(angle)} rad.")
    return Found("pass", "The state is reached.")


STATE: Final = GoalKind(
    name="state",
    title="Reach a state",
    needs=("body",),
    takes=("values", "exactly", "tolerance"),
    look=_look,
)
