"""The XXZ chain, between Ising and Heisenberg."""

from __future__ import annotations

from typing import Final

from qdesign.given import given_number
from qdesign.problems.heisenberg_chain import heisenberg
from qdesign.problems.named import NUM_QUBITS, PERIODIC, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option


def xxz(num_qubits: int, *, delta: float = 0.5, periodic: bool = False) -> Problem:
    """The XXZ chain H = Σ XX + YY + delta ZZ, with Pauli matrices.

    Antiferromagnetic above delta = 1, gapless between -1 and 1. Two qubits have one bond, periodic
    or not. The exact energy is found up to 16 qubits.

    Example:
        >>> round(xxz(4, delta=1.0, periodic=True).exact_energy, 6)
        -8.0

    Source: Yang and Yang, Physical Review 150, 321 (1966).
    """
    delta = given_number(delta, "The anisotropy")
    made = heisenberg(num_qubits, jz=delta, periodic=periodic)
    closed = ", periodic" if periodic and num_qubits > 2 else ""
    return Problem(
        f"XXZ chain, Δ {delta:g}{closed}",
        made.observable,
        row="xxz",
        options={"num_qubits": num_qubits, "delta": delta, "periodic": bool(periodic)},
        suggested=made.suggested,
    )


XXZ: Final = ProblemRow(
    name="xxz",
    title="XXZ chain",
    group="Spin chains",
    help="H = Σ XX + YY + Δ ZZ, Pauli matrices",
    source="Yang and Yang, Physical Review 150, 321 (1966)",
    options=(
        NUM_QUBITS,
        Option(
            name="delta",
            title="Anisotropy",
            kind="number",
            default=0.5,
            low=-1e6,
            high=1e6,
            help="Δ: the coupling of ZZ in units of that of XX",
        ),
        PERIODIC,
    ),
    make=xxz,
    detail="delta",
)
