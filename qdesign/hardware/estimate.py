"""Figures of a circuit on a target, from the target's calibration: depth, duration, success."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qdesign.circuit import Circuit
from qdesign.hardware.job import Figures


def figures_of(circuit: Circuit) -> Figures:
    """Figures of a circuit on a target without calibration; as it is drawn, nothing decomposed."""
    ready = [0] * (circuit.num_qubits + circuit.num_clbits)
    num_gates = num_two_qubit = 0
    used: set[int] = set()
    for operation in circuit.plain_operations:
        if operation.gate == "barrier":
            continue
        num_gates += 1
        num_two_qubit += len(operation.wires) == 2
        used.update(operation.wires)
        bits = (*operation.clbits, *(b for c in operation.conditions for b in c.clbits))
        places = (*operation.wires, *(circuit.num_qubits + bit for bit in bits))
        level = 1 + max((ready[place] for place in places), default=0)
        for place in places:
            ready[place] = level
    return Figures(
        num_qubits=len(used),
        num_gates=num_gates,
        num_two_qubit=num_two_qubit,
        depth=max(ready, default=0),
    )


def figures_on(circuit: Any, device: Any) -> Figures:
    """Figures of a circuit that was transpiled for a device.

    What stands under a condition counts as if it happened.

    Args:
        circuit: a `QuantumCircuit` in the device's gates, on the device's qubits.
        device: Qiskit's target, with errors, durations in seconds, T1 and T2.
    """
    schedule = _Schedule(device)
    for name, qubits, clbits in instructions(circuit):
        if name == "barrier":
            schedule.wait_together(qubits)
        else:
            schedule.add(name, qubits, clbits)
    return schedule.figures()


@dataclass(slots=True)
class _Schedule:
    """Operations as early as they can be, with the probability that each goes well."""

    device: Any
    free: dict[int, float] = field(default_factory=dict[int, float])
    known: dict[int, float] = field(default_factory=dict[int, float])
    levels: dict[int, int] = field(default_factory=dict[int, int])
    num_gates: int = 0
    num_two_qubit: int = 0
    gates: float = 1.0
    readout: float = 1.0
    idle: float = 1.0
    has_duration: bool = False

    def add(self, name: str, qubits: Sequence[int], clbits: Sequence[int]) -> None:
        self.num_gates += 1
        self.num_two_qubit += len(qubits) == 2
        known: Any = self.device.get(name, {})
        facts: Any = known.get(tuple(qubits))
        error = float(getattr(facts, "error", None) or 0.0)
        duration = float(getattr(facts, "duration", None) or 0.0)
        self.has_duration = self.has_duration or duration > 0
        if name == "measure":
            self.readout *= max(0.0, 1 - error)
        else:
            self.gates *= max(0.0, 1 - error)
        start = max(
            (
                *(self.free.get(qubit, 0.0) for qubit in qubits),
                *(self.known.get(bit, 0.0) for bit in clbits),
            ),
            default=0.0,
        )
        for qubit in qubits:
            if qubit in self.free:  # before its first operation a qubit holds nothing to lose
                self.idle *= self._kept(qubit, start - self.free[qubit])
            self.free[qubit] = start + duration
        for bit in clbits:
            self.known[bit] = start + duration
        places = (*qubits, *(-1 - bit for bit in clbits))
        level = 1 + max((self.levels.get(place, 0) for place in places), default=0)
        self.levels.update(dict.fromkeys(places, level))

    def wait_together(self, qubits: Sequence[int]) -> None:
        touched = [qubit for qubit in qubits if qubit in self.free]
        moment = max((self.free[qubit] for qubit in touched), default=0.0)
        for qubit in touched:
            self.idle *= self._kept(qubit, moment - self.free[qubit])
            self.free[qubit] = moment

    def _kept(self, qubit: int, time: float) -> float:
        """Average fidelity of a qubit that relaxes for `time` seconds."""
        known: Any = self.device.qubit_properties
        facts: Any = known[qubit] if known and time > 0 else None
        t1 = getattr(facts, "t1", None) or math.inf
        t2 = min(getattr(facts, "t2", None) or math.inf, 2 * t1)
        return 0.5 + math.exp(-time / t2) / 3 + math.exp(-time / t1) / 6

    def figures(self) -> Figures:
        return Figures(
            num_qubits=len(self.free),
            num_gates=self.num_gates,
            num_two_qubit=self.num_two_qubit,
            depth=max(self.levels.values(), default=0),
            duration=max(self.free.values(), default=0.0) if self.has_duration else None,
            success=self.gates * self.readout * self.idle,
            success_gates=self.gates,
            success_readout=self.readout,
            success_idle=self.idle,
        )


def instructions(circuit: Any) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Names, qubits and bits of all instructions of a `QuantumCircuit`.

    Those inside a condition come with the condition's bits.
    """
    qubits, clbits = range(circuit.num_qubits), range(circuit.num_clbits)
    yield from _walk(circuit, qubits, clbits, ())


def _walk(
    circuit: Any, places: Sequence[int], bits: Sequence[int], condition: tuple[int, ...]
) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    for item in circuit.data:
        operation: Any = item.operation
        inner: list[int] = [circuit.find_bit(qubit).index for qubit in item.qubits]
        read: list[int] = [circuit.find_bit(bit).index for bit in item.clbits]
        qubits = tuple(places[index] for index in inner)
        clbits = tuple(bits[index] for index in read)
        blocks = getattr(operation, "blocks", ())
        for block in blocks:
            yield from _walk(block, qubits, clbits, clbits)
        if not blocks:
            yield operation.name, qubits, tuple(dict.fromkeys((*clbits, *condition)))
