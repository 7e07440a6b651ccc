"""Mixers of ADAPT-QAOA: each comes behind an evolution under the cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.drawing import pauli_rotation, placed_letters
from qdesign.ansatz.pool import (
    THETA,
    Candidate,
    Electrons,
    Pool,
    turn_about,
)
from qdesign.circuit import Circuit, Operation
from qdesign.pauli import Observable
from qdesign.rows import Option, Value

_START: Final = 0.01


def _candidates(
    observable: Observable, electrons: Electrons | None, options: Mapping[str, Value]
) -> Iterator[Candidate]:
    n = observable.num_qubits
    for letter in "XY":
        words = {placed_letters({q: letter}, n): 1.0 for q in range(n)}
        turns = tuple(Operation(f"r{letter.lower()}", (q,), (THETA,)) for q in range(n))
        yield Candidate(f"{letter} on all", Circuit(n, turns), words)
    for qubit, letter in product(range(n) if n > 1 else (), "XY"):
        yield turn_about({qubit: letter}, n)
    if options["mixers"] == "pairs":
        for (first, second), letters in product(
            combinations(range(n), 2), product("XYZ", repeat=2)
        ):
            yield turn_about({first: letters[0], second: letters[1]}, n)


def _cost(observable: Observable) -> Circuit:
    """exp(-iγH) for the cost H without its constant."""
    turns = [
        turn
        for label, value in observable.terms
        if set(label) != {"I"}
        for turn in pauli_rotation(label, Angle.parameter("gamma") * (2 * value))
    ]
    return Circuit(observable.num_qubits, tuple(turns))


def _most(num_qubits: int) -> int:
    return 2 + 2 * num_qubits + 5 * num_qubits * (num_qubits - 1)


QAOA: Final = Pool(
    name="qaoa",
    title="QAOA mixers",
    group="Graphs and bits",
    help="layers of QAOA, each with the mixer of largest slope",
    source="Zhu et al., arXiv:2005.10258",
    options=(
        Option(
            name="mixers",
            title="Mixers",
            kind="choice",
            default="pairs",
            choices=("single", "pairs"),
            titles=("on all or single qubits", "also on pairs"),
            help="which letters are turned about",
        ),
    ),
    make=_candidates,
    num_candidates=_most,
    needs="diagonal",
    start="plus",
    lead=_cost,
    lead_start=_START,
)
