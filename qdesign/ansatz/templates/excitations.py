"""Excitations of electrons, which keep their number and their spin."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.excitations import excitations
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import MAX_QUBITS
from qdesign.rows import Option

_SIZE, _LAYERS = sizes(low=3)

ELECTRONS: Final = Option(
    name="electrons",
    title="Electrons",
    kind="integer",
    default=2,
    low=1,
    high=MAX_QUBITS - 1,
    help="in the lowest spin orbitals, one a qubit",
)

EXCITATIONS: Final = Template(
    name="excitations",
    title="Double and single excitations",
    group="Electrons",
    help="Hartree-Fock state and Givens rotations, which keep the number of electrons",
    source="Arrazola et al., arXiv:2106.13839; Yordanov et al., arXiv:2005.14475",
    options=(
        _SIZE,
        ELECTRONS,
        _LAYERS,
    ),
    make=excitations,
)
