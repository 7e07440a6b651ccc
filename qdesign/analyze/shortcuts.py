"""What makes a circuit easy to simulate exactly: each a proof with what it costs.

A shortcut says how many numbers are enough, as a power of two. What is not proven is no shortcut.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qdesign.analyze.cones import Cone, Part
from qdesign.gates import GATES
from qdesign.showing.tables import count

FEW_BITS: Final = 20
"""A shortcut needs at most 2^20 numbers, as many as the state vector of 20 qubits."""
_MOST_STRINGS: Final = 1 << 14
_MOST_STEPS: Final = 3_000_000
_MOST_LOOKS: Final = 10_000_000
_MOST_MAJORANAS: Final = 4
"""Of a term: so many give a space that grows as the fourth power of the qubits."""


_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def two_to(power: int) -> str:
    """A power of two as a person writes it.

    Example:
        >>> two_to(40)
        '2⁴⁰'
    """
    return "2" + str(power).translate(_RAISED)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One way to simulate exactly.

    Attributes:
        name: of the structure.
        holds: is it proven to be there and short? None where that was not found out.
        words, detail: why, in a sentence, and one more.
        bits: log₂ of how many numbers are enough; None where that is not known.
        engine: the name of the engine that uses it; empty for none.
        is_exact: does the proof make that engine exact, where it truncates elsewhere?
    """

    name: str
    holds: bool | None
    words: str
    detail: str
    bits: float | None
    engine: str
    is_exact: bool = False


def clifford(seen: Sequence[Part], num_qubits: int, of: str) -> Shortcut:
    """No rotation but by multiples of π/2 counts: a stabilizer tableau is enough."""
    turns = _num_turns(seen)
    if not turns:
        bits = 2 * math.log2(2 * max(1, num_qubits))
        detail = f"Every gate that {of} sees: a tableau is enough."
        return Shortcut("clifford", True, "Clifford.", detail, bits, "stabilizer")
    cost = two_to(round(0.228 * turns))
    detail = f"{count(turns, 'rotation')} more; as T gates about {cost}, with an error."
    return Shortcut("clifford", False, "Not Clifford.", detail, None, "stabilizer")


def few_turns(seen: Sequence[Part], of: str) -> Shortcut:
    """Each rotation that is not Clifford at most doubles the Pauli strings, or the states."""
    turns = _num_turns(seen)
    what = count(turns, "rotation")
    return Shortcut(
        "few_rotations",
        turns <= FEW_BITS,
        "Few rotations." if turns <= FEW_BITS else "Many rotations.",
        f"{what} that {of} sees: each at most doubles what Clifford gates move.",
        float(turns),
        "pauli",
        is_exact=True,
    )


def _num_turns(seen: Sequence[Part]) -> int:
    return sum(1 for part in seen if not part.gate and part.turns is None)


def light_cones(found: Cone, num_qubits: int) -> Shortcut:
    """Each term depends on few qubits."""
    widest = max(found.qubits, default=0)
    return Shortcut(
        "light_cones",
        widest <= FEW_BITS,
        f"Light cones of {count(widest, 'qubit')}.",
        f"No term of the energy depends on more of the {num_qubits:,}.",
        float(widest),
        "light_cone",
    )


def narrow_cuts(seen: Sequence[Part], num_qubits: int) -> Shortcut:
    """The bond dimension of each cut of the line is at most 2 to the gates across it."""
    bonds = [0] * (num_qubits + 1)
    for part in seen:
        if len(part.qubits) < 2:
            continue
        low, high = min(part.qubits), max(part.qubits)
        for cut in range(low, high):
            left = sum(q <= cut for q in part.qubits)
            bonds[cut] += min(_rank_bits(part), 2 * left, 2 * (len(part.qubits) - left))
    most = max(
        (min(bonds[cut], cut + 1, num_qubits - cut - 1) for cut in range(num_qubits - 1)), default=0
    )
    bits = 2 * most + math.log2(2 * max(1, num_qubits))
    return Shortcut(
        "bond_dimension",
        bits <= FEW_BITS,
        f"Bonds up to {two_to(most)}.",
        "Counted by the gates across each cut of the line.",
        bits,
        "mps",
    )


def _rank_bits(part: Part) -> int:
    """log₂ of a gate's rank across a cut: 1 of what is controlled or turns about one string."""
    if not part.gate or GATES[part.gate].num_controls or part.gate in ("cz", "cx"):
        return 1
    return 2


def free_fermions(found: Cone, num_qubits: int) -> Shortcut:
    """Every rotation and every term is a product of two Majorana operators on the line."""
    words, terms = found.words, found.terms
    if words is None or terms is None:
        return _unknown("free_fermions", "Free fermions?", "Not looked at: too many terms.")
    name = "free_fermions"
    for role in ("Z", "X", "Y") if words else ():
        if all(_majoranas(word, num_qubits, role) == 2 for word in words):
            counts = (_majoranas(term, num_qubits, role) for term in terms)
            degree = max((min(each, 2 * num_qubits - each) for each in counts), default=0)
            if degree > _MOST_MAJORANAS:
                continue
            bits = max(1, degree) * math.log2(2 * max(1, num_qubits))
            detail = f"Each gate turns about two Majorana operators on the line, {role} the number."
            exact = bits <= FEW_BITS
            return Shortcut(name, True, "Free fermions.", detail, bits, "pauli", is_exact=exact)
    detail = "On the line in the order of the qubits; others were not tried."
    return Shortcut(name, False, "No free fermions.", detail, None, "")


def _majoranas(word: int, num_qubits: int, role: str) -> int:
    """How many Majorana operators a string is a product of (Jordan-Wigner, `role` for Z)."""
    x, z = word & ((1 << num_qubits) - 1), word >> num_qubits
    if role == "X":
        x, z = z, x
    elif role == "Y":
        x ^= z
    total, tail = 0, 0
    for qubit in range(num_qubits - 1, -1, -1):
        has_x, has_z = x >> qubit & 1, z >> qubit & 1
        if has_x:
            total, tail = total + 1, tail ^ 1
        elif has_z ^ tail:
            total += 2
    return total


def diagonal(found: Cone, num_qubits: int, ask: Callable[[], None]) -> Shortcut:
    """Rotations about strings of X alone from |0…0⟩, up to Clifford gates: those of IQP circuits.

    The mean of a term is one over bits z of a product of e^{iθ_j χ_j(z)}, with a factor for each
    rotation about a string that anticommutes with the term. Where some bits are fixed so that each
    factor has one other bit at most, it falls apart into a product over these.
    """
    name = "diagonal"
    words, terms = found.words, found.terms
    if words is None or terms is None or len(words) * len(terms) > _MOST_LOOKS:
        return _unknown(name, "Diagonal gates?", "Not looked at: too many terms.")
    if not words or any(word >> num_qubits for word in words):
        detail = "Rotations are not diagonal in one basis from a product state."
        return Shortcut(name, False, "Not diagonal.", detail, None, "")
    bits, fixed = 0.0, 0
    for term in terms:
        ask()
        against = [word for word in words if (word & (term >> num_qubits)).bit_count() & 1]
        many = _cover(against)
        if many is None:
            detail = f"A term needs sums over more than {FEW_BITS} bits at once."
            return _unknown(name, "Diagonal gates.", detail)
        bits, fixed = max(bits, many + math.log2(1 + len(against))), max(fixed, many)
    detail = f"Local energies have a closed form: sums over {count(fixed, 'bit')} of products."
    return Shortcut(
        name, bits <= FEW_BITS, "Diagonal gates.", detail, bits, "diagonal", is_exact=True
    )


def _cover(words: Sequence[int]) -> int | None:
    """How many bits to take out so that each word has one left at most; None where over 20."""
    left = [word for word in words if word.bit_count() > 1]
    taken = 0
    while left:
        if taken == FEW_BITS:
            return None
        seen: Counter[int] = Counter()
        for word in left:
            rest = word
            while rest:
                seen[(rest & -rest).bit_length() - 1] += 1
                rest &= rest - 1
        chosen = 1 << seen.most_common(1)[0][0]
        left = [word for word in (each & ~chosen for each in left) if word.bit_count() > 1]
        taken += 1
    return taken


def small_span(found: Cone, num_qubits: int, ask: Callable[[], None]) -> Shortcut:
    """The strings that a term can become at all are few: its span is a small space."""
    name = "small_algebra"
    words, terms = found.words, found.terms
    if words is None or terms is None or len(words) * len(terms) > _MOST_STEPS:
        return _unknown(
            name, "Pauli strings?", "What terms can become was not looked at: too many."
        )
    swapped = [(w >> num_qubits) | (w & ((1 << num_qubits) - 1)) << num_qubits for w in words]
    known: set[int] = set()
    largest = 0
    for term in terms:
        if term in known:
            continue
        ask()
        before = len(known)
        if not _spread(term, words, swapped, known):
            return _unknown(
                name, "Many Pauli strings.", f"Over {len(known):,}; not counted further."
            )
        largest = max(largest, len(known) - before)
    bits = math.log2(max(1, largest))
    return Shortcut(
        name,
        True,
        f"{count(largest, 'Pauli string')}.",
        "No term can become more, at any depth.",
        bits,
        "pauli",
        is_exact=True,
    )


def _spread(term: int, words: Sequence[int], swapped: Sequence[int], known: set[int]) -> bool:
    """Adds all that a string can become; False where that was given up."""
    waiting = [term]
    known.add(term)
    pairs = list(zip(words, swapped, strict=True))
    while waiting:
        string = waiting.pop()
        for word, turned in pairs:
            if (string & turned).bit_count() & 1 and (moved := string ^ word) not in known:
                known.add(moved)
                waiting.append(moved)
        if len(known) > _MOST_STRINGS or len(known) * len(words) > _MOST_STEPS:
            return False
    return True


def _unknown(name: str, words: str, detail: str) -> Shortcut:
    return Shortcut(name, None, words, detail, None, "")


def is_shorter(way: Shortcut, num_qubits: int) -> bool:
    """Is it proven, and shorter than the state vector?"""
    if not way.holds or way.bits is None:
        return False
    return way.name in ("clifford", "free_fermions") or way.bits < num_qubits


def columns(ways: Sequence[Shortcut]) -> Mapping[str, tuple[str | float | bool | None, ...]]:
    """The shortcuts as data."""
    return {
        "structure": tuple(way.name for way in ways),
        "holds": tuple(way.holds for way in ways),
        "bits": tuple(way.bits for way in ways),
        "why": tuple(f"{way.words} {way.detail}" for way in ways),
    }
