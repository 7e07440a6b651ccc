"""`Circuit` → a quantum function of PennyLane, `Observable` → a Hamiltonian of it.

PennyLane is imported when the function is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Condition, Operation, decompose
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidCircuit, MissingValue, NotConvertible, UnknownParameter
from qdesign.formula import Affine, derived, is_derived
from qdesign.gates import GATES, Gate
from qdesign.kits import PENNYLANE
from qdesign.operation import has_controls
from qdesign.pauli import Observable, as_observable

_ELEMENT: Final = re.compile(
    # A name goes on over indices that do not end it.
    r"((?:[^\[]|\[(?!\d+\])|(?:\[\d+\])++(?!\Z))+)((?:\[\d+\])+)\Z",
    re.DOTALL,
)
_NAMES: Final = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
"""Functions of formulas that NumPy calls otherwise."""


def to_pennylane(value: Any, *, wires: Sequence[Any] | None = None) -> Any:
    """A quantum function of the parameters for a circuit, a Hamiltonian for an observable.

    The function queues the circuit inside a QNode and can be differentiated by PennyLane. It takes
    the values one by one or as one array, in the order of `circuit.parameters`, or by name: a name
    such as `weights[0][1]` also by an array `weights`. Where the circuit has classical bits it
    returns what was measured into each, for `qml.probs(op=…)` and its like, None where nothing was.

    Args:
        value: a circuit, or an observable or problem.
        wires: a label for each qubit; 0, 1, … when None. `circuit.qubit_names` are those that
            `from_pennylane` read.

    Raises:
        NotConvertible: a measurement or reset under a condition, which PennyLane does not have.

    Example:
        >>> ansatz = to_pennylane(Circuit.of(1, "ry(2*theta) 0"))  # doctest: +SKIP
        >>> ansatz(theta=0.3)  # doctest: +SKIP
        RY(0.6, wires=[0])
    """
    with PENNYLANE.needed_by("Writing for PennyLane"):
        import pennylane
    kit: Any = pennylane
    if isinstance(getattr(value, "observable", value), Observable):
        observable = as_observable(value)
        return _hamiltonian(kit, observable, _labels(wires, observable.num_qubits))
    whole = as_circuit(value)
    parameters, circuit = whole.parameters, whole.flat()
    labels = _labels(wires, circuit.num_qubits)
    for operation in circuit.plain_operations:
        if operation.gate in ("measure", "reset") and operation.conditions:
            raise NotConvertible(
                f"PennyLane has no {operation.gate} under a condition. Leave out the condition, or "
                "run the circuit here or in Qiskit."
            )

    def ansatz(*values: Any, **named: Any) -> tuple[Any, ...] | None:
        given = _given(kit, parameters, values, named)
        writer = _Writer(kit, labels, given)
        for operation in circuit.plain_operations:
            writer.write(operation)
        if not circuit.global_phase.is_zero:
            kit.GlobalPhase(-writer.angle(circuit.global_phase))
        measured = tuple(writer.bits.get(bit) for bit in range(circuit.num_clbits))
        return measured or None

    ansatz.__doc__ = f"Queues a circuit of qdesign; parameters: {', '.join(parameters)}."
    return ansatz


def _labels(wires: Sequence[Any] | None, count: int) -> tuple[Any, ...]:
    labels = tuple(range(count)) if wires is None else tuple(wires)
    if len(labels) != count or len(set(labels)) != count:
        raise NotConvertible(f"Give {count} different labels of wires, one for each qubit.")
    return labels


def _hamiltonian(kit: Any, observable: Observable, wires: tuple[Any, ...]) -> Any:
    letters = {"X": kit.X, "Y": kit.Y, "Z": kit.Z}
    words: list[Any] = []
    for label, _ in observable.terms:
        places = zip(reversed(label), wires, strict=True)
        factors = [letters[letter](wire) for letter, wire in places if letter != "I"]
        words.append(kit.prod(*factors) if len(factors) > 1 else [*factors, kit.Identity(wires)][0])
    return kit.Hamiltonian([coefficient for _, coefficient in observable.terms], words)


def _given(
    kit: Any, names: Sequence[str], values: Sequence[Any], named: Mapping[str, Any]
) -> dict[str, Any]:
    """Values by name, as they were given; they may be tensors that are differentiated.

    Raises:
        MissingValue, UnknownParameter, InvalidCircuit: values do not fit the parameters.
    """
    if len(values) == 1 and kit.math.ndim(values[0]) and (len(names) != 1 or len(values[0]) == 1):
        values = [values[0][k] for k in range(len(values[0]))]
    if len(values) > len(names):
        raise InvalidCircuit(
            f"{len(values)} values were given for {len(names)} parameters: "
            f"{', '.join(names) or 'none'}."
        )
    result = dict(zip(names, values, strict=False))
    used = {name: name for name in names[: len(values)]}
    for name in names[len(values) :]:
        element = _ELEMENT.fullmatch(name)
        if name in named:
            result[name], used[name] = named[name], name
        elif element and element[1] in named:
            result[name], used[element[1]] = _entry(named[element[1]], element), name
        else:
            raise MissingValue(name)
    for name in named:
        if name not in used or name in names[: len(values)]:
            raise UnknownParameter(name, names[len(values) :])
    return result


def _entry(array: Any, element: re.Match[str]) -> Any:
    """The entry of an array that a name such as `weights[0][1]` means."""
    value = array
    try:
        for index in re.findall(r"\d+", element[2]):
            value = value[int(index)]
    except (IndexError, TypeError) as error:
        raise InvalidCircuit(
            f"'{element[1]}' has no entry {element[2]}. Give an array of the parameters' shape."
        ) from error
    return value


class _Writer:
    """Queues operations at given values."""

    def __init__(self, kit: Any, wires: Sequence[Any], values: Mapping[str, Any]) -> None:
        self.kit = kit
        self.wires = wires
        self.values = dict(values)
        self.bits: dict[int, Any] = {}

    def write(self, operation: Operation) -> None:
        """Queues an operation, unless its conditions can never hold."""
        name = operation.gate
        if name == "measure":
            (bit,), (qubit,) = operation.clbits, operation.qubits
            self.bits[bit] = self.kit.measure(self.wires[qubit])
            return
        if name == "reset":
            self.kit.measure(self.wires[operation.qubits[0]], reset=True)
            return
        if not operation.conditions:
            self._queue(operation)
            return
        holds = self._holds(operation.conditions)
        if isinstance(holds, bool):
            if holds:
                self._queue(operation)
        else:
            self.kit.cond(holds, self._queue)(replace(operation, conditions=()))

    def _queue(self, operation: Operation) -> None:
        places = [self.wires[qubit] for qubit in operation.qubits]
        if operation.gate == "barrier":
            self.kit.Barrier(wires=places)
            return
        for part in _written(operation):
            angles = [self.angle(angle) for angle in part.angles]
            places = [self.wires[qubit] for qubit in part.qubits]
            self._under(part, self._maker(GATES[part.gate], angles, places))

    def _maker(self, row: Gate, angles: Sequence[Any], places: Sequence[Any]) -> Callable[[], Any]:
        if row.name == "id":
            return lambda: self.kit.Identity(places)
        if row.name == "gphase":
            return lambda: self.kit.GlobalPhase(-angles[0])
        if row.pennylane:
            return lambda: getattr(self.kit, row.pennylane[0])(*angles, wires=places)
        inverse = getattr(self.kit, GATES[row.inverse].pennylane[0])
        return lambda: self.kit.adjoint(inverse)(wires=places)

    def _under(self, part: Operation, make: Callable[[], Any]) -> None:
        if not has_controls(part):
            make()
            return
        controls = [self.wires[qubit] for qubit in (*part.controls, *part.anticontrols)]
        held = [True] * len(part.controls) + [False] * len(part.anticontrols)
        self.kit.ctrl(make, control=controls, control_values=held)()

    # conditions

    def _holds(self, conditions: Sequence[Condition]) -> Any:
        """That all conditions hold: measured values, or a truth value that is known before."""
        total: Any = True
        for condition in conditions:
            total = _both(total, self._condition(condition))
        return total

    def _condition(self, condition: Condition) -> Any:
        total: Any = True
        for place, bit in enumerate(condition.clbits):
            wanted = bool(condition.value >> place & 1)
            measured = self.bits.get(bit)
            if measured is None:  # a bit that nothing was measured into is 0
                total = _both(total, not wanted)
            else:
                total = _both(total, measured if wanted else ~measured)
        if condition.equal:
            return total
        return not total if isinstance(total, bool) else ~total

    # angles

    def angle(self, angle: Angle) -> Any:
        """Radians, as whatever the values are."""
        return self._sum(Angle(angle.pi, angle.radians).at({}), angle.terms)

    def _affine(self, value: Affine) -> Any:
        return self._sum(Affine(value.number, value.pi).at(float), value.terms)

    def _sum(self, constant: float, terms: Sequence[tuple[str, Any]]) -> Any:
        total: Any = constant
        for name, coefficient in terms:
            part = self._symbol(name)
            part = part if coefficient == 1 else float(coefficient) * part
            total = part if isinstance(total, float) and total == 0.0 else total + part
        return total

    def _symbol(self, name: str) -> Any:
        if name not in self.values and is_derived(name):
            self.values[name] = self._formula(name)
        return self.values[name]

    def _formula(self, name: str) -> Any:
        formula = derived(name)
        parts = [self._affine(part) for part in formula.operands]
        if formula.operation == "**":
            base, exponent = (np.float64(p) if type(p) in (int, float) else p for p in parts)
            return base**exponent
        if formula.operation != "*":
            function = _NAMES.get(formula.operation, formula.operation)
            return getattr(self.kit.math, function)(parts[0])
        product: Any = 1.0
        for part in parts:
            product = product * part
        for part in formula.divisors:
            product = product / self._affine(part)
        return product


def _both(left: Any, right: Any) -> Any:
    """`and` of measured values and truth values."""
    if isinstance(left, bool):
        return right if left else False
    if isinstance(right, bool):
        return left if right else False
    return left & right


def _written(operation: Operation) -> Iterator[Operation]:
    """The operation as rows that PennyLane has or has the inverse of, with controls."""
    row = GATES[operation.gate]
    if row.base and not row.pennylane:
        own, rest = operation.qubits[: row.num_controls], operation.qubits[row.num_controls :]
        controls = (*own, *operation.controls)
        yield from _written(replace(operation, gate=row.base, qubits=rest, controls=controls))
        return
    inverse = GATES.get(row.inverse)
    has_inverse = not row.angles and inverse is not None and inverse.pennylane
    if row.pennylane or has_inverse or row.name in ("id", "gphase"):
        yield operation
        return
    for part in decompose(operation):
        yield from _written(part)
