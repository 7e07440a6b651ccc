"""Molecules → Pauli coefficients in qdesign/problems/molecules: `python scripts/molecules.py`.

For development only, in an environment of its own with PySCF and OpenFermion, which no lock has:

    python -m venv molecules && molecules/bin/pip install pyscf openfermion
    molecules/bin/python scripts/molecules.py

Integrals and reference energies (RHF, FCI or CASCI) are PySCF's, the Jordan-Wigner mapping is
OpenFermion's. Every point is checked before anything is written: the lowest eigenvalue of the
mapped Hamiltonian in the molecule's sector is the energy of FCI or CASCI.
"""

# pyright: basic, reportMissingImports=false, reportMissingTypeStubs=false

from __future__ import annotations

import datetime
import importlib.metadata
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

OUT: Final = Path(__file__).resolve().parent.parent / "qdesign" / "problems" / "molecules"
NEAR: Final = 1e-8
SMALL: Final = 1e-12
"""Coefficients below it are rounding."""

Atoms = list[tuple[str, tuple[float, float, float]]]


def _line(*symbols: str) -> Callable[[float], Atoms]:
    return lambda length: [(symbol, (0.0, 0.0, k * length)) for k, symbol in enumerate(symbols)]


def _triangle(length: float) -> Atoms:
    top = (0.0, length * math.sqrt(3) / 2, length / 2)
    return [("H", (0.0, 0.0, 0.0)), ("H", (0.0, 0.0, length)), ("H", top)]


@dataclass(frozen=True, slots=True)
class Molecule:
    """What is computed: `active` is (electrons, orbitals), of all when None."""

    name: str
    formula: str
    geometry: str
    atoms: Callable[[float], Atoms]
    lengths: tuple[float, ...]
    charge: int = 0
    active: tuple[int, int] | None = None


_LIH: Final[dict[str, Any]] = {
    "formula": "LiH",
    "geometry": "two atoms",
    "atoms": _line("Li", "H"),
    "lengths": (1.6, 2.2, 3.4),
}
MOLECULES: Final = (
    Molecule("h2", "H2", "two atoms", _line("H", "H"), (0.5, 0.6, 0.735, 0.9, 1.2, 1.6, 2.4)),
    Molecule("heh+", "HeH+", "two atoms", _line("He", "H"), (0.772, 0.9, 1.2, 1.5), charge=1),
    Molecule("h3+", "H3+", "equilateral triangle", _triangle, (0.8, 0.985, 1.2), charge=1),
    Molecule("h4", "H4", "chain of equal distances", _line(*"HHHH"), (0.75, 0.9, 1.2, 1.5)),
    Molecule("lih_22", active=(2, 2), **_LIH),
    Molecule("lih_23", active=(2, 3), **_LIH),
)


def point(molecule: Molecule, length: float) -> dict[str, Any]:
    """Energies and Pauli coefficients at one bond length in Å."""
    from openfermion import InteractionOperator, get_sparse_operator, jordan_wigner
    from openfermion.chem.molecular_data import spinorb_from_spatial
    from pyscf import ao2mo, gto, mcscf, scf

    atoms = molecule.atoms(length)
    body = gto.M(atom=atoms, basis="sto-3g", charge=molecule.charge, unit="Angstrom", verbose=0)
    field = scf.RHF(body).run(conv_tol=1e-13)
    electrons, orbitals = molecule.active or (body.nelectron, field.mo_coeff.shape[1])
    space = mcscf.CASCI(field, orbitals, electrons)
    space.fcisolver.conv_tol = 1e-13
    exact = float(space.kernel()[0])
    one, core = space.get_h1eff()
    two = ao2mo.restore(1, space.get_h2eff(), orbitals)
    # OpenFermion orders the integrals as physicists do.
    ones, twos = spinorb_from_spatial(one, np.asarray(two.transpose(0, 2, 3, 1)))
    mapped = jordan_wigner(InteractionOperator(core, ones, twos / 2))
    mapped.compress(SMALL)
    width = 2 * orbitals
    terms = {_label(places, width): float(value.real) for places, value in mapped.terms.items()}
    matrix = get_sparse_operator(mapped, width)
    lowest = {
        (up, down): _lowest(matrix, width, up, down)
        for up in range(orbitals + 1)
        for down in range(orbitals + 1)
    }
    half = electrons // 2
    if abs(lowest[half, half] - exact) > NEAR:
        raise SystemExit(f"{molecule.name} at {length}: {lowest[half, half]} is not {exact}.")
    below = min(lowest, key=lambda sector: (round(lowest[sector], 9), sector != (half, half)))
    return {
        "bond_length": length,
        "atoms": [[symbol, [round(x, 12) for x in place]] for symbol, place in atoms],
        "hf_energy": float(field.e_tot),
        "exact_energy": exact,
        "lowest_energy": lowest[below],
        "lowest_electrons": sum(below),
        "terms": dict(sorted(terms.items())),
    }


def _label(places: tuple[tuple[int, str], ...], width: int) -> str:
    letters = dict(places)
    return "".join(letters.get(qubit, "I") for qubit in reversed(range(width)))


def _lowest(matrix: Any, width: int, up: int, down: int) -> float:
    """The lowest energy of so many electrons of each spin; OpenFermion's qubit 0 is leftmost."""
    index = np.arange(1 << width)
    bits = [(index >> (width - 1 - qubit)) & 1 for qubit in range(width)]
    mine = (sum(bits[0::2]) == up) & (sum(bits[1::2]) == down)
    return float(np.linalg.eigvalsh(matrix[mine][:, mine].toarray())[0])


def main() -> None:
    """Writes one file a molecule."""
    OUT.mkdir(exist_ok=True)
    versions = {name: importlib.metadata.version(name) for name in ("pyscf", "openfermion")}
    for molecule in MOLECULES:
        points = [point(molecule, length) for length in molecule.lengths]
        width = len(next(iter(points[0]["terms"])))
        electrons = molecule.active[0] if molecule.active else _electrons(molecule)
        data = {
            "name": molecule.name,
            "formula": molecule.formula,
            "geometry": molecule.geometry,
            "charge": molecule.charge,
            "basis": "STO-3G",
            "active": list(molecule.active) if molecule.active else None,
            "electrons": electrons,
            "orbitals": width // 2,
            "units": "hartree, Å",
            "mapping": "Jordan-Wigner; qubit 2k is spin up in orbital k, 2k + 1 spin down; "
            "orbitals by rising energy of RHF; the rightmost letter is qubit 0",
            "reference": "CASCI" if molecule.active else "FCI",
            "made": {"date": datetime.datetime.now(datetime.UTC).date().isoformat(), **versions},
            "points": points,
        }
        path = OUT / f"{molecule.name.replace('+', '_plus')}.json"
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        for each in points:
            print(f"{molecule.name} {each['bond_length']} Å: {each['exact_energy']:.6f}")


def _electrons(molecule: Molecule) -> int:
    numbers = {"H": 1, "He": 2, "Li": 3}
    return sum(numbers[symbol] for symbol, _ in molecule.atoms(1.0)) - molecule.charge


if __name__ == "__main__":
    main()
