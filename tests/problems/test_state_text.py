"""States of one's own as text."""

import numpy as np
import pytest
from qiskit.quantum_info import Statevector

from qdesign import problems
from qdesign.errors import QdesignError
from qdesign.problems.state_text import read_state

STATES = (
    np.array([0.5, -0.5j, 0.5 + 1e-9, -0.5]),
    np.array([1, 0, 0, -1]) / np.sqrt(2),
    np.array([1, 0, 0, 1j, 0, 0, 0, 2 + 0.5j]) / np.sqrt(6.25),
)


@pytest.mark.parametrize("psi", STATES, ids=str)
def test_amplitudes_are_read_as_they_are_printed(psi: np.ndarray) -> None:
    texts = [str(psi), repr(psi), str(list(psi)), str(psi.tolist()), repr(Statevector(psi))]
    for text in texts:
        assert read_state(text) == pytest.approx(psi, abs=1e-7), text


@pytest.mark.parametrize(
    ("text", "psi"),
    [
        ("|00> + |11>", [1, 0, 0, 1]),
        ("1/sqrt(2)|00⟩ − i/√2 |11⟩", [0.5**0.5, 0, 0, -1j * 0.5**0.5]),
        ("(|0> + |1>)/2**0.5", [0.5**0.5, 0.5**0.5]),
        ("-|01> + 2*(|10> - 3j|11>)", [0, -1, 2, -6j]),
        ("[0.7071+0j, 0, 0, 0.7071j]", [0.7071, 0, 0, 0.7071j]),
    ],
)
def test_kets_and_small_formulas_are_read(text: str, psi: list[complex]) -> None:
    assert read_state(text) == pytest.approx(np.array(psi, dtype=complex), abs=1e-12)
    assert problems.state(text).observable == problems.state(psi).observable


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Give amplitudes"),
        ("|00> + |1>", "Kets of 1 and of 2 qubits"),
        ("[1,x]", "At character 4: 'x' is not known"),
        ("1/0|0>", "division by zero"),
        ("(" * 5000, "more than 30 deep"),
        ("10**400|0>", "no finite number"),
        ("__import__('os')", "'_' cannot stand here"),
        ("|000000000>", "at most 8 qubits"),
        ("[" + "1," * 300 + "1]", "at most 256"),
        ("[1, 2, 3]", "2, 4, 8"),
        ("|0> - |0>", "All amplitudes"),
        ("[1, ..., 1]", "shortened"),
        ("9" * 100_001, "at most 100,000 characters"),
    ],
)
def test_what_is_no_state_is_refused_in_one_sentence(text: str, why: str) -> None:
    with pytest.raises(QdesignError, match=why):
        problems.state(text)
