"""A goal: an energy, exact, at the values of the sliders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import (
    MOST_QUBITS,
    Answer,
    drawn_for,
    figure,
    signed,
    state_of,
)
from qdesign.lessons.goals.kind import GoalKind
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator

_SLACK: Final = 1e-9


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    circuit, observable = answer.circuit, _observable(goal, answer)
    if circuit.num_qubits != observable.num_qubits:
        return Found("fail", drawn_for(circuit.num_qubits, observable.num_qubits))
    if circuit.num_qubits > MOST_QUBITS:
        raise TooLarge(
            f"This is checked up to {MOST_QUBITS} qubits; {circuit.num_qubits} are drawn."
        )
    values = answer.document.values
    state_of(circuit, values)  # refuses what takes too long, or has no state
    energy = Simulator(circuit, observable).expectation(
        {name: values.get(name, 0.0) for name in circuit.parameters}
    )
    most = float(goal["at_most"])
    over = energy - most
    if "exact" in goal:
        above = f"{figure(energy - float(goal['exact']))} above the exact energy"
        if over > _SLACK:
            return Found("fail", f"{above}; {figure(over)} too much.", value=energy)
        return Found("pass", f"{above}.", value=energy)
    if over > _SLACK:
        return Found("fail", f"{signed(energy)}; {figure(over)} too high.", value=energy)
    below = f"{figure(over)} below {signed(most)}"
    return Found("pass", f"{signed(energy)}; {below}.", value=energy)


def _observable(goal: Mapping[str, Any], answer: Answer) -> Observable:
    if "observable" in goal:
        return Observable(cast("Mapping[str, float]", goal["observable"]))
    if answer.start.observable is None:
        raise InvalidRequest("The lesson has no observable.")
    return answer.start.observable


ENERGY: Final = GoalKind(
    name="energy",
    title="Reach an energy",
    needs=("at_most",),
    takes=("exact", "observable"),
    look=_look,
)
