"""Programs: what the engine runs, as versioned bytes made of few kinds of operations.

The format is written down in docs/engine.md; extension/src/live/program.ts makes the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.formula import is_derived

VERSION: Final = 1
_PROGRAM_MAGIC: Final = b"QGDP"
_OBSERVABLE_MAGIC: Final = b"QGDO"
_MASK_BITS: Final = 32
_MATRIX_BYTES: Final = 64

_Angle = tuple[float, tuple[tuple[int, float], ...]]


class Kind(IntEnum):
    """What an operation does; the numbers are part of the format."""

    ROTATION = 0
    PHASE = 1
    MATRIX = 2
    FLIP = 3
    EXCHANGE = 4
    MEASURE = 5
    RESET = 6
    UNLESS = 7
    DEPOLARIZE = 8
    CHANNEL = 9
    MISREAD = 10


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled circuit.

    Attributes:
        data: the bytes that the engine reads.
        num_operations: operations in `data`, fewer or more than the circuit has gates.
        parameters: names of the free ones, in the order of the engine's values.
        derived: names of the derived ones, whose values the engine's follow.
        is_unitary: has it neither measurement, reset, condition nor channel?
        is_noisy: is it one to run as a Pauli-transfer vector?
    """

    data: bytes
    num_qubits: int
    num_clbits: int
    num_operations: int
    parameters: tuple[str, ...]
    is_unitary: bool
    is_noisy: bool = False
    derived: tuple[str, ...] = ()


@dataclass(slots=True)
class ProgramBuilder:
    """Collects operations and angle slots; `build` gives the program.

    Qubits and controls are bit masks: bit k is qubit k. A control is (mask, value): the operation
    acts where `index & mask == value`, so that a positive control has its bit in both and a
    negative one only in the mask.

    Example:
        >>> builder = ProgramBuilder(2, ["theta"])
        >>> builder.flip(0b01)
        >>> builder.rotation(builder.slot(0.5, {"theta": 2.0}), x=0b10, z=0)
        >>> builder.build().num_operations
        2
    """

    num_qubits: int
    parameters: Iterable[str] = ()
    num_clbits: int = 0
    _names: dict[str, int] = field(init=False)
    _slots: dict[_Angle, int] = field(init=False, default_factory=dict[_Angle, int])
    _matrices: dict[bytes, int] = field(init=False, default_factory=dict[bytes, int])
    _words: list[tuple[int, ...]] = field(init=False, default_factory=list[tuple[int, ...]])

    def __post_init__(self) -> None:
        self._names = {name: index for index, name in enumerate(self.parameters)}

    @property
    def num_operations(self) -> int:
        """How many operations were added so far."""
        return len(self._words)

    def operations(self) -> Iterator[tuple[Kind, int, int]]:
        """Kind, source and wires of each operation so far."""
        for kind, source, mask, _, x, z, *_ in self._words:
            yield Kind(kind), source, mask | x | z

    def constant(self, slot: int) -> float:
        """The constant of a slot."""
        return tuple(self._slots)[slot][0]

    def transfer(self, source: int) -> NDArray[np.float64]:
        """The Pauli-transfer matrix of a channel by its source, shape (4, 4)."""
        data = next(data for data, place in self._matrices.items() if place == source)
        return np.frombuffer(data, dtype="<f8").reshape(4, 4)

    @property
    def is_noisy(self) -> bool:
        """Has it channels so far?"""
        return any(words[0] >= Kind.DEPOLARIZE for words in self._words)

    def slot(self, constant: float, terms: Mapping[str, float] | None = None) -> int:
        """The slot of the angle constant + Σ coefficient × parameter, radians; equal ones share."""
        pairs = sorted((self._number(name), float(c)) for name, c in (terms or {}).items())
        return self._slots.setdefault((float(constant), tuple(pairs)), len(self._slots))

    def _number(self, name: str) -> int:
        """The place of a parameter's value; derived ones get theirs when they are first met."""
        if is_derived(name):
            return self._names.setdefault(name, len(self._names))
        return self._names[name]

    def rotation(self, slot: int, *, x: int, z: int, mask: int = 0, value: int = 0) -> None:
        """exp(-iθ/2 P): X where only `x` has a bit, Z where only `z` has, Y where both have."""
        self._add(Kind.ROTATION, slot, mask, value, x, z)

    def phase(self, slot: int, *, mask: int = 0, value: int = 0) -> None:
        """Amplitudes under the control times e^{iθ}; all of them when the mask is 0."""
        self._add(Kind.PHASE, slot, mask, value)

    def matrix(
        self, unitary: NDArray[np.complex128], target: int, *, mask: int = 0, value: int = 0
    ) -> None:
        """A fixed unitary, shape (2, 2), on the qubit numbered `target`."""
        # Adding 0 gives every zero the same sign, so that equal matrices have equal bytes.
        data = (np.asarray(unitary, dtype="<c16") + 0.0).tobytes()
        self._add(Kind.MATRIX, self._matrix(data), mask, value, 1 << target)

    def flip(self, wires: int, *, mask: int = 0, value: int = 0) -> None:
        """X on each qubit of `wires`."""
        self._add(Kind.FLIP, 0, mask, value, wires)

    def exchange(self, first: int, second: int, *, mask: int = 0, value: int = 0) -> None:
        """SWAP of the qubits numbered `first` and `second`."""
        self._add(Kind.EXCHANGE, 0, mask, value, 1 << first | 1 << second)

    def measure(self, qubit: int, clbit: int) -> None:
        """Measures a qubit in the computational basis into a classical bit."""
        self._add(Kind.MEASURE, 0, 0, 0, 1 << qubit, 0, clbit)

    def misread(self, clbit: int, one_for_zero: float, zero_for_one: float) -> None:
        """Turns a classical bit over with these probabilities, by what it holds."""
        self._add(Kind.MISREAD, self.slot(one_for_zero), 0, 0, 0, 0, clbit, self.slot(zero_for_one))

    def reset(self, qubit: int) -> None:
        """Takes a qubit to |0⟩, whatever it was."""
        self._add(Kind.RESET, 0, 0, 0, 1 << qubit)

    def unless(self, clbit: int, bit: int, skip: int) -> None:
        """Pass over the next `skip` operations unless the classical bit is `bit`."""
        self._add(Kind.UNLESS, bit, 0, 0, 0, 0, clbit, skip)

    def depolarize(self, wires: int, slot: int) -> None:
        """Every Pauli string that acts on `wires` times 1 - p, p the slot's constant."""
        self._add(Kind.DEPOLARIZE, slot, 0, 0, wires)

    def channel(self, transfer: NDArray[np.float64], qubit: int) -> None:
        """A channel on one qubit by its Pauli-transfer matrix, shape (4, 4), order I, X, Y, Z."""
        data = np.ascontiguousarray(transfer, dtype="<f8").tobytes()
        self._add(Kind.CHANNEL, self._matrix(data), 0, 0, 1 << qubit)

    def aside(self) -> ProgramBuilder:
        """A builder without operations that shares slots and matrices with this one."""
        other = ProgramBuilder(self.num_qubits, (), self.num_clbits)
        other._names, other._slots, other._matrices = self._names, self._slots, self._matrices
        return other

    def extend(self, aside: ProgramBuilder) -> None:
        """Add the operations of a builder made by `aside`."""
        self._words.extend(aside._words)

    def build(self) -> Program:
        """The program."""
        terms = [pair for _, pairs in self._slots for pair in pairs]
        offsets = np.cumsum([0, *(len(pairs) for _, pairs in self._slots)])
        header = struct.pack(
            "<4s9I",
            _PROGRAM_MAGIC,
            VERSION,
            self.num_qubits,
            self.num_clbits,
            len(self._names),
            len(self._slots),
            len(terms),
            sum(len(data) for data in self._matrices) // _MATRIX_BYTES,
            len(self._words),
            0,
        )
        parts = (
            header,
            np.array([constant for constant, _ in self._slots], dtype="<f8").tobytes(),
            np.array([coefficient for _, coefficient in terms], dtype="<f8").tobytes(),
            b"".join(self._matrices),
            offsets.astype("<u4").tobytes(),
            np.array([parameter for parameter, _ in terms], dtype="<u4").tobytes(),
            np.array(self._words, dtype="<u4").tobytes(),
        )
        return Program(
            data=b"".join(parts),
            num_qubits=self.num_qubits,
            num_clbits=self.num_clbits,
            num_operations=len(self._words),
            parameters=tuple(name for name in self._names if not is_derived(name)),
            derived=tuple(name for name in self._names if is_derived(name)),
            is_unitary=all(words[0] < Kind.MEASURE for words in self._words),
            is_noisy=self.is_noisy,
        )

    def _matrix(self, data: bytes) -> int:
        """The number of a matrix; one of a channel takes two places."""
        if data not in self._matrices:
            places = sum(len(known) for known in self._matrices) // _MATRIX_BYTES
            self._matrices[data] = places
        return self._matrices[data]

    def _add(
        self,
        kind: Kind,
        source: int,
        mask: int,
        value: int,
        x: int = 0,
        z: int = 0,
        clbit: int = 0,
        skip: int = 0,
    ) -> None:
        # The engine checks masks against its qubits; here they only have to fit their words.
        for number in (mask, value, x, z):
            if not 0 <= number < 1 << _MASK_BITS:
                raise InvalidRequest(
                    f"A program's masks have {_MASK_BITS} bits, and {number:#x} does not fit. "
                    "Use fewer qubits."
                )
        self._words.append((int(kind), source, mask, value, x, z, clbit, skip))


def encode_observable(num_qubits: int, terms: Iterable[tuple[int, int, float]]) -> bytes:
    """The bytes of a real Pauli sum from (x mask, z mask, coefficient) terms, Y in both masks."""
    given = np.fromiter(terms, dtype="<u4, <u4, <f8")
    x, z, coefficients = (given[name] for name in ("f0", "f1", "f2"))
    order = np.lexsort((z, x))
    header = struct.pack("<4s3I", _OBSERVABLE_MAGIC, VERSION, num_qubits, len(order))
    return b"".join((header, *(each[order].tobytes() for each in (coefficients, x, z))))


def encoded_flips(observable: bytes) -> NDArray[np.uint32]:
    """The x masks in the bytes of an observable, sorted, uint32, shape (terms,)."""
    (count,) = struct.unpack_from("<I", observable, 12)
    return np.frombuffer(observable, "<u4", count, 16 + 8 * count)
