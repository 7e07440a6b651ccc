"""Pools that an ansatz is grown from, one file each; the first that fits is what is taken."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.pool import Pool
from qdesign.ansatz.pools.excitations import EXCITATIONS
from qdesign.ansatz.pools.pauli import PAULI
from qdesign.ansatz.pools.qaoa import QAOA
from qdesign.ansatz.pools.qubit_excitations import QUBIT_EXCITATIONS
from qdesign.ansatz.pools.spin_chain import SPIN_CHAIN

ROWS: Final[tuple[Pool, ...]] = (EXCITATIONS, QAOA, SPIN_CHAIN, QUBIT_EXCITATIONS, PAULI)
