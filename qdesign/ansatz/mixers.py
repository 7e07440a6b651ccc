"""QAOA whose states keep their number of ones: Dicke states, XY mixers, the Grover mixer."""

from __future__ import annotations

import math
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size
from qdesign.ansatz.entanglers import bricks
from qdesign.ansatz.hamiltonian import cost_layer
from qdesign.ansatz.occupied import check_ones
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable

MIXERS: Final = ("ring", "full", "grover")


def dicke_state(num_qubits: int, ones: int) -> Circuit:
    """The even sum of all basis states with a number of ones, from |0…0⟩, without parameters.

    Example:
        >>> dicke_state(4, 2).parameters
        ()

    Source: Bärtschi, Eidenbenz, arXiv:1904.07358.
    """
    check_size(num_qubits, 1, per_layer=0)
    check_ones(num_qubits, ones)
    check_size(num_qubits, 1, per_layer=3 * num_qubits * max(1, ones))
    found = [Operation("x", (q,)) for q in range(num_qubits - ones, num_qubits)]
    for last in reversed(range(1, num_qubits)):
        for moved in range(1, min(ones, last) + 1):
            angle = Angle.of(2 * math.acos(math.sqrt(moved / (last + 1))))
            target = last - moved
            controls = (last,) if moved == 1 else (last, target + 1)
            around = Operation("cx", (target, last))
            found += [around, Operation("ry", (target,), (angle,), controls=controls), around]
    return Circuit(num_qubits, tuple(found))


def qaoa_with_ones(cost: Observable, ones: int, layers: int = 1, *, mixer: str = "ring") -> Circuit:
    """QAOA from a Dicke state, by a mixer that keeps the number of ones.

    Layer k has gamma_k for the cost and beta_k for the mixer: XX + YY of neighbors on a ring or of
    all pairs, one pair after the other; or exp(-i beta |D⟩⟨D|) of the Dicke state D itself.

    Args:
        cost: a diagonal observable.
        ones: in every state that is reached.
        layers: 1 or more.
        mixer: `ring`, `full` or `grover`.

    Raises:
        InvalidRequest: a cost that is not diagonal, no such mixer, or too many ones.

    Source: Hadfield et al., arXiv:1709.03489; Wang et al., arXiv:1904.09314; Bärtschi and
    Eidenbenz, arXiv:2006.00354.
    """
    n = cost.num_qubits
    if mixer not in MIXERS:
        raise InvalidRequest(f"There is no mixer '{mixer[:40]}': use {', '.join(MIXERS)}.")
    start = dicke_state(n, ones)
    check_size(n, layers, per_layer=2 * len(start.operations) + n * (n + 3))
    found = list(start.operations)
    for layer in range(layers):
        found += cost_layer(cost, f"gamma_{layer}")
        beta = Angle.parameter(f"beta_{layer}")
        found += _grover(start, beta) if mixer == "grover" else _exchanges(n, beta, mixer)
    return Circuit(n, tuple(found))


def _exchanges(n: int, beta: Angle, mixer: str) -> list[Operation]:
    if mixer == "full":
        pairs = tuple((a, b) for a in range(n) for b in range(a + 1, n))
    else:
        pairs = (*bricks(n, 0), *bricks(n, 1), *(((n - 1, 0),) if n > 2 else ()))
    return [Operation(gate, pair, (beta,)) for pair in pairs for gate in ("rxx", "ryy")]


def _grover(start: Circuit, beta: Angle) -> list[Operation]:
    n = start.num_qubits
    flip = Operation("x", (n - 1,))
    turn = Operation("p", (n - 1,), (-beta,), anticontrols=tuple(range(n - 1)))
    back = start.inverse().plain_operations
    return [*back, flip, turn, flip, *start.plain_operations]
