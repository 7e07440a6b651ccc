"""Noise → what each gate costs: the fidelity that is lost where its noise alone is on.

Without other noise the gates behind it keep the fidelity, so that the state right behind the gate
says all: F = ⟨φ| E(|φ⟩⟨φ|) |φ⟩. Mixed in with strength ε, as (1 - ε) 1 + ε E, the noise takes
ε (1 - F); so 1 - F is the exact derivative by ε, and the sum over all gates is the whole loss to
first order.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.gates import PAULI
from qdesign.simulate.branches import applied
from qdesign.simulate.drawn import placed
from qdesign.simulate.memory import check_memory
from qdesign.simulate.noise import Noise, name_of
from qdesign.simulate.program import Kind, ProgramBuilder

MOST_WIRES: Final = 5
"""Wires of one gate whose channels are looked at as one map."""

State = NDArray[np.complex128]


def gate_costs(circuit: Circuit, noise: Noise, values: Mapping[str, float]) -> dict[str, float]:
    """1 - F of each drawn gate, block or composite gate (the sum of its gates), by its id.

    Args:
        circuit: without measurements, resets and conditions but at its end.
        noise: its readout errors are no gate's and do not count.
        values: radians of all parameters.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions inside.
        TooLarge: the state does not fit, or a gate has too many wires.
    """
    check_memory(circuit.num_qubits, 4)
    drawn = placed(circuit)
    last = _ending(drawn)
    psi = np.zeros((2,) * circuit.num_qubits, dtype=np.complex128)
    psi[(0,) * circuit.num_qubits] = 1
    costs: dict[str, float] = {}
    for item in drawn.operations:
        total = 0.0
        for operation in drawn.with_operations([item]).flat().plain_operations:
            if operation.gate == "barrier" or item.id in last:
                continue
            if operation.conditions or operation.gate in ("measure", "reset"):
                raise NotUnitary(
                    "What gates cost is told of circuits without measurements, resets and "
                    "conditions inside. Remove them."
                )
            psi = applied(operation, psi, values)
            total += _cost(psi, operation, noise)
        costs[item.id] = total
    return costs


def _ending(circuit: Circuit) -> set[str]:
    """Ids of measurements after which nothing happens on their wires."""
    busy: set[int] = set()
    found: set[str] = set()
    for item in reversed(circuit.operations):
        measures = isinstance(item, Operation) and item.gate == "measure" and not item.conditions
        if measures and not busy.intersection(item.wires):
            found.add(item.id)
        elif not (isinstance(item, Operation) and item.gate == "barrier"):
            busy.update(item.wires)
    return found


def _cost(psi: State, operation: Operation, noise: Noise) -> float:
    wires = operation.wires
    if not wires:
        return 0.0
    num_controls = len(operation.controls) + len(operation.anticontrols)
    builder = ProgramBuilder(psi.ndim)
    noise.add(builder, name_of(operation.gate, num_controls), wires)
    if not builder.num_operations:
        return 0.0
    if len(wires) > MOST_WIRES:
        raise TooLarge(
            f"Operation {operation.gate} acts on {len(wires)} qubits; what gates cost is told up "
            f"to {MOST_WIRES}. Decompose it first."
        )
    count = len(wires)
    transfer = np.eye(4**count).reshape((4,) * count + (-1,))
    turned = psi
    for kind, source, mask in builder.operations():
        if kind != Kind.ROTATION and turned is not psi:
            raise InvalidRequest(
                "What gates cost is told where crosstalk is the last of their channels."
            )
        if kind == Kind.DEPOLARIZE:
            p = builder.constant(source)
            transfer = (1 - p) * transfer + p * _untouched(transfer)
        elif kind == Kind.CHANNEL:
            axis = wires.index(mask.bit_length() - 1)
            moved = np.tensordot(builder.transfer(source), transfer, axes=(1, axis))
            transfer = np.moveaxis(moved, 0, axis)
        else:
            turned = _turned_back(turned, mask, builder.constant(source))
    kept = _overlap(psi, turned, wires)
    strings = _strings(count)
    products = np.einsum("ab,pbc,dc->pad", kept, strings, kept.conj())
    shares = np.einsum("pab,qba->pq", products, strings).real
    fidelity = float((transfer.reshape(4**count, -1) * shares).sum()) / 2**count
    return max(0.0, 1 - fidelity)


def _untouched(transfer: NDArray[np.float64]) -> NDArray[np.float64]:
    """What full mixing leaves: the identity's row."""
    left = np.zeros_like(transfer)
    none = (0,) * (transfer.ndim - 1)
    left[none] = transfer[none]
    return left


def _turned_back(psi: State, mask: int, angle: float) -> State:
    """exp(iθ/2 Z…Z) of a state: crosstalk comes last, so that it is undone on the other side."""
    turned = psi
    sign = np.ones((1,) * psi.ndim)
    for qubit in range(psi.ndim):
        if mask >> qubit & 1:
            shape = [1] * psi.ndim
            shape[psi.ndim - 1 - qubit] = 2
            sign = sign * np.array([1.0, -1.0]).reshape(shape)
    return turned * np.exp(0.5j * angle * sign)


def _overlap(psi: State, other: State, wires: tuple[int, ...]) -> State:
    """Σ over the rest of ψ φ*, shape (2**k, 2**k); the first wire is the highest bit."""
    axes = [psi.ndim - 1 - wire for wire in wires]
    front = list(range(len(axes)))
    left = np.moveaxis(psi, axes, front).reshape(2 ** len(axes), -1)
    right = np.moveaxis(other, axes, front).reshape(2 ** len(axes), -1)
    return left @ right.conj().T


@cache
def _strings(count: int) -> State:
    """All Pauli strings of `count` letters, shape (4**count, 2**count, 2**count)."""
    found: list[State] = []
    for letters in itertools.product("IXYZ", repeat=count):
        string: NDArray[Any] = np.ones((1, 1), dtype=np.complex128)
        for letter in letters:
            string = np.kron(string, PAULI[letter])
        found.append(string)
    return np.array(found)
