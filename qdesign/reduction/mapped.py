"""A segment synthesized for a device: walks whose pair gates all stand on neighbors.

Qubits are placed on the device so that what acts together is near, and places are exchanged while
that makes a quick walk shorter. Then wider searches, and windows of the best, as without a device.
Wires may end anywhere: exchanges at the end cost a device nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.reduction.gathering import gathered
from qdesign.reduction.result import Call
from qdesign.reduction.strategy import Candidate
from qdesign.reduction.walked import seconds_for
from qdesign.reduction.walks import MOST_QUBITS, Setting, Step, Walker
from qdesign.routing.coupling import Coupling
from qdesign.zx.gadgets import Rotations, merge, to_rotations

_QUICK: Final = Setting(2, 0.6, 0.1)
_SETTINGS: Final = (
    Setting(8, 0.6, 0.1),
    Setting(64, 0.65, 0.18, 1.2),
    Setting(32, 0.5, 0.2),
    Setting(256, 0.65, 0.18, 1.2),
    Setting(256, 0.5, 0.2),
    Setting(128, 0.4, 0.3, 1.8),
)
_SPEED: Final = 8e6
"""Pair gates that are looked at in a second, about."""

_BY_THE_CLOCK: Final = 40.0
"""Seconds after which it ends by habit, on a busy machine."""

_SHAPES: Final = 3
_ANNEALED: Final = 2000
_CLIMBING: Final = 0.25
_WALKING: Final = 0.25
_SINCE: Final = 150
_KEPT: Final = 3
_PARTS: Final = 12

Places = tuple[int, ...]
"""For each qubit of the segment, the device's qubit."""


def walks_on(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """Candidates for a device: two-qubit gates on neighbors, but for exchanges at the end."""
    coupling = call.coupling
    if coupling is None or segment.num_qubits < 2:
        return
    if segment.num_qubits > MOST_QUBITS:
        call.skip(
            "walk on the device",
            f"it is for at most {MOST_QUBITS} qubits, and this part uses {segment.num_qubits}.",
        )
        return
    form = merge(to_rotations(segment, call.is_over), call.is_over)
    yield from _Mapped(segment, form, coupling, call).candidates()


class _Mapped:
    def __init__(self, segment: Circuit, form: Rotations, coupling: Coupling, call: Call) -> None:
        self.segment = segment
        self.form = form
        self.coupling = coupling
        self.call = call
        self.apart = _distances(coupling)
        self.rng = np.random.default_rng(call.seed)
        self.total = _SPEED * seconds_for(segment, call)
        self.effort = 0.0
        self.fewest: int | None = None

    def candidates(self) -> Iterator[Candidate]:
        self.call.tell(0.1, "placing qubits on the device")
        places = self._placed()
        if places is None:
            return
        found: list[tuple[int, Walker]] = []
        until = self.effort + _WALKING * self.total
        for setting in _SETTINGS:
            if found and (self.effort > until or self._is_over()):
                break
            walker = self._closed(self._fresh(places, setting))
            if walker is None:
                continue
            if not found or walker.cost < found[0][0]:
                yield self._candidate(walker, f"width {setting.width}")
            found.append((walker.cost, walker))
            found.sort(key=lambda pair: pair[0])
            del found[_KEPT:]
        yield from self._improved([walker for _, walker in found])

    def _improved(self, walkers: list[Walker]) -> Iterator[Candidate]:
        """Windows of a few, then of the best alone."""
        if not walkers:
            return
        share = max(0.0, self.total - self.effort) / (_PARTS + len(walkers))
        for walker in walkers:
            self._search(walker, share)
        best = min(walkers, key=lambda walker: walker.cost)
        told = best.cost + 1
        for part in range(1, _PARTS + 1):
            if best.cost < told:
                told = best.cost
                yield self._candidate(best, f"windows, part {part} of {_PARTS}")
            if self._is_over():
                break
            self._search(best, share)
        if best.cost < told:
            yield self._candidate(best, "windows")

    def _search(self, walker: Walker, effort: float) -> None:
        until = walker.effort + effort
        while walker.effort < until and not self._is_over():
            before = walker.effort
            walker.improve(min(2e5, effort))
            self.effort += walker.effort - before
            if walker.effort == before:
                break
            self.fewest = min(walker.cost, self.fewest or walker.cost)
            what = (
                f"searching walks on {self.coupling.name}: {self.fewest:,} two-qubit gates so far"
            )
            self.call.tell(0.1 + 0.3 * min(1.0, self.effort / self.total), what)

    def _fresh(self, places: Places, setting: Setting) -> Walker:
        walker = Walker(self.form, seed=self.call.seed, neighbors=self._neighbors(places))
        walker.fresh(setting)
        self.effort += walker.effort
        return walker

    def _closed(self, walker: Walker) -> Walker | None:
        """A walk to the end, from one through the rotations alone."""
        if walker.cost < 0:
            return None
        steps: list[Step] = [*walker.steps]
        steps += gathered(self.form.frame, steps, walker.neighbors)
        closed = Walker(self.form, seed=self.call.seed, room=len(steps), neighbors=walker.neighbors)
        closed.take(steps)
        return closed

    def _candidate(self, walker: Walker, stage: str) -> Candidate:
        circuit = self.segment.with_operations(walker.operations())
        return Candidate("walk on the device", circuit, setting=stage, for_device=True)

    def _is_over(self) -> bool:
        call = self.call
        by_habit = call.deadline is None and not call.thorough
        return call.is_over() or (by_habit and call.seconds > _BY_THE_CLOCK)

    # --- places ---

    def _placed(self) -> Places | None:
        """The places with which a quick walk is shortest, of those that were tried."""
        best: tuple[int, Places] | None = None
        weights = self._weights()
        for shape in _shapes(self.coupling, self.apart, self.segment.num_qubits):
            places = self._annealed(shape, weights)
            cost = self._quick(places)
            if cost >= 0 and (best is None or cost < best[0]):
                best = cost, places
            if self._is_over():
                break
        if best is None:
            return None
        cost, places = best
        until = self.effort + _CLIMBING * self.total
        since = 0
        while self.effort < until and since < _SINCE and not self._is_over():
            a, b = (int(q) for q in self.rng.choice(len(places), 2, replace=False))
            other = list(places)
            other[a], other[b] = other[b], other[a]
            found = self._quick(tuple(other))
            since += 1
            if 0 <= found <= cost:
                since = 0 if found < cost else since
                cost, places = found, tuple(other)
        return places

    def _quick(self, places: Places) -> int:
        return self._fresh(places, _QUICK).cost

    def _weights(self) -> NDArray[np.float64]:
        """How often two qubits are in one rotation, those of few qubits counting more."""
        count = self.segment.num_qubits
        found = np.zeros((count, count))
        for rotation in self.form.rotations:
            acts = [q for q in range(count) if (rotation.x | rotation.z) >> q & 1]
            found[np.ix_(acts, acts)] += 1 / max(1, len(acts))
        np.fill_diagonal(found, 0)
        return found

    def _annealed(self, shape: Places, weights: NDArray[np.float64]) -> Places:
        """Qubits on the places of a shape, those that meet often near to each other."""
        count = len(shape)
        apart = self.apart[np.ix_(shape, shape)]
        at = self.rng.permutation(count)
        cost = float((weights * apart[np.ix_(at, at)]).sum()) / 2
        heat = 0.02 * cost
        for k in range(_ANNEALED):
            i, j = (int(q) for q in self.rng.integers(count, size=2))
            rows = apart[at[j]][at] - apart[at[i]][at]
            rows[[i, j]] = 0
            change = float((weights[i] - weights[j]) @ rows)
            warm = heat * (1 - k / _ANNEALED) + 1e-9
            if change <= 0 or self.rng.random() < np.exp(-change / warm):
                at[[i, j]] = at[[j, i]]
        return tuple(shape[int(place)] for place in at)

    def _neighbors(self, places: Places) -> tuple[tuple[int, ...], ...]:
        qubit = {place: q for q, place in enumerate(places)}
        device = self.coupling.neighbors
        return tuple(
            tuple(qubit[other] for other in device[place] if other in qubit) for place in places
        )


def _distances(coupling: Coupling) -> NDArray[np.int64]:
    """Of every two of the device's qubits, in pairs between them; large where none lead there."""
    count = coupling.num_qubits
    next_to = np.zeros((count, count), dtype=bool)
    for a, b in coupling.pairs:
        next_to[a, b] = next_to[b, a] = True
    found = np.full((count, count), count, dtype=np.int64)
    reached = np.eye(count, dtype=bool)
    found[reached] = 0
    for distance in range(1, count):
        further = (reached.astype(np.float32) @ next_to > 0) & (found == count)
        if not further.any():
            break
        found[further] = distance
        reached = further
    return found


def _shapes(coupling: Coupling, apart: NDArray[np.int64], count: int) -> list[Places]:
    """Connected sets of so many of the device's qubits, the most compact that differ."""
    found: dict[int, Places] = {}
    for start in range(coupling.num_qubits):
        chosen = [start]
        sums = apart[start].copy()
        spread = 0
        while len(chosen) < count:
            near = (apart[chosen] == 1).any(axis=0)
            near[chosen] = False
            if not near.any():
                break
            new = int(np.where(near, sums, np.iinfo(np.int64).max).argmin())
            spread += int(sums[new])
            sums += apart[new]
            chosen.append(new)
        if len(chosen) == count:
            found.setdefault(spread, tuple(chosen))
    return [found[spread] for spread in sorted(found)[:_SHAPES]]
