"""PennyLane tapes and QNodes → `Circuit`. PennyLane is imported when the function is called.

Integer wires become qubits in their numerical order, others in order of first use. PennyLane prints
its first wire leftmost in bitstrings, qdesign its qubit 0 rightmost: the wire stays the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation, inverse_operation
from qdesign.errors import NotConvertible, TooLarge
from qdesign.gates import ROWS, parse_definition
from qdesign.kits import PENNYLANE
from qdesign.operation import under

_MAX_OPERATIONS: Final = 1_000_000
_MAX_DEPTH: Final = 40
_ROWS: Final[Mapping[str, str]] = {name: row.name for row in ROWS for name in row.pennylane}


def from_pennylane(source: Any, *arguments: Any, **named: Any) -> Circuit:
    """The circuit that a PennyLane tape, or a QNode called with arguments, denotes.

    Numbers stay numbers; a parameter given as text is a free parameter or an affine expression of
    some. Gates that the table lacks become PennyLane's decompositions. Mid-circuit measurements
    become measurements into bits, in order; what is returned at the end (`expval`, `probs`) is left
    out.

    Raises:
        NotConvertible: a part that has no counterpart, such as a noise channel; it is named.
    """
    tape = source
    if not hasattr(source, "operations"):
        kinds: tuple[type, ...] = type(source).__mro__
        libraries = {kind.__module__.partition(".")[0] for kind in kinds}
        if not callable(source) or "pennylane" not in libraries:
            raise NotConvertible(
                f"A {type(source).__name__} is not a PennyLane tape or QNode. "
                "Give a QuantumScript, or a QNode with its arguments."
            )
        with PENNYLANE.needed_by("Reading a QNode"):
            from pennylane.workflow import construct_tape
        tape = construct_tape(cast("Any", source))(*arguments, **named)
    wires: list[Any] = list(cast("Any", tape).wires)
    if all(isinstance(wire, int) for wire in wires):
        wires.sort()
    reader = _Reader({wire: index for index, wire in enumerate(wires)})
    operations: list[Operation] = []
    for operation in cast("Any", tape).operations:
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
        for part in source.decomposition():
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
        if float(exponent).is_integer() and 0 <= exponent <= 1000:
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
