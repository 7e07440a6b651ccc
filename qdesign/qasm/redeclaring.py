"""Registers of an edited circuit → a program text whose declarations and names say them.

What else the text says is left as it is: `updating.py` follows from there. Registers are known
again by their names, those without one by their sizes, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from qdesign.circuit import Circuit
from qdesign.operation import Operation
from qdesign.qasm import lines, tree
from qdesign.qasm.names import encoded
from qdesign.qasm.outline import Outline, outline
from qdesign.qasm.splicing import NotFaithful
from qdesign.registers import Register, in_order

_TOKEN: Final = re.compile(
    rb"//[^\n]*|/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'"
    rb"|(?<![\w.@$\x80-\xff])(?P<word>[A-Za-z_\x80-\xff][\w\x80-\xff]*)",
    re.DOTALL,
)
_SIZE: Final = re.compile(rb"\[[^\[\]]*\]")


Writer = Callable[[Operation], list[str]]


def says(program: Circuit, circuit: Circuit) -> bool:
    """Has a program the registers of a circuit, as far as programs can have them?"""
    counts = (circuit.num_qubits, circuit.num_clbits)
    if program.num_qubits > counts[0] or program.num_clbits > counts[1]:
        return False
    return all(
        not in_order(wanted) or [each for each in held if each in wanted] == list(wanted)
        for held, wanted in zip(_all(program), _wanted(circuit), strict=True)
    )


def redeclared(old: Outline, circuit: Circuit, writer: Callable[[Outline], Writer]) -> str:
    """The text of `old` with the registers of `circuit`.

    Args:
        old: the program taken apart.
        circuit: the edited one.
        writer: how an operation is written in the words of a program.

    Raises:
        NotFaithful: its declarations cannot follow.
    """
    pairs = zip(_all(old.circuit), _wanted(circuit), strict=True)
    changes = [_Changes.of(*each) for each in pairs]
    text = _renamed(old, [pair for each in changes for pair in each.names])
    for each, is_bits in zip(changes, (False, True), strict=True):
        if each.is_any:
            now = outline(text)
            text = _Declarations(now, each, writer(now), is_bits=is_bits).text()
    return text


def _all(circuit: Circuit) -> tuple[tuple[Register, ...], tuple[Register, ...]]:
    declared = circuit.declared
    return declared.all_qubits(circuit.num_qubits), declared.all_clbits(circuit.num_clbits)


def _wanted(circuit: Circuit) -> tuple[tuple[Register, ...], tuple[Register, ...]]:
    """Those to be said; wires that no register names are declared one by one elsewhere."""
    declared, (qubits, clbits) = circuit.declared, _all(circuit)
    return declared.qubits or qubits, declared.clbits or clbits


@dataclass(frozen=True, slots=True)
class _Changes:
    """What becomes of the registers of one kind.

    Attributes:
        names: the old name and the new one of those that stay, in their old order.
        sizes: by the new names, in the new order.
        was: the old sizes of those that stay, by their new names.
        gone: those that go.
    """

    names: tuple[tuple[str, str], ...]
    sizes: Mapping[str, int]
    was: Mapping[str, int]
    gone: tuple[str, ...]

    @staticmethod
    def of(held: Sequence[Register], wanted: Sequence[Register]) -> _Changes:
        known = {each.name for each in wanted}
        lost = [each for each in held if each.name not in known]
        names = {each.name: each.name for each in held if each.name in known}
        for each in wanted:
            if each.name in names:
                continue
            alike = [one for one in lost if len(one.wires) == len(each.wires)]
            left = len(wanted) - len(names) == len(lost)
            found = alike[0] if alike else lost[0] if left and lost else None
            if found is not None:
                lost.remove(found)
                names[found.name] = each.name
        return _Changes(
            tuple((each.name, names[each.name]) for each in held if each.name in names),
            {each.name: len(each.wires) for each in wanted},
            {names[each.name]: len(each.wires) for each in held if each.name in names},
            tuple(each.name for each in lost),
        )

    @property
    def is_any(self) -> bool:
        """Is more changed than names?"""
        return bool(self.gone) or list(self.sizes.items()) != list(self.was.items())


def _renamed(old: Outline, names: Sequence[tuple[str, str]]) -> str:
    """The text with other words for registers, wherever they stand for these."""
    is_2 = old.source.major == 2
    words = {
        encoded(before, ascii_only=is_2).encode(): encoded(after, ascii_only=is_2)
        for before, after in names
        if before != after
    }
    for word in words.values():
        if word in old.taken and word.encode() not in words:
            raise NotFaithful(f"The program uses the name '{word}' for something else.")
    if not words:
        return old.source.text
    # Inside of gates and subroutines, the same words mean what is theirs.
    own = [s for s in old.statements if isinstance(s.node, (tree.GateBody, tree.Subroutine))]

    def change(found: re.Match[bytes]) -> bytes:
        word = found["word"]
        inside = any(each.start <= found.start() < each.end for each in own)
        after = None if word is None or inside else words.get(word)
        return found.group() if after is None else after.encode()

    return _TOKEN.sub(change, old.data).decode()


class _Declarations:
    """Writes the declarations of one kind anew, each in a place where one was."""

    def __init__(self, old: Outline, changes: _Changes, write: Writer, *, is_bits: bool) -> None:
        self.old, self.changes, self.write, self.is_bits = old, changes, write, is_bits
        self.is_2 = old.source.major == 2
        self.words = {
            name: encoded(name, ascii_only=self.is_2) for name in (*changes.sizes, *changes.gone)
        }

    def text(self) -> str:
        data, changes = self.old.data, self.changes
        places = self._places()
        stays = [name for name in changes.sizes if name in changes.was]
        if any(name not in places for name in (*stays, *changes.gone)):
            raise NotFaithful("A register is not declared by a statement of its own.")
        edits = [(*lines.without(data, *places[name]), b"") for name in changes.gone]
        edits += self._one_by_one()
        added = self._added()
        slots = sorted(places[name] for name in stays)
        for (start, end), name in zip(slots, stays, strict=True):
            first, last = places[name]
            words = self._resized(name, data[first:last]) + data[last : self._rest(last)]
            edits.append((start, self._rest(end), words + added.get(name, b"")))
        if "" in added:
            edits.append(self._first(added[""], slots))
        return lines.edited(data, edits).decode()

    def _places(self) -> dict[str, tuple[int, int]]:
        """Where the registers of this kind are declared, by name."""
        names = {word: name for name, word in self.words.items()}
        return {
            names[node.name]: (start, end)
            for start, end, node, _, _ in self.old.statements
            if isinstance(node, tree.Declare)
            and node.name in names
            and node.value is None
            and (node.type.word == "bit" if self.is_bits else node.word == "qubit")
        }

    def _added(self) -> dict[str, bytes]:
        """New declarations, by the register that they come behind; the first ones by nothing."""
        found: dict[str, bytes] = {}
        last = ""
        for name in self.changes.sizes:
            if name in self.changes.was:
                last = name
                continue
            line = lines.newline(self.old.data) + self._declaration(name)
            found[last] = found.get(last, b"") + line
        return found

    def _declaration(self, name: str) -> bytes:
        word, size = self.words[name], self.changes.sizes[name]
        if word in self.old.taken:
            raise NotFaithful(f"The program uses the name '{word}' for something else.")
        if self.is_2:
            return f"{'creg' if self.is_bits else 'qreg'} {word}[{size}];".encode()
        return f"{'bit' if self.is_bits else 'qubit'}[{size}] {word};".encode()

    def _resized(self, name: str, words: bytes) -> bytes:
        size = self.changes.sizes[name]
        if size == self.changes.was[name]:
            return words
        if not _SIZE.search(words):
            raise NotFaithful(f"'{self.words[name]}' is declared without a size.")
        return _SIZE.sub(b"[%d]" % size, words, count=1)

    def _one_by_one(self) -> list[lines.Edit]:
        """Statements on all of a register whose size changes, which has them no longer all."""
        was, sizes = self.changes.was, self.changes.sizes
        changed = {self.words[name].encode() for name in was if was[name] != sizes[name]}
        data, made = self.old.data, self.old.circuit.operations
        edits: list[lines.Edit] = []
        for start, end, _, operations, is_plain in self.old.statements:
            if len(operations) > 1 and is_plain and _whole(data[start:end], changed):
                items = made[operations.start : operations.stop]
                plain = [item for item in items if isinstance(item, Operation)]
                written = [line.encode() for item in plain for line in self.write(item)]
                between = lines.newline(data) + lines.indent(data, start)
                edits.append((start, end, between.join(written)))
        return edits

    def _first(self, words: bytes, slots: Sequence[tuple[int, int]]) -> lines.Edit:
        """Above the declarations of this kind, or behind all others."""
        last = self.old.last_declaration()
        if slots or last < 0:
            raise NotFaithful("A register would come before those that are declared.")
        stop = self._rest(self.old.statements[last].end)
        return stop, stop, words

    def _rest(self, end: int) -> int:
        """The end of a statement, with the comments behind it where nothing else follows."""
        rest = lines.behind(self.old.data, end)
        return end if rest is None else rest


def _whole(statement: bytes, words: Set[bytes]) -> bool:
    """Does a statement name one of some registers without a place in it?"""
    found = _TOKEN.finditer(statement)
    return any(
        each["word"] in words and not statement[each.end() :].lstrip().startswith(b"[")
        for each in found
    )
