"""⟨H²⟩ and H|ψ⟩ of a matrix product state in one sweep: H as an automaton that writes strings.

Partial strings that go on alike are one state of it, so that all pairs of a chain are three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from qdesign.simulate.engines.matrix_product import LETTERS, Complex, MatrixProduct, Trie

_START, _DONE = -1, -2
_MOST_STATES = 12
"""Partial strings at one bond, beyond which the sweep takes longer than it is worth."""

_Move = tuple[int, str, int, float]
"""From which state, which letter is written, to which state, times what."""


def squared(state: MatrixProduct, tries: Mapping[int, Trie]) -> float | None:
    """⟨ψ|H²|ψ⟩ / ⟨ψ|ψ⟩ of strings by their first site; None where they are too many at a bond."""
    walker = state.copy()
    walker.move(0)
    left: dict[tuple[int, int], Complex] = {(_START, _START): np.ones((1, 1), dtype=complex)}
    open_strings: list[Trie] = []
    names = _Names()
    for site, tensor in enumerate(walker.tensors):
        moves, open_strings = _moves(open_strings, tries.get(site, {}), names)
        if len(open_strings) > _MOST_STATES:
            return None
        left = _stepped(left, tensor, moves)
    total = left.get((_DONE, _DONE))
    return 0.0 if total is None else float(np.trace(total).real) / state.weight


def num_states(num_sites: int, tries: Mapping[int, Trie]) -> int:
    """The most partial strings at one bond, with what is before and behind all strings."""
    open_strings: list[Trie] = []
    names = _Names()
    largest = 0
    for site in range(num_sites):
        _, open_strings = _moves(open_strings, tries.get(site, {}), names)
        largest = max(largest, len(open_strings))
    return largest + 2


def times(
    state: MatrixProduct, tries: Mapping[int, Trie], *, max_bond: int, cutoff: float
) -> MatrixProduct:
    """H|ψ⟩, its norm as H makes it; `dropped` is what this truncation dropped, not the state's."""
    names, open_strings = _Names(), list[Trie]()
    size, last = len(state.tensors), max(tries)
    columns = [_START]
    tensors: list[Complex] = []
    for site, tensor in enumerate(state.tensors):
        moves, open_strings = _moves(open_strings, tries.get(site, {}), names)
        after = [*range(len(open_strings)), _DONE] if site < size - 1 else [_DONE]
        if site < last:
            after.insert(0, _START)
        left, _, right = tensor.shape
        wide = np.zeros((len(columns), left, 2, len(after), right), dtype=complex)
        written = {letter: _with(letter, tensor) for letter in "IXYZ"}
        for source, letter, target, factor in moves:
            if source in columns and target in after:
                wide[columns.index(source), :, :, after.index(target)] += factor * written[letter]
        tensors.append(wide.reshape(len(columns) * left, 2, len(after) * right))
        columns = after
    return MatrixProduct.of(tensors, max_bond=max_bond, cutoff=cutoff)


class _Names:
    """A number for each trie, the same where they go on alike."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}
        self._by_object: dict[int, tuple[Trie, int]] = {}

    def of(self, trie: Trie) -> int:
        """The number of a trie."""
        waiting = [trie]
        while waiting:
            here = waiting[-1]
            inner = [below for letter, below in here.items() if letter]
            unknown = [below for below in inner if id(below) not in self._by_object]
            if unknown:
                waiting += unknown
                continue
            waiting.pop()
            if id(here) not in self._by_object:
                parts = [
                    (letter, self._by_object[id(here[letter])][1]) for letter in here if letter
                ]
                key = (here.get("", 0.0), *sorted(parts))
                number = self._known.setdefault(key, len(self._known))
                self._by_object[id(here)] = here, number  # held, so that its id stays its own
        return self._by_object[id(trie)][1]


def _moves(
    open_strings: Sequence[Trie], begun: Trie, names: _Names
) -> tuple[list[_Move], list[Trie]]:
    """What is written at a site, and the strings that are open behind it."""
    moves: list[_Move] = [(_START, "I", _START, 1.0), (_DONE, "I", _DONE, 1.0)]
    after: list[Trie] = []
    places: dict[int, int] = {}
    for source, trie in ((_START, begun), *enumerate(open_strings)):
        for letter, below in trie.items():
            if not letter:
                continue
            if "" in below:
                moves.append((source, letter, _DONE, below[""]))
            further = {each: inner for each, inner in below.items() if each}
            if further:
                # What it ends with here counts above, and does not tell it from others.
                place = places.setdefault(names.of(further), len(after))
                if place == len(after):
                    after.append(further)
                moves.append((source, letter, place, 1.0))
    return moves, after


def _stepped(
    left: Mapping[tuple[int, int], Complex], tensor: Complex, moves: list[_Move]
) -> dict[tuple[int, int], Complex]:
    size, _, right = tensor.shape
    lowered = {letter: _with(letter, tensor).reshape(size * 2, right).conj().T for letter in "IXYZ"}
    found: dict[tuple[int, int], Complex] = {}
    for (first, second), matrix in left.items():
        met = (matrix @ tensor.reshape(size, 2 * right)).reshape(size, 2, right)
        for letter, target, factor in _of(moves, second):
            written = _with(letter, met).reshape(size * 2, right) * factor
            for other, aim, weight in _of(moves, first):
                part = weight * (lowered[other] @ written)
                key = (aim, target)
                found[key] = found[key] + part if key in found else part
    return found


def _of(moves: list[_Move], source: int) -> Iterator[tuple[str, int, float]]:
    return ((letter, target, factor) for begun, letter, target, factor in moves if begun == source)


def _with(letter: str, tensor: Complex) -> Complex:
    return tensor if letter == "I" else np.einsum("ab,lbr->lar", LETTERS[letter], tensor)
