"""A circuit → the template that it is, so that it can be made at other sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.named import Template
from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.errors import QdesignError
from qdesign.rows import Value, rows

_MOST_GATES: Final = 5_000
_MOST_LAYERS: Final = 200
_FEW: Final = 8
"""Qubits on which any template has few gates."""

_Form = tuple[tuple[int, str, tuple[int, ...], tuple[int, ...], tuple[str, ...]], ...]
"""Level, gate, qubits, controls and angles of each gate, sorted."""


@dataclass(frozen=True, slots=True)
class Recognized:
    """A template and the options with which it is the circuit.

    Attributes:
        row: of the catalog.
        options: by name, all of them.
    """

    row: Template
    options: Mapping[str, Value]

    @property
    def is_scalable(self) -> bool:
        """Can it be made on another number of qubits?"""
        return "num_qubits" in self.options

    @property
    def words(self) -> str:
        """Its title, with its layers where it has more than one."""
        layers = self.options.get("layers", 1)
        return self.row.title if layers == 1 else f"{self.row.title}, {layers} layers"

    def on(self, num_qubits: int) -> Circuit:
        """The same on another number of qubits.

        Raises:
            InvalidRequest: it has a size of its own, or no such one.
        """
        return self._with("num_qubits", num_qubits)

    def with_layers(self, layers: int) -> Circuit:
        """The same with another number of layers.

        Raises:
            InvalidRequest: it has no layers, or not so many.
        """
        return self._with("layers", layers)

    def _with(self, option: str, value: int) -> Circuit:
        return self.row.make(**self.row.checked({**self.options, option: value}))


def recognized(circuit: Circuit, *, ask: Callable[[], None] = lambda: None) -> Recognized | None:
    """The template that a circuit is, up to the order of gates on other qubits and its names.

    Options other than qubits and layers have their defaults. None where no template is it, or where
    it has more than 5,000 gates.

    Args:
        circuit: or what plainly stands for one.
        ask: called before each template; may raise.

    Example:
        >>> from qdesign.ansatz import template
        >>> recognized(template("sim_5", num_qubits=3, layers=2)).words
        'Circuit 5, 2 layers'
    """
    body = as_circuit(circuit).without_final_measurements()
    gates = _gates(body)
    if not 0 < len(gates) <= _MOST_GATES:
        return None
    form, names = _form(gates), {gate.gate for gate in gates}
    for row in rows(Template).values():
        ask()
        if body.num_qubits > 2 * _FEW and _lacks(row, names):
            continue
        for options in _sizes(row, body.num_qubits, len(gates)):
            made = _made(row, options)
            if made is None or made.num_qubits != body.num_qubits:
                continue
            theirs = _gates(made)
            if len(theirs) == len(gates) and _form(theirs) == form:
                return Recognized(row, row.checked(options))
    return None


def _sizes(row: Template, num_qubits: int, num_gates: int) -> Iterator[Mapping[str, Value]]:
    """Options with which the template may have as many qubits and gates."""
    taken = {option.name for option in row.options}
    if any(option.default is None for option in row.options):
        return
    if row.num_qubits is not None and row.num_qubits != num_qubits:
        return
    if "num_qubits" in taken and _is_larger(row, num_qubits, num_gates):
        return
    base: dict[str, Value] = {"num_qubits": num_qubits} if "num_qubits" in taken else {}
    if "layers" not in taken:
        yield base
        return
    one, two = _made(row, {**base, "layers": 1}), _made(row, {**base, "layers": 2})
    if one is None or two is None:
        return
    first = len(_gates(one))
    step = len(_gates(two)) - first
    if first == num_gates:
        yield {**base, "layers": 1}
    elif step > 0 and (num_gates - first) % step == 0 and num_gates > first:
        layers = 1 + (num_gates - first) // step
        if layers <= _MOST_LAYERS:
            yield {**base, "layers": layers}


def _lacks(row: Template, names: Set[str]) -> bool:
    """Has it none of some of these gates? It is made small to know that."""
    taken = {option.name for option in row.options}
    small: dict[str, Value] = {"num_qubits": _FEW, "layers": 2}
    made = _made(row, {name: value for name, value in small.items() if name in taken})
    return made is not None and not names <= {gate.gate for gate in _gates(made)}


def _is_larger(row: Template, num_qubits: int, num_gates: int) -> bool:
    """Has it more gates on half of the qubits or fewer? It is not made then, as it is huge."""
    size = _FEW
    while 2 * size <= num_qubits:
        made = _made(row, {"num_qubits": size})
        if made is not None and len(_gates(made)) > num_gates:
            return True
        size *= 2
    return False


def _made(row: Template, options: Mapping[str, Value]) -> Circuit | None:
    try:
        return row.make(**row.checked(options))
    except QdesignError:  # no such size
        return None


def _gates(circuit: Circuit) -> Sequence[Operation]:
    return [o for o in circuit.plain_operations if o.gate != "barrier"]


def _form(gates: Sequence[Operation]) -> _Form:
    """The same for circuits that differ in the order of gates on other qubits and in names."""
    level: dict[int, int] = {}
    placed: list[tuple[int, str, tuple[int, ...], Operation]] = []
    for gate in gates:
        own = 1 + max((level.get(wire, 0) for wire in gate.wires), default=0)
        level.update(dict.fromkeys(gate.wires, own))
        placed.append((own, gate.gate, gate.qubits, gate))
    placed.sort(key=lambda each: each[:3])
    names: dict[str, str] = {}
    form: list[tuple[int, str, tuple[int, ...], tuple[int, ...], tuple[str, ...]]] = []
    for own, name, qubits, gate in placed:
        angles = tuple(_renamed(angle, names) for angle in gate.angles)
        controls = (*gate.controls, -1, *gate.anticontrols, *gate.clbits)
        form.append((own, name, qubits, controls, angles))
    return tuple(form)


def _renamed(angle: Angle, names: dict[str, str]) -> str:
    for name, _ in angle.terms:
        names.setdefault(name, f"p{len(names)}")
    plain = replace(angle, radians=round(angle.radians, 12)) if angle.radians else angle
    return str(plain.substitute({n: Angle.parameter(names[n]) for n, _ in angle.terms}))
