"""Registers: named groups of wires and of classical bits, as programs declare them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from qdesign.errors import InvalidCircuit

_PLAIN: Final = {"qubits": "q", "clbits": "c"}
"""The register of each kind that holds what no other one does."""


class Register(NamedTuple):
    """A name, and the wires or classical bits that it groups, in its order."""

    name: str
    wires: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Registers:
    """A circuit's registers of both kinds, in the order of their declarations.

    Wires and bits that none of them holds are in one more, `q` or `c`. What that one says alone is
    not listed, so that circuits made with and without it are the same.
    """

    qubits: tuple[Register, ...] = ()
    clbits: tuple[Register, ...] = ()

    @staticmethod
    def of(
        qubits: Iterable[tuple[str, Iterable[int]]],
        clbits: Iterable[tuple[str, Iterable[int]]],
        num_qubits: int,
        num_clbits: int,
    ) -> Registers:
        """Registers as they were declared, but for those that are empty or share wires."""
        return Registers(
            _declared(qubits, _PLAIN["qubits"], num_qubits),
            _declared(clbits, _PLAIN["clbits"], num_clbits),
        )

    def check(self, num_qubits: int, num_clbits: int) -> None:
        """Do they fit a circuit?

        Raises:
            InvalidCircuit: two share a name or a wire, or one holds what is not there.
        """
        names = [register.name for register in (*self.qubits, *self.clbits)]
        if len(set(names)) < len(names):
            raise InvalidCircuit("Two registers have the same name. Give each its own.")
        for kind, listed, count in (
            ("qubits", self.qubits, num_qubits),
            ("classical bits", self.clbits, num_clbits),
        ):
            wires = [wire for register in listed for wire in register.wires]
            if len(set(wires)) < len(wires) or any(not 0 <= wire < count for wire in wires):
                raise InvalidCircuit(
                    f"Registers share {kind} or hold some that are not there. Each of the {count} "
                    "is in one register at most."
                )

    def all_qubits(self, count: int) -> tuple[Register, ...]:
        """Registers that hold each of `count` qubits once."""
        return _with_loose(self.qubits, count, _PLAIN["qubits"], self.clbits)

    def all_clbits(self, count: int) -> tuple[Register, ...]:
        """Registers that hold each of `count` classical bits once."""
        return _with_loose(self.clbits, count, _PLAIN["clbits"], self.qubits)

    def names(self, num_qubits: int) -> tuple[str, ...]:
        """What qubits are called by their registers; nothing where none has a name of its own."""
        if not self.qubits:
            return ()
        places = placed_in(self.all_qubits(num_qubits))
        return tuple(f"{places[k][0].name}[{places[k][1]}]" for k in range(num_qubits))

    def on_qubits(self, to: Callable[[int], int | None]) -> Registers:
        """The registers after qubits were moved or taken away; `to` gives the new place or None."""
        moved = (
            (name, tuple(new for new in map(to, wires) if new is not None))
            for name, wires in self.qubits
        )
        return Registers(tuple(Register(*each) for each in moved if each[1]), self.clbits)


def mapping(registers: Iterable[Register]) -> dict[str, tuple[int, ...]]:
    """Wires or bits by the name of their register, in order."""
    return dict(registers)


def outcome_text(bits: Sequence[int], registers: Sequence[Register]) -> str:
    """An outcome as Qiskit prints it.

    The last register comes first, with a blank between two; bit 0 of each is rightmost.

    Example:
        >>> outcome_text([0, 1, 1], [Register("a", (0, 1)), Register("b", (2,))])
        '1 10'
    """
    return " ".join(
        "".join("1" if bits[bit] else "0" for bit in reversed(wires))
        for _, wires in reversed(registers)
    )


def outcome_bits(text: str, registers: Sequence[Register]) -> list[int]:
    """The classical bits of an outcome.

    Example:
        >>> outcome_bits("1 10", [Register("a", (0, 1)), Register("b", (2,))])
        [0, 1, 1]
    """
    order = [bit for _, wires in registers for bit in wires]
    bits = [0] * len(order)
    for bit, digit in zip(order, reversed(text.replace(" ", "")), strict=True):
        bits[bit] = int(digit)
    return bits


def _declared(
    given: Iterable[tuple[str, Iterable[int]]], plain: str, count: int
) -> tuple[Register, ...]:
    held: set[int] = set()
    kept: list[Register] = []
    for name, wires in given:
        register = Register(name, tuple(wires))
        if register.wires and held.isdisjoint(register.wires):
            held.update(register.wires)
            kept.append(register)
    if kept == [Register(plain, tuple(range(count)))]:
        return ()
    return tuple(kept)


def _with_loose(
    named: tuple[Register, ...], count: int, plain: str, others: Iterable[Register]
) -> tuple[Register, ...]:
    held = {wire for register in named for wire in register.wires}
    loose = tuple(wire for wire in range(count) if wire not in held)
    if not loose:
        return named
    taken = {register.name for register in (*named, *others)}
    while plain in taken:
        plain += "_"
    return (*named, Register(plain, loose))


def placed_in(registers: Iterable[Register]) -> Mapping[int, tuple[Register, int]]:
    """By wire or bit: its register, and its place in it."""
    return {
        wire: (register, place)
        for register in registers
        for place, wire in enumerate(register.wires)
    }


def in_order(registers: Iterable[Register]) -> bool:
    """Do the registers list the wires from 0 on, one after the other?"""
    wires = [wire for register in registers for wire in register.wires]
    return wires == list(range(len(wires)))
