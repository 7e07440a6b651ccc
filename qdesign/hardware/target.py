"""What a device takes, as a value, and whether a circuit fits: `Target`, `check`."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, SupportsIndex, cast

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, InvalidTarget, TooLarge
from qdesign.showing.tables import count

MAX_SEED: Final = 2**31 - 1
"""Seeds are 0 to this: what Qiskit's transpiler and Aer both take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a device accepts.

    Attributes:
        name: what `submit` takes, such as `local:fake_torino`.
        provider: who runs it.
        basis_gates: the device's gates in its own names; empty when every gate is taken.
        coupling: ordered pairs of qubits that a two-qubit gate may act on; None when all.
        calibration_date: when the figures behind the noise were measured; None without noise.
        max_shots: most shots of one job.
        max_simulated_qubits: most qubits in use that this machine can simulate; None when the
            target does not simulate.
        mid_circuit, reset, conditions: what it does beside gates and final measurement.
        available: can a job be submitted now?
        missing: what it lacks when not available, in words; else empty.
        notes: what a person should know.
        cost: what a job costs, in words; empty where it is free.
        queue: jobs that wait there, when it was last asked; None where that is not told.
        two_qubit_error: the median of its two-qubit gates that work; None where that is not known.
        opens: when it opens next, where it was closed when it was last asked: what is sent waits
            there until then. None where it was open, or tells no hours.
        title: what it is called, where its provider tells that; else empty.
    """

    name: str
    provider: str
    num_qubits: int = 0
    basis_gates: tuple[str, ...] = ()
    coupling: tuple[tuple[int, int], ...] | None = None
    calibration_date: datetime | None = None
    max_shots: int = 0
    max_simulated_qubits: int | None = None
    mid_circuit: bool = False
    reset: bool = False
    conditions: bool = False
    available: bool = True
    missing: str = ""
    notes: str = ""
    cost: str = ""
    queue: int | None = None
    two_qubit_error: float | None = None
    opens: datetime | None = None
    title: str = ""

    @property
    def ready(self) -> bool:
        """Can a job be submitted now?"""
        return self.available

    def __repr__(self) -> str:
        state = "" if self.available else f", not available: {self.missing}"
        return f"Target({self.name!r}, {count(self.num_qubits, 'qubit')}{state})"

    @property
    def calibrated(self) -> str:
        """The day of the calibration, as ISO 8601 text; empty without one."""
        return self.calibration_date.date().isoformat() if self.calibration_date else ""

    def to_dict(self) -> dict[str, object]:
        """The target as JSON data, the coupling left out (long)."""
        date = self.calibration_date
        return {
            "name": self.name,
            "provider": self.provider,
            "num_qubits": self.num_qubits,
            "basis_gates": list(self.basis_gates),
            "calibration_date": date.isoformat() if date else None,
            "max_shots": self.max_shots,
            "mid_circuit": self.mid_circuit,
            "reset": self.reset,
            "conditions": self.conditions,
            "available": self.available,
            "missing": self.missing,
            "notes": self.notes,
            "cost": self.cost,
            "queue": self.queue,
            "two_qubit_error": self.two_qubit_error,
            "opens": self.opens.isoformat() if self.opens else None,
        }


def check(circuit: Circuit, target: Target) -> None:
    """Refuses a circuit that the target cannot take, before anything is stored or compiled.

    Raises:
        InvalidTarget: not available, too few qubits, or no support for what the circuit does.
        TooLarge: simulating the circuit needs more memory than this machine has.
        InvalidRequest: there is nothing to run.
    """
    if not target.available:
        raise InvalidTarget(f"{target.name} is not available: {target.missing}")
    if not circuit.num_qubits:
        raise InvalidRequest("The circuit has no qubits: there is nothing to run.")
    limit = target.max_simulated_qubits
    if circuit.num_qubits > target.num_qubits and target.num_qubits != limit:
        raise InvalidTarget(
            f"The circuit has {circuit.num_qubits} qubits; {target.name} has "
            f"{target.num_qubits}. Choose a larger target ('qdesign targets' lists them)."
        )
    if limit is not None and circuit.num_qubits > limit:
        raise TooLarge(too_many_qubits(circuit.num_qubits, limit))
    if not (target.mid_circuit and target.reset and target.conditions):
        _check_features(circuit, target)


def too_many_qubits(num_qubits: int, limit: int) -> str:
    """What is said when a simulation does not fit: 16 bytes an amplitude."""
    exponent = num_qubits + 4 - 30
    need = f"{2**exponent:,} GiB" if 0 <= exponent < 40 else f"2^{num_qubits + 4} bytes"
    return (
        f"Simulating {num_qubits} qubits needs {need}; on this machine local targets run at most "
        f"{limit} qubits."
    )


def check_shots(shots: object, target: Target) -> int:
    """`shots` when it is a whole number that the target takes.

    Raises:
        InvalidRequest: anything else.
    """
    number = whole(shots)
    if number is None:
        raise InvalidRequest(f"Shots must be a whole number, and {shots!r} is not.")
    if not 1 <= number <= target.max_shots:
        raise InvalidRequest(
            f"{number:,} shots were asked for; {target.name} takes 1 to {target.max_shots:,}."
        )
    return number


def check_seed(seed: object) -> int:
    """`seed` when it is one.

    Raises:
        InvalidRequest: not a whole number from 0 to 2³¹ - 1.
    """
    number = whole(seed)
    if number is None or not 0 <= number <= MAX_SEED:
        raise InvalidRequest(f"Seed {seed!r} cannot be used: give a whole number, 0 to {MAX_SEED}.")
    return number


def whole(value: object) -> int | None:
    """`value` as an integer when it is one, of numpy's too; None when it is not."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(cast("SupportsIndex", value))
    except TypeError:
        return None


def is_measured(circuit: Circuit) -> bool:
    """Does the circuit measure anything?"""
    return any(operation.gate == "measure" for operation in circuit.plain_operations)


def _check_features(circuit: Circuit, target: Target) -> None:
    for what, allowed in _features(circuit):
        if not getattr(target, allowed):
            raise InvalidTarget(
                f"{target.name} does not take {what}. Choose a target that does, such as "
                "local:ideal or local:fake_torino."
            )


def _features(circuit: Circuit) -> Iterator[tuple[str, str]]:
    """What the circuit does beside gates and final measurement, with the target's attribute."""
    measured: set[int] = set()
    for operation in circuit.plain_operations:
        if operation.gate == "barrier":
            continue
        if operation.conditions:
            yield "classical conditions", "conditions"
        if operation.gate == "reset":
            yield "reset", "reset"
        if _follows(operation, measured):
            yield "operations after a measurement", "mid_circuit"
        if operation.gate == "measure":
            measured.update(operation.qubits)


def _follows(operation: Operation, measured: set[int]) -> bool:
    return any(wire in measured for wire in operation.wires)
