"""What the templates share: checked sizes, and a list of operations that names its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import MAX_OPERATIONS, MAX_QUBITS, Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.operation import rewired
from qdesign.showing.tables import count

Pairs = tuple[tuple[int, int], ...]

COUPLINGS: Final = tuple(f"r{letter}{letter}" for letter in "xyz")
"""Rotations about XX, YY and ZZ: with one angle, an evolution of two spins."""


def check_size(num_qubits: int, layers: int, *, per_layer: int) -> None:
    """Refuses sizes that make no circuit, before anything is made.

    Args:
        num_qubits: 1 or more.
        layers: 1 or more.
        per_layer: how many operations one layer will have, at most.
    """
    for what, number in (("qubits", num_qubits), ("layers", layers)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequest(f"An ansatz has 1 or more {what}, not {number!r}.")
    if num_qubits > MAX_QUBITS or layers * per_layer > MAX_OPERATIONS:
        raise TooLarge(
            f"This ansatz on {num_qubits:,} qubits with {count(layers, 'layer')} is too large: "
            f"a circuit has at most {MAX_QUBITS:,} qubits and {MAX_OPERATIONS:,} operations."
        )


def moved(circuit: Circuit, by: int) -> tuple[Operation, ...]:
    """The gates of a circuit, so many qubits further."""
    flat = circuit.flat()
    place = {qubit: qubit + by for qubit in range(flat.num_qubits)}
    return tuple(rewired(operation, place) for operation in flat.plain_operations)


def ladder(num_qubits: int) -> Pairs:
    """(control, target) from the last qubit down: (n-1, n-2), …, (1, 0)."""
    return tuple((k + 1, k) for k in reversed(range(num_qubits - 1)))


class Sketch:
    """Operations in order; each new parameter is `name` with a running number."""

    def __init__(self, num_qubits: int, name: str = "theta") -> None:
        self.num_qubits = num_qubits
        self.name = name
        self.operations: list[Operation] = []
        self._count = 0

    def fresh(self) -> Angle:
        """A parameter that was not used before."""
        self._count += 1
        return Angle.parameter(f"{self.name}_{self._count - 1}")

    def add(self, gate: str, *qubits: int) -> None:
        """A gate without angle."""
        self.operations.append(Operation(gate, qubits))

    def turn(self, gate: str, *qubits: int) -> None:
        """A gate with one angle, a new parameter."""
        self.operations.append(Operation(gate, qubits, (self.fresh(),)))

    def together(self, gates: Iterable[str], *places: tuple[int, ...]) -> None:
        """Gates on each of some places, all by one new parameter."""
        angle = self.fresh()
        named = tuple(gates)
        self.operations.extend(Operation(gate, at, (angle,)) for at in places for gate in named)

    def alike(self, draw: Callable[[tuple[int, ...]], None], *places: tuple[int, ...]) -> None:
        """Draws the same on each of some places, with the same parameters."""
        start = self._count
        for at in places:
            self._count = start
            draw(at)

    def column(self, gates: Iterable[str], qubits: Iterable[int] | None = None) -> None:
        """Rotations with new parameters on each qubit, one gate after the other."""
        chosen = tuple(range(self.num_qubits) if qubits is None else qubits)
        for gate in gates:
            for qubit in chosen:
                self.turn(gate, qubit)

    def circuit(self) -> Circuit:
        """What was drawn, as a circuit."""
        return Circuit(self.num_qubits, tuple(self.operations))


def letters_of(label: str) -> list[tuple[int, str]]:
    """The letters of a Pauli string that are not I, each with its qubit, from qubit 0 on."""
    found: list[tuple[int, str]] = []
    rest = label.lstrip("I")
    while rest:
        found.append((len(rest) - 1, rest[0]))
        rest = rest[1:].lstrip("I")
    return found[::-1]


def placed_letters(letters: Mapping[int, str], num_qubits: int) -> str:
    """A Pauli string, rightmost letter qubit 0, from the letters on some qubits."""
    placed = ["I"] * num_qubits
    for qubit, letter in letters.items():
        placed[num_qubits - 1 - qubit] = letter
    return "".join(placed)


def most_gates(label: str) -> int:
    """How many gates `pauli_rotation` makes of a Pauli string, at most."""
    letters = label.replace("I", "")
    return 1 if len(letters) == 1 or letters in ("XX", "YY", "ZZ") else 4 * len(letters)


def pauli_rotation(label: str, angle: Angle) -> tuple[Operation, ...]:
    """exp(-i angle/2 P) for a Pauli string P: basis changes, a CX ladder, one RZ, and back.

    One letter is one rotation, two equal letters are one RXX, RYY or RZZ.

    Args:
        label: Qiskit order, rightmost letter on qubit 0; not all I.
        angle: affine angle.
    """
    letters = letters_of(label)
    qubits = tuple(q for q, _ in letters)
    kinds = {p for _, p in letters}
    if len(letters) == 1 or (len(letters) == 2 and len(kinds) == 1):
        name = "r" + "".join(p.lower() for _, p in letters)
        return (Operation(name, qubits, (angle,)),)
    before: list[Operation] = []
    after: list[Operation] = []
    for qubit, letter in letters:
        if letter == "X":
            before.append(Operation("h", (qubit,)))
            after.append(Operation("h", (qubit,)))
        elif letter == "Y":
            before.append(Operation("sx", (qubit,)))
            after.append(Operation("sxdg", (qubit,)))
    up = [Operation("cx", pair) for pair in pairwise(qubits)]
    turn = Operation("rz", (qubits[-1],), (angle,))
    return (*before, *up, turn, *reversed(up), *after)
