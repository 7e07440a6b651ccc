"""A goal: at most, or at least, so many gates of a kind, parameters, columns of depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from qdesign.circuit import Circuit
from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import Answer
from qdesign.lessons.goals.kind import GoalKind

FIGURES: Final = {
    "gates": "num_gates",
    "two_qubit": "num_two_qubit",
    "rotations": "num_rotations",
    "t": "num_t",
    "depth": "depth",
    "parameters": "num_parameters",
    "qubits": "num_qubits",
}
"""What is counted over the elementary form; any other word is the name of a gate as drawn."""


def counted(circuit: Circuit, what: str) -> int:
    """How many there are."""
    if what in FIGURES:
        return int(getattr(circuit.stats, FIGURES[what]))
    return sum(operation.gate == what for operation in circuit.plain_operations)


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    body = answer.document.body
    # What measures at the end is no part of a state, and yet a gate that can be counted.
    drawn = body if isinstance(body, Circuit) and goal["what"] not in FIGURES else answer.circuit
    number = counted(drawn, goal["what"])
    most, least = goal.get("at_most"), goal.get("at_least")
    if most is not None and number > most:
        return Found("fail", f"{number} in use; {number - int(most)} too many.", value=number)
    if least is not None and number < least:
        return Found("fail", f"{number} in use; {int(least) - number} to go.", value=number)
    return Found("pass", f"{number} in use.", value=number)


COUNT: Final = GoalKind(
    name="count",
    title="Use so many",
    needs=("what",),
    takes=("at_most", "at_least"),
    one_of=("at_most", "at_least"),
    look=_look,
)
