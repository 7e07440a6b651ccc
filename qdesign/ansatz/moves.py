"""Moves of electrons between spin orbitals: which there are, their generators and their gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations, pairwise, product
from math import comb
from typing import Final

from qdesign.ansatz.drawing import placed_letters
from qdesign.ansatz.excitations import DOUBLE, SINGLE
from qdesign.ansatz.pool import THETA, Candidate, Electrons, listed
from qdesign.circuit import Circuit, GateDefinition, Operation

Move = tuple[int, ...]
"""Qubits that lose an electron, then as many that get one."""


def most_moves(num_qubits: int) -> int:
    """Doubles and singles between all orbitals, whatever their spin."""
    return comb(num_qubits, 2) * comb(max(0, num_qubits - 2), 2) // 2 + comb(num_qubits, 2)


def moves_between_all(num_qubits: int, *, keeps_spin: bool) -> Iterator[Move]:
    """Doubles, then singles, each pair of places once, whether or not they hold electrons."""
    pairs = list(combinations(range(num_qubits), 2))
    for start, end in combinations(pairs, 2):
        if not set(start) & set(end) and (not keeps_spin or _spins(start) == _spins(end)):
            yield *start, *end
    for start, end in pairs:
        if not keeps_spin or start % 2 == end % 2:
            yield start, end


def moves_out_of(num_qubits: int, electrons: Electrons) -> Iterator[Move]:
    """Doubles, then singles, out of the lowest orbitals of each spin, which is kept."""
    taken = [q for q in range(num_qubits) if q // 2 < electrons[q % 2]]
    free = [q for q in range(num_qubits) if q not in taken]
    for start, end in product(combinations(taken, 2), combinations(free, 2)):
        if _spins(start) == _spins(end):
            yield *start, *end
    for start, end in product(taken, free):
        if start % 2 == end % 2:
            yield start, end


def _spins(qubits: tuple[int, ...]) -> int:
    return sum(q % 2 for q in qubits)


def excitation(move: Move, num_qubits: int, *, is_fermionic: bool) -> Candidate:
    """The Givens rotation of a move; of fermions with the sign of the electrons that it passes."""
    half = len(move) // 2
    turn, gate = turn_of(move, is_fermionic=is_fermionic)
    passed = turn.qubits[len(move) :]
    name = "double" if half == 2 else "single"
    label = f"{name} {listed(move[:half])}→{listed(move[half:])}"
    signs = dict.fromkeys(passed, "Z")
    generator = {
        placed_letters({**dict(zip(move, word, strict=True)), **signs}, num_qubits): coefficient
        for word, coefficient in _WORDS[half].items()
    }
    return Candidate(label, Circuit(num_qubits, (turn,), gates=(gate,)), generator)


def turn_of(move: Move, *, is_fermionic: bool) -> tuple[Operation, GateDefinition]:
    """The gate of a move, and how it stands on the qubits."""
    passed = _passed(move) if is_fermionic else ()
    gate = signed_gate(DOUBLE if len(move) == 4 else SINGLE, len(passed))
    return Operation(gate.name, (*move, *passed), (THETA,)), gate


def _passed(move: Move) -> tuple[int, ...]:
    """Qubits whose electrons give the sign: those between the first two, and the last two."""
    ends = sorted(move)
    inner = [q for a, b in zip(ends[::2], ends[1::2], strict=True) for q in range(a + 1, b)]
    return tuple(inner)


@cache
def signed_gate(gate: GateDefinition, passed: int) -> GateDefinition:
    """The gate, turning backward where an odd number of further qubits is 1.

    Source: Yordanov, Arvidsson-Shukur, Barnes, arXiv:2005.14475.
    """
    if not passed:
        return gate
    size = gate.num_qubits + passed
    ladder = [Operation("cx", pair) for pair in pairwise(range(gate.num_qubits, size))]
    sign = Operation("cz", (size - 1, 0))
    body = (*ladder, sign, *gate.operations, sign, *reversed(ladder))
    return GateDefinition(f"{gate.name}_z{passed}", size, body, ("theta",))


def _words(half: int) -> Mapping[str, float]:
    """±i(M† - M) with M taking |1…0…⟩ to |0…1…⟩: letters in the order of the move.

    |0⟩⟨1| is (X + iY)/2, and |1⟩⟨0| is (X - iY)/2. The two gates turn opposite ways.
    """
    found: dict[str, float] = {}
    for word in product("XY", repeat=2 * half):
        factor = complex(1)
        for place, letter in enumerate(word):
            factor *= 0.5 * (1 if letter == "X" else 1j if place < half else -1j)
        if factor.imag:
            found["".join(word)] = (2 if half == 2 else -2) * factor.imag
    return found


_WORDS: Final = {1: _words(1), 2: _words(2)}
