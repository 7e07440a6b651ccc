"""Derivatives of a matrix product state's energy: one sweep back over the steps that made it.

With λ = (H - E)|ψ⟩ taken back through the gates, the slope by an angle of gate k is
2 Re⟨λ_k| ∂U_k |ψ_{k-1}⟩, for any gate: ∂U_k is a matrix, and what stands around it is contracted
once. States before each gate are kept in parts of the circuit, which are run once more.

Source: adjoint differentiation, Jones and Gacon, arXiv:2009.02823, on tensors.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.engines.matrix_product import Complex, MatrixProduct, Trie
from qdesign.simulate.engines.variance import times

Real = NDArray[np.float64]

_CUTOFF: Final = 1e-28
"""Weight of λ that is dropped in any case: rounding."""

Slope = tuple[int, Complex]
"""The slot of an angle of a gate, and the gate's derivative by it."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate on a site, and on the next one where its matrix has the shape (4, 4)."""

    site: int
    unitary: Complex
    to_right: bool
    slopes: Sequence[Slope]

    def do(self, state: MatrixProduct) -> None:
        """Apply it."""
        _do(state, self.site, self.unitary, to_right=self.to_right)


@dataclass(frozen=True, slots=True)
class Slopes:
    """What a sweep back found.

    Attributes:
        by_slot: derivative by each angle, shape (s,).
        errors: how far off each is at most, shape (s,).
    """

    by_slot: Real
    errors: Real


def slopes_of(
    start: MatrixProduct,
    gates: Sequence[Gate],
    tries: Mapping[int, Trie],
    *,
    num_slots: int,
    size: float,
    max_bond: int,
) -> Slopes:
    """Derivatives of Σ coefficient × ⟨string⟩ by every angle of the gates.

    Args:
        start: the state before the first gate.
        gates: in order.
        tries: the strings, by their first site.
        num_slots: how many angles there are.
        size: Σ|coefficient|, which no energy passes.
        max_bond: of λ.

    Returns:
        The slopes with their errors: |⟨λ|∂U|ψ⟩ - ⟨λ'|∂U|ψ'⟩| is at most |∂U| times
        |λ - λ'| + |λ'| |ψ - ψ'|, each of which is measured as it is dropped; and no slope is
        more than 2 |∂U| Σ|coefficient|.
    """
    found, errors = np.zeros(num_slots), np.zeros(num_slots)
    if not any(gate.slopes for gate in gates):
        return Slopes(found, errors)
    step = max(32, math.isqrt(len(gates) * max(1, len(start.tensors)) // 2))
    marks = [start]
    for first in range(0, len(gates), step):
        state = marks[-1].copy()
        for gate in gates[first : first + step]:
            gate.do(state)
        marks.append(state)
    last = marks.pop()
    energy = last.expectation(tries)
    back = times(last, _shifted(tries, -energy), max_bond=max_bond, cutoff=_CUTOFF)
    scale = math.sqrt(last.weight)
    begun = (size + abs(energy)) * _distance(last)
    around = _Around(len(start.tensors))
    for mark in reversed(range(len(marks))):
        state, kept = marks[mark], gates[mark * step : (mark + 1) * step]
        undone: list[tuple[int, list[Complex], int, float]] = []
        for gate in kept:
            low, high = _reach(state, gate)
            undone.append((low, state.tensors[low:high], state.center, state.dropped))
            gate.do(state)
        around.forget()
        for gate in reversed(kept):
            low, tensors, state.center, state.dropped = undone.pop()
            state.tensors[low : low + len(tensors)] = tensors
            around.changed(low, low + len(tensors))
            if gate.slopes:
                whole = around.matrix(back, state, gate.site, len(gate.unitary))
                norm = math.sqrt(state.weight)
                off = begun + back.dropped / scale
                off += math.sqrt(back.weight) / scale * _distance(state)
                for slot, slope in gate.slopes:
                    value = float((whole * slope).sum().real)
                    value *= 2 / (norm * scale)
                    most = 2 * float(np.linalg.norm(slope, 2))
                    found[slot] += value
                    errors[slot] += min(most * off, abs(value) + most * size)
            low, high = _reach(back, gate)
            _do(back, gate.site, gate.unitary.conj().T, to_right=not gate.to_right)
            around.changed(low, high)
    return Slopes(found, errors)


def _do(state: MatrixProduct, site: int, unitary: Complex, *, to_right: bool) -> None:
    if len(unitary) == 2:
        state.turn(site, unitary)
    else:
        state.apply(site, unitary, to_right=to_right)


def _reach(state: MatrixProduct, gate: Gate) -> tuple[int, int]:
    """Between which sites it changes tensors, the second one not included."""
    if len(gate.unitary) == 2:
        return gate.site, gate.site + 1
    return min(state.center, gate.site), max(state.center, gate.site + 1) + 1


def _distance(state: MatrixProduct) -> float:
    """How far the exact state is at most from the truncated one, which is scaled to norm 1."""
    weight = state.weight
    overlap = (1 + weight - state.dropped**2) / (2 * math.sqrt(weight))
    if overlap > 1 - 1e-12:  # where 1 - F is rounding
        return 2 * state.dropped
    return math.sqrt(max(0.0, 2 - 2 * overlap))


def _shifted(tries: Mapping[int, Trie], constant: float) -> dict[int, Trie]:
    """The strings and a multiple of the identity."""
    first = dict(tries.get(0, {}))
    first["I"] = {**first.get("I", {}), "": constant}
    return {**tries, 0: first}


class _Around:
    """What stands left and right of a gate in ⟨λ|…|ψ⟩, kept as long as no tensor of it changes."""

    def __init__(self, num_sites: int) -> None:
        one = np.ones((1, 1), dtype=complex)
        self._left: list[Complex] = [one] * (num_sites + 1)
        self._right: list[Complex] = [one] * (num_sites + 1)
        self._size = num_sites
        self.forget()

    def forget(self) -> None:
        """All tensors are others."""
        self._known_left, self._known_right = 0, self._size

    def changed(self, low: int, high: int) -> None:
        """Tensors of sites from `low` to before `high` are others."""
        self._known_left = min(self._known_left, low)
        self._known_right = max(self._known_right, high)

    def matrix(self, back: MatrixProduct, state: MatrixProduct, site: int, size: int) -> Complex:
        """M with ⟨λ|U|ψ⟩ = Σ M_ij U_ij for a gate on a site, or on that and the next one."""
        end = site + (1 if size == 2 else 2)
        self._reach(back, state, site, end)
        mine, theirs = _joined(back, site, end).conj(), _joined(state, site, end)
        left = np.tensordot(self._left[site], theirs, axes=(1, 0))
        both = np.tensordot(left, self._right[end], axes=(2, 1))
        return np.tensordot(mine, both, axes=((0, 2), (0, 2)))

    def _reach(self, back: MatrixProduct, state: MatrixProduct, site: int, end: int) -> None:
        for k in range(self._known_left, site):
            met = np.tensordot(self._left[k], state.tensors[k], axes=(1, 0))
            self._left[k + 1] = np.tensordot(back.tensors[k].conj(), met, axes=((0, 1), (0, 1)))
        for k in range(self._known_right - 1, end - 1, -1):
            met = np.tensordot(state.tensors[k], self._right[k + 1], axes=(2, 1))
            self._right[k] = np.tensordot(back.tensors[k].conj(), met, axes=((1, 2), (1, 2)))
        self._known_left = max(self._known_left, site)
        self._known_right = min(self._known_right, end)


def _joined(state: MatrixProduct, site: int, end: int) -> Complex:
    """Tensors of one site or two as one, shape (left, 2 or 4, right)."""
    first = state.tensors[site]
    if end == site + 1:
        return first
    second = state.tensors[site + 1]
    both = np.tensordot(first, second, axes=(2, 0))
    return both.reshape(first.shape[0], 4, second.shape[2])
