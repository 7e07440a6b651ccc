"""A segment synthesized anew by walks: an answer at once, then better ones while there is time.

Several walks are begun, some from nothing and one from the circuit itself. Windows of each are
searched for a while, the better half goes on, and the best has the time that is left; then all of
that again from other walks, as long as the whole search has time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qdesign.circuit import Circuit
from qdesign.operation import Operation
from qdesign.reduction.result import Call
from qdesign.reduction.strategy import Candidate
from qdesign.reduction.walks import MOST_QUBITS, Setting, Walker, to_walk
from qdesign.zx.gadgets import Rotation, Rotations, merge, to_rotations

FIRST: Final = Setting(8, 0.6, 0.1)
OTHERS: Final = (
    Setting(32, 0.5, 0.2),
    Setting(32, 0.3, 0.1),
    Setting(8, 0.3, 0.05),
    Setting(64, 0.65, 0.18, 1.2),
    Setting(16, 0.75, 0.3, 1.0),
    Setting(64, 0.4, 0.3, 1.8),
)
FREELY: Final = tuple(
    setting for ordered in OTHERS[:3] for setting in (ordered, replace(ordered, in_any_order=True))
)
"""Where rotations may go in any order: what an order that was thought of leads to, too."""

_SPEED: Final = 8e6
"""Pair gates that are looked at in a second, about; how many are is seen at the first walk."""

_USUAL: Final = 5e5
"""A first walk of so few says half of how fast a machine is thought to be."""

_LONGEST: Final = 40.0
_BY_THE_CLOCK: Final = 45.0
"""Seconds after which a search ends by habit, on a machine however slow or busy."""

_SMALL: Final = 500
_CHUNK: Final = 2e5
_LOADED: Final = 70
"""Megabytes of the engines, with pytket where it is there."""

_SPARED: Final = 500
"""Operations from which on the search says beforehand how long it takes."""

_CHECKS: Final = 25
"""How often as long as reading the rotations all the rest takes: others to begin from, proofs."""

_FAR: Final = 1.6
_NOISE: Final = 0.3
_ROUND: Final = 2e5
"""Pair gates looked at in a round, for each that the first walk has."""


def seconds_for(circuit: Circuit, call: Call) -> float:
    """Seconds that the search takes, about: more for more two-qubit gates.

    By habit up to 40; ten times that where a time budget leaves room, or a thorough search is
    asked for.
    """
    count = circuit.stats.num_two_qubit
    habit = min(_LONGEST, 0.2 + 0.006 * min(count, _SMALL) + 0.025 * max(0, count - _SMALL))
    left = call.seconds_left
    if call.coupling is not None:  # the other half is for walks on the device
        habit, left = habit / 2, left / 2
    if call.thorough:
        return min(10 * habit, left)
    if call.deadline is None:
        return habit
    return max(habit, min(10 * habit, 0.9 * left))


@dataclass(slots=True)
class _Entry:
    walker: Walker
    place: int
    cost: int
    setting: str


class Walked:
    """Candidates for one segment; with `in_any_order` they are not equal to it.

    `first` is there within a second or two at tens of thousands of gates; `better` gives the rest.
    """

    def __init__(self, segment: Circuit, call: Call, *, in_any_order: bool = False) -> None:
        self.segment = segment
        self.call = call
        self.in_any_order = in_any_order
        started = time.perf_counter()
        self.form = merge(to_rotations(segment, call.is_over), call.is_over)
        self._reading = time.perf_counter() - started
        self._speed = _SPEED
        self.walker: Walker | None = None
        self._pool: list[_Entry] = []
        self._effort = 1.0
        self._round, self._rounds = 0, 1
        self._told = ("", 0)

    def first(self) -> Iterator[Candidate]:
        """A walk that is found at once; none where the segment is too wide."""
        if self.segment.num_qubits > MOST_QUBITS:
            self.call.skip(
                "walk",
                f"it is for at most {MOST_QUBITS} qubits, and this part uses "
                f"{self.segment.num_qubits}. Measurements or barriers that part the circuit into "
                "narrower parts would make it run.",
            )
            return
        self.walker = self._walker(self.form, self.call.seed)
        started = time.perf_counter()
        candidates = [*self._fresh(self.walker, FIRST)]
        taken = time.perf_counter() - started
        self._speed = (self.walker.effort + _USUAL) / (taken + _USUAL / _SPEED)
        yield from candidates
        if self.segment.num_operations >= _SPARED:
            self.call.say(
                "estimate",
                f"the search takes about {max(1.0, self._seconds):.0f} s more and "
                f"{self._megabytes:.0f} MB; what it has found so far is kept when a time budget or "
                "a person ends it",
            )

    def better(self, start: Sequence[Operation]) -> Iterator[Candidate]:
        """Shorter walks; `start` is the segment or what is known to equal it."""
        if self.walker is None:
            return
        total = _SPEED * seconds_for(self.segment, self.call)
        fewest = min((entry.cost for entry in self._pool), default=0)
        self._rounds = max(1, int(total / max(1e7, _ROUND * fewest)))
        self._effort = total / self._rounds
        for number in range(self._rounds):
            self._round = number
            if number and self._is_over():
                return
            if self._round:
                self._pool = []
                self.walker = self._walker(self.form, self.call.seed + 1000 * self._round)
                yield from self._fresh(self.walker, FIRST)
            yield from self._search(self.walker, start)

    def _search(self, walker: Walker, start: Sequence[Operation]) -> Iterator[Candidate]:
        """One round: other walks, windows of all, the better half again, and then the best."""
        effort = self._effort
        for setting in FREELY if self.in_any_order else OTHERS:
            if walker.effort > 0.15 * effort:
                break
            self.call.check()
            yield from self._fresh(walker, setting)
        if self.in_any_order:
            yield from self._sorted()
        self._take(start)
        rounds = 0.4 * effort / (2.6 * max(1, len(self._pool)))
        while len(self._pool) > 1:
            for entry in self._pool:
                self._improve(entry, rounds)
            self._pool.sort(key=lambda entry: entry.cost)
            del self._pool[(len(self._pool) + 1) // 2 :]
            rounds *= 1.4
            yield self._candidate(self._pool[0], f"windows, {len(self._pool)} left")
        if self._pool:
            yield from self._finish(self._pool[0], effort)

    def _fresh(self, walker: Walker, setting: Setting) -> Iterator[Candidate]:
        place = sum(entry.walker is walker for entry in self._pool)
        # In another round the same settings would lead to the same walk.
        if walker.fresh(replace(setting, noise=_NOISE if self._round else 0.0)) < 0:
            return
        words = f"width {setting.width}, discount {setting.discount}, frame {setting.frame}"
        self._add(walker, place, words)
        if self._pool[-1].cost <= min(entry.cost for entry in self._pool):
            yield self._candidate(self._pool[-1], "")

    def _sorted(self) -> Iterator[Candidate]:
        """Walks through the rotations by the wires they act on, and by their letters."""

        def by_wires(rotation: Rotation) -> tuple[int, ...]:
            return rotation.x | rotation.z, rotation.x, rotation.z

        def by_letters(rotation: Rotation) -> tuple[int, ...]:
            pairs = range(self.form.num_qubits)
            return tuple((rotation.x >> q & 1) + 2 * (rotation.z >> q & 1) for q in pairs)

        for key in (by_wires, by_letters):
            self.call.check()
            in_order = replace(self.form, rotations=sorted(self.form.rotations, key=key))
            yield from self._fresh(self._walker(in_order, self.call.seed + 2), FIRST)

    def _walker(self, form: Rotations, seed: int, room: int = 0) -> Walker:
        return Walker(form, seed=seed, room=room, in_any_order=self.in_any_order)

    def _take(self, start: Sequence[Operation]) -> None:
        """The circuit itself as one of the walks, where it is not much longer than the others."""
        count = self.segment.with_operations(start).stats.num_two_qubit
        if self._pool and count > _FAR * min(entry.cost for entry in self._pool):
            return
        form, steps = to_walk(start, self.segment.num_qubits)
        walker = self._walker(form, self.call.seed + 1, room=len(steps))
        walker.take(steps)
        self._add(walker, 0, "in place")

    def _add(self, walker: Walker, place: int, setting: str) -> None:
        walker.keep(place)
        self._pool.append(_Entry(walker, place, walker.cost, setting))
        self._tell()

    def _improve(self, entry: _Entry, effort: float) -> None:
        walker = entry.walker
        walker.back(entry.place)
        until = walker.effort + effort
        while walker.effort < until and not self._is_over():
            before = walker.effort
            walker.improve(min(_CHUNK, effort))
            if walker.effort == before:
                break
            entry.cost = walker.cost
            self._tell()
        walker.keep(entry.place)

    def _finish(self, entry: _Entry, effort: float) -> Iterator[Candidate]:
        """Windows of the best until its share is used, or long after the last gain."""
        told = entry.cost
        since = 0
        for part in range(1, 11):
            if since >= 4 or self._is_over():
                break
            self._improve(entry, 0.06 * effort)
            since += 1
            if entry.cost < told:
                told, since = entry.cost, 0
                yield self._candidate(entry, f"windows, part {part} of 10")

    def _candidate(self, entry: _Entry, stage: str) -> Candidate:
        entry.walker.back(entry.place)
        circuit = self.segment.with_operations(entry.walker.operations())
        again = f"round {self._round + 1}" if self._round else ""
        words = ", ".join(text for text in (entry.setting, stage, again) if text)
        return Candidate("walk", circuit, setting=words)

    def _is_over(self) -> bool:
        call = self.call
        by_habit = call.deadline is None and not call.thorough
        return call.is_over() or (by_habit and call.seconds > _BY_THE_CLOCK)

    def _tell(self) -> None:
        reached = self.call.so_far(min(entry.cost for entry in self._pool))
        done = sum(w.effort for w in {id(e.walker): e.walker for e in self._pool}.values())
        share = min(0.99, done / self._effort) if self._effort > 1 else 0
        percent = int(100 * (self._round + share) / self._rounds)
        if (reached, percent) != self._told:
            self._told = (reached, percent)
            self.call.tell(0.1 + 0.9 * percent / 100, f"searching walks: {reached}")

    @property
    def _seconds(self) -> float:
        """Seconds that the search and what goes along with it take, as the first walk was fast."""
        call = self.call
        search = _SPEED * seconds_for(self.segment, call) / self._speed
        if call.deadline is None and not call.thorough:
            search = min(search, _BY_THE_CLOCK)
        return min(search + _CHECKS * self._reading, call.seconds_left)

    @property
    def _megabytes(self) -> float:
        """Memory of the search: what it loads, two circuits, and one for each walk that is kept."""
        operations = len(self.form.rotations) * (self.segment.num_qubits + 2)
        return _LOADED + 20e-6 * (2 * operations + (len(OTHERS) + 1) * len(self.form.rotations) * 4)
