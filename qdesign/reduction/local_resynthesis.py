"""Local resynthesis: windows on a few qubits replaced where that saves two-qubit gates.

A window is a set of operations on at most k qubits that can be brought together. It is
resynthesized from its Pauli rotations; as good ones are taken too, so that the search drifts over
plateaus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qdesign.operation import Operation
from qdesign.reduction.cancel import cancel
from qdesign.reduction.elementary import to_elementary, to_plain_elementary
from qdesign.reduction.tket import Stand, Unreadable, exchanges, from_tket, greedy_pauli, to_tket

_WIDTHS = (2, 3, 3, 4, 4, 5, 6)
_DISCOUNTS = (0.05, 0.2, 0.4, 0.7)
_MOST = 80


def num_two_qubit(operations: Sequence[Operation]) -> int:
    """Two-qubit gates; wires are exchanged by three CX gates here, never by a swap."""
    return sum(1 for operation in operations if len(operation.qubits) == 2)


@dataclass(slots=True)
class Window:
    """What comes before, what is inside, what comes after; together the same circuit."""

    before: list[Operation]
    inside: list[Operation]
    after: list[Operation]
    qubits: list[int]


def take_window(
    operations: Sequence[Operation],
    start: int,
    width: int,
    rng: np.random.Generator,
    *,
    most: int = _MOST,
    is_free: Callable[[Operation], bool] = lambda _: True,
) -> Window:
    """The operations from `start` on that act on at most `width` qubits, chosen as they come.

    At most `most` two-qubit gates of those that are free.
    """
    inside: list[Operation] = []
    before = list(operations[:start])
    after: list[Operation] = []
    chosen: set[int] = set()
    closed: set[int] = set()
    flips = 0
    for place in range(start, len(operations)):
        operation = operations[place]
        wires = operation.qubits
        if any(q in closed for q in wires):
            closed.update(wires)
            after.append(operation)
        elif is_free(operation) and (
            all(q in chosen for q in wires)
            or not chosen
            or (
                any(q in chosen for q in wires)
                and len(chosen.union(wires)) <= width
                and rng.random() < 0.8
            )
        ):
            chosen.update(wires)
            inside.append(operation)
            flips += len(wires) == 2
        elif any(q in chosen for q in wires):
            closed.update(wires)
            after.append(operation)
        else:
            before.append(operation)
        if len(inside) >= _MOST or flips >= most or (chosen and chosen <= closed):
            after.extend(operations[place + 1 :])
            break
    return Window(before, inside, after, sorted(chosen))


def resynthesize_windows(
    operations: Sequence[Operation],
    num_qubits: int,
    *,
    native: bool,
    rounds: int,
    patience: int,
    rng: np.random.Generator,
    stop: Callable[[], bool],
    told: Callable[[int], None] | None = None,
) -> list[Operation]:
    """The circuit with as many two-qubit gates or fewer.

    Args:
        operations: of a unitary circuit.
        num_qubits: of that circuit.
        native: may the result have two-qubit rotations?
        rounds: windows to look at, at most.
        patience: windows without a gain after which to stop.
        rng: chooses windows and settings.
        stop: asked before each window.
        told: called with the number of two-qubit gates when it falls.
    """
    current = [a for o in operations for a in to_elementary(o, num_qubits)]
    best, best_weight = current, num_two_qubit(current)
    now = best_weight
    since = waited = 0
    for _ in range(rounds):
        waited += 1
        if stop() or waited > patience:
            break
        places = [k for k, o in enumerate(current) if len(o.qubits) == 2]
        if len(places) < 2:
            break
        start = places[rng.integers(len(places))]
        width = min(num_qubits, int(rng.choice(_WIDTHS)))
        piece = take_window(current, start, width, rng)
        old = num_two_qubit(piece.inside)
        if old < 2:
            continue
        new = resynthesize_window(piece, native=native, limit=old, rng=rng)
        if new is None:
            continue
        current = [*piece.before, *new, *piece.after]
        now += num_two_qubit(new) - old
        since += 1
        if now < best_weight or since >= 40:
            since = 0
            current = cancel(current)
            now = num_two_qubit(current)
        if now < best_weight:
            best, best_weight, waited = current, now, 0
            if told is not None:
                told(best_weight)
    return best


def resynthesize_window(
    piece: Window, *, native: bool, limit: int, rng: np.random.Generator
) -> list[Operation] | None:
    """The inside of a window anew, with at most `limit` two-qubit gates; None where that fails."""
    place = {qubit: index for index, qubit in enumerate(piece.qubits)}
    stand = Stand()
    try:
        local = [
            Operation(a.gate, tuple(place[q] for q in a.qubits), a.angles)
            for o in piece.inside
            for a in to_plain_elementary(o)
        ]
        given = to_tket(local, len(piece.qubits), stand)
        result = greedy_pauli(
            given,
            discount=float(rng.choice(_DISCOUNTS)),
            depth_weight=float(rng.choice((0.0, 0.0, 0.3))),
            seed=int(rng.integers(1 << 30)),
            native=native,
        )
        if result.n_2qb_gates() + 3 * exchanges(result) > limit:
            return None
        new = from_tket(result, stand)
    except Unreadable:
        return None
    return [Operation(o.gate, tuple(piece.qubits[q] for q in o.qubits), o.angles) for o in new]
