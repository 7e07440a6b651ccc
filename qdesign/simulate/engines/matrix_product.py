"""A state as a matrix product: gates on neighbors, with truncation that is added up, and sweeps.

Tensors have the shape (left, 2, right); sites left of the center are isometries from the left, the
others from the right. The norm is left as truncation makes it: its square is the weight that stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]
Real = NDArray[np.float64]

LETTERS: Final[Mapping[str, Complex]] = {
    "X": np.array([[0, 1], [1, 0]], dtype=complex),
    "Y": np.array([[0, -1j], [1j, 0]], dtype=complex),
    "Z": np.array([[1, 0], [0, -1]], dtype=complex),
}

Trie = dict[str, Any]
"""Pauli strings from one site on: by letter what may follow; under the key "" their coefficient."""


class MatrixProduct:
    """A product state of `num_sites` qubits, to begin with |0…0⟩.

    Attributes:
        dropped: Σ √w over truncations, w the weight that each dropped: the state is no further
            than that from the exact one.
    """

    def __init__(self, num_sites: int, *, max_bond: int, cutoff: float) -> None:
        zero = np.zeros((1, 2, 1), dtype=complex)
        zero[0, 0, 0] = 1
        self.tensors: list[Complex] = [zero] * num_sites
        self.center = 0
        self.dropped = 0.0
        self._max_bond = max_bond
        self._cutoff = cutoff

    def copy(self) -> MatrixProduct:
        """Another one with the same tensors; none is ever changed in place."""
        made = MatrixProduct(0, max_bond=self._max_bond, cutoff=self._cutoff)
        made.tensors, made.center, made.dropped = list(self.tensors), self.center, self.dropped
        return made

    @staticmethod
    def of(tensors: Sequence[Complex], *, max_bond: int, cutoff: float) -> MatrixProduct:
        """The product of any tensors, in two sweeps that cut bonds to what is kept."""
        made = MatrixProduct(0, max_bond=max_bond, cutoff=cutoff)
        made.tensors, made.center = list(tensors), len(tensors) - 1
        made.move(0)
        for site in range(len(tensors) - 1):
            here, after = made.tensors[site], made.tensors[site + 1]
            isometry, rest = made._split(here.reshape(-1, here.shape[2]))
            made.tensors[site] = isometry.reshape(here.shape[0], 2, -1)
            made.tensors[site + 1] = np.tensordot(rest, after, axes=1)
            made.center = site + 1
        return made

    @property
    def largest_bond(self) -> int:
        """The largest bond dimension now."""
        return max((tensor.shape[2] for tensor in self.tensors), default=1)

    @property
    def weight(self) -> float:
        """⟨ψ|ψ⟩: what truncation left."""
        middle = self.tensors[self.center] if self.tensors else np.ones(1)
        return float(np.vdot(middle, middle).real)

    def turn(self, site: int, unitary: Complex) -> None:
        """A gate on one site, shape (2, 2)."""
        self.tensors[site] = np.einsum("ab,lbr->lar", unitary, self.tensors[site])

    def apply(self, site: int, unitary: Complex, *, to_right: bool) -> None:
        """A gate on `site` and the next one.

        Args:
            site: the lower of both.
            unitary: shape (4, 4), index 2 × (that of `site`) + (that of the next).
            to_right: leave the center on the next site, else on `site`.
        """
        self.move(site if self.center <= site else site + 1)
        first, second = self.tensors[site], self.tensors[site + 1]
        left, right = first.shape[0], second.shape[2]
        both = first.reshape(left * 2, -1) @ second.reshape(-1, 2 * right)
        moved = unitary @ both.reshape(left, 4, right)
        whole = moved.reshape(left * 2, 2 * right)
        if to_right:
            isometry, rest = self._split(whole)
        else:
            other, flipped = self._split(whole.T)
            isometry, rest = flipped.T, other.T
        self.tensors[site] = isometry.reshape(left, 2, -1)
        self.tensors[site + 1] = rest.reshape(-1, 2, right)
        self.center = site + 1 if to_right else site

    def move(self, site: int) -> None:
        """Move the center to a site."""
        while self.center < site:
            here = self.tensors[self.center]
            isometry, rest = np.linalg.qr(here.reshape(-1, here.shape[2]))
            self.tensors[self.center] = isometry.reshape(here.shape[0], 2, -1)
            self.center += 1
            self.tensors[self.center] = np.tensordot(rest, self.tensors[self.center], axes=1)
        while self.center > site:
            here = self.tensors[self.center]
            isometry, rest = np.linalg.qr(here.reshape(here.shape[0], -1).T)
            self.tensors[self.center] = isometry.T.reshape(-1, 2, here.shape[2])
            self.center -= 1
            self.tensors[self.center] = np.tensordot(self.tensors[self.center], rest.T, axes=1)

    def _split(self, whole: Complex) -> tuple[Complex, Complex]:
        """An isometry from the left times the rest, truncated."""
        weight = float(np.vdot(whole, whole).real)
        if min(whole.shape) > self._max_bond:
            isometry = _range_of(whole, self._max_bond)
            rest = isometry.conj().T @ whole
            left_out = whole - isometry @ rest
            dropped = float(np.vdot(left_out, left_out).real)
            if dropped > self._cutoff * weight:
                self.dropped += math.sqrt(dropped)
                return isometry, rest
        left, values, right = np.linalg.svd(whole, full_matrices=False)
        tails = np.cumsum(values[::-1] ** 2)[::-1]  # what is dropped from each place on
        rank = int(np.count_nonzero(tails > self._cutoff * weight))
        rank = max(1, min(rank, self._max_bond))
        if rank < len(values):
            self.dropped += math.sqrt(float(tails[rank]))
        return left[:, :rank], values[:rank, None] * right[:rank]

    # --- what is read off ------------------------------------------------------------------------

    def expectation(self, tries: Mapping[int, Trie]) -> float:
        """Σ coefficient × ⟨string⟩ / ⟨ψ|ψ⟩, for strings by their first site; one sweep."""
        walker, total = self.copy(), 0.0
        for site in sorted(tries):
            walker.move(site)
            left = np.eye(walker.tensors[site].shape[0], dtype=complex)
            total += _read(walker.tensors, site, left, tries[site])
        return total / self.weight

    def bloch_vectors(self) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each site, shape (sites, 3); one sweep."""
        walker, weight = self.copy(), self.weight
        found = np.zeros((len(self.tensors), 3))
        for site in range(len(self.tensors)):
            walker.move(site)
            here = walker.tensors[site]
            state = np.einsum("lar,lbr->ab", here, here.conj()) / weight
            found[site] = [float(np.trace(LETTERS[k] @ state).real) for k in "XYZ"]
        return found

    def cut(self, count: int) -> Real:
        """Schmidt weights between the first `count` sites and the rest, their sum 1."""
        walker = self.copy()
        walker.move(count - 1)
        here = walker.tensors[count - 1]
        weights = np.linalg.svd(here.reshape(-1, here.shape[2]), compute_uv=False) ** 2
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    def marginal(self, sites: Sequence[int]) -> Real:
        """Probabilities of ascending sites, shape (2,) * k in their order."""
        walker = self.copy()
        walker.move(sites[0])
        size = walker.tensors[sites[0]].shape[0]
        tables = np.eye(size, dtype=complex)[None]
        for site in range(sites[0], sites[-1] + 1):
            tensor = walker.tensors[site]
            halves = [tensor[:, bit].conj().T @ tables @ tensor[:, bit] for bit in (0, 1)]
            if site in sites:
                tables = np.stack(halves, axis=1).reshape(-1, *halves[0].shape[1:])
            else:
                tables = halves[0] + halves[1]
        found = np.einsum("kii->k", tables).real / self.weight
        return np.asarray(found.reshape((2,) * len(sites)), dtype=np.float64)

    def sample(self, shots: int, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Outcomes, shape (shots, sites)."""
        walker = self.copy()
        walker.move(0)
        found = np.zeros((shots, len(self.tensors)), dtype=np.uint8)
        rows: Complex = np.ones((shots, 1), dtype=complex)
        for site, tensor in enumerate(walker.tensors):
            left, _, right = tensor.shape
            both = (rows @ tensor.reshape(left, 2 * right)).reshape(shots, 2, right)
            weights = np.einsum("sar,sar->sa", both, both.conj()).real
            ones = rng.random(shots) * weights.sum(axis=1) >= weights[:, 0]
            found[:, site] = ones
            chosen = both[np.arange(shots), ones.astype(np.intp)]
            rows = chosen / np.linalg.norm(chosen, axis=1, keepdims=True)
        return found


def _range_of(whole: Complex, rank: int) -> Complex:
    """An isometry onto nearly the best subspace of the range; half the work of singular values.

    What it leaves out is measured afterwards, so that the error stays a bound.

    Source: Halko, Martinsson and Tropp, "Finding structure with randomness", arXiv:0909.4061.
    """
    begun, _ = np.linalg.qr(whole @ _directions(whole.shape[1], rank))
    return np.linalg.qr(whole @ (whole.conj().T @ begun))[0]


@lru_cache(maxsize=32)
def _directions(size: int, rank: int) -> Real:
    return np.random.default_rng(0).normal(size=(size, rank))


def _read(tensors: Sequence[Complex], first: int, left: Complex, begun: Trie) -> float:
    """Σ coefficient × expectation of the strings from a site on, with what stands left of it."""
    total = 0.0
    waiting = [(first, left, begun)]
    while waiting:
        site, before, trie = waiting.pop()
        tensor = tensors[site]
        size, _, right = tensor.shape
        lowered = tensor.reshape(size * 2, right).conj().T
        met = (before @ tensor.reshape(size, 2 * right)).reshape(size, 2, right)
        for letter, below in trie.items():
            changed = met if letter == "I" else np.einsum("ab,lbr->lar", LETTERS[letter], met)
            here = lowered @ changed.reshape(size * 2, right)
            if "" in below:
                total += below[""] * float(np.trace(here).real)
            further = {each: inner for each, inner in below.items() if each}
            if further:
                waiting.append((site + 1, here, further))
    return total


def tries_of(terms: Iterable[tuple[Mapping[int, str], float]]) -> dict[int, Trie]:
    """Pauli strings, by letters on sites, by their first site."""
    found: dict[int, Trie] = {}
    for letters, weight in terms:
        first, last = min(letters), max(letters)
        place: Trie = found.setdefault(first, {})
        for site in range(first, last + 1):
            place = place.setdefault(letters.get(site, "I"), {})
        place[""] = place.get("", 0.0) + weight
    return found


def num_nodes(strings: Sequence[Mapping[int, str]]) -> int:
    """Letters in their tries, those between the first and the last of each included; about."""
    ends: dict[tuple[int, str], int] = {}
    others: set[tuple[int, ...]] = set()
    total = 0
    for letters in strings:
        first, last = min(letters), max(letters)
        inner = tuple(sorted(site for site in letters if site not in (first, last)))
        if inner:
            if (first, *inner) not in others:
                others.add((first, *inner))
                total += last - first
            total += 1
            continue
        key = first, letters[first]
        total += 1 + max(0, last - first - ends.get(key, 0))
        ends[key] = max(ends.get(key, 0), last - first)
    return total
