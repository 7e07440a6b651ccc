"""`gate` definitions → composite gates, or generic gates that are worked out where they are called.

A body whose angles are affine in the formal ones becomes one composite gate with formal angles. Any
other, such as `rx(a*b)`, becomes one composite gate for each list of numbers it is called with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, NoReturn

from qdesign.angle import Angle, check_name
from qdesign.circuit import GateDefinition
from qdesign.errors import InvalidAngle, Unsupported
from qdesign.gates import ALIASES, GATES, find_gate
from qdesign.qasm import names, tree
from qdesign.qasm.library import equals_row
from qdesign.qasm.limits import Symbolic
from qdesign.qasm.numbers import Affine, Number, parameter, to_angle
from qdesign.qasm.state import GenericGate, Meaning, Qubits, State, Variable

_MAX_DEPTH: Final = 100
_STEPS: Final = 20  # a composite gate made anew takes as long as these


class Definitions:
    """Makes composite gates of a State; `run` reads a body into a State of its own."""

    def __init__(
        self, state: State, run: Callable[[State, Sequence[tree.Statement]], None]
    ) -> None:
        self.state = state
        self.run = run

    def define(self, node: tree.GateBody) -> None:
        """`gate name(angles) qubits { … }`."""
        state = self.state
        if len(state.frames) > 1 or state.enclosed:
            state.source.unsupported("a gate defined inside a block", node.offset)
        if not node.qubits:
            state.source.invalid(f"gate '{node.name}' has no qubits; it needs one.", node.offset)
        formal = (*node.angles, *node.qubits)
        if len(set(formal)) != len(formal):
            state.source.invalid(f"gate '{node.name}' names an argument twice.", node.offset)
        if node.name in state.generic_gates or names.decoded(node.name) in state.definitions:
            state.source.invalid(f"gate '{node.name}' is defined twice.", node.offset)
        try:
            definition, size, depth = self._read(node, {})
        except Symbolic as error:  # it may be called with numbers
            state.generic_gates[node.name] = GenericGate(
                node, None, {(None,) * len(node.angles): error}
            )
            return
        except Unsupported as error:  # it may never be called
            state.generic_gates[node.name] = GenericGate(node, error, {})
            return
        row = ALIASES.get(definition.name, definition.name)
        if find_gate(row) is not None and equals_row(definition, row):
            state.gates[node.name] = Meaning(row, len(node.angles), len(node.qubits))
            return
        name = definition.name
        while name in GATES or name in state.definitions:
            name += "_"
        state.definitions[name] = replace(definition, name=name)
        state.depths[name] = depth
        state.gates[node.name] = Meaning(name, len(node.angles), len(node.qubits), size=size)

    def instance(
        self, generic: GenericGate, values: Sequence[Number], offset: int
    ) -> tuple[Meaning, tuple[Angle, ...]]:
        """What a generic gate stands for where it is called with `values`, and the angles it takes.

        Numbers are put into the body; angles with parameters stay formal.
        """
        state, node = self.state, generic.node
        if generic.refused is not None:
            raise generic.refused
        key = tuple([None if _is_free(v) else _as_real(v) for v in values])
        free = [value for value in values if _is_free(value)]
        angles = tuple([to_angle(value) for value in free])
        meaning = generic.instances.get(key)
        if isinstance(meaning, Meaning):
            return meaning, angles
        if meaning is not None:
            self._not_affine(node, meaning, angles, offset)
        state.step(offset, _STEPS)
        given = {n: v for n, v in zip(node.angles, key, strict=True) if v is not None}
        try:
            definition, size, depth = self._read(node, given)
        except Symbolic as error:
            generic.instances[key] = error
            self._not_affine(node, error, angles, offset)
        name, count = definition.name, len(generic.instances)
        if count > 1:  # the first entry is why it is generic
            name = f"{definition.name}_{count}"
        while name in GATES or name in state.definitions:
            name += "_"
        state.definitions[name] = replace(definition, name=name)
        state.depths[name] = depth
        meaning = Meaning(name, len(free), len(node.qubits), size=size)
        generic.instances[key] = meaning
        return meaning, angles

    def _not_affine(
        self, node: tree.GateBody, error: Symbolic, angles: Sequence[Angle], offset: int
    ) -> NoReturn:
        cause = error.cause or error
        listed = dict.fromkeys(name for angle in angles for name in angle.parameters)
        self.state.source.symbolic(
            f"gate '{node.name[:60]}' is called with the free '{next(iter(listed), '')[:60]}', and "
            f"at line {cause.line}, column {cause.column} {cause.reason}",
            offset,
            cause,
        )

    def _read(
        self, node: tree.GateBody, given: Mapping[str, Number]
    ) -> tuple[GateDefinition, int, int]:
        """The definition under the name it was given, its expanded size, and how deep it nests.

        Angles that `given` names are these numbers; the others stay formal.
        """
        state = self.state
        inner = State(
            state.source,
            frames=[state.frames[0], {}],
            gates=state.gates,
            generic_gates=state.generic_gates,
            definitions=state.definitions,
            depths=state.depths,
            inverses=state.inverses,
            subroutines=state.subroutines,
            enclosed=f"gate '{node.name}'",
            is_definition=True,
            calls=state.calls,
            num_qubits=len(node.qubits),
            qubit_names=list(node.qubits),
            steps=state.steps,
            max_size=state.max_size,
            max_steps=state.max_steps,
        )
        formal = self._bind(inner, node, given)
        try:
            with inner.scope():
                self.run(inner, node.body)
        finally:
            state.steps = inner.steps
        for item in inner.operations:
            if item.gate in ("measure", "reset") or item.conditions:
                state.source.invalid(
                    f"gate '{node.name}' holds a measurement, reset or condition; "
                    "a gate may hold gates only.",
                    node.offset,
                )
        depth = 1 + max((state.depths.get(item.gate, 0) for item in inner.operations), default=0)
        if depth > _MAX_DEPTH:
            state.source.unsupported(
                f"a gate whose definition nests more than {_MAX_DEPTH} others", node.offset
            )
        definition = GateDefinition(
            names.decoded(node.name),
            len(node.qubits),
            tuple(inner.operations),
            formal,
            inner.global_phase,
        )
        return definition, max(inner.size, 1), depth

    def _bind(
        self, inner: State, node: tree.GateBody, given: Mapping[str, Number]
    ) -> tuple[str, ...]:
        """Declares qubits and angles for the body; the names of the angles that stay formal."""
        frame = inner.frames[1]
        kind = tree.Type(node.offset, "angle", None, None, ())
        for wire, name in enumerate(node.qubits):
            frame[name] = Qubits((wire,), True)
        plain = names.decoded_formals(node.angles)
        try:
            for name, decoded in zip(node.angles, plain, strict=True):
                value = given.get(name)
                free = parameter(decoded) if value is None else value
                frame[name] = Variable(free, kind, True)
            check_name(names.decoded(node.name))
        except InvalidAngle as error:
            inner.source.invalid(str(error), node.offset)
        return tuple([d for n, d in zip(node.angles, plain, strict=True) if n not in given])


def _is_free(value: Number) -> bool:
    return isinstance(value, Affine) and bool(value.terms)


def _as_real(value: Number) -> Number:
    """An angle's value: `a/2` is 1.5 where a is 3."""
    return value if isinstance(value, Affine) else Fraction(value)
