"""Placements of CZ gates and a unitary → the one-qubit gates between them that make it.

Levenberg-Marquardt, many fits side by side. A step turns each gate g to exp(i(xX + yY + zZ)) g.
With H the Pauli as it is seen from the start of the circuit, the map V changes by iVH, so that the
matrix of Gauss and Newton is tr HH', whatever the target. A turn about Z passes a CZ, so that gates
before one turn about X and Y alone.

Source: fits of maps as in Younis et al. (BQSKit), arXiv:2106.07093; the closed form is our own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Of either precision: fits begin in single and end in double."""

_PAULIS: Final = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
_CZ: Final = np.array([1, 1, 1, -1], dtype=np.float32)
_STEP: Final = 1.2e5
"""What a step costs for each direction however few fits there are, in multiplications."""
_MOVING: Final = 40
"""What carrying an entry of a Pauli costs beside its multiplications."""
_PATIENCE: Final = 8
_LESS: Final = 0.97
"""A fit whose cost is not below this share of what it was some steps ago is given up."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Fits side by side, each with as many places for CZ gates on as many qubits.

    Attributes:
        pairs: int, shape (fits, places, 2): the qubits of each place.
        is_there: bool, shape (fits, places): is there a CZ?
        before: complex, shape (fits, places, 2, 2, 2): the gates before each place, on its qubits.
        last: complex, shape (fits, qubits, 2, 2): the gates after all.
    """

    pairs: Array
    is_there: Array
    before: Array
    last: Array

    @property
    def num_qubits(self) -> int:
        return self.last.shape[1]

    def chosen(self, which: Array | list[int]) -> Layout:
        """Some of the fits."""
        return Layout(self.pairs[which], self.is_there[which], self.before[which], self.last[which])

    def with_type(self, dtype: type[np.complex64]) -> Layout:
        """The same with gates of another precision."""
        return replace(self, before=self.before.astype(dtype), last=self.last.astype(dtype))

    def turned(self, inner: Array, last: Array) -> Layout:
        """Every gate turned, by (x, y, z) in the last axis of what is given."""
        dtype = self.last.dtype
        return replace(
            self,
            before=_exponential(inner, dtype) @ self.before,
            last=_exponential(last, dtype) @ self.last,
        )

    def maps(self) -> Array:
        """The unitary of each fit, shape (fits, 2**n, 2**n)."""
        return _maps(self)[0]


class Fits:
    """Fits towards one unitary.

    Attributes:
        layout: as far as the fits are.
        costs: of each fit, its squared distance to the unitary up to a phase, over 2 · 2**n.
        effort: multiplications so far, about.
    """

    def __init__(self, layout: Layout, target: Array) -> None:
        self.layout = layout
        self.target = target.astype(layout.last.dtype)
        self.size = 2**layout.num_qubits
        self.effort = 0.0
        self._damping = np.full(len(layout.pairs), 0.1)
        self._least = 1e-12 if layout.last.dtype == np.complex128 else 1e-6
        self._maps, self._inner = _maps(layout)
        self.costs, self._overlaps = self._costs(self._maps)

    def run(self, *, steps: int, good: float, stop: Callable[[], bool] | None = None) -> None:
        """At most so many steps; one of cost `good` is done, one that hardly gains is given up."""
        live = np.arange(len(self.costs), dtype=np.intp)
        history = [self.costs.copy()]
        for step in range(steps):
            live = live[self.costs[live] > good]
            if step >= _PATIENCE:
                live = live[self.costs[live] < _LESS * history[step - _PATIENCE][live]]
            if not len(live) or (stop is not None and stop()):
                return
            self._step(live)
            history.append(self.costs.copy())

    def _step(self, live: Array) -> None:
        layout = self.layout.chosen(live)
        slopes = _slopes(layout, self._maps[live], self._inner[live])
        phases = self._overlaps[live].conj() / np.abs(self._overlaps[live])
        error = self.target.conj().T @ self._maps[live] * phases[:, None, None]
        error = (error - error.conj().swapaxes(1, 2)) / 2j
        count, free = slopes.shape[:2]
        gradient = slopes @ _summed(error).reshape(count, -1, 1)
        gram = slopes @ slopes.swapaxes(1, 2)
        places = np.arange(free, dtype=np.intp)
        gram[:, places, places] += (self._damping[live] * self.size)[:, None]
        change = -np.linalg.solve(gram, gradient)[:, :, 0]
        ends = 3 * layout.num_qubits
        inner = np.zeros((*layout.before.shape[:3], 3), dtype=change.dtype)
        inner[..., :2] = change[:, :-ends].reshape(*layout.before.shape[:3], 2)
        new = layout.turned(inner, change[:, -ends:].reshape(count, -1, 3))
        new_maps, new_inner = _maps(new)
        new_costs, new_overlaps = self._costs(new_maps)
        better = new_costs < self.costs[live]
        damping = self._damping[live] * np.where(better, 0.2, 6.0)
        self._damping[live] = np.clip(damping, self._least, 1e6)
        gained = live[better]
        self.layout.before[gained] = new.before[better]
        self.layout.last[gained] = new.last[better]
        self._maps[gained], self._inner[gained] = new_maps[better], new_inner[better]
        self.costs[gained], self._overlaps[gained] = new_costs[better], new_overlaps[better]
        self.effort += _STEP * free + count * free * self.size**2 * (_MOVING + 2 * self.size + free)

    def _costs(self, maps: Array) -> tuple[Array, Array]:
        overlaps = np.einsum("ij,fij->f", self.target.conj(), maps)
        # 1 - |tr U†V| / 2**n is the same, but has no digits left near zero.
        apart = maps - (overlaps / np.abs(overlaps))[:, None, None] * self.target
        return (np.abs(apart) ** 2).sum((1, 2)) / (2 * self.size), overlaps


def _maps(layout: Layout) -> tuple[Array, Array]:
    """The unitaries, and those up to behind the gates before each place, its qubits first."""
    count, places = layout.is_there.shape
    size = 2**layout.num_qubits
    rows = np.arange(count, dtype=np.intp)[:, None]
    dtype = layout.last.dtype
    now = np.broadcast_to(np.eye(size, dtype=dtype), (count, size, size)).copy()
    inner = np.empty((count, places, size, size), dtype=dtype)
    first, second = layout.before[:, :, 0], layout.before[:, :, 1]
    both = first[..., :, None, :, None] * second[..., None, :, None, :]
    both = both.reshape(count, places, 4, 4)
    signs = np.where(layout.is_there[:, :, None], _CZ, np.float32(1))
    orders = _orders(layout.num_qubits)[layout.pairs[..., 0], layout.pairs[..., 1]]
    for place in range(places):
        order = orders[:, place]
        turned = both[:, place] @ now[rows, order].reshape(count, 4, -1)
        inner[:, place] = turned.reshape(count, size, size)
        turned *= signs[:, place, :, None]
        now[rows, order] = turned.reshape(count, size, size)
    for qubit in range(layout.num_qubits):
        split = now.reshape(count, size >> (qubit + 1), 2, -1)
        now = (layout.last[:, None, qubit] @ split).reshape(count, size, size)
    return now, inner


def _slopes(layout: Layout, maps: Array, inner: Array) -> Array:
    """Real plus imaginary parts of all H, shape (fits, 4 places + 3 n, 4**n).

    The real part of a Hermitian matrix is symmetric, the imaginary one antisymmetric; so the inner
    products of these sums are those of the matrices.
    """
    count, places = layout.is_there.shape
    size, n = maps.shape[-1], layout.num_qubits
    split = inner.reshape(count, places, 2, 2, size // 4, size)
    moved = np.empty((count, places, 4, *split.shape[2:]), dtype=maps.dtype)
    moved[:, :, 0] = split[:, :, ::-1]
    moved[:, :, 1, 0], moved[:, :, 1, 1] = -1j * split[:, :, 1], 1j * split[:, :, 0]
    moved[:, :, 2] = split[:, :, :, ::-1]
    moved[:, :, 3, :, 0], moved[:, :, 3, :, 1] = -1j * split[:, :, :, 1], 1j * split[:, :, :, 0]
    moved = moved.reshape(count, places, 4, size, size).swapaxes(2, 3)
    seen = inner.conj().swapaxes(2, 3) @ moved.reshape(count, places, size, 4 * size)
    real = _summed(seen).reshape(count, places, size, 4, size)
    found = np.empty((count, 4 * places + 3 * n, size * size), dtype=real.dtype)
    found[:, : 4 * places] = real.swapaxes(2, 3).reshape(count, 4 * places, -1)
    ends = np.empty((count, size, 3 * n, size), dtype=maps.dtype)
    paulis = _PAULIS.astype(maps.dtype)
    for qubit in range(n):
        block = maps.reshape(count, size >> (qubit + 1), 2, -1)
        for axis in range(3):
            ends[:, :, 3 * qubit + axis] = (paulis[axis] @ block).reshape(count, size, size)
    seen = maps.conj().swapaxes(1, 2) @ ends.reshape(count, size, -1)
    real = _summed(seen).reshape(count, size, 3 * n, size)
    found[:, 4 * places :] = real.swapaxes(1, 2).reshape(count, 3 * n, -1)
    return found


def _summed(matrices: NDArray[np.inexact]) -> Array:
    return np.real(matrices) + np.imag(matrices)


@cache
def _orders(num_qubits: int) -> Array:
    """For each pair of qubits, all basis indices, those of the pair slowest: (n, n, 2**n)."""
    indices = np.arange(2**num_qubits, dtype=np.intp).reshape((2,) * num_qubits)
    orders = np.zeros((num_qubits, num_qubits, 2**num_qubits), dtype=np.intp)
    for a in range(num_qubits):
        for b in range(num_qubits):
            if a != b:
                axes = (num_qubits - 1 - a, num_qubits - 1 - b)
                orders[a, b] = np.moveaxis(indices, axes, (0, 1)).reshape(-1)
    return orders


def _exponential(turns: Array, dtype: np.dtype[Any]) -> Array:
    """exp(i(xX + yY + zZ)), shape (..., 2, 2)."""
    x, y, z = turns[..., 0], turns[..., 1], turns[..., 2]
    size = np.sqrt(x * x + y * y + z * z)
    cosine, ratio = np.cos(size), np.sinc(size / np.pi)
    found = np.empty((*size.shape, 2, 2), dtype=dtype)
    found[..., 0, 0], found[..., 1, 1] = cosine + 1j * ratio * z, cosine - 1j * ratio * z
    found[..., 0, 1], found[..., 1, 0] = ratio * (1j * x + y), ratio * (1j * x - y)
    return found
