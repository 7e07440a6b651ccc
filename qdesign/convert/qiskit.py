"""Qiskit's `QuantumCircuit` ↔ `Circuit`: parameters by name, angles exact, composite gates kept.

One file, longer than most, because both directions share the names of gates and parameters and no
other file here may know Qiskit. Qiskit is imported when a function is called.
"""

# Qiskit has no types of its own: at this border its values are Any.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from qdesign.angle import Angle, to_rational
from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Item, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.convert.qiskit_conditions import branches
from qdesign.decisions import bits_of, groups, on_registers
from qdesign.errors import InvalidAngle, NotConvertible, TooLarge
from qdesign.expansion import Expander, repeated
from qdesign.formula import Affine, derived, is_derived
from qdesign.gates import FORMS, GATES, ROWS, definition, gate, matrix
from qdesign.kits import QISKIT
from qdesign.operation import collect_parameters, has_controls, under
from qdesign.registers import Register, Registers, in_order

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_MAX_OPERATIONS: Final = 1_000_000
_LARGEST_DIVISOR: Final = 1000
_ROWS: Final[Mapping[str, str]] = {
    name: row.name for row in ROWS if row.is_unitary for name in (row.name, *row.qiskit_names)
}
"""Rows by Qiskit's names of its standard gates."""

_CONJUGATE: Final = re.compile(r"\bconj\(")
_VECTOR_ELEMENT: Final = re.compile(r"(.+)\[(\d+)\]\Z")


# Qiskit → Circuit


def from_qiskit(circuit: QuantumCircuit) -> Circuit:
    """The circuit that a Qiskit circuit denotes, with its parameters by name.

    Affine angles stay exact. Gates with a definition of their own become composite gates; library
    gates that the table lacks become their definitions. Bits and qubits keep their numbers.

    Raises:
        NotConvertible: a part that has no counterpart, such as delays or while loops; it
            is named.
    """
    if not all(hasattr(circuit, part) for part in ("data", "num_clbits", "global_phase")):
        raise NotConvertible(
            f"A {type(circuit).__name__} is not a circuit of Qiskit. Give a QuantumCircuit."
        )
    reader = _Reader()
    operations = tuple(reader.items(circuit, _Places.of(circuit)))
    return Circuit(
        int(circuit.num_qubits),
        operations,
        num_clbits=int(circuit.num_clbits),
        gates=tuple(reader.definitions.values()),
        global_phase=to_angle(circuit.global_phase) + reader.phase,
        # Qiskit's parameters are those in use; an input of a program that is not is a variable.
        unused_parameters=tuple(
            str(variable.name)
            for variable in circuit.iter_input_vars()
            if type(variable.type).__name__ == "Float"
        ),
        **_names(circuit),
    )


def _names(circuit: QuantumCircuit) -> dict[str, Any]:
    """Registers as declared; qubits are called by them."""
    qubits = {bit: k for k, bit in enumerate(circuit.qubits)}
    clbits = {bit: k for k, bit in enumerate(circuit.clbits)}
    declared = Registers.of(
        ((str(each.name), (qubits[bit] for bit in each)) for each in circuit.qregs),
        ((str(each.name), (clbits[bit] for bit in each)) for each in circuit.cregs),
        len(qubits),
        len(clbits),
    )
    return {"declared": declared, "qubit_names": declared.names(len(qubits))}


def to_angle(value: Any) -> Angle:
    """The exact angle of a number or of a ParameterExpression.

    Of an affine one the coefficient of a parameter is the gradient along it; any other is read from
    its text. Points check that nothing was missed.

    Raises:
        NotConvertible: not real, or with a function that formulas do not have.
    """
    parameters = sorted(getattr(value, "parameters", ()), key=lambda p: p.name)
    if not parameters:
        return Angle(radians=_real(value))
    return _affine_angle(value, parameters) or _formula_angle(value, parameters)


def _affine_angle(value: Any, parameters: Sequence[Any]) -> Angle | None:
    """The angle where all gradients are numbers."""
    terms: list[tuple[str, Fraction]] = []
    for parameter in parameters:
        try:
            slope = value.gradient(parameter)
        except Exception:  # Qiskit raises what its own functions raise
            return None
        if getattr(slope, "parameters", None):
            return None
        terms.append((str(parameter.name), _coefficient(_real(slope))))
    start = _at(value, parameters, 0.0)
    if start is None:
        return None
    angle = Angle(radians=start, terms=tuple(terms))
    return angle if _agrees(angle, value, parameters) else None


def _formula_angle(value: Any, parameters: Sequence[Any]) -> Angle:
    """The angle from the expression's text, under names that every text can hold."""
    from qiskit.circuit import Parameter

    plain = {parameter: Parameter(f"p{k}") for k, parameter in enumerate(parameters)}
    text = _CONJUGATE.sub("(", str(value.subs(plain)))  # parameters are real
    try:
        found = Angle.parse(text)
        named = {f"p{k}": Angle.parameter(str(p.name)) for k, p in enumerate(parameters)}
        angle = found.substitute(named)
    except InvalidAngle as error:
        raise _no_formula(value) from error
    if not _agrees(angle, value, parameters):
        raise _no_formula(value)
    return angle


def _agrees(angle: Angle, value: Any, parameters: Sequence[Any]) -> bool:
    """Have both the same values at points, two at least?"""
    looked = 0
    for point in (0.7310585786, -1.9174128734, 0.3178261093, 0.0920173356):
        actual = _at(value, parameters, point)
        if actual is None:
            continue
        values = {str(p.name): point * (1 + 0.1 * k) for k, p in enumerate(parameters)}
        try:
            found = angle.at(values)
        except InvalidAngle:
            return False
        if abs(actual - found) > 1e-9 * max(1.0, abs(actual)):
            return False
        looked += 1
        if looked == 2:
            return True
    return False


def _at(value: Any, parameters: Sequence[Any], point: float) -> float | None:
    """The value at a point; None where it has no finite real one."""
    try:
        bound = value.bind({p: point * (1 + 0.1 * k) for k, p in enumerate(parameters)})
        return _real(bound)
    except Exception:  # Qiskit raises what its own functions raise
        return None


def _real(value: Any) -> float:
    number = complex(value.numeric() if hasattr(value, "numeric") else value)
    if number.imag != 0 or not math.isfinite(number.real):
        raise NotConvertible(f"The angle {value} is not a finite real number.")
    return number.real


def _coefficient(slope: float) -> Fraction:
    near = Fraction(slope).limit_denominator(_LARGEST_DIVISOR)
    return near if float(near) == slope else to_rational(slope)


def _no_formula(value: Any) -> NotConvertible:
    return NotConvertible(
        f"The angle '{value}' is not read: sums, products, quotients, powers, sin, cos, tan, their "
        "inverses, exp, log, sqrt and abs of parameters are. Name the whole expression as a "
        "parameter of its own."
    )


class _Places:
    """Where the bits of a Qiskit (sub)circuit are in the outermost one."""

    def __init__(
        self, circuit: QuantumCircuit, qubits: Sequence[int], clbits: Sequence[int]
    ) -> None:
        self.qubit = dict(zip(circuit.qubits, qubits, strict=True))
        self.clbit = dict(zip(circuit.clbits, clbits, strict=True))

    @staticmethod
    def of(circuit: QuantumCircuit) -> _Places:
        return _Places(circuit, range(circuit.num_qubits), range(circuit.num_clbits))

    def inner(self, circuit: QuantumCircuit, instruction: Any) -> _Places:
        """The places of a body, whose bits go with the instruction's in order."""
        qubits = [self.qubit[q] for q in instruction.qubits]
        clbits = [self.clbit[c] for c in instruction.clbits]
        return _Places(circuit, qubits, clbits)


class _Reader:
    """Converts instructions; collects composite gates and global phases on the way."""

    def __init__(self) -> None:
        self.definitions: dict[str, GateDefinition] = {}
        self.phase = Angle()
        self.count = 0

    def items(self, circuit: QuantumCircuit, places: _Places) -> Iterator[Item]:
        for instruction in circuit.data:
            self.count += 1
            if self.count > _MAX_OPERATIONS:
                raise TooLarge(f"The circuit has more than {_MAX_OPERATIONS:,} operations.")
            yield from self._instruction(instruction, places)

    def _instruction(self, instruction: Any, places: _Places) -> Iterator[Item]:
        operation = instruction.operation
        name = str(operation.name)
        qubits = tuple(places.qubit[q] for q in instruction.qubits)
        clbits = tuple(places.clbit[c] for c in instruction.clbits)
        if name == "measure":
            yield Operation("measure", qubits, clbits=clbits)
        elif name == "barrier":
            yield Operation("barrier", qubits)
        elif name == "reset":
            yield Operation("reset", qubits)
        elif name in ("if_else", "switch_case"):
            yield from self._branches(instruction, places)
        elif name == "for_loop":
            yield from self._for_loop(instruction, places)
        elif name == "box":
            body = operation.blocks[0]
            self.phase += to_angle(body.global_phase)
            yield from self.items(body, places.inner(body, instruction))
        else:
            yield from self._gate(operation, qubits, clbits)

    # gates

    def _gate(
        self, operation: Any, qubits: tuple[int, ...], clbits: tuple[int, ...] = ()
    ) -> Iterator[Item]:
        from qiskit.circuit import AnnotatedOperation, ControlledGate

        name = str(operation.name)
        if isinstance(operation, AnnotatedOperation):
            yield from self._gate(_plain(operation), qubits)
            return
        if isinstance(operation, ControlledGate) and _has_one_base(operation):
            yield from self._controlled(operation, qubits)
            return
        row = _ROWS.get(name)
        if row is not None and _is_row(operation):
            angles = tuple(to_angle(p) for p in operation.params)
            if row == "gphase":
                self.phase += angles[0]
            else:
                yield Operation(row, qubits, angles)
            return
        inner = _definition_of(operation)
        if _is_composite(operation) and not clbits:
            composite = self._composite(name, inner)
            if composite is not None:
                formal = composite.parameters
                yield Operation(composite.name, qubits, tuple(Angle.parameter(n) for n in formal))
                return
        self.phase += to_angle(inner.global_phase)
        yield from self.items(inner, _Places(inner, qubits, clbits))

    def _composite(self, name: str, inner: QuantumCircuit) -> GateDefinition | None:
        """A definition equal to `inner`, known or new; None where it is not unitary."""
        if inner.num_clbits or not inner.num_qubits:
            return None
        outer = self.phase
        self.phase = Angle()
        items = tuple(self.items(inner, _Places.of(inner)))
        phase, self.phase = self.phase + to_angle(inner.global_phase), outer
        if any(isinstance(i, Operation) and i.gate in ("measure", "reset") for i in items):
            return None
        seen: dict[str, None] = {}
        collect_parameters(items, seen)
        formal = tuple(dict.fromkeys((*seen, *phase.parameters)))
        fresh = GateDefinition(name, int(inner.num_qubits), items, formal, phase)
        tried, count = name, 0
        while tried in GATES or tried in self.definitions:
            fresh = replace(fresh, name=tried)
            if self.definitions.get(tried) == fresh:
                return fresh
            count += 1
            tried = f"{name}_{count}"
        fresh = replace(fresh, name=tried)
        self.definitions[tried] = fresh
        return fresh

    def _controlled(self, operation: Any, qubits: tuple[int, ...]) -> Iterator[Item]:
        """A gate with further controls, closed (1) or open (0)."""
        count = int(operation.num_ctrl_qubits)
        state = int(operation.ctrl_state)
        controls = tuple(q for k, q in enumerate(qubits[:count]) if state >> k & 1)
        anticontrols = tuple(q for k, q in enumerate(qubits[:count]) if not state >> k & 1)
        inner = _Reader()
        inner.definitions = self.definitions
        base = operation.base_gate
        if str(base.name) == "u" and len(operation.params) == 4:
            # The fourth angle of CU is a phase of the control; its base gate has no place for it.
            *angles, phase = (to_angle(p) for p in operation.params)
            inner.phase = phase
            parts: list[Item] = [Operation("u", qubits[count:], tuple(angles))]
        else:
            parts = list(inner._gate(base, qubits[count:]))
        if not inner.phase.is_zero:
            parts.insert(0, Operation("gphase", (), (inner.phase,)))
        for part in parts:
            assert isinstance(part, Operation)
            form = FORMS.get((part.gate, len(controls)))
            if form is not None and not anticontrols and not part.controls:
                yield replace(part, gate=form, qubits=controls + part.qubits)
                continue
            yield under(part, controls=controls, anticontrols=anticontrols)

    # control flow

    def _branches(self, instruction: Any, places: _Places) -> Iterator[Item]:
        written: list[Operation] = []
        deciding: set[int] = set()
        for decision, body in branches(instruction.operation, places.clbit):
            deciding.update(bits_of(decision))
            for conditions in decision.terms:
                for item in self.items(body, places.inner(body, instruction)):
                    written.extend(_conditioned(item, conditions))
        if any(deciding.intersection(item.clbits) for item in written[:-1]):
            raise NotConvertible(
                "A branch measures into a bit of its own condition and goes on. "
                "Measure into another bit."
            )
        yield from written

    def _for_loop(self, instruction: Any, places: _Places) -> Iterator[Item]:
        indices, parameter, body = instruction.operation.params
        values = [float(index) for index in indices]
        if len(values) > _MAX_OPERATIONS:
            raise TooLarge(f"A loop repeats more than {_MAX_OPERATIONS:,} times.")
        inner = _Reader()
        inner.definitions = self.definitions
        items = tuple(inner.items(body, places.inner(body, instruction)))
        phase = inner.phase + to_angle(body.global_phase)
        if parameter is None:
            self.phase += phase * len(values)
            yield Block(items, count=len(values), name="")
            return
        flat = Circuit(
            1 + max((w for item in items for w in item.wires), default=0),
            items,
            num_clbits=1 + max(places.clbit.values(), default=0),
            gates=tuple(self.definitions.values()),
        )
        self.count += len(items) * len(values)
        if self.count > _MAX_OPERATIONS:
            raise TooLarge(f"The circuit has more than {_MAX_OPERATIONS:,} operations.")
        for value in values:
            here = {str(parameter.name): Angle.of(value)}
            self.phase += phase.substitute(here)
            yield from flat.substitute(here).operations


def _plain(operation: Any) -> Any:
    """A gate with modifiers as a gate."""
    from qiskit.circuit import ControlModifier, InverseModifier, PowerModifier

    gate = operation.base_op
    for modifier in operation.modifiers:
        if isinstance(modifier, InverseModifier):
            gate = gate.inverse()
        elif isinstance(modifier, ControlModifier):
            gate = gate.control(
                modifier.num_ctrl_qubits, ctrl_state=modifier.ctrl_state, annotated=False
            )
        elif isinstance(modifier, PowerModifier):
            gate = gate.power(modifier.power)
    return gate


def _is_row(operation: Any) -> bool:
    """Is it the row of its name: one of Qiskit's own classes, or with the row's matrix?"""
    row = _ROWS.get(str(operation.name))
    if row is None or len(operation.params) != len(GATES[row].angles):
        return False
    count = getattr(operation, "num_ctrl_qubits", None)
    if count is not None and int(operation.ctrl_state) != (1 << int(count)) - 1:
        return False
    if _class_of(operation).__module__.startswith("qiskit.circuit.library.standard_gates"):
        return True
    if operation.params or operation.num_qubits != GATES[row].num_qubits:
        return False
    from qiskit.exceptions import QiskitError
    from qiskit.quantum_info import Operator

    try:
        actual = Operator(operation).data
    except QiskitError:
        return False
    return bool(np.allclose(actual, matrix(row), atol=1e-12))


def _has_one_base(operation: Any) -> bool:
    """Is it one base gate with controls, and no row? Qiskit's MCMT repeats its base."""
    count = int(operation.num_ctrl_qubits) + int(operation.base_gate.num_qubits)
    return count == operation.num_qubits and not _is_row(operation)


def _class_of(operation: Any) -> type:
    """The class that a gate was written as; Qiskit's shared instances have hidden ones."""
    return getattr(operation, "base_class", type(operation))


def _is_composite(operation: Any) -> bool:
    """Was it made by a person, with a name that says something?"""
    from qiskit.circuit import Gate, Instruction

    return _class_of(operation) in (Gate, Instruction)


def _definition_of(operation: Any) -> QuantumCircuit:
    inner = getattr(operation, "definition", None)
    if inner is None and str(operation.name) == "permutation":
        from qiskit.synthesis import synth_permutation_basic

        inner = synth_permutation_basic(operation.pattern)
    if inner is None:
        raise NotConvertible(
            f"Qiskit's '{operation.name}' has no counterpart here and no definition. "
            "Replace it by gates, measurement, reset, barrier, if or for."
        )
    return cast("QuantumCircuit", inner)


def _conditioned(item: Item, conditions: tuple[Condition, ...]) -> Iterator[Operation]:
    if isinstance(item, Block):
        for _ in range(item.count):
            for inner in item.operations:
                yield from _conditioned(inner, conditions)
        return
    yield under(item, conditions=conditions)


# Circuit → Qiskit


def to_qiskit(circuit: Circuit) -> QuantumCircuit:
    """The Qiskit circuit that a circuit denotes.

    Parameters keep their names; `θ[0]` becomes an element of a ParameterVector. Composite gates
    become gates with a definition; blocks are written out.

    Raises:
        TooLarge: blocks repeat to more than a million operations.
    """
    with QISKIT.needed_by("Writing for Qiskit"):
        from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
        from qiskit.circuit import Clbit, Qubit

    circuit = as_circuit(circuit)
    result = QuantumCircuit()
    for make, kind, registers in (
        (QuantumRegister, Qubit, circuit.declared.all_qubits(circuit.num_qubits)),
        (ClassicalRegister, Clbit, circuit.declared.all_clbits(circuit.num_clbits)),
    ):
        _add(result, make, kind, registers)
    writer = _Writer(circuit)
    result.global_phase = writer.expression(circuit.global_phase)
    writer.write(result, circuit.operations)
    return result


def _add(result: QuantumCircuit, make: Any, kind: Any, registers: Sequence[Register]) -> None:
    if in_order(registers):
        for name, wires in registers:
            result.add_register(make(len(wires), name))
        return
    # Bits keep their numbers.
    bits = [kind() for each in registers for _ in each.wires]
    result.add_bits(bits)
    for name, wires in registers:
        result.add_register(make(name=name, bits=[bits[wire] for wire in wires]))


class _Writer:
    """Adds operations to Qiskit circuits, with one Parameter object a name."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.registers = [wires for _, wires in circuit.declared.all_clbits(circuit.num_clbits)]
        self.parameters = _parameters(circuit.parameters)
        self.expressions: dict[Angle, Any] = {}
        self.composites: dict[str, tuple[QuantumCircuit, list[Any]]] = {}
        self.with_barriers: set[str] = set()
        for item in circuit.gates:
            self._define(item)

    def expression(self, angle: Angle) -> Any:
        """A float, or Qiskit's expression."""
        if not angle.terms:
            return angle.at({})
        known = self.expressions.get(angle)
        if known is None:
            known = self.expressions[angle] = self._sum(angle)
        return known

    def _sum(self, angle: Angle) -> Any:
        total: Any = None
        for name, coefficient in angle.terms:
            part: Any = self._symbol(name)
            if coefficient.denominator > _LARGEST_DIVISOR:
                part = part * float(coefficient)
            else:
                part = part * coefficient.numerator if coefficient.numerator != 1 else part
                part = part / coefficient.denominator if coefficient.denominator != 1 else part
            total = part if total is None else total + part
        constant = Angle(angle.pi, angle.radians).at({})
        return total + constant if constant else total

    def _symbol(self, name: str) -> Any:
        """A Parameter, or the expression of a formula of them."""
        if not is_derived(name):
            return self.parameters[name]
        formula = derived(name)
        parts = [self._affine(part) for part in formula.operands]
        if formula.operation == "**":
            return parts[0] ** parts[1]
        if formula.operation == "sqrt":
            return parts[0] ** 0.5
        if formula.operation == "abs":
            return abs(parts[0])
        if formula.operation != "*":
            function = formula.operation
            inverse = function in ("asin", "acos", "atan")
            return getattr(parts[0], f"arc{function[1:]}" if inverse else function)()
        product: Any = 1
        for part in parts:
            product = product * part
        for part in formula.divisors:
            product = product / self._affine(part)
        return product

    def _affine(self, value: Affine) -> Any:
        return self.expression(Angle(value.pi, float(value.number), value.terms))

    def write(self, target: QuantumCircuit, items: Iterable[Item]) -> None:
        if any(isinstance(item, Block) for item in items):
            plain = replace(self.circuit, operations=tuple(items), gates=_empty(self.circuit.gates))
            if plain.num_operations > _MAX_OPERATIONS:
                raise TooLarge(f"The blocks repeat to more than {_MAX_OPERATIONS:,} operations.")
        for conditions, group in groups(repeated(items)):
            with ExitStack() as stack:
                for condition in self._simple(conditions):
                    self._open(target, condition, stack)
                for operation in group:
                    self._append(target, operation)

    def _simple(self, conditions: tuple[Condition, ...]) -> Iterator[Condition]:
        """The same, each on a register or a bit as long as it says that these hold a value."""
        for condition in conditions:
            if condition.equal:
                yield from on_registers((condition,), self.registers).terms[0]
            else:
                yield condition

    def _open(self, target: QuantumCircuit, condition: Condition, stack: ExitStack) -> None:
        if condition.equal or len(condition.clbits) == 1:
            wanted = condition.value if condition.equal else 1 - condition.value
            stack.enter_context(target.if_test((self._held(target, condition), wanted)))
            return
        (parts,) = on_registers((replace(condition, equal=True),), self.registers).terms
        if len(parts) == 1:
            opened = target.if_test((self._held(target, parts[0]), parts[0].value))
        else:
            opened = target.if_test(self._all(target, parts))
        with opened as otherwise:
            pass
        stack.enter_context(otherwise)

    def _held(self, target: QuantumCircuit, condition: Condition) -> Any:
        """The bit or the register that it reads; another register would change what is counted."""
        if len(condition.clbits) == 1:
            return target.clbits[condition.clbits[0]]
        return target.cregs[self.registers.index(condition.clbits)]

    def _all(self, target: QuantumCircuit, parts: tuple[Condition, ...]) -> Any:
        from qiskit.circuit.classical import expr

        return reduce(
            expr.logic_and,
            (
                expr.equal(self._held(target, part), part.value)
                if len(part.clbits) > 1
                else expr.lift(self._held(target, part))
                if part.value
                else expr.logic_not(self._held(target, part))
                for part in parts
            ),
        )

    def _append(self, target: QuantumCircuit, operation: Operation) -> None:
        name = operation.gate
        if name == "measure":
            target.measure(operation.qubits[0], operation.clbits[0])
        elif name == "reset":
            target.reset(operation.qubits[0])
        elif name == "barrier":
            target.barrier(*operation.qubits)
        elif has_controls(operation) and name in self.with_barriers:
            # Qiskit controls no barrier; here it stays, without control.
            expander = Expander({gate.name: gate for gate in self.circuit.gates})
            for part in expander.expand((operation,)):
                self._append(target, part)
        else:
            target.append(self._gate(operation), list(operation.wires))

    def _gate(self, operation: Operation) -> Any:
        from qiskit.circuit import Gate

        angles = [self.expression(angle) for angle in operation.angles]
        composite = self.composites.get(operation.gate)
        if composite is not None:
            inner, formal = composite
            used = set(inner.parameters)
            values = {p: a for p, a in zip(formal, angles, strict=True) if p in used}
            bound = inner.assign_parameters(values)
            # Not `to_gate`, which takes no barriers.
            gate = Gate(operation.gate, bound.num_qubits, list(bound.parameters))
            gate.definition = bound
        else:
            gate = _maker(operation.gate)(*angles)
        controls, anticontrols = len(operation.controls), len(operation.anticontrols)
        if controls or anticontrols:
            gate = gate.control(
                controls + anticontrols, ctrl_state=(1 << controls) - 1, annotated=False
            )
        return gate

    def _define(self, item: GateDefinition) -> None:
        from qiskit import QuantumCircuit
        from qiskit.circuit import Parameter

        formal = [Parameter(f"{name} of {item.name}") for name in item.parameters]
        outer, expressions = self.parameters, self.expressions
        self.parameters = {**outer, **dict(zip(item.parameters, formal, strict=True))}
        self.expressions = {}
        inner = QuantumCircuit(item.num_qubits, name=item.name)
        inner.global_phase = self.expression(item.global_phase)
        self.write(inner, item.operations)
        self.parameters, self.expressions = outer, expressions
        self.composites[item.name] = (inner, formal)
        if any(
            o.gate == "barrier" or o.gate in self.with_barriers for o in repeated(item.operations)
        ):
            self.with_barriers.add(item.name)


@cache
def _maker(name: str) -> Callable[..., Any]:
    """How to make a row's gate at some angles."""
    from qiskit.circuit import QuantumCircuit, library

    row = gate(name)
    if row.qiskit and not row.qiskit_inverse:
        return cast("Callable[..., Any]", getattr(library, row.qiskit))
    if row.base:
        base = _maker(row.base)
        return lambda *angles: base(*angles).control(row.num_controls, annotated=False)

    def defined(*angles: Any) -> Any:
        values = dict(zip(row.angles, angles, strict=True))
        inner = QuantumCircuit(row.num_qubits, name=name)
        for part in definition(name):
            inner.append(_maker(part.gate)(*(_sum(a, values) for a in part.angles)), part.qubits)
        return inner.to_gate()

    return defined


def _sum(angle: Angle, values: Mapping[str, Any]) -> Any:
    """An angle where its parameters are numbers or Qiskit's expressions."""
    total: Any = Angle(angle.pi, angle.radians).at({})
    for name, coefficient in angle.terms:
        total = values[name] * float(coefficient) + total
    return total


def _parameters(names: Sequence[str]) -> dict[str, Any]:
    """Qiskit's Parameters, `v[0]` and its like as elements of vectors."""
    from qiskit.circuit import Parameter, ParameterVector

    sizes: dict[str, list[int]] = {}
    for name in names:
        match = _VECTOR_ELEMENT.match(name)
        if match:
            sizes.setdefault(match[1], []).append(int(match[2]))
    vectors = {
        name: ParameterVector(name, max(indices) + 1)
        for name, indices in sizes.items()
        if max(indices) < 100 + 10 * len(indices)
    }
    result: dict[str, Any] = {}
    for name in names:
        match = _VECTOR_ELEMENT.match(name)
        vector = vectors.get(match[1]) if match else None
        is_plain = match is not None and str(int(match[2])) == match[2]
        if match is not None and vector is not None and is_plain:
            result[name] = vector[int(match[2])]
        else:
            result[name] = Parameter(name)
    return result


def _empty(gates: Sequence[GateDefinition]) -> tuple[GateDefinition, ...]:
    """The same names and wires, each one operation long, to count calls."""
    return tuple(
        GateDefinition(
            item.name,
            item.num_qubits,
            (Operation("id", (0,)),) if item.num_qubits else (),
            item.parameters,
        )
        for item in gates
    )
