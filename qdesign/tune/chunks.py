"""What one chunk of a sweep is, how large the next one should be, and how it is run."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimize import optimize
from qdesign.tune.tasks import Setting, Tasks

LEAST_SECONDS: Final = 0.05
"""Of work in a chunk, once it is known how long a point takes."""
_SECONDS: Final = 0.2
_FIRST: Final = 64
_MOST: Final = 65_536
_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Chunk:
    """Points one after another with the same setting."""

    start: int
    stop: int
    setting: int

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Done:
    """What a chunk gave: energies, and how many were run for each; both of shape (points,)."""

    energies: NDArray[np.float64]
    evaluations: NDArray[np.int64]
    seconds: float


class Feed:
    """Chunks of what is missing, sized by how long earlier ones took."""

    def __init__(self, tasks: Tasks, missing: Iterable[tuple[int, int]], workers: int) -> None:
        self._tasks = tasks
        self._workers = workers
        self._runs = [run for span in missing for run in _runs(tasks, *span)][::-1]
        self._rates: dict[int, float] = {}
        self.left = sum(len(run) for run in self._runs)

    def take(self) -> Chunk | None:
        """The next chunk; None when all were taken."""
        if not self._runs:
            return None
        run = self._runs.pop()
        size = self._size(run)
        chunk = Chunk(run.start, min(run.stop, run.start + size), run.setting)
        if chunk.stop < run.stop:
            self._runs.append(Chunk(chunk.stop, run.stop, run.setting))
        self.left -= len(chunk)
        return chunk

    def learn(self, chunk: Chunk, seconds: float) -> None:
        """A chunk took this long."""
        rate = max(seconds, 1e-9) / len(chunk)
        self._rates[chunk.setting] = min(rate, self._rates.get(chunk.setting, math.inf))

    def _size(self, run: Chunk) -> int:
        rate = self._rates.get(run.setting)
        if rate is None:
            setting = self._tasks.settings[run.setting]
            return _FIRST if setting.method is None and setting.noise is None else 1
        least, wanted = math.ceil(LEAST_SECONDS / rate), math.ceil(_SECONDS / rate)
        # Towards the end smaller ones, so that all end at about the same time.
        share = math.ceil(self.left / (2 * self._workers))
        return min(_MOST, max(1, least, min(wanted, share)))


def _runs(tasks: Tasks, start: int, stop: int) -> list[Chunk]:
    """A span cut where the setting changes."""
    part = tasks.setting[start:stop]
    ends = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(part)]
    return [Chunk(start + a, start + b, int(part[a])) for a, b in pairwise(ends) if b > a]


_settings: OrderedDict[str, Setting] = OrderedDict()
_lock = threading.Lock()


def run_chunk(setting: Setting, values: NDArray[np.float64], seeds: list[int]) -> Done:
    """The energies at values of shape (k, p), on one thread."""
    began = time.perf_counter()
    known = _known(setting)
    if known.method is not None:
        noise = None if known.noise is None else Noise(known.noise)
        found = [
            optimize(
                known.circuit, known.observable, method=known.method, start=point, seed=seed,
                **({} if noise is None else {"noise": noise}),  # type: ignore[arg-type]
            )
            for point, seed in zip(values, seeds, strict=True)
        ]  # fmt: skip
        energies = np.array([each.energy for each in found])
        evaluations = np.array([each.num_evaluations for each in found], dtype=np.int64)
    else:
        if known.noise is None:
            simulator = kept_simulator(known.circuit, known.observable)
        else:
            simulator = Simulator(known.circuit, known.observable, noise=Noise(known.noise))
        energies = simulator.expectations(values, threads=1)
        evaluations = np.ones(len(values), dtype=np.int64)
    return Done(energies, evaluations, time.perf_counter() - began)


def _known(setting: Setting) -> Setting:
    """The same setting as last time, so that its simulator is met again."""
    with _lock:
        found = _settings.setdefault(setting.digest, setting)
        _settings.move_to_end(setting.digest)
        while len(_settings) > _KEPT:
            _settings.popitem(last=False)
        return found
