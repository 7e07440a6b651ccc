"""Excitations of qubits: the same moves without the signs of fermions, so with fewer gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from qdesign.ansatz.moves import excitation, most_moves, moves_between_all
from qdesign.ansatz.pool import Candidate, Electrons, Pool
from qdesign.pauli import Observable
from qdesign.rows import Value


def _candidates(
    observable: Observable, electrons: Electrons | None, options: Mapping[str, Value]
) -> Iterator[Candidate]:
    n = observable.num_qubits
    moves = moves_between_all(n, keeps_spin=electrons is not None)
    return (excitation(move, n, is_fermionic=False) for move in moves)


QUBIT_EXCITATIONS: Final = Pool(
    name="qubit_excitations",
    title="Qubit excitations",
    group="Electrons",
    help="excitations between all orbitals without the signs of fermions; keeps the number of ones",
    source="Yordanov et al., arXiv:2011.10540",
    make=_candidates,
    num_candidates=most_moves,
)
