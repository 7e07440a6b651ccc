"""PennyLane's tapes, QNodes and functions → `Circuit`. PennyLane is imported when it is needed.

Integer wires become qubits in their numerical order, others in order of first use. PennyLane prints
its first wire leftmost in bitstrings, qdesign its qubit 0 rightmost: the wire stays the wire.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from numbers import Integral
from typing import Any, Final, cast

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation, inverse_operation
from qdesign.convert.tracing import FUNCTIONS_TAKEN, Traced, angle_of, parameters, traced
from qdesign.errors import NotConvertible, QdesignError, TooLarge
from qdesign.gates import ROWS, parse_definition
from qdesign.kits import PENNYLANE
from qdesign.operation import under

_MAX_OPERATIONS: Final = 1_000_000
_MAX_DEPTH: Final = 40
_UNKNOWN: Final = re.compile(
    r"of type ([\w.]+) which has no callable (\w+) method|'Traced' object has no attribute '(\w+)'"
)
"""What NumPy says of a function that objects do not have."""
_ROWS: Final[Mapping[str, str]] = {name: row.name for row in ROWS for name in row.pennylane}


def from_pennylane(
    source: Any,
    *arguments: Any,
    shapes: Mapping[str, Sequence[int] | int] | None = None,
    **named: Any,
) -> Circuit:
    """The circuit that a PennyLane tape, QNode or quantum function denotes.

    A QNode or function is called with the arguments. Those without a value become free parameters
    of their names, and so do trainable arrays of `qml.numpy` (`requires_grad`, of floats) and texts
    such as `2*theta`; all other values stay numbers. Arrays become parameters `weights[0][2]`, one
    an entry. What the function does with parameters is followed: `3*x`, `x*y`, `qml.math.sin(x)`,
    so that angles are affine or formulas of them.

    Gates that the table lacks become PennyLane's decompositions. Mid-circuit measurements become
    measurements into bits, in order; what is returned at the end (`expval`, `probs`) is left out.

    Args:
        source: a tape, a QNode, or a function that queues operations of PennyLane.
        *arguments: of the QNode or function.
        **named: of the QNode or function, too.
        shapes: shapes of array arguments by name; those that are named become parameters, too.

    Raises:
        NotConvertible: a part that has no counterpart, such as a noise channel, or a function that
            needs the value of a parameter; it is named.

    Example:
        >>> from_pennylane(lambda x: qml.RX(3 * x, wires=0)).parameters  # doctest: +SKIP
        ('x',)
    """
    tape = source
    if not hasattr(source, "operations"):
        tape = _called(source, arguments, named, shapes or {})
    wires: list[Any] = list(tape.wires)
    for wire in wires:
        if isinstance(wire, Traced):
            raise NotConvertible(f"{wire} is used as a wire. Give that argument a value.")
    if all(isinstance(wire, Integral) for wire in wires):
        wires.sort()
    reader = _Reader({wire: index for index, wire in enumerate(wires)})
    operations: list[Operation] = []
    for operation in tape.operations:
        operations.extend(reader.operations(operation, 0))
        if len(operations) > _MAX_OPERATIONS:
            raise TooLarge(f"The tape has more than {_MAX_OPERATIONS:,} operations.")
    phases = [o for o in operations if o.gate == "gphase" and not o.wires and not o.conditions]
    phase = Angle()
    for item in phases:
        phase += item.angles[0]
    return Circuit(
        len(wires),
        tuple(o for o in operations if o.gate != "gphase" or o.wires or o.conditions),
        num_clbits=len(reader.bits),
        global_phase=phase,
        qubit_names=tuple(str(wire) for wire in wires),
    )


def _called(
    source: Any,
    arguments: Sequence[Any],
    named: Mapping[str, Any],
    shapes: Mapping[str, Sequence[int] | int],
) -> Any:
    """The tape of a QNode or function, where parameters stand for what has no value."""
    is_other_class = isinstance(source, type) and not hasattr(source, "decomposition")
    if not callable(source) or is_other_class:
        raise NotConvertible(
            f"A {type(source).__name__} is not a PennyLane tape, QNode or function. "
            "Give a QuantumScript, or a QNode or quantum function with its arguments."
        )
    with PENNYLANE.needed_by("Reading a QNode"):
        import autoray
        import pennylane
    kit, dispatch = cast("Any", pennylane), cast("Any", autoray)
    # To PennyLane's functions they are what NumPy takes.
    dispatch.register_backend(Traced, "numpy")
    given = _arguments(source, arguments, named, shapes)
    is_node = isinstance(source, kit.QNode)
    make = kit.workflow.construct_tape if is_node else kit.tape.make_qscript
    tape = _followed(make(cast("Any", source)), given)
    if not is_node and not tape.operations and not tape.measurements:
        raise NotConvertible(
            "The function queues no operation of PennyLane. Give a QNode, or a function that does."
        )
    return tape


def _arguments(
    source: Any,
    arguments: Sequence[Any],
    named: Mapping[str, Any],
    shapes: Mapping[str, Sequence[int] | int],
) -> inspect.BoundArguments:
    """All that the function is called with, trainable values as parameters."""
    try:
        signature = inspect.signature(source)
        given = signature.bind_partial(*arguments, **named)
    except (TypeError, ValueError) as error:
        raise NotConvertible(f"The function cannot be called so: {error}.") from error
    for name, shape in shapes.items():
        if name not in signature.parameters or name in given.arguments:
            raise NotConvertible(
                f"A shape is given for '{name}', which is no argument without a value. "
                f"The arguments are {', '.join(signature.parameters) or 'none'}."
            )
        sizes = (shape,) if isinstance(shape, int) else tuple(shape)
        given.arguments[name] = parameters(name, sizes)
    for name, argument in signature.parameters.items():
        if argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
            continue
        if name not in given.arguments and argument.default is argument.empty:
            given.arguments[name] = parameters(name, ())
    for name, value in given.arguments.items():
        argument = signature.parameters[name]
        if argument.kind is argument.VAR_KEYWORD:
            given.arguments[name] = {key: traced(key, part) for key, part in value.items()}
        elif not isinstance(argument.default, str):  # which is an option in words
            given.arguments[name] = traced(name, value)
    # Positional values are taken from the first one on.
    order = [name for name in signature.parameters if name in given.arguments]
    given.arguments = {name: given.arguments[name] for name in order}
    return given


def _followed(make: Callable[..., Any], given: inspect.BoundArguments | None = None) -> Any:
    """What PennyLane makes of values that may be parameters."""
    try:
        return make(*given.args, **given.kwargs) if given else make()
    except Exception as error:  # PennyLane and functions raise what they like
        raise _refusal(error) from error


def _refusal(error: BaseException) -> QdesignError:
    """What to say: our own sentence, wherever in the chain it is, or about what was raised."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, QdesignError):
            return link
        link = link.__cause__ or link.__context__
    said = " ".join(str(error).split())
    unknown = _UNKNOWN.search(said)
    if unknown and unknown[1] == "numpy.ndarray":
        return NotConvertible(
            f"'{unknown[2]}' of an array that qml.numpy made of parameters is not followed. "
            "Make it by qml.math.stack."
        )
    if unknown:
        return NotConvertible(
            f"'{unknown[2] or unknown[3]}' of a parameter is not followed; {FUNCTIONS_TAKEN} are. "
            "Give numbers for the arguments in it."
        )
    said = said[:300].rstrip(".") or type(error).__name__
    return NotConvertible(f"PennyLane cannot make the circuit: {said}.")


class _Reader:
    """Converts operations; numbers the mid-circuit measurements."""

    def __init__(self, qubits: Mapping[Any, int]) -> None:
        self.qubits = qubits
        self.bits: dict[Any, int] = {}

    def operations(self, source: Any, depth: int) -> Iterator[Operation]:
        name = str(source.name)
        if depth > _MAX_DEPTH:
            raise NotConvertible(f"PennyLane's '{name}' decomposes without end.")
        row = _ROWS.get(name)
        if row is not None:
            yield Operation(row, self._wires(source.wires), self._angles(source))
            return
        special = _SPECIAL.get(name) or _SPECIAL.get(type(source).__name__)
        if special is not None:
            yield from special(self, source, depth)
            return
        yield from self._decomposed(source, depth)

    def _wires(self, wires: Iterable[Any]) -> tuple[int, ...]:
        return tuple(self.qubits[wire] for wire in wires)

    def _angles(self, source: Any) -> tuple[Angle, ...]:
        return tuple(_angle(value, source) for value in source.data)

    def _decomposed(self, source: Any, depth: int) -> Iterator[Operation]:
        if not getattr(source, "has_decomposition", False):
            raise NotConvertible(
                f"PennyLane's '{source.name}' has no counterpart here and no decomposition into "
                "gates. Replace it by gates or mid-circuit measurements."
            )
        for part in _followed(source.decomposition):
            yield from self.operations(part, depth + 1)

    # operations with a meaning of their own

    def identity(self, source: Any, _depth: int) -> Iterator[Operation]:
        for wire in self._wires(source.wires):
            yield Operation("id", (wire,))

    def global_phase(self, source: Any, _depth: int) -> Iterator[Operation]:
        (angle,) = self._angles(source)
        yield Operation("gphase", (), (-angle,))

    def rotation(self, source: Any, _depth: int) -> Iterator[Operation]:
        yield from self._parts("rz(a) 0; ry(b) 0; rz(c) 0", source)

    def controlled_rotation(self, source: Any, _depth: int) -> Iterator[Operation]:
        yield from self._parts("crz(a) 0 1; cry(b) 0 1; crz(c) 0 1", source)

    def ising_xy(self, source: Any, _depth: int) -> Iterator[Operation]:
        yield from self._parts("rxx(-a/2) 0 1; ryy(-a/2) 0 1", source)

    def _parts(self, text: str, source: Any) -> Iterator[Operation]:
        """Gates on the operation's wires, whose angles are named a, b, … in their order."""
        wires = self._wires(source.wires)
        angles = dict(zip("abc", self._angles(source), strict=False))
        for part in parse_definition(text):
            places = tuple(wires[wire] for wire in part.qubits)
            yield Operation(part.gate, places, tuple(a.substitute(angles) for a in part.angles))

    def barrier(self, source: Any, _depth: int) -> Iterator[Operation]:
        yield Operation("barrier", self._wires(source.wires))

    def nothing(self, _source: Any, _depth: int) -> Iterator[Operation]:
        yield from ()

    def product(self, source: Any, depth: int) -> Iterator[Operation]:
        for part in reversed(source.operands):
            yield from self.operations(part, depth + 1)

    def adjoint(self, source: Any, depth: int) -> Iterator[Operation]:
        parts = list(self.operations(source.base, depth + 1))
        for part in reversed(parts):
            if part.gate in ("measure", "reset"):
                raise NotConvertible("A measurement has no adjoint.")
            yield inverse_operation(part)

    def power(self, source: Any, depth: int) -> Iterator[Operation]:
        exponent = source.z
        is_number = angle_of(exponent) is None
        if is_number and float(exponent).is_integer() and 0 <= exponent <= 1000:
            parts = list(self.operations(source.base, depth + 1))
            for _ in range(int(exponent)):
                yield from parts
            return
        yield from self._decomposed(source, depth)

    def controlled(self, source: Any, depth: int) -> Iterator[Operation]:
        wires = self._wires(source.control_wires)
        values = [bool(value) for value in source.control_values]
        controls = tuple(w for w, value in zip(wires, values, strict=True) if value)
        anticontrols = tuple(w for w, value in zip(wires, values, strict=True) if not value)
        for part in self.operations(source.base, depth + 1):
            if part.gate in ("measure", "reset"):
                raise NotConvertible("A measurement cannot be controlled; use a condition.")
            yield under(part, controls=controls, anticontrols=anticontrols)

    def measurement(self, source: Any, _depth: int) -> Iterator[Operation]:
        if getattr(source, "postselect", None) is not None:
            raise NotConvertible("Postselection has no counterpart here. Measure and select later.")
        bit = self.bits.setdefault(_key(source), len(self.bits))
        (qubit,) = self._wires(source.wires)
        yield Operation("measure", (qubit,), clbits=(bit,))
        if source.reset:
            yield Operation("reset", (qubit,))

    def conditional(self, source: Any, depth: int) -> Iterator[Operation]:
        value = source.meas_val
        bits = tuple(self.bits[_key(m)] for m in value.measurements)
        parts = list(self.operations(source.base, depth + 1))
        for outcome, holds in value.branches.items():
            if not bool(holds):
                continue
            pairs = sorted(zip(bits, outcome, strict=True))
            wanted = sum(int(held) << place for place, (_, held) in enumerate(pairs))
            condition = Condition(tuple(bit for bit, _ in pairs), wanted)
            for part in parts:
                yield under(part, conditions=(condition,))


def _key(measurement: Any) -> Any:
    """What tells one mid-circuit measurement from others."""
    return getattr(measurement, "meas_uid", None) or measurement.id


def _angle(value: Any, source: Any) -> Angle:
    if isinstance(value, str):
        return Angle.parse(value)
    followed = angle_of(value)
    if followed is not None:
        return followed
    try:
        return Angle(radians=float(value))
    except (TypeError, ValueError) as error:
        raise NotConvertible(
            f"A parameter of PennyLane's '{source.name}' is {value!r}: only single numbers and "
            "texts are taken."
        ) from error


_Special = Callable[[_Reader, Any, int], Iterator[Operation]]
_SPECIAL: Final[Mapping[str, _Special]] = {
    "Identity": _Reader.identity,
    "GlobalPhase": _Reader.global_phase,
    "Rot": _Reader.rotation,
    "CRot": _Reader.controlled_rotation,
    "IsingXY": _Reader.ising_xy,
    "Barrier": _Reader.barrier,
    "Snapshot": _Reader.nothing,
    "Prod": _Reader.product,
    "Adjoint": _Reader.adjoint,
    "AdjointOperation": _Reader.adjoint,
    "Pow": _Reader.power,
    "PowOperation": _Reader.power,
    "Controlled": _Reader.controlled,
    "ControlledOp": _Reader.controlled,
    "MultiControlledX": _Reader.controlled,
    "MidMeasureMP": _Reader.measurement,
    "MidMeasure": _Reader.measurement,
    "Conditional": _Reader.conditional,
}
