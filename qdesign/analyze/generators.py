"""What each parameter of a circuit turns about, and what commutes with all of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from qdesign.analyze.spaces import Space
from qdesign.analyze.sums import Sum
from qdesign.analyze.words import Turn, Turns, Word, label, odd, packed
from qdesign.angle import to_rational
from qdesign.errors import InvalidRequest
from qdesign.pauli import as_observable
from qdesign.showing.tables import count

_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Generators:
    """Sums of words, one a free angle, and what was decided on the way.

    Attributes:
        sums: none twice.
        fixed: words of rotations by fixed angles between them that are no Clifford gates.
        split: parameters whose rotations count as several generators.
    """

    num_qubits: int
    sums: tuple[Sum, ...]
    fixed: tuple[Word, ...] = ()
    split: tuple[str, ...] = ()

    @property
    def words(self) -> list[Word]:
        """All words of the sums, each once."""
        return list(dict.fromkeys(word for each in self.sums for word in each))

    @property
    def are_words(self) -> bool:
        """Is each sum one word?"""
        return all(len(each) == 1 for each in self.sums)


def generators_from(given: Sequence[Any]) -> Generators:
    """Observables as generators.

    Raises:
        InvalidRequest: there are none, or they are on different numbers of qubits.
    """
    observables = [as_observable(each) for each in given]
    if not observables:
        raise InvalidRequest("A Lie algebra needs a generator. Give a circuit or observables.")
    n = observables[0].num_qubits
    for each in observables:
        if each.num_qubits != n:
            raise InvalidRequest(
                f"A generator is on {each.num_qubits} qubits and another one on {n}. Write one "
                "letter a qubit."
            )
    sums = [
        {Word(x, z): to_rational(value) for x, z, value in each.masks() if x or z}
        for each in observables
    ]
    return Generators(n, _distinct(sums))


def generators_of(turns: Turns, *, ask: Callable[[], None] = lambda: None) -> Generators:
    """What each parameter of a circuit turns about.

    Rotations by one parameter are one generator where they commute with each other and with all
    between them; where they do not, each such run is a generator.
    """
    kept = _between(turns.turns)
    n = turns.num_qubits
    x, z = packed((t.word.x for t in kept), n), packed((t.word.z for t in kept), n)
    runs: dict[str, tuple[int, dict[Word, Fraction]]] = {}
    sums: list[dict[Word, Fraction]] = []
    split: dict[str, None] = {}
    for at, turn in enumerate(kept):
        ask()
        for name, coefficient in turn.angle.terms:
            run = runs.get(name)
            if run is not None:
                rest = slice(run[0], at)
                if (odd(x[rest] & z[at]) ^ odd(z[rest] & x[at])).any():
                    run = None
                    split[name] = None
            if run is None:
                made: dict[Word, Fraction] = {}
                run = (at, made)
                runs[name] = run
                sums.append(run[1])
            run[1][turn.word] = run[1].get(turn.word, Fraction(0)) + coefficient
    fixed = [t.word for t in kept if not t.angle.terms]
    return Generators(n, _distinct(sums), tuple(dict.fromkeys(fixed)), tuple(split))


def _between(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The rotations from the first that is free to the last: others only move the whole."""
    free = [k for k, turn in enumerate(turns) if turn.angle.terms]
    kept = turns[free[0] : free[-1] + 1] if free else ()
    return tuple(t for t in kept if t.word.x or t.word.z)


def _distinct(sums: Sequence[Mapping[Word, Fraction]]) -> tuple[Sum, ...]:
    """Each direction once, the first coefficient 1, without what cancels."""
    found: dict[tuple[tuple[int, int, tuple[int, int]], ...], Sum] = {}
    for each in sums:
        words = [word for word, value in each.items() if value]
        if len(words) == 1:
            scaled = {words[0]: Fraction(1)}
        elif words:
            words.sort(key=lambda word: (word.x, word.z))
            scaled = {word: each[word] / each[words[0]] for word in words}
        else:
            continue
        key = tuple((w.x, w.z, v.as_integer_ratio()) for w, v in scaled.items())
        found.setdefault(key, scaled)
    return tuple(found.values())


# --- symmetries ----------------------------------------------------------------------------------


def symmetries_of(found: Generators) -> tuple[str, ...]:
    """Words, sums of one letter and permutations of qubits that every generator commutes with."""
    n = found.num_qubits
    if not found.sums or not n:
        return ()
    words = _commuting(found.words, n)
    names = [label(word, n) for word in words[:_SHOWN]]
    if len(words) > _SHOWN:
        names.append(count(len(words) - _SHOWN, "more word"))
    if n > 1:
        names += [f"Σ {letter}" for letter in "XYZ" if _keeps_sum(found, letter)]
        names += [title for title, moved in _PERMUTATIONS.items() if _is_kept(found, moved)]
    return tuple(names)


def _commuting(words: Sequence[Word], n: int) -> list[Word]:
    """Independent words that commute with all of some."""
    mask = (1 << n) - 1
    # The other way round, so that a bit in common is one that counts.
    rows = Space(word.z | word.x << n for word in words)
    pivots = sorted(rows.rows, reverse=True)
    found: list[Word] = []
    for free in range(2 * n):
        if free in rows.rows:
            continue
        vector = 1 << free
        for pivot in reversed(pivots):
            if (rows.rows[pivot] & vector).bit_count() & 1:
                vector |= 1 << pivot
        found.append(Word(vector & mask, vector >> n))
    return sorted(found, key=lambda word: ((word.x | word.z).bit_count(), word.x, word.z))


def _keeps_sum(found: Generators, letter: str) -> bool:
    """Does Σ of one letter on every qubit commute with every generator?"""
    for each in found.sums:
        if len(each) == 1:  # other letters give other words, which do not cancel
            word = next(iter(each))
            others = {"X": word.z, "Y": word.x ^ word.z, "Z": word.x}[letter]
            if others:
                return False
            continue
        total: dict[tuple[int, int], Fraction] = {}
        for word, value in each.items():
            for q in range(found.num_qubits):
                bit = 1 << q
                one = Word(bit if letter in "XY" else 0, bit if letter in "YZ" else 0)
                if word.commutes(one):
                    continue
                made = (word.x ^ one.x, word.z ^ one.z)
                sign = _sign(one, word)
                total[made] = total.get(made, Fraction(0)) + sign * value
        if any(total.values()):
            return False
    return True


def _sign(a: Word, b: Word) -> int:
    """Of a·b = ± i · word."""
    x, z = a.x ^ b.x, a.z ^ b.z
    power = (a.x & a.z).bit_count() + (b.x & b.z).bit_count() + 2 * (a.z & b.x).bit_count()
    return 1 if (power - (x & z).bit_count()) % 4 == 1 else -1


_PERMUTATIONS: Final[Mapping[str, Callable[[int, int], int]]] = {
    "the reflection of the qubits": lambda q, n: n - 1 - q,
    "the translation of the qubits": lambda q, n: (q + 1) % n,
}


def _is_kept(found: Generators, moved: Callable[[int, int], int]) -> bool:
    """Is each generator the same when qubits are exchanged?"""
    n = found.num_qubits
    places = np.array([moved(q, n) for q in range(n)])

    def put(bits: int) -> int:
        return sum(1 << int(places[q]) for q in range(n) if bits >> q & 1)

    return all(
        {Word(put(w.x), put(w.z)): v for w, v in each.items()} == dict(each) for each in found.sums
    )
