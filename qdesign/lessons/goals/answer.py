"""An answer, with what several goals ask of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.document import Document, read_body
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.operation import Operation
from qdesign.simulate.simulator import Simulator

MOST_QUBITS: Final = 16
"""Of a state, and of an energy."""
MOST_MAP: Final = 8
"""Qubits of a map: its state has twice as many."""
_MOST_WORK: Final = 1e9
"""Amplitudes times gates: about 2 s."""
_GOLDEN: Final = (math.sqrt(5) - 1) / 2

State = NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a student drew, and what the lesson began with."""

    document: Document
    start: Document

    @property
    def circuit(self) -> Circuit:
        """The drawn circuit, without what measures at its end.

        Raises:
            InvalidRequest: a diagram is drawn.
        """
        body = self.document.body
        if not isinstance(body, Circuit):
            raise InvalidRequest("This goal is about a circuit, and a diagram is drawn.")
        return body.without_final_measurements()


def goal_circuit(goal: Mapping[str, Any], name: str = "body") -> Circuit:
    """The circuit that a goal names.

    Raises:
        InvalidRequest: a diagram stands there.
    """
    body = read_body(goal[name], f"/{name}")
    if not isinstance(body, Circuit):
        raise InvalidRequest("The goal of this lesson is a diagram where a circuit is needed.")
    return body


def state_of(circuit: Circuit, values: Mapping[str, float], *, most: int = MOST_QUBITS) -> State:
    """The final state, shape (2**n,), Qiskit order.

    Raises:
        TooLarge: more than is checked in a moment.
        NotUnitary: something is measured, reset or decided inside.
    """
    if circuit.num_qubits > most:
        raise TooLarge(f"This is checked up to {most} qubits; {circuit.num_qubits} are drawn.")
    _check_work(circuit)
    if not circuit.is_unitary:
        raise NotUnitary("Something is measured, reset or decided inside; a state is asked for.")
    return Simulator(circuit).statevector({n: values.get(n, 0.0) for n in circuit.parameters})


def _check_work(circuit: Circuit) -> None:
    gates = circuit.stats.num_gates
    if gates * 2.0**circuit.num_qubits > _MOST_WORK:
        raise TooLarge(
            f"{gates:,} gates on {circuit.num_qubits} qubits take longer than a check may."
        )


def map_of(circuit: Circuit, values: Mapping[str, float]) -> State:
    """Every column of the circuit's map: shape (2**n, 2**n), axes input and output.

    All inputs at once: half of a state in which each basis state has a label beside it.
    """
    n = circuit.num_qubits
    if n > MOST_MAP:
        raise TooLarge(f"This is checked up to {MOST_MAP} qubits; {n} are drawn.")
    if not circuit.is_unitary:
        raise NotUnitary("Something is measured, reset or decided inside; a map is asked for.")
    pairs = [
        operation
        for k in range(n)
        for operation in (Operation("h", (n + k,)), Operation("cx", (n + k, k)))
    ]
    labels = Circuit(2 * n, tuple(pairs))
    state = state_of(labels.then(_widened(circuit)), values, most=2 * MOST_MAP)
    return state.reshape(2**n, 2**n) * math.sqrt(2**n)


def _widened(circuit: Circuit) -> Circuit:
    """The circuit on the first half of twice as many qubits."""
    n = circuit.num_qubits
    bare = circuit.elementary()
    return Circuit(2 * n, bare.operations, gates=bare.gates, global_phase=bare.global_phase)


def points_for(names: tuple[str, ...], count: int = 3) -> list[dict[str, float]]:
    """Values at which bodies are compared, the same in the page: multiples of the golden ratio."""
    return [
        {
            name: 2 * math.pi * (((k + 1) * (point + 1) * _GOLDEN + point / 7) % 1.0)
            for k, name in enumerate(sorted(names))
        }
        for point in range(count)
    ]


def basis(index: int, num_qubits: int) -> str:
    """|011⟩, the rightmost of qubit 0."""
    return f"|{index:0{num_qubits}b}⟩"


def figure(value: float) -> str:
    """A difference as it is told: three digits behind the point, and small ones as such."""
    size = abs(value)
    if size < 1e-12:
        return "0"
    return _rounded(size) if size >= 0.0005 else "less than 0.001"


def signed(value: float) -> str:
    """A number as it is told, with a true minus."""
    return f"−{_rounded(-value)}" if value <= -0.0005 else _rounded(abs(value))


def _rounded(size: float) -> str:
    """Three digits behind the point; halves up, as the page does, whatever the last bit is."""
    return f"{math.floor(size * 1000 + 0.5 + 1e-9) / 1000:.3f}"


def drawn_for(drawn: int, wanted: int) -> str:
    """That the number of qubits is another."""
    are = "qubit is" if drawn == 1 else "qubits are"
    return f"{drawn} {are} drawn; the goal is about {wanted}."
