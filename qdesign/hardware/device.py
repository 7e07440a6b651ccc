"""A device as Qiskit's transpiler takes it, made of what its provider told.

What is told has one shape for all, as JSON::

    {"date": ISO 8601, "dt": seconds, "qubits": [{"t1": seconds, "t2": seconds}, …],
     "gates": {"cz": [{"on": [0, 1], "error": 0.003, "duration": 6.8e-8}, …], "rz": null, …}}

Gates have Qiskit's names, `measure` among them; null stands for anywhere, without errors. Gates
that Qiskit does not know are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from types import MappingProxyType
from typing import Any, Final, cast

from qdesign.errors import InvalidTarget
from qdesign.gates import ROWS

NO_GATES: Final = frozenset(
    ("delay", "store", "if_else", *(row.name for row in ROWS if not row.is_unitary))
)
"""What devices tell among their gates and is none."""
_WORKS_NEVER: Final = 1.0
"""The error of a gate that is broken."""


def described(provider: str) -> Callable[[str, bool], Any]:
    """The `compiler_target` of a provider, from what it told of its devices when it was asked.

    Args:
        provider: its name.
    """

    def compiler_target(name: str, broken: bool) -> Any:
        from qdesign.hardware.known import facts_of

        facts = facts_of(provider, name)
        if facts is None:
            raise InvalidTarget(
                f"What {name} can do is not known. Ask for it: qdesign targets --provider "
                f"{provider} --refresh"
            )
        whole = device_of(facts)
        return whole if broken else without_broken(whole)

    return compiler_target


def device_of(facts: Mapping[str, Any]) -> Any:
    """A device that was told in the shape above.

    Returns:
        A `qiskit.transpiler.Target`.
    """
    from qiskit.circuit import IfElseOp
    from qiskit.circuit.library import (
        get_standard_gate_name_mapping,  # pyright: ignore[reportUnknownVariableType]
    )
    from qiskit.transpiler import QubitProperties  # pyright: ignore[reportUnknownVariableType]
    from qiskit.transpiler import Target as CompilerTarget

    qubits = cast("list[Mapping[str, Any]]", facts["qubits"])
    made: Any = CompilerTarget(
        num_qubits=len(qubits),
        dt=facts.get("dt"),
        qubit_properties=[QubitProperties(t1=q.get("t1"), t2=q.get("t2")) for q in qubits],
    )
    known = cast("dict[str, Any]", get_standard_gate_name_mapping())
    for gate, places in cast("Mapping[str, Any]", facts["gates"]).items():
        if gate == "if_else":
            made.add_instruction(IfElseOp, name=gate)
        elif gate in known and places is None:
            operation = known[gate]
            everywhere = {(q,): None for q in range(len(qubits))}
            made.add_instruction(operation, everywhere if operation.num_qubits == 1 else None)
        elif gate in known and places:
            made.add_instruction(
                known[gate],
                {tuple(place["on"]): _facts(gate, place) for place in places},
            )
    return made


def _facts(gate: str, place: Mapping[str, Any]) -> Any:
    """What Qiskit keeps of a gate at a place; Aer's noise needs an error of what has a duration."""
    from qiskit.transpiler import InstructionProperties

    error, duration = place.get("error"), place.get("duration")
    if error is None and duration is None:
        return None
    if error is None and gate == "measure":
        error = 0.0
    return InstructionProperties(duration=duration, error=error)


def facts_from(device: Any, date: str | None) -> dict[str, Any]:
    """What is told of a device, from Qiskit's own description of it.

    Args:
        device: a `qiskit.transpiler.Target`.
        date: of its calibration, ISO 8601.
    """
    gates: dict[str, Any] = {}
    for name in device.operation_names:
        places = cast("Mapping[tuple[int, ...] | None, Any] | None", device[name])
        if not places or None in places:
            gates[name] = None
            continue
        gates[name] = [
            {
                "on": list(on or ()),
                "error": getattr(facts, "error", None),
                "duration": getattr(facts, "duration", None),
            }
            for on, facts in places.items()
        ]
    properties: Any = device.qubit_properties or [None] * (device.num_qubits or 0)
    qubits = [{"t1": getattr(q, "t1", None), "t2": getattr(q, "t2", None)} for q in properties]
    return {"date": date, "dt": device.dt, "qubits": qubits, "gates": gates}


def typical_error(facts: Mapping[str, Any]) -> float | None:
    """The median error of the two-qubit gates that work; None where none is known."""
    errors = [
        float(place["error"])
        for places in cast("Mapping[str, Any]", facts.get("gates", {})).values()
        for place in places or ()
        if len(place["on"]) == 2 and place.get("error") is not None
    ]
    return median_below(errors, _WORKS_NEVER)


def median_below(values: Sequence[float], most: float) -> float | None:
    """The median of the values below a bound; None where there is none."""
    kept = [value for value in values if value < most]
    return median(kept) if kept else None


def without_broken(device: Any) -> Any:
    """The device without gates that never work; measurements are kept always."""
    return part_of(device, tuple(range(device.num_qubits)), max_error=_WORKS_NEVER)


def part_of(
    whole: Any,
    used: tuple[int, ...],
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    max_error: float = math.inf,
) -> Any:
    """Qiskit's target of some of a device's qubits, without gates of `max_error` or more.

    Args:
        whole: Qiskit's target of the device.
        used: ascending qubits, which get the numbers from 0.
        names: other names for some gates.
        max_error: only errors below it are kept; measurements are kept always.
    """
    from qiskit.transpiler import Target as CompilerTarget

    place = {qubit: index for index, qubit in enumerate(used)}
    properties: Any = whole.qubit_properties
    part: Any = CompilerTarget(
        num_qubits=len(used),
        dt=whole.dt,
        qubit_properties=[properties[qubit] for qubit in used] if properties else None,
    )
    for gate in whole.operation_names:
        if names.get(gate) in whole.operation_names:  # simulators have a gate under several names
            continue
        known = cast("Mapping[tuple[int, ...] | None, Any] | None", whole[gate])
        operation = whole.operation_from_name(gate)
        if not known or None in known:  # control flow and what acts anywhere
            part.add_instruction(operation, name=gate)
            continue
        kept = {
            tuple(place[qubit] for qubit in qubits): facts
            for qubits, facts in known.items()
            if qubits is not None
            and all(qubit in place for qubit in qubits)
            and (gate == "measure" or (getattr(facts, "error", None) or 0.0) < max_error)
        }
        if kept:
            part.add_instruction(operation, kept, name=names.get(gate, gate))
    return part
