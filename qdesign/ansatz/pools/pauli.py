"""Single Pauli strings of excitations, without the Z between: qubit-ADAPT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from qdesign.ansatz.moves import most_moves, moves_between_all
from qdesign.ansatz.pool import Candidate, Electrons, Pool, turn_about
from qdesign.pauli import Observable
from qdesign.rows import Value


def _candidates(
    observable: Observable, electrons: Electrons | None, options: Mapping[str, Value]
) -> Iterator[Candidate]:
    n = observable.num_qubits
    seen: set[tuple[int, ...]] = set()
    for move in moves_between_all(n, keeps_spin=electrons is not None):
        qubits = tuple(sorted(move))
        if qubits in seen:
            continue
        seen.add(qubits)
        for word in product("XY", repeat=len(qubits)):
            if word.count("Y") % 2:
                yield turn_about(dict(zip(qubits, word, strict=True)), n)


def _most(num_qubits: int) -> int:
    return 8 * most_moves(num_qubits)


PAULI: Final = Pool(
    name="pauli",
    title="Pauli strings",
    group="Electrons",
    help="strings of X and Y with an odd number of Y on two or four qubits; electrons may change",
    source="Tang et al., arXiv:1911.10205",
    make=_candidates,
    num_candidates=_most,
)
