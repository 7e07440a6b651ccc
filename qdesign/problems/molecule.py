"""Molecules from stored Pauli coefficients, which scripts/molecules.py makes and checks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

from qdesign.ansatz import excitations
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_number
from qdesign.pauli import Observable
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.problems.sector import Sector
from qdesign.rows import Option
from qdesign.showing.tables import number

_NEAR: Final = 1e-6
_SOURCE: Final = "made by PySCF and OpenFermion: arXiv:2002.12531, arXiv:1710.07629"


@cache
def stored(name: str) -> Mapping[str, Any]:
    """What is stored of a molecule: geometry, basis, mapping, energies and Pauli coefficients.

    Args:
        name: of its row; or h2, which has seven bond lengths to hold the formulas to.

    Example:
        >>> [point["bond_length"] for point in stored("lih_22")["points"]]
        [1.6, 2.2, 3.4]
    """
    folder = files("qdesign") / "problems" / "molecules"
    return json.loads((folder / f"{name.replace('+', '_plus')}.json").read_text(encoding="utf-8"))


def molecule(name: str, *, bond_length: float) -> Problem:
    """A stored molecule in the Jordan-Wigner mapping, energies in hartree.

    The exact energy is that of the molecule: the lowest in the sector of its electrons. A warning
    says where states with other numbers of electrons go lower.

    Args:
        name: of its row.
        bond_length: one of those that are stored, in Å.

    Raises:
        InvalidRequest: another bond length.

    Example:
        >>> round(molecule("heh+", bond_length=0.772).exact_energy, 6)
        -2.851024
    """
    data = stored(name)
    length = given_number(bond_length, "The bond length")
    point = next((p for p in data["points"] if abs(p["bond_length"] - length) < 1e-9), None)
    if point is None:
        known = ", ".join(f"{p['bond_length']:g}" for p in data["points"])
        raise InvalidRequest(f"A bond length of {length:g} Å is not stored; it is one of: {known}.")
    electrons = int(data["electrons"])
    warning = ""
    if point["lowest_energy"] < point["exact_energy"] - _NEAR:
        warning = (
            f"States with {point['lowest_electrons']} electrons go lower, to "
            f"{number(point['lowest_energy'], 4)}; the molecule has {electrons}. Use an ansatz "
            "that keeps their number, such as the suggested one."
        )
    return Problem(
        f"{_TITLES[name]} at {length:g} Å",
        Observable(point["terms"]),
        point["exact_energy"],
        row=name,
        options={"bond_length": float(length)},
        sector=Sector(electrons // 2, electrons // 2),
        warning=warning,
        suggested=partial(_ansatz, electrons=electrons),
    )


def _ansatz(observable: Observable, electrons: int) -> Circuit:
    # One layer is exact for two electrons.
    return excitations(observable.num_qubits, electrons, layers=1 if electrons == 2 else 2)


_TITLES: Final = {
    "heh+": "HeH⁺",
    "h3+": "H₃⁺",
    "h4": "H₄ chain",
    "lih_22": "LiH (2, 2)",
    "lih_23": "LiH (2, 3)",
}


def _row(
    name: str, about: str, lengths: tuple[str, ...], *, num_qubits: int, default: float
) -> ProblemRow:
    return ProblemRow(
        name=name,
        title=_TITLES[name],
        group="Molecules",
        help=f"{about} in STO-3G, Jordan-Wigner, energies in hartree",
        source=_SOURCE,
        options=(
            Option(
                name="bond_length",
                title="Bond length",
                kind="number",
                default=default,
                choices=lengths,
                unit="Å",
            ),
        ),
        make=partial(molecule, name),
        num_qubits=num_qubits,
        detail="bond_length",
    )


_LIH: Final = ("1.6", "2.2", "3.4")
MOLECULES: Final = (
    _row("heh+", "HeH⁺", ("0.772", "0.9", "1.2", "1.5"), num_qubits=4, default=0.772),
    _row("h3+", "triangle H₃⁺", ("0.8", "0.985", "1.2"), num_qubits=6, default=0.985),
    _row("h4", "chain of four H", ("0.75", "0.9", "1.2", "1.5"), num_qubits=8, default=0.9),
    _row("lih_22", "LiH, 2 electrons in 2 orbitals", _LIH, num_qubits=4, default=1.6),
    _row("lih_23", "LiH, 2 electrons in 3 orbitals", _LIH, num_qubits=6, default=1.6),
)
