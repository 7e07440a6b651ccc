"""The antiferromagnetic Heisenberg chain."""

from __future__ import annotations

from typing import Final

from qdesign.pauli import Observable
from qdesign.problems.chain import bonds
from qdesign.problems.named import NUM_QUBITS, PERIODIC, ProblemRow
from qdesign.problems.problem import Problem


def heisenberg(num_qubits: int, *, periodic: bool = False) -> Problem:
    """The antiferromagnetic Heisenberg chain H = Σ XX + YY + ZZ, with Pauli matrices.

    Two qubits have one bond, periodic or not. The exact energy is found up to 16 qubits.

    Example:
        >>> round(heisenberg(4, periodic=True).exact_energy, 6)
        -8.0
    """
    pairs = bonds(num_qubits, periodic=periodic)
    terms: dict[tuple[tuple[int, str], ...], float] = {
        ((a, letter), (b, letter)): 1.0 for a, b in pairs for letter in "XYZ"
    }
    closed = periodic and num_qubits > 2
    name = f"Heisenberg chain{', periodic' if closed else ''}"
    return Problem(name, Observable.from_sparse(num_qubits, terms))


HEISENBERG: Final = ProblemRow(
    name="heisenberg",
    title="Heisenberg chain",
    group="Spin chains",
    help="H = Σ XX + YY + ZZ, Pauli matrices",
    source="Bethe, Zeitschrift für Physik 71, 205 (1931)",
    options=(NUM_QUBITS, PERIODIC),
    make=heisenberg,
)
