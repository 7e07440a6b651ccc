"""An edited circuit → the program text that it was read from, changed only where the edits are.

Version, comments, registers, includes and the layout of lines without edits stay byte for byte.
What would be written is read and compared with the circuit before it counts; where it differs,
or where an edit has no line of its own, the program is written anew and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from qdesign.circuit import Circuit, Condition, GateDefinition
from qdesign.errors import NotConvertible, QdesignError
from qdesign.expansion import repeated
from qdesign.gates import GATES
from qdesign.operation import Operation
from qdesign.qasm import limits, lines, tree, writer, writer2
from qdesign.qasm.alignment import same_map
from qdesign.qasm.names import encoded, register_name
from qdesign.qasm.outline import Outline, Register, Statement, outline
from qdesign.qasm.reader import loads
from qdesign.qasm.redeclaring import redeclared, says
from qdesign.qasm.splicing import NotFaithful, plan
from qdesign.qasm.text import Formatter, composite_text, missing_rows, row_text


@dataclass(frozen=True, slots=True)
class Update:
    """Program text of an edited circuit.

    Attributes:
        text: reads back as the circuit, up to blocks.
        why: why it is written anew, in one sentence; empty where only lines of the edits changed.
    """

    text: str
    why: str = ""


def update(text: str, circuit: Circuit) -> Update:
    r"""The program text that `circuit` makes of the one that it was read from.

    Operations are known again by their ids, or by what they are and where they stand.

    Args:
        text: the program as it is, in OpenQASM 2 or 3; or comments alone, for a first program.
        circuit: what it denotes, edited.

    Raises:
        InvalidText, Unsupported: `text` cannot be read.
        NotConvertible, TooLarge: OpenQASM cannot say the circuit.

    Example:
        >>> text = "OPENQASM 3.0;\nqubit q; // the only one\nx  q; // flip\n"
        >>> print(update(text, Circuit.of(1, "x 0; h 0")).text)
        OPENQASM 3.0;
        qubit q; // the only one
        x  q; // flip
        h q;
        <BLANKLINE>
    """
    old = outline(text)
    circuit = circuit.placed()
    if limits.is_empty(text):
        return Update(_begun(text, circuit))
    gone = set(old.circuit.parameters).difference(circuit.parameters)
    is_declared = set(circuit.parameters) == set(old.circuit.parameters)
    if is_declared and says(old.circuit, circuit) and _is_same(old.circuit, circuit):
        return Update(text)
    why = ""
    # A parameter may still be named where no gate needs it; then its declaration stays.
    for without in (gone, set[str]()) if gone else (gone,):
        try:
            changed = _Splicer(_renamed(old, circuit), circuit, without).text()
            if text.startswith("\ufeff"):
                changed = "\ufeff" + changed
            read = loads(changed)
            if says(read, circuit) and _is_same(read, circuit):
                return Update(changed)
            why = "The program says this in another way than its lines can follow."
        except NotFaithful as error:
            why = str(error)
        except QdesignError:
            why = "The edit needs something that the program does not declare."
    return Update(_anew(circuit, old.source.major), why)


def _renamed(old: Outline, circuit: Circuit) -> Outline:
    """The text with the registers of the edited circuit, taken apart."""
    if says(old.circuit, circuit):
        return old
    text = redeclared(old, circuit, lambda now: _Splicer(now, now.circuit, set()).lines)
    return outline(text)


def _begun(comments: str, circuit: Circuit) -> str:
    """The circuit as the first program in a file that holds comments alone, which stay above it."""
    end = "" if comments.removeprefix("\ufeff") == "" or comments.endswith("\n") else "\n"
    return comments + end + writer.dumps3(circuit)


def _anew(circuit: Circuit, major: int) -> str:
    """The circuit as a program of its own, in the same version where that can say it."""
    if major == 2:
        try:
            text = writer2.dumps2(circuit)
            if _is_same(loads(text), circuit):
                return text
        except NotConvertible:
            pass
    return writer.dumps3(circuit)


def _is_same(a: Circuit, b: Circuit) -> bool:
    """Are they the same circuit, up to blocks and to gates and parameters that are not used?"""
    return (
        (a.num_qubits, a.num_clbits) == (b.num_qubits, b.num_clbits)
        and a.global_phase == b.global_phase
        and same_map(tuple(repeated(a.operations)), tuple(repeated(b.operations)))
        and _same_gates(a, b)
    )


def _same_gates(a: Circuit, b: Circuit) -> bool:
    mine, theirs = a.definitions, b.definitions
    return all(
        name in mine and name in theirs and _same_gate(mine[name], theirs[name])
        for name in _used_gates(b)
    )


def _used_gates(circuit: Circuit) -> set[str]:
    definitions = circuit.definitions
    found: set[str] = set()
    waiting = [item.gate for item in repeated(circuit.operations)]
    while waiting:
        name = waiting.pop()
        if name in definitions and name not in found:
            found.add(name)
            waiting.extend(item.gate for item in repeated(definitions[name].operations))
    return found


def _same_gate(a: GateDefinition, b: GateDefinition) -> bool:
    return (
        (a.num_qubits, a.parameters) == (b.num_qubits, b.parameters)
        and a.global_phase == b.global_phase
        and same_map(tuple(repeated(a.operations)), tuple(repeated(b.operations)))
    )


def _with_ids(old: Outline) -> list[Operation]:
    """The operations in the order of the text, with the ids that a document of theirs gives."""
    ids: dict[Operation, list[str]] = {}
    for item in repeated(old.circuit.placed().operations):
        ids.setdefault(item, []).append(item.id)
    # Equal operations stand on the same wires, and so in the same order in both.
    for listed in ids.values():
        listed.reverse()
    return [replace(item, id=ids[item].pop()) for item in repeated(old.circuit.operations)]


class _Splicer:
    """Writes the changes of one text; `gone` are the parameters whose declarations go."""

    def __init__(self, old: Outline, circuit: Circuit, gone: AbstractSet[str]) -> None:
        self.old, self.circuit, self.gone = old, circuit, gone
        self.is_2 = old.source.major == 2
        self.newline = lines.newline(old.data)
        self.edits: list[lines.Edit] = []
        self._check()
        written = writer2.WRITTEN if self.is_2 else writer.WRITTEN
        exactly = {} if self.is_2 else writer.EXACTLY
        self.formatter = Formatter(
            circuit,
            {**written, **old.gates},
            exactly={name: head for name, head in exactly.items() if name not in old.gates},
            ascii_only=self.is_2,
        )
        self.formatter.gates.update(old.gates)
        self.formatter.identifiers.update(old.inputs)
        self.taken = {*old.taken, *self.formatter.gates.values()}
        self.qubits = list(old.qubits)
        self.registers = list(old.registers)

    def _check(self) -> None:
        """What no line can follow."""
        circuit, old = self.circuit, self.old.circuit
        if circuit.num_qubits < old.num_qubits or circuit.num_clbits < old.num_clbits:
            raise NotFaithful("A wire that the program declares is gone.")
        if circuit.global_phase != old.global_phase:
            raise NotFaithful("The global phase is another one.")
        mine = old.definitions
        for name in _used_gates(circuit):
            if name in mine and not _same_gate(mine[name], circuit.definitions[name]):
                raise NotFaithful(f"The definition of gate '{name}' would have to change.")

    def text(self) -> str:
        new = tuple(repeated(self.circuit.operations))
        made = plan(self.old, _with_ids(self.old), new)
        written = [*made.inserted.values(), *made.replaced.values()]
        self._declare([item for items in written for item in items])
        for number, items in made.inserted.items():
            behind = number - 1
            while made.replaced.get(behind) == []:
                behind -= 1
            self._insert(behind, [line for item in items for line in self.lines(item)])
        for number, items in made.replaced.items():
            self._replace(self.old.statements[number], items)
        identifiers = {self.old.inputs[name] for name in self.gone}
        for start, end, node, _, _ in self.old.statements:
            if isinstance(node, tree.Declare) and node.word == "input" and node.name in identifiers:
                self.edits.append((*lines.without(self.old.data, start, end), b""))
        return lines.edited(self.old.data, self.edits).decode()

    # declarations

    def _declare(self, written: Sequence[Operation]) -> None:
        """Declares what the text lacks for what is written: parameters, gates, qubits, bits."""
        parameters = [name for name in self.circuit.parameters if name not in self.old.inputs]
        if parameters and self.is_2:
            raise NotFaithful("OpenQASM 2 has no free parameters.")
        self._head([f"input float[64] {self._free(self.formatter.rename(n))};" for n in parameters])
        self._define_gates(written)
        keyword = "qreg" if self.is_2 else "qubit"
        for name in self._names()[len(self.qubits) :]:
            word = self._free(encoded(name, ascii_only=self.is_2))
            self._head([f"{keyword} {word}[1];" if self.is_2 else f"{keyword} {word};"])
            self.qubits.append(f"{word}[0]" if self.is_2 else word)
        first, count = self.old.circuit.num_clbits, self.circuit.num_clbits
        if count > first:
            word = register_name("c", self.taken)
            size = count - first
            self._head([f"creg {word}[{size}];" if self.is_2 else f"bit[{size}] {word};"])
            self.registers.append(Register(word, tuple(range(first, count)), False))

    def _define_gates(self, written: Sequence[Operation]) -> None:
        known = writer2.KNOWN if self.is_2 else writer.KNOWN
        is_included = any(isinstance(item.node, tree.Include) for item in self.old.statements)
        if not is_included and self.old.gates.keys().isdisjoint(known):
            file = "qelib1.inc" if self.is_2 else "stdgates.inc"
            self._insert(-1, [f'include "{file}";'])
        mine = self.old.circuit.definitions
        new = [item for item in self.circuit.gates if item.name not in mine]
        known |= self.old.gates.keys()
        for name in missing_rows(written, new, known, exactly=self.formatter.exactly):
            self._head([row_text(name, self.formatter)])
        used = _used_gates(self.circuit)
        for item in self.circuit.gates:
            if item.name in used and item.name not in mine:
                self._head(composite_text(item, self.formatter, phase=not self.is_2))

    def _names(self) -> Sequence[str]:
        count = self.circuit.num_qubits
        return self.circuit.qubit_names or [f"q{k}" for k in range(count)]

    def _free(self, name: str) -> str:
        if name in self.taken:
            raise NotFaithful(f"The program uses the name '{name}' for something else.")
        self.taken.add(name)
        return name

    def _head(self, added: list[str]) -> None:
        """Puts declarations behind those that are there."""
        if added:
            self._insert(self.old.last_declaration(), added)

    # operations

    def lines(self, item: Operation) -> list[str]:
        """An operation in the words of the text."""
        text = self._call(item)
        if not item.conditions:
            return [text]
        if self.is_2:
            first, *more = item.conditions
            if more:
                raise NotFaithful("OpenQASM 2 has no condition on several values.")
            return [f"if ({self._condition(first)}) {text}"]
        opened = [f"if ({self._condition(c)}) {{" for c in item.conditions]
        return [f"{' '.join(opened)} {text} {' '.join('}' for _ in opened)}"]

    def _call(self, item: Operation) -> str:
        if item.gate != "measure":
            return self.formatter.call(item, self.qubits)
        qubit, bit = self.qubits[item.qubits[0]], self._bit(item.clbits[0])
        return f"measure {qubit} -> {bit};" if self.is_2 else f"{bit} = measure {qubit};"

    def _bit(self, bit: int) -> str:
        for name, bits, is_scalar in self.registers:
            if bit in bits:
                return name if is_scalar else f"{name}[{bits.index(bit)}]"
        raise NotFaithful("The program has no name for a classical bit.")

    def _condition(self, condition: Condition) -> str:
        bits, value, is_one = condition.clbits, condition.value, len(condition.clbits) == 1
        if not self.is_2 and is_one:
            return f"{'' if value == condition.equal else '!'}{self._bit(bits[0])}"
        if is_one and not condition.equal:
            value = 1 - value
        for name, held, is_scalar in self.registers:
            if held == bits and not is_scalar and (condition.equal or is_one):
                return f"{name} == {value}"
        raise NotFaithful("No register of the program says the condition.")

    # text

    def _insert(self, number: int, added: list[str]) -> None:
        """Puts lines behind a statement: on lines of their own where nothing else follows it."""
        if not added:
            return
        data = self.old.data
        if number < 0:
            found = limits.version_line(self.old.source.text)
            if found is None:
                raise NotFaithful("The program has no line to write behind.")
            start, end = (len(self.old.source.text[:at].encode()) for at in found)
        else:
            start, end = self.old.statements[number][:2]
        indent = lines.indent(self.old.data, start)
        rest = lines.behind(data, end)
        if rest is None:
            self.edits.append((end, end, b" " + " ".join(added).encode()))
            return
        put = b"".join(self.newline + indent + line.encode() for line in added)
        self.edits.append((rest, rest, put))

    def _replace(self, statement: Statement, items: Sequence[Operation]) -> None:
        start, end = statement.start, statement.end
        if items:
            if len(items) == 1 and len(statement.operations) == 1:
                angles = self._only_angles(statement, items[0])
                if angles is not None:
                    self.edits.append(angles)
                    return
            indent = lines.indent(self.old.data, start)
            written = [line.encode() for item in items for line in self.lines(item)]
            self.edits.append((start, end, (self.newline + indent).join(written)))
            return
        self.edits.append((*lines.without(self.old.data, start, end), b""))

    def _only_angles(self, statement: Statement, item: Operation) -> tuple[int, int, bytes] | None:
        """The edit of what stands in the parentheses, where that is all that changed."""
        node, old = statement.node, self.old.circuit.operations[statement.operations.start]
        if not isinstance(node, tree.Gate) or not isinstance(old, Operation):
            return None
        if replace(item, angles=old.angles) != old or item.gate not in GATES:
            return None
        head = re.compile(rb"\s*".join((re.escape(node.name.encode()), rb"\(", b"")))
        found = head.match(self.old.data, statement.start)
        if found is None or len(node.arguments) != len(item.angles):
            return None
        text = ", ".join(self.formatter.angle(angle) for angle in item.angles)
        return found.end(), self.old.place(node.end), text.encode()
