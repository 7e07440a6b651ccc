"""The hydrogen molecule on four qubits, one a spin orbital, from the integrals of `hydrogen.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from qdesign.ansatz import excitations
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.problems.hydrogen import BOHR, H2, h2, orbitals_at
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.problems.sector import Sector

_Terms = dict[tuple[tuple[int, str], ...], float]


def h2_jw(bond_length: float = 0.735) -> Problem:
    """The hydrogen molecule in the Jordan-Wigner mapping, at a bond length in Å.

    Qubits 0 and 1 are the bonding orbital with spin up and down, 2 and 3 the antibonding one.

    Args:
        bond_length: 0.1 to 20 Å.

    Raises:
        InvalidRequest: outside that range.

    Example:
        >>> problem = h2_jw(0.735)
        >>> problem.num_qubits, round(problem.exact_energy, 6)
        (4, -1.137306)

    Source: Szabo and Ostlund, Modern Quantum Chemistry; Seeley et al., arXiv:1208.5986.
    """
    reduced = h2(bond_length)
    length = float(reduced.options["bond_length"])
    parts = orbitals_at(length / BOHR)
    terms: _Terms = {(): BOHR / length}
    for qubit, core in enumerate((parts.core_g, parts.core_g, parts.core_u, parts.core_u)):
        _add(terms, core / 2, ())
        _add(terms, -core / 2, (qubit,))
    same = parts.coulomb_gu - parts.exchange
    pairs = {(0, 1): parts.coulomb_gg, (2, 3): parts.coulomb_uu, (0, 3): parts.coulomb_gu}
    for pair, coulomb in (pairs | {(1, 2): parts.coulomb_gu, (0, 2): same, (1, 3): same}).items():
        _add(terms, coulomb / 4, ())
        _add(terms, -coulomb / 4, pair[:1])
        _add(terms, -coulomb / 4, pair[1:])
        _add(terms, coulomb / 4, pair)
    for letters, sign in (("XXYY", -1), ("YYXX", -1), ("XYYX", 1), ("YXXY", 1)):
        terms[tuple(enumerate(letters))] = sign * parts.exchange / 4
    return Problem(
        f"{H2_JW.title} at {length:g} Å",
        Observable.from_sparse(4, terms),
        reduced.exact_energy,
        row=H2_JW.name,
        options=reduced.options,
        sector=Sector(1, 1),
        suggested=_ansatz,
    )


def _add(terms: _Terms, value: float, qubits: tuple[int, ...]) -> None:
    key = tuple((qubit, "Z") for qubit in qubits)
    terms[key] = terms.get(key, 0.0) + value


def _ansatz(observable: Observable) -> Circuit:
    return excitations(observable.num_qubits, 2)


H2_JW: Final[ProblemRow] = replace(
    H2,
    name="h2_jw",
    title="H₂ (4 qubits)",
    help="the hydrogen molecule in STO-3G, Jordan-Wigner, energies in hartree",
    source="Szabo and Ostlund, Modern Quantum Chemistry; Seeley et al., arXiv:1208.5986",
    make=h2_jw,
    num_qubits=4,
    is_drawn_by_pages=False,
)
