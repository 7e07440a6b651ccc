"""Backward light cones: which gates an observable can see, and which the first state can.

A gate drops out where it commutes with every Pauli string that the observable can become, or where
it turns the phase alone of the state that it meets. Both are proofs for all values. Strings are
kept by wire, one bit a string, so that a gate costs a few operations on whole numbers whatever
their count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from qdesign.analyze.symplectic import images
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.control import expand_controls
from qdesign.errors import NotUnitary
from qdesign.gates import GATES
from qdesign.operation import Item, Operation
from qdesign.pauli import Observable
from qdesign.zx.parts import pieces

_ROUNDS: Final = 4
_MOST_PARITY: Final = 10_000_000
"""Bits that are gone through for proofs by parity."""
_MOST_TURNS: Final = 25_000
"""Rotations whose strings are followed; further ones count as seen where they are reached."""
_MOST_OWNERS: Final = 20_000
_MOST_OWNED: Final = 400_000
"""Strings whose terms are looked up, before terms that are near are taken."""
_MOST_BITS: Final = 200_000_000
"""Bits of strings that are carried to the start, a byte each while they are turned around."""
Letter = tuple[int, bool, bool]
"""A qubit with X, with Z there; Y has both."""


@dataclass(frozen=True, slots=True)
class Part:
    """A Clifford gate, or a rotation exp(-iθ/2 P).

    Attributes:
        place: which item of the circuit it is of.
        gate, qubits: of a Clifford gate; a rotation has the gate `""`.
        letters: P of a rotation.
        angle: θ of a rotation.
    """

    place: int
    gate: str
    qubits: tuple[int, ...]
    letters: tuple[Letter, ...] = ()
    angle: Angle = Angle()

    @property
    def turns(self) -> int | None:
        """Of a rotation by a multiple of π/2, how many mod 4; None of others."""
        if self.angle.terms or not self.angle.is_clifford:
            return None
        return int(self.angle.pi * 2) % 4


@dataclass(frozen=True, slots=True)
class Cone:
    """What an observable can see of a circuit.

    Attributes:
        parts: of the circuit, in order.
        why: of each part why it can be left out; empty where it cannot.
        qubits: of each term how many qubits its expectation depends on.
        terms: the observable's Pauli strings, carried through the Clifford gates to the start.
        words: those of the rotations that are seen, alike; each string once. Bit q of a string is X
            on qubit q, bit n + q is Z. Both are None where that is too much.
    """

    parts: tuple[Part, ...]
    why: tuple[str, ...]
    qubits: tuple[int, ...]
    terms: tuple[int, ...] | None
    words: tuple[int, ...] | None


BY_COMMUTATION: Final = "it commutes with all that the observable becomes"
BY_SUPPORT: Final = "no term of the observable reaches it"
BY_PARITY: Final = "no Pauli string that it makes has a mean in the first state"
BY_START: Final = "it turns the phase alone of the state that it meets"


def parts_of(circuit: Circuit, ask: Callable[[], None] = lambda: None) -> tuple[Part, ...]:
    """The circuit as Clifford gates and rotations; measurements at its end are left out.

    Args:
        circuit: unitary, up to measurements at its end.
        ask: called before each gate; may raise.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
    """
    bare = circuit.without_final_measurements()
    if not bare.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end is not followed back "
            "from an observable. Remove them first."
        )
    found: list[Part] = []
    for place, item in enumerate(bare.operations):
        ask()
        for operation in _plain(bare, item):
            found.extend(_parts(place, operation))
    return tuple(found)


def _plain(circuit: Circuit, item: Item) -> Iterator[Operation]:
    if isinstance(item, Operation) and item.gate in GATES:
        yield from expand_controls(item)
        return
    for operation in circuit.with_operations([item]).plain_operations:
        yield from expand_controls(operation)


def _parts(place: int, operation: Operation) -> Iterator[Part]:
    row = GATES[operation.gate]
    if row.generator:
        named = zip(operation.qubits, reversed(row.generator), strict=True)
        letters = tuple((q, letter in "XY", letter in "YZ") for q, letter in named)
        yield Part(place, "", operation.qubits, letters, operation.angles[0])
        return
    for kind, qubits, angle in pieces(operation):
        if kind in ("rotation", "x_rotation"):
            is_x = kind == "x_rotation"
            letters = tuple([(q, is_x, not is_x) for q in qubits])
            yield Part(place, "", qubits, letters, angle)
        elif kind != "gphase":
            yield Part(place, kind, qubits)


class _Strings:
    """Pauli strings by wire: bit s of `x[q]` says whether string s has X or Y on qubit q."""

    def __init__(self, x: list[int], z: list[int], count: int) -> None:
        self.x, self.z, self.count = x, z, count

    def against(self, letters: Sequence[Letter]) -> int:
        """The strings that anticommute with one."""
        found = 0
        for qubit, has_x, has_z in letters:
            if has_x:
                found ^= self.z[qubit]
            if has_z:
                found ^= self.x[qubit]
        return found

    def multiply(self, chosen: int, letters: Sequence[Letter]) -> None:
        """Some strings times one, signs left out."""
        for qubit, has_x, has_z in letters:
            if has_x:
                self.x[qubit] ^= chosen
            if has_z:
                self.z[qubit] ^= chosen

    def add(self, letters: Sequence[Letter]) -> None:
        self.multiply(1 << self.count, letters)
        self.count += 1

    def conjugate(self, gate: str, qubits: tuple[int, ...], *, back: bool) -> int:
        """Every string under a Clifford gate; those that are other than they were."""
        of = images(gate)
        assert of is not None
        old = [self.x[q] for q in qubits] + [self.z[q] for q in qubits]
        new = [0] * len(old)
        for generator, image in enumerate(of.back if back else of.rows):
            for place in range(len(old)):
                if image >> place & 1:
                    new[place] ^= old[generator]
        size = len(qubits)
        for place, qubit in enumerate(qubits):
            self.x[qubit], self.z[qubit] = new[place], new[size + place]
        changed = 0
        for before, after in zip(old, new, strict=True):
            changed |= before ^ after
        for bits in of.flipped:
            changed |= self._like(old, bits)
        return changed

    def _like(self, columns: list[int], bits: int) -> int:
        every = (1 << self.count) - 1
        for place, column in enumerate(columns):
            every &= column if bits >> place & 1 else ~column
            if not every:
                break
        return every


class _Owners:
    """Of which terms strings come, as bits; all that are near once that takes too long."""

    def __init__(self, count: int, *, told: bool) -> None:
        few = told and count <= _MOST_OWNERS
        self._of: list[int] | None = [1 << term for term in range(count)] if few else None
        self._left = _MOST_OWNED

    def those_of(self, strings: int, near: int) -> int:
        """The terms of some strings, all of which are among those that are near."""
        if self._of is None or (strings.bit_count() > self._left):
            self._of = None
            return near
        self._left -= strings.bit_count()
        found = 0
        while strings and found != near:
            low = strings & -strings
            found |= self._of[low.bit_length() - 1]
            strings ^= low
        return found

    def add(self, terms: int) -> None:
        """The next string comes of these."""
        if self._of is not None:
            self._of.append(terms)


def cone(
    circuit: Circuit,
    observable: Observable,
    *,
    ask: Callable[[], None] = lambda: None,
) -> Cone:
    """What of a circuit the expectation from |0…0⟩ can depend on.

    Args:
        circuit: unitary, up to measurements at its end; any number of qubits.
        observable: on as many.
        ask: called before each gate; may raise.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
    """
    listed = parts_of(circuit, ask)
    why = [""] * len(listed)
    terms = _terms(observable)
    for _ in range(_ROUNDS):
        before = list(why)
        qubits, seen = _from_the_end(listed, why, terms, ask)
        if seen is None:
            return Cone(listed, tuple(why), qubits, None, None)
        _from_the_start(circuit.num_qubits, listed, why, ask)
        if why == before:
            break
    qubits, seen = _from_the_end(listed, why, terms, ask, told=True)
    if seen is not None:
        _by_parity(seen, terms.count, why, ask)
    if seen is None or 2 * circuit.num_qubits * seen[0].count > _MOST_BITS:
        return Cone(listed, tuple(why), qubits, None, None)
    carried = _carried(seen[0])
    words = dict.fromkeys(carried[terms.count :])
    return Cone(listed, tuple(why), qubits, tuple(carried[: terms.count]), tuple(words))


def _terms(observable: Observable) -> _Strings:
    text = "".join([label for label, _ in observable.terms]).encode("ascii")
    letters = np.frombuffer(text, dtype=np.uint8).reshape(-1, observable.num_qubits)
    columns: dict[str, list[int]] = {"X": [], "Z": []}
    for qubit in range(observable.num_qubits):
        column = letters[:, observable.num_qubits - 1 - qubit]
        for letter, found in columns.items():
            has = (column == ord(letter)) | (column == ord("Y"))
            packed = np.packbits(has, bitorder="little").tobytes()
            found.append(int.from_bytes(packed, "little"))
    return _Strings(columns["X"], columns["Z"], len(letters))


def _from_the_end(
    listed: Sequence[Part],
    why: list[str],
    terms: _Strings,
    ask: Callable[[], None],
    *,
    told: bool = False,
) -> tuple[tuple[int, ...], tuple[_Strings, tuple[int, ...]] | None]:
    """Marks parts that no string of the observable sees.

    Args:
        listed: the parts.
        why: why they are left out, which is added to.
        terms: the observable's strings.
        ask: called before each part.
        told: is it told of each term by itself how many qubits it needs?

    Returns:
        How many qubits each term needs; all strings carried to the start, the terms and then the
        rotations that are seen, with the part of each of these. None where these are too many:
        from there on all that is reached counts as seen.
    """
    added: list[int] = []
    owners = _Owners(terms.count, told=told)
    strings = _Strings(list(terms.x), list(terms.z), terms.count)
    reached = [x | z for x, z in zip(terms.x, terms.z, strict=True)]
    for k in range(len(listed) - 1, -1, -1):
        if why[k]:
            continue
        ask()
        part = listed[k]
        touched = 0
        for qubit in part.qubits:
            touched |= reached[qubit]
        if len(added) > _MOST_TURNS:
            if not touched:
                why[k] = BY_SUPPORT
                continue
            for qubit in part.qubits:
                reached[qubit] = touched
            continue
        if part.gate:
            changed = strings.conjugate(part.gate, part.qubits, back=True)
        else:
            changed = 0 if part.turns == 0 else strings.against(part.letters)
        if not changed:
            why[k] = BY_COMMUTATION if touched else BY_SUPPORT
            continue
        terms_of = owners.those_of(changed, touched)
        if not part.gate:
            _turned(strings, part, changed)
            if part.turns is None:
                owners.add(terms_of)
                added.append(k)
        for qubit in part.qubits:
            reached[qubit] |= terms_of
    found = (strings, tuple(added)) if len(added) <= _MOST_TURNS else None
    return _sizes(reached, terms.count), found


def _turned(strings: _Strings, part: Part, against: int) -> None:
    """Strings behind a rotation, to which they are not blind."""
    if part.turns is None:
        strings.add(part.letters)
    elif part.turns % 2:
        strings.multiply(against, part.letters)


def _from_the_start(
    num_qubits: int, listed: Sequence[Part], why: list[str], ask: Callable[[], None]
) -> None:
    """Marks rotations that commute with those before and fix the Clifford state up to a phase."""
    strings = _Strings([0] * num_qubits, [1 << q for q in range(num_qubits)], num_qubits)
    for k, part in enumerate(listed):
        if why[k]:
            continue
        if strings.count > num_qubits + _MOST_TURNS:
            return
        ask()
        if part.gate:
            strings.conjugate(part.gate, part.qubits, back=False)
        elif (against := strings.against(part.letters)) == 0:
            why[k] = BY_START
        else:
            _turned(strings, part, against)


def _by_parity(
    seen: tuple[_Strings, tuple[int, ...]], count: int, why: list[str], ask: Callable[[], None]
) -> None:
    """Marks rotations whose slope is a sum of means of strings that have none in |0…0⟩.

    The slope by θ of P is made of s and sP with earlier rotations, where s is a term with later
    ones that anticommutes with P. A string has a mean only without X and Y. Whether one can be so
    is a system over GF(2) that is linear in which rotations take part.
    """
    strings, added = seen
    num_qubits, many = len(strings.x), len(added)
    if many * many * count * num_qubits > _MOST_PARITY:
        return
    carried = _carried(strings)
    x = [string & ((1 << num_qubits) - 1) for string in carried]
    z = [string >> num_qubits for string in carried]
    against = [_against(strings, x[k], z[k]) for k in range(count + many)]
    moved: set[int] = set()
    for term in range(count):
        ask()
        reached = [term]
        for k in range(count, count + many):
            if any(against[k] >> other & 1 for other in reached):
                reached.append(k)
        for at, k in enumerate(reached[1:], start=1):
            if k not in moved and _has_mean(reached, at, x, against[k], 1 << num_qubits):
                moved.add(k)
    for place, part in enumerate(added, start=count):
        if place not in moved:
            why[part] = BY_PARITY


def _has_mean(
    reached: Sequence[int], at: int, x: Sequence[int], against: int, constraint: int
) -> bool:
    """Can a string that takes part in the slope by the rotation `reached[at]` have a mean?"""
    term, *later = [x[k] | constraint * (against >> k & 1) for k in reached[:at]]
    basis = _basis([*later, *(x[k] for k in reached[at:])])
    return _left(term ^ constraint, basis) == 0


def _against(strings: _Strings, x: int, z: int) -> int:
    """The strings that anticommute with the one of these bits by qubit."""
    places = range(len(strings.x))
    return strings.against([(q, bool(x >> q & 1), bool(z >> q & 1)) for q in places])


def _carried(strings: _Strings) -> list[int]:
    """Each string as an integer: bit q is X on qubit q, bit n + q is Z."""
    length = -(-strings.count // 8)
    columns = [*strings.x, *strings.z]
    raw = b"".join([column.to_bytes(length, "little") for column in columns])
    packed = np.frombuffer(raw, dtype=np.uint8).reshape(len(columns), length)
    bits = np.unpackbits(packed, axis=1, count=strings.count, bitorder="little")
    rows = np.packbits(bits.T, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in rows]


def _basis(vectors: Sequence[int]) -> dict[int, int]:
    basis: dict[int, int] = {}
    for vector in vectors:
        left = _left(vector, basis)
        if left:
            basis[left.bit_length()] = left
    return basis


def _left(vector: int, basis: Mapping[int, int]) -> int:
    """What the span leaves of a vector; 0 where it is in it."""
    while vector:
        row = basis.get(vector.bit_length())
        if row is None:
            return vector
        vector ^= row
    return 0


def _sizes(reached: Sequence[int], count: int) -> tuple[int, ...]:
    """Of each term on how many qubits its bit is set."""
    total = np.zeros(count, dtype=np.int64)
    length = -(-count // 8)
    for column in reached:
        packed = np.frombuffer(column.to_bytes(length, "little"), dtype=np.uint8)
        total += np.unpackbits(packed, count=count, bitorder="little")
    return tuple(total.tolist())
