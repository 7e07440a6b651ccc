"""A goal: what is done to every input, at the values of the sliders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import (
    Answer,
    State,
    basis,
    drawn_for,
    figure,
    goal_circuit,
    map_of,
)
from qdesign.lessons.goals.kind import GoalKind

ALIKE: Final = 1e-6
"""What fidelities may lack of 1."""


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    circuit, wanted = answer.circuit, goal_circuit(goal)
    if circuit.num_qubits != wanted.num_qubits:
        return Found("fail", drawn_for(circuit.num_qubits, wanted.num_qubits))
    ours = map_of(circuit, answer.document.values)
    theirs = map_of(wanted, goal.get("values", {}))
    return compared(ours, theirs, exactly=bool(goal.get("exactly"))) or Found(
        "pass", "Every input is treated as asked."
    )


def compared(ours: State, theirs: State, *, exactly: bool = False) -> Found | None:
    """How two maps differ; None where they do not. Rows are inputs."""
    num_qubits = int(ours.shape[0]).bit_length() - 1
    overlaps = np.einsum("ij,ij->i", theirs.conj(), ours)
    lacks = 1 - np.abs(overlaps) ** 2
    if lacks.max() > ALIKE:
        # The first of those that are off most, whatever the last digits are.
        worst = int(np.argmax(lacks > lacks.max() - 1e-9))
        one = basis(worst, num_qubits)
        kept = figure(1 - float(lacks[worst]))
        return Found("fail", f"Input {one} becomes another state: fidelity {kept}.", one)
    off = np.abs(overlaps - overlaps[0])
    if off.max() > 1e-3:
        other = int(np.argmax(off > off.max() - 1e-9))
        pair = f"{basis(0, num_qubits)} and {basis(other, num_qubits)}"
        return Found("fail", f"Inputs {pair} get another phase between them.", pair)
    if exactly and abs(overlaps[0] - 1) > 1e-6:
        angle = float(np.angle(overlaps[0]))
        return Found("fail", f"Right up to a global phase; it is off by {figure(angle)} rad.")
    return None


MAP: Final = GoalKind(
    name="map",
    title="Treat every input as asked",
    needs=("body",),
    takes=("values", "exactly"),
    look=_look,
)
