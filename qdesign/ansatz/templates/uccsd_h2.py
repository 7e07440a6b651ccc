"""Unitary coupled cluster for the hydrogen molecule on two qubits."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Sketch, pauli_rotation
from qdesign.ansatz.named import Template
from qdesign.circuit import Circuit


def uccsd_h2() -> Circuit:
    """Singles and doubles of H2 in a minimal basis, for the observable of `problems.h2`.

    It starts from the Hartree-Fock state, qubit 0 in |1⟩. theta_0 is the double excitation,
    theta_1 and theta_2 are the single excitations, which symmetry keeps at zero.

    Example:
        >>> uccsd_h2().num_qubits, uccsd_h2().parameters
        (2, ('theta_0', 'theta_1', 'theta_2'))

    Source: O'Malley et al., arXiv:1512.06860; parity mapping as in arXiv:1701.08213.
    """
    sketch = Sketch(2)
    sketch.add("x", 0)
    sketch.operations.extend(pauli_rotation("YX", sketch.fresh()))
    sketch.turn("ry", 0)
    sketch.turn("ry", 1)
    return sketch.circuit()


UCCSD_H2: Final = Template(
    name="uccsd_h2",
    title="UCCSD for H₂ (2 qubits)",
    group="Electrons",
    help="Single and double excitations of the hydrogen molecule",
    source="O'Malley et al., arXiv:1512.06860; parity mapping as in arXiv:1701.08213",
    make=uccsd_h2,
    num_qubits=2,
    on_card=True,
    problem="h2",
)
