"""⟨H²⟩ of a matrix product state in one sweep: H as an automaton that writes its strings, twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    open_strings: dict[int, Trie] = {}
    for site, tensor in enumerate(walker.tensors):
        moves, open_strings = _moves(open_strings, tries.get(site, {}))
        if len(open_strings) > _MOST_STATES:
            return None
        left = _stepped(left, tensor, moves)
    total = left.get((_DONE, _DONE))
    return 0.0 if total is None else float(np.trace(total).real) / state.weight


def _moves(open_strings: Mapping[int, Trie], begun: Trie) -> tuple[list[_Move], dict[int, Trie]]:
    """What is written at a site, and the strings that are open behind it."""
    moves: list[_Move] = [(_START, "I", _START, 1.0), (_DONE, "I", _DONE, 1.0)]
    after: dict[int, Trie] = {}
    for source, trie in ((_START, begun), *open_strings.items()):
        for letter, below in trie.items():
            if not letter:
                continue
            if "" in below:
                moves.append((source, letter, _DONE, below[""]))
            if any(each for each in below):
                after[len(after)] = below
                moves.append((source, letter, len(after) - 1, 1.0))
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
