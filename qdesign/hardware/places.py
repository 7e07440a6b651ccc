"""Where the qubits of a device stand on a map of it: its coupling → a point for each qubit."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Pairs = tuple[tuple[int, int], ...]
_ROUNDS: Final = 120
_LEAST: Final = 5
"""Qubits of a row that one can tell from a chance."""
_MOST: Final = 1_200


@lru_cache(maxsize=64)
def places(num_qubits: int, coupling: Pairs) -> tuple[tuple[float, float], ...]:
    """A point for each qubit, coupled ones about 1 apart; y goes down.

    Lattices whose qubits are numbered row by row stand as such, qubits that are all coupled to
    each other on a ring. Others are spread so that
    distances follow the steps between qubits (stress majorization: Gansner et al., 2004).
    """
    if num_qubits > _MOST:
        side = int(np.ceil(np.sqrt(num_qubits)))
        return tuple((float(q % side), float(q // side)) for q in range(num_qubits))
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in coupling:
        near[a].add(b)
        near[b].add(a)
    if num_qubits > 3 and all(len(near[q]) == num_qubits - 1 for q in range(num_qubits)):
        return _ring(num_qubits)
    return _rows(num_qubits, near) or _spread(num_qubits, near)


def _ring(num_qubits: int) -> tuple[tuple[float, float], ...]:
    """On a circle, clockwise from the top, next ones 1 apart: where all are coupled to all."""
    radius = 0.5 / np.sin(np.pi / num_qubits)
    turns = 2 * np.pi * np.arange(num_qubits) / num_qubits
    points = radius * np.stack([1 + np.sin(turns), 1 - np.cos(turns)], axis=1)
    return tuple((float(x), float(y)) for x, y in points)


def _rows(num_qubits: int, near: Mapping[int, set[int]]) -> tuple[tuple[float, float], ...] | None:
    """On a grid: rows of qubits that follow one another, with single ones between two rows."""
    rows: list[list[int]] = []
    for qubit in range(num_qubits):
        if rows and qubit - 1 in near[qubit] and rows[-1][-1] == qubit - 1:
            rows[-1].append(qubit)
        else:
            rows.append([qubit])
    long = [row for row in rows if len(row) >= _LEAST]
    if len(long) < 2:
        return None
    x: dict[int, int] = {qubit: k for k, qubit in enumerate(long[0])}
    y: dict[int, int] = dict.fromkeys(long[0], 0)
    waiting = deque(long[0])
    row_of = {qubit: row for row in long for qubit in row}
    while waiting:
        qubit = waiting.popleft()
        for other in near[qubit]:
            if other in x:
                continue
            down = 1 if other > qubit else -1
            row = row_of.get(other, [other])
            start = x[qubit] - row.index(other)
            for k, each in enumerate(row):
                x[each], y[each] = start + k, y[qubit] + down
            waiting.extend(row)
    if len(x) != num_qubits or len(set(zip(x.values(), y.values(), strict=True))) != num_qubits:
        return None
    if any(abs(x[a] - x[b]) + abs(y[a] - y[b]) != 1 for a in near for b in near[a]):
        return None
    left, top = min(x.values()), min(y.values())
    return tuple((float(x[q] - left), float(y[q] - top)) for q in range(num_qubits))


def _spread(num_qubits: int, near: Mapping[int, set[int]]) -> tuple[tuple[float, float], ...]:
    steps = np.stack([_steps_from(q, num_qubits, near) for q in range(num_qubits)])
    weight = 1 / np.maximum(steps, 1) ** 2
    np.fill_diagonal(weight, 0)
    points = _first(steps)
    total = weight.sum(axis=1, keepdims=True)
    for _ in range(_ROUNDS if num_qubits > 1 else 0):
        gap = points[:, None, :] - points[None, :, :]
        length = np.maximum(np.linalg.norm(gap, axis=2), 1e-9)
        pull = points[None, :, :] + gap * (steps / length)[:, :, None]
        points = (weight[:, :, None] * pull).sum(axis=1) / np.maximum(total, 1e-12)
    points = _turned(points)
    return tuple((float(x), float(y)) for x, y in points - points.min(axis=0))


def _steps_from(start: int, num_qubits: int, near: Mapping[int, set[int]]) -> NDArray[np.float64]:
    """Steps to every qubit; what cannot be reached is a little farther than all that can."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        qubit = waiting.popleft()
        for other in sorted(near[qubit]):
            if other not in found:
                found[other] = found[qubit] + 1
                waiting.append(other)
    far = max(found.values()) + 2
    return np.array([found.get(q, far) for q in range(num_qubits)], dtype=np.float64)


def _first(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Classical scaling: the two directions in which steps differ most."""
    size = len(steps)
    if size < 3:
        return np.array([[float(q), 0.0] for q in range(size)])
    center = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-0.5 * center @ steps**2 @ center)
    found = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-6))
    # A hair off, so that no two stand on each other.
    return found[:, ::-1] + 1e-3 * np.stack([np.sin(np.arange(size)), np.cos(np.arange(size))], 1)


def _turned(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The longer side lies flat, the lowest number left of the highest."""
    centered = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centered, full_matrices=False)
    turned = centered @ axes.T
    if len(turned) > 1 and turned[0, 0] > turned[-1, 0]:
        turned = -turned
    return turned


def pairs_of(coupling: Iterable[Sequence[int]]) -> Pairs:
    """Each pair once, the lower number first."""
    return tuple(sorted({(min(a, b), max(a, b)) for a, b in coupling}))
