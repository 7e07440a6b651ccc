"""Gate calls → operations: names, angles, modifiers and broadcasting over registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import MAX_OPERATIONS, Operation
from qdesign.gates import gate
from qdesign.qasm import tree
from qdesign.qasm.definitions import Definitions
from qdesign.qasm.evaluate import angle, evaluate, integer, with_decimals
from qdesign.qasm.library import DEFINED, SPECIFIED, STANDARD
from qdesign.qasm.modifiers import Composites, NoPower, controlled, inverted, powered
from qdesign.qasm.names import decoded
from qdesign.qasm.numbers import Affine
from qdesign.qasm.operators import number
from qdesign.qasm.state import Meaning, Qubits, State

_MAX_CONTROLS: Final = 64
_MAX_MODIFIERS: Final = 32
_CACHED_ANGLES: Final = 100_000


class Caller:
    """Applies gate calls to a State."""

    def __init__(self, state: State, definitions: Definitions) -> None:
        self.state = state
        self.definitions = definitions
        self.composites = Composites(state.definitions, state.inverses)
        self.literals: dict[float, tuple[Angle]] = {}

    def meaning(self, name: str, offset: int) -> Meaning:
        """What the gate name stands for."""
        found = self.state.gates.get(name)
        if found is not None:
            return found
        if name in self.state.source.opaque:
            plain = decoded(name)
            self.state.source.unsupported("opaque", offset, f"Give the gate '{plain}' a body.")
        found = STANDARD.get(name)
        if self.state.source.major == 3:
            found = SPECIFIED.get(name, found)
        if found is None:
            self.state.source.invalid(
                f"there is no gate '{name}'. Define it with 'gate {name} … {{ … }}' before its "
                "first use, or use one of stdgates.inc or qelib1.inc.",
                offset,
            )
        if found.gate in DEFINED:
            self.state.definitions.setdefault(found.gate, DEFINED[found.gate])
        self.state.gates[name] = found
        return found

    def call(self, node: tree.Gate) -> None:
        """One gate call."""
        state = self.state
        generic = state.generic_gates.get(node.name)
        if generic is not None:
            self._check_angles(node, len(generic.node.angles))
            values = [number(state, evaluate(state, a), a.offset) for a in node.arguments]
            meaning, angles = self.definitions.instance(generic, values, node.offset)
        else:
            meaning = state.gates.get(node.name) or self.meaning(node.name, node.offset)
            self._check_angles(node, meaning.num_angles)
            angles = self._angles(node)
        if node.has_duration:
            state.source.unsupported("a gate with a duration", node.offset)
        has_phase = meaning.phase is not None and state.is_definition
        if node.modifiers or meaning.num_controls or not meaning.num_qubits or has_phase:
            self._modified(node, meaning, angles)
            return
        if meaning.extra or not meaning.keeps_angles:
            angles = (*angles, *meaning.extra) if meaning.keeps_angles else ()
        wires = self.wires(node.qubits)
        if len(wires) != meaning.num_qubits:
            self._wrong_wires(node, meaning.num_qubits)
        calls = self.broadcast(wires, node)
        state.reserve(len(calls) * meaning.size, node.offset)
        for chosen in calls:
            state.emit(Operation(meaning.gate, chosen, angles), node.offset, meaning.size)

    def _check_angles(self, node: tree.Gate, wanted: int) -> None:
        if len(node.arguments) != wanted:
            self.state.source.invalid(
                f"gate '{node.name}' takes {_count(wanted, 'angle')}, not {len(node.arguments)}.",
                node.offset,
            )

    def _angles(self, node: tree.Gate) -> tuple[Angle, ...]:
        arguments = node.arguments
        if not arguments:
            return ()
        if len(arguments) == 1 and type(argument := arguments[0]) is tree.Number:
            value = argument.value
            found = self.literals.get(value)
            if found is None:
                found = (angle(self.state, argument),)
                if len(self.literals) < _CACHED_ANGLES:
                    self.literals[value] = found
            return found
        if len(self.state.frames) > 1:
            return tuple([angle(self.state, argument) for argument in arguments])
        return self._known_angles(node)

    def _known_angles(self, node: tree.Gate) -> tuple[Angle, ...]:
        """Angles outside of every block, where the same few expressions occur again and again."""
        known = self.state.angles
        text = self.state.source.data[node.arguments[0].offset : node.end]
        found = known.get(text)
        if found is None:
            found = tuple([angle(self.state, argument) for argument in node.arguments])
            if len(known) < _CACHED_ANGLES:
                known[text] = found
        return found

    # wires

    def wires(self, operands: Sequence[tree.Expression]) -> list[int | tuple[int, ...]]:
        """Each operand's qubit, or its qubits where it is a register."""
        state = self.state
        frames = state.frames
        result: list[int | tuple[int, ...]] = []
        for operand in operands:
            if type(operand) is tree.At and len(frames) == 1:
                register = frames[0].get(operand.name)
                row = () if not isinstance(register, Qubits) or register.scalar else register.qubits
                if 0 <= operand.place < len(row):
                    result.append(row[operand.place])
                    continue
            value = evaluate(state, operand)
            if not isinstance(value, Qubits):
                state.source.invalid("a qubit is needed here.", operand.offset)
            result.append(value.qubits[0] if value.scalar else value.qubits)
        return result

    def broadcast(
        self, wires: Sequence[int | tuple[int, ...]], node: tree.Gate
    ) -> Sequence[tuple[int, ...]]:
        """The wires of each single call; registers of one size go together."""
        single = tuple([wire for wire in wires if isinstance(wire, int)])
        if len(single) == len(wires):
            self._distinct(single, node)
            return (single,)
        sizes = {len(wire) for wire in wires if not isinstance(wire, int)}
        if len(sizes) > 1:
            self.state.source.invalid(
                f"gate '{node.name}' on registers of sizes {', '.join(map(str, sorted(sizes)))}: "
                "give registers of one size, or single qubits.",
                node.offset,
            )
        size = sizes.pop()
        self.state.step(node.offset, size)
        calls = [tuple([w if isinstance(w, int) else w[k] for w in wires]) for k in range(size)]
        for chosen in calls:
            self._distinct(chosen, node)
        return calls

    def _distinct(self, chosen: tuple[int, ...], node: tree.Gate) -> None:
        if len(chosen) > 1 and len(set(chosen)) != len(chosen):
            twice = next(wire for wire in chosen if chosen.count(wire) > 1)
            self.state.source.invalid(
                f"gate '{node.name}' names the qubit {self._name(twice)} twice; "
                "each of its qubits must be another one.",
                node.offset,
            )

    def _name(self, wire: int) -> str:
        names = self.state.qubit_names
        return f"'{names[wire]}'" if wire < len(names) else f"number {wire}"

    def _wrong_wires(self, node: tree.Gate, wanted: int) -> None:
        self.state.source.invalid(
            f"gate '{node.name}' takes {_count(wanted, 'qubit')} here, not {len(node.qubits)}.",
            node.offset,
        )

    # modifiers

    def _modified(self, node: tree.Gate, meaning: Meaning, angles: tuple[Angle, ...]) -> None:
        state = self.state
        controls = meaning.num_controls
        wires = tuple(range(controls, meaning.num_qubits))
        angles = (*angles, *meaning.extra) if meaning.keeps_angles else ()
        first = Operation(meaning.gate, wires, angles, tuple(range(controls)))
        operations = [first]
        if meaning.phase is not None and (state.is_definition or _is_controlled(node)):
            formal = dict(zip(gate(meaning.gate).angles, angles, strict=True))
            phase = meaning.phase.substitute(formal)
            if not phase.is_zero:
                operations.append(Operation("gphase", (), (phase,)))
        size = meaning.num_qubits
        if len(node.modifiers) > _MAX_MODIFIERS:
            state.source.unsupported(
                f"a gate with {len(node.modifiers)} modifiers",
                node.offset,
                f"At most {_MAX_MODIFIERS} are taken.",
            )
        for modifier in reversed(node.modifiers):
            operations, added = self._modify(operations, modifier, meaning)
            size += added
        if len(node.qubits) != size:
            self._wrong_wires(node, size)
        weight = meaning.size if any(o.gate in state.definitions for o in operations) else 1
        calls = self.broadcast(self.wires(node.qubits), node) if node.qubits else ((),)
        state.reserve(len(calls) * len(operations) * weight, node.offset)
        for chosen in calls:
            for item in operations:
                self._emit(item, chosen, weight, node.offset)

    def _emit(self, item: Operation, wires: tuple[int, ...], weight: int, offset: int) -> None:
        state = self.state
        placed = replace(
            item,
            qubits=tuple([wires[q] for q in item.qubits]),
            controls=tuple([wires[q] for q in item.controls]),
            anticontrols=tuple([wires[q] for q in item.anticontrols]),
        )
        if item.gate == "gphase" and not placed.wires and not state.conditions:
            state.global_phase += item.angles[0]
            return
        state.emit(placed, offset, weight)

    def _modify(
        self, operations: list[Operation], modifier: tree.Modifier, meaning: Meaning
    ) -> tuple[list[Operation], int]:
        state = self.state
        if modifier.word in ("ctrl", "negctrl"):
            count = 1 if modifier.argument is None else integer(state, modifier.argument)
            if not 1 <= count <= _MAX_CONTROLS:
                state.source.invalid(
                    f"'{modifier.word}' takes 1 to {_MAX_CONTROLS} controls, not {count}.",
                    modifier.offset,
                )
            return controlled(operations, count, anti=modifier.word == "negctrl"), count
        if meaning.size > MAX_OPERATIONS or meaning.size * len(operations) > MAX_OPERATIONS:
            state.source.unsupported(
                f"a circuit of more than {MAX_OPERATIONS:,} operations", modifier.offset
            )
        if modifier.word == "inv":
            return inverted(operations, self.composites), 0
        exponent = self._exponent(modifier)
        try:
            return powered(operations, exponent, self.composites), 0
        except NoPower as error:
            state.source.unsupported(
                str(error),
                modifier.offset,
                "Whole powers, and any power of rotations, phases, x, y, z, h, sx and swap, "
                "are taken.",
            )

    def _exponent(self, modifier: tree.Modifier) -> Fraction:
        state, node = self.state, modifier.argument
        if node is None:
            state.source.invalid("'pow' needs an exponent.", modifier.offset)
        value = number(state, evaluate(state, with_decimals(node)), node.offset)
        if isinstance(value, Affine) and value.terms:
            state.source.symbolic("a power that depends on a parameter has no gates.", node.offset)
        if isinstance(value, Affine):
            state.source.unsupported("a power that depends on π", modifier.offset, "Give a number.")
        exponent = Fraction(value)
        if abs(exponent) > MAX_OPERATIONS:
            state.source.unsupported(
                f"a power of {value}", modifier.offset, f"At most {MAX_OPERATIONS:,} is taken."
            )
        return exponent


def _is_controlled(node: tree.Gate) -> bool:
    return any(modifier.word in ("ctrl", "negctrl") for modifier in node.modifiers)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
