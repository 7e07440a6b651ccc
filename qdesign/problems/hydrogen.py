"""The hydrogen molecule in the STO-3G basis, on two qubits, from its integrals.

Both orbitals follow from symmetry, so no self-consistent field is needed: every number is a closed
formula in the bond length (Szabo and Ostlund, Modern Quantum Chemistry, appendix A).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Final

from qdesign.ansatz import uccsd_h2
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_number
from qdesign.pauli import Observable
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option

BOHR: Final = 0.52917721092
"""Ångström in one bohr, CODATA 2010: the value behind the published coefficients."""

_SHORTEST: Final = 0.1
_LONGEST: Final = 20.0

# STO-3G of hydrogen, ζ = 1.24: exponents and contraction coefficients of normalized Gaussians.
_EXPONENTS: Final = (3.42525091, 0.62391373, 0.16885540)
_WEIGHTS: Final = (0.15432897, 0.53532814, 0.44463454)


def h2(bond_length: float = 0.735) -> Problem:
    """The hydrogen molecule at a bond length in Å, energies in hartree.

    The observable is the electrons' Hamiltonian in the parity mapping without its two conserved
    qubits, with the nuclear repulsion added: qubit 0 says whether the spin-up electron is in the
    bonding orbital (1), qubit 1 whether the spin-down one is (0).

    Args:
        bond_length: 0.1 to 20 Å.

    Raises:
        InvalidRequest: outside that range.

    Example:
        >>> round(h2(0.735).exact_energy, 6)
        -1.137306

    Source: Szabo and Ostlund, Modern Quantum Chemistry; Bravyi et al., arXiv:1701.08213.
    """
    length = given_number(bond_length, "The bond length")
    if not _SHORTEST <= length <= _LONGEST:
        raise InvalidRequest(
            f"A bond length of {bond_length} Å is outside {_SHORTEST} to {_LONGEST:g} Å."
        )
    orbitals = orbitals_at(length / BOHR)
    repulsion = BOHR / length
    terms = {"II": 0.0, "IZ": 0.0, "ZI": 0.0, "ZZ": 0.0, "XX": orbitals.exchange}
    for up, down in product((1, -1), repeat=2):
        # up, down: eigenvalues of Z on qubits 0 and 1.
        energy = repulsion + orbitals.energy(bonding_up=up < 0, bonding_down=down > 0)
        for label, sign in (("II", 1), ("IZ", up), ("ZI", down), ("ZZ", up * down)):
            terms[label] += sign * energy / 4
    return Problem(
        f"H₂ at {length:g} Å",
        Observable(terms),
        row="h2",
        options={"bond_length": float(length)},
        suggested=_ansatz,
    )


def _ansatz(observable: Observable) -> Circuit:
    return uccsd_h2()


@dataclass(frozen=True, slots=True)
class _Orbitals:
    """Integrals over the bonding (g) and antibonding (u) orbitals, hartree."""

    core_g: float
    core_u: float
    coulomb_gg: float
    coulomb_uu: float
    coulomb_gu: float
    exchange: float

    def energy(self, *, bonding_up: bool, bonding_down: bool) -> float:
        """Energy of the electrons with each in the bonding or the antibonding orbital."""
        core = sum(self.core_g if b else self.core_u for b in (bonding_up, bonding_down))
        if bonding_up != bonding_down:
            return core + self.coulomb_gu
        return core + (self.coulomb_gg if bonding_up else self.coulomb_uu)


def orbitals_at(distance: float) -> _Orbitals:
    """Integrals at a distance in bohr."""
    a, b = 0.0, distance
    overlap = sum(w * _overlap(p, q, distance) for w, p, q in _PAIRS)
    core_aa = _core(a, a, distance)
    core_ab = _core(a, b, distance)
    aaaa, aabb = _repulsion(a, a, a, a), _repulsion(a, a, b, b)
    aaab, abab = _repulsion(a, a, a, b), _repulsion(a, b, a, b)
    g, u = 1 / (1 + overlap), 1 / (1 - overlap)
    return _Orbitals(
        core_g=(core_aa + core_ab) * g,
        core_u=(core_aa - core_ab) * u,
        coulomb_gg=(aaaa + aabb + 4 * aaab + 2 * abab) * g * g / 2,
        coulomb_uu=(aaaa + aabb - 4 * aaab + 2 * abab) * u * u / 2,
        coulomb_gu=(aaaa + aabb - 2 * abab) * g * u / 2,
        exchange=(aaaa - aabb) * g * u / 2,
    )


def _core(a: float, b: float, distance: float) -> float:
    """Kinetic energy and attraction by both nuclei between orbitals at `a` and `b`, on a line."""
    total = 0.0
    for weight, p, q in _PAIRS:
        reduced, gap = p * q / (p + q), (a - b) ** 2
        overlap = _overlap(p, q, a - b)
        total += weight * overlap * reduced * (3 - 2 * reduced * gap)
        center = (p * a + q * b) / (p + q)
        for nucleus in (0.0, distance):
            boys = _boys((p + q) * (center - nucleus) ** 2)
            total -= weight * overlap * 2 * math.sqrt((p + q) / math.pi) * boys
    return total


def _repulsion(a: float, b: float, c: float, d: float) -> float:
    """(ab|cd) between orbitals at four places on a line."""
    total = 0.0
    for (first, p, q), (second, r, s) in product(_PAIRS, repeat=2):
        left, right = (p * a + q * b) / (p + q), (r * c + s * d) / (r + s)
        shared = (p + q) * (r + s) / (p + q + r + s)
        pairs = first * second * _overlap(p, q, a - b) * _overlap(r, s, c - d)
        total += pairs * 2 * math.sqrt(shared / math.pi) * _boys(shared * (left - right) ** 2)
    return total


def _overlap(p: float, q: float, gap: float) -> float:
    """Overlap of two Gaussians, without their norms."""
    return (math.pi / (p + q)) ** 1.5 * math.exp(-p * q / (p + q) * gap * gap)


def _boys(t: float) -> float:
    """The Boys function of order 0, ∫₀¹ exp(-t x²) dx."""
    if t < 1e-8:
        return 1 - t / 3
    root = math.sqrt(t)
    return math.sqrt(math.pi) / 2 * math.erf(root) / root


def _norm(exponent: float) -> float:
    return (2 * exponent / math.pi) ** 0.75


_PAIRS: Final = tuple(
    (u * v * _norm(p) * _norm(q), p, q)
    for (p, u), (q, v) in product(zip(_EXPONENTS, _WEIGHTS, strict=True), repeat=2)
)
"""Weight and exponents of each product of two Gaussians of an orbital."""


H2: Final = ProblemRow(
    name="h2",
    title="H₂",
    group="Molecules",
    help="the hydrogen molecule in STO-3G on two qubits, energies in hartree",
    source="Szabo and Ostlund, Modern Quantum Chemistry; Bravyi et al., arXiv:1701.08213",
    options=(
        Option(
            name="bond_length",
            title="Bond length",
            kind="number",
            default=0.735,
            low=_SHORTEST,
            high=_LONGEST,
            unit="Å",
        ),
    ),
    make=h2,
    num_qubits=2,
    is_drawn_by_pages=True,
    detail="bond_length",
)
