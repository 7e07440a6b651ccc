"""Phases of parities and a linear map → CX gates, with each parity on a wire once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from qdesign.operation import Operation
from qdesign.reduction.gf2 import Span

Bits = NDArray[np.bool_]


def network(
    parities: Sequence[int],
    targets: Sequence[int],
    phase: Callable[[int, int], Iterable[Operation]],
) -> Iterator[Operation]:
    """CX gates after which wire w holds the parity `targets[w]` of what the wires held before.

    Args:
        parities: what phases stand on; each is on a wire at some time.
        targets: independent, one for each wire.
        phase: the operations for a parity (by its place) on the wire that holds it.
    """
    size = len(targets)
    held = [1 << wire for wire in range(size)]
    left = _table(parities, size)
    order = list(range(len(parities)))
    while order:
        weights = left.sum(axis=1)
        shortest = int(weights.argmin())
        if weights[shortest] == 1:
            yield from phase(order.pop(shortest), int(left[shortest].argmax()))
            left = np.delete(left, shortest, axis=0)
            continue
        wires = np.nonzero(left[shortest])[0]
        inside = left[:, wires].astype(np.int64)
        both = inside.T @ inside
        change = np.diag(both)[None, :] - 2 * both  # of all weights, by control and target
        np.fill_diagonal(change, change.max() + 1)
        place = np.unravel_index(int(change.argmin()), change.shape)
        control, target = int(wires[place[0]]), int(wires[place[1]])
        left[:, control] ^= left[:, target]
        held[target] ^= held[control]
        yield Operation("cx", (control, target))
    span = Span(held)
    yield from _linear(_table([span.reduced(t)[1] for t in targets], size))


def _table(masks: Sequence[int], size: int) -> Bits:
    """The bits of masks, shape (len(masks), size)."""
    return np.array([[mask >> k & 1 for k in range(size)] for mask in masks], dtype=bool).reshape(
        len(masks), size
    )


def _linear(rows: Bits) -> Iterator[Operation]:
    """CX gates that take wires to the sums of them in `rows`; eliminates its columns."""
    for i in range(len(rows)):
        if not rows[i, i]:
            # No bit before i is set but by columns that are done; one behind it must be.
            behind = i + 1 + int(rows[i, i + 1 :].argmax())
            rows[:, i] ^= rows[:, behind]
            yield Operation("cx", (i, behind))
        for control in np.nonzero(rows[i])[0]:
            if control != i:
                rows[:, control] ^= rows[:, i]
                yield Operation("cx", (int(control), i))
