"""Turns about one and two qubits of those pairs that the observable has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Final

from qdesign.ansatz.moves import excitation
from qdesign.ansatz.pool import Candidate, Electrons, Pool, turn_about
from qdesign.pauli import Observable
from qdesign.rows import Value


def _candidates(
    observable: Observable, electrons: Electrons | None, options: Mapping[str, Value]
) -> Iterator[Candidate]:
    n = observable.num_qubits
    for qubit, letter in product(range(n), "YXZ"):
        yield turn_about({qubit: letter}, n)
    for first, second in _pairs(observable):
        for letters in product("XYZ", repeat=2):
            yield turn_about({first: letters[0], second: letters[1]}, n)
        yield excitation((first, second), n, is_fermionic=False)


def _pairs(observable: Observable) -> list[tuple[int, ...]]:
    """Those on which it has a term of two letters; all where it has none."""
    found: set[tuple[int, ...]] = set()
    for label, _ in observable.terms:
        qubits = tuple(q for q, letter in enumerate(reversed(label)) if letter != "I")
        if len(qubits) == 2:
            found.add(qubits)
    return sorted(found) or list(combinations(range(observable.num_qubits), 2))


def _most(num_qubits: int) -> int:
    return 3 * num_qubits + 5 * num_qubits * (num_qubits - 1)


SPIN_CHAIN: Final = Pool(
    name="spin_chain",
    title="Spins and their neighbors",
    group="Spins",
    help="turns of single qubits, and XX to ZZ and XY − YX where the observable has a pair",
    source="Grimsley et al., arXiv:1812.11173, with the terms of spin chains as operators",
    make=_candidates,
    num_candidates=_most,
)
