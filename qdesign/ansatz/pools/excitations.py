"""Excitations of electrons, with the signs that fermions have in the Jordan-Wigner mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from qdesign.ansatz.moves import excitation, most_moves, moves_between_all, moves_out_of
from qdesign.ansatz.pool import Candidate, Electrons, Pool
from qdesign.pauli import Observable
from qdesign.rows import Option, Value


def _candidates(
    observable: Observable, electrons: Electrons | None, options: Mapping[str, Value]
) -> Iterator[Candidate]:
    n = observable.num_qubits
    assert electrons is not None
    moves = (
        moves_between_all(n, keeps_spin=True) if options["general"] else moves_out_of(n, electrons)
    )
    return (excitation(move, n, is_fermionic=True) for move in moves)


EXCITATIONS: Final = Pool(
    name="excitations",
    title="Excitations",
    group="Electrons",
    help="single and double excitations of electrons as Givens rotations; keeps their number",
    source="Grimsley et al., arXiv:1812.11173",
    options=(
        Option(
            name="general",
            title="Between all orbitals",
            kind="flag",
            default=False,
            help="not only from the orbitals that are filled at the start to the empty ones",
        ),
    ),
    make=_candidates,
    num_candidates=most_moves,
    needs="electrons",
)
