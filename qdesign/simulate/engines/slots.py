"""Angles of a circuit → their radians at values, and slopes by them → slopes by the parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.formula import is_derived
from qdesign.simulate.chain import Chain

Real = NDArray[np.float64]


class Slots:
    """The distinct angles of a circuit, numbered in order of first use.

    Example:
        >>> slots = Slots(["a"])
        >>> slots.number(Angle.parse("2*a + pi")), slots.number(Angle.parse("a"))
        (0, 1)
        >>> slots.at(np.array([0.5])).round(4).tolist()
        [4.1416, 0.5]
        >>> slots.back(np.array([0.5]), np.array([1.0, 1.0])).tolist()
        [3.0]
    """

    def __init__(self, parameters: Sequence[str]) -> None:
        self._num_free = len(parameters)
        self._free = tuple(parameters)
        self._places = {name: place for place, name in enumerate(parameters)}
        self._numbers: dict[Angle, int] = {}
        self._ready: tuple[Real, NDArray[np.intp], NDArray[np.intp], Real] | None = None
        self._chain: Chain | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def derived(self) -> tuple[str, ...]:
        """Names of the derived parameters so far."""
        return tuple(self._places)[self._num_free :]

    @property
    def moves(self) -> NDArray[np.bool_]:
        """Does each slot depend on a parameter? Shape (s,)."""
        return np.array([bool(angle.terms) for angle in self._numbers], dtype=bool)

    def number(self, angle: Angle) -> int:
        """The slot of an angle; equal ones share."""
        found = self._numbers.get(angle)
        if found is None:
            found = self._numbers[angle] = len(self._numbers)
            for name, _ in angle.terms:
                if is_derived(name):
                    self._places.setdefault(name, len(self._places))
            self._ready = None
        return found

    def at(self, values: Real) -> Real:
        """Radians of all slots, shape (s,)."""
        constants, rows, columns, coefficients = self._arrays()
        whole = self._whole(values)
        moved = np.bincount(rows, coefficients * whole[columns], minlength=len(constants))
        return np.asarray(constants + moved[: len(constants)], dtype=np.float64)

    def along(self, values: Real, direction: Real) -> Real:
        """By how much all slots move for 1 along a direction of the parameters, shape (s,)."""
        constants, rows, columns, coefficients = self._arrays()
        whole = direction
        if self._chain is not None:
            whole = np.concatenate([direction, self._chain.slopes(values) @ direction])
        moved = np.bincount(rows, coefficients * whole[columns], minlength=len(constants))
        return np.asarray(moved[: len(constants)], dtype=np.float64)

    def back(self, values: Real, slopes: Real) -> Real:
        """Slopes by the free parameters, shape (p,), from those by the slots."""
        _, rows, columns, coefficients = self._arrays()
        whole = np.bincount(columns, coefficients * slopes[rows], minlength=len(self._places))
        whole = np.asarray(whole, dtype=np.float64)
        if self._chain is None:
            return whole
        return whole[: self._num_free] + whole[self._num_free :] @ self._chain.slopes(values)

    def spread(self, values: Real, errors: Real) -> Real:
        """How far off each slope by a free parameter is at most, from those by the slots."""
        _, rows, columns, coefficients = self._arrays()
        weights = np.abs(coefficients) * errors[rows]
        whole = np.asarray(np.bincount(columns, weights, minlength=len(self._places)), dtype=float)
        if self._chain is None:
            return whole
        return whole[: self._num_free] + whole[self._num_free :] @ np.abs(
            self._chain.slopes(values)
        )

    def _whole(self, values: Real) -> Real:
        if self._chain is None:
            return values
        return np.concatenate([values, self._chain.values(values)])

    def _arrays(self) -> tuple[Real, NDArray[np.intp], NDArray[np.intp], Real]:
        if self._ready is None:
            entries = [
                (slot, self._places[name], float(coefficient))
                for angle, slot in self._numbers.items()
                for name, coefficient in angle.terms
            ]
            self._ready = (
                np.array([math.pi * float(a.pi) + a.radians for a in self._numbers], dtype=float),
                np.array([slot for slot, _, _ in entries], dtype=np.intp),
                np.array([place for _, place, _ in entries], dtype=np.intp),
                np.array([coefficient for _, _, coefficient in entries], dtype=float),
            )
            self._chain = Chain(self._free, self.derived) if self.derived else None
        return self._ready
