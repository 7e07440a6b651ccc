"""One optimization made of several: from several starts, or layer by layer; some values held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, MissingValue, UnknownParameter
from qdesign.given import given_number, given_whole
from qdesign.tune.layers import grown
from qdesign.tune.progress import Heard, Progress, Step
from qdesign.tune.result import Optimization

_MOST_STARTS: Final = 10_000

Values = Mapping[str, float] | Sequence[float] | NDArray[np.float64]
Frozen = Iterable[str] | Mapping[str, float]


class Tune(Protocol):
    """Tunes a circuit from a start; steps are told as if those of runs before were its own."""

    def __call__(
        self,
        circuit: Circuit,
        start: Values | None,
        /,
        *,
        seed: int,
        progress: Progress | None,
        heard: Heard | None,
    ) -> Optimization:
        """Where it ended."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A circuit in which some parameters are numbers.

    Attributes:
        whole: the circuit before.
        circuit: with the free ones alone.
        start: of these.
        values: of those that are held, radians by name.
    """

    whole: Circuit
    circuit: Circuit
    start: Values | None
    values: Mapping[str, float]

    def filled(self, values: Mapping[str, float]) -> dict[str, float]:
        """All values, in the order of the whole circuit."""
        known = {**self.values, **values}
        return {name: known[name] for name in self.whole.parameters if name in known}


def hold(circuit: Circuit, frozen: Frozen, start: Values | None) -> Held:
    """Some parameters as numbers: those that `frozen` gives, else those of the start.

    Raises:
        UnknownParameter: no such parameter.
        MissingValue: neither has its value.
        InvalidRequest: `frozen` holds something else than names.
    """
    if isinstance(frozen, str):
        frozen = (frozen,)
    if not isinstance(frozen, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            "Frozen are names of parameters, or values by name, such as frozen={'a': 0.3}, not "
            f"{type(frozen).__name__}."
        )
    listed = list(frozen)
    if not listed:
        return Held(circuit, circuit, start, {})
    names = circuit.parameters
    for name in listed:
        if name not in names:
            raise UnknownParameter(str(name), names)
    given: dict[str, float] = {}
    if isinstance(frozen, Mapping):
        given.update(cast("Mapping[str, float]", frozen))
    known = {} if start is None else _by_name(circuit, start, missing=given)
    for name in listed:
        if name not in given and name not in known:
            raise MissingValue(
                name,
                f"'{name}' is frozen and has no value. Say at which: frozen={{'{name}': 0.3}}, or "
                "give a start.",
            )
    kept = {name: given_number(given.get(name, known.get(name)), name) for name in listed}
    free = {name: value for name, value in known.items() if name not in kept}
    return Held(circuit, circuit.bind(kept), free if start is not None else None, kept)


def _by_name(circuit: Circuit, start: Values, *, missing: Mapping[str, float]) -> dict[str, float]:
    if isinstance(start, Mapping):
        return circuit.values_of({**missing, **start})
    return circuit.values_of(list(start))


def from_starts(
    tune: Tune,
    circuit: Circuit,
    start: Values | None,
    *,
    starts: object,
    seed: int,
    progress: Progress | None,
    heard: Heard | None,
    cancel: Cancel,
) -> Optimization:
    """The lowest of several runs: the first from `start`, the others from random ones.

    Each has a seed of its own, from `seed` on. All are in `runs`.
    """
    count = given_whole(starts, "The number of starts", low=1)
    if count > _MOST_STARTS:
        raise InvalidRequest(f"{count:,} starts were asked for; at most {_MOST_STARTS:,} are made.")
    if count == 1:
        return tune(circuit, start, seed=seed, progress=progress, heard=heard)
    telling = _Telling(progress, heard)
    runs: list[Optimization] = []
    for k in range(count):
        if runs and is_cancelled(cancel):
            break
        own = telling.next()
        begin = start if k == 0 else None
        try:
            made = tune(circuit, begin, seed=seed + k, progress=own.progress, heard=own.heard)
            runs.append(made)
        except Cancelled:
            if not runs:
                raise
            break
    best = min(runs, key=lambda each: each.energy)
    stopped = len(runs) < count or runs[-1].reason == "cancelled"
    return replace(
        best,
        runs=tuple(runs),
        reason="cancelled" if stopped else best.reason,
        num_evaluations=sum(each.num_evaluations for each in runs),
        state={},
    )


def layer_by_layer(
    tune: Tune,
    circuit: Circuit,
    start: Values | None,
    *,
    seed: int,
    progress: Progress | None,
    heard: Heard | None,
    measure: Callable[[Mapping[str, float]], tuple[float, float]],
) -> Optimization:
    """The circuit's first layer is tuned, then its first two from there, and so on.

    New parameters begin at the start, at zero where there is none. The stages are in `runs`; where
    it is cancelled before the last, `measure` tells the energy of the whole circuit.
    """
    telling = _Telling(progress, heard)
    known = dict.fromkeys(circuit.parameters, 0.0)
    known.update({} if start is None else _by_name(circuit, start, missing={}))
    runs: list[Optimization] = []
    for stage in grown(circuit):
        own = telling.next()
        begin = {name: known[name] for name in stage.parameters}
        first = None if start is None and not runs else begin
        runs.append(tune(stage, first, seed=seed, progress=own.progress, heard=own.heard))
        known.update(runs[-1].values)
        if runs[-1].reason in ("cancelled", "not a number"):
            break
    last = runs[-1]
    energy, error = last.energy, last.energy_error
    if set(last.values) != set(circuit.parameters):  # it ended before it had grown
        energy, error = measure(known)
    return replace(
        last,
        values=known,
        energy=energy,
        energy_error=error,
        runs=tuple(runs),
        num_evaluations=sum(each.num_evaluations for each in runs),
        state={},
    )


@dataclass(slots=True)
class _Own:
    """What one of several runs tells its caller."""

    progress: Progress | None
    heard: Heard | None


class _Telling:
    """Tells the steps of several runs one after another, as if they were one's."""

    def __init__(self, progress: Progress | None, heard: Heard | None) -> None:
        self._progress, self._heard = progress, heard
        self._done = self._offset = 0
        self._run = -1

    def next(self) -> _Own:
        """For the run that comes next."""
        self._offset = self._done
        self._run += 1
        return _Own(self._told if self._progress else None, self._hear if self._heard else None)

    def _told(self, steps: int, energy: float) -> None:
        self._done = self._offset + steps + 1
        if self._progress is not None:
            self._progress(self._offset + steps, energy)

    def _hear(self, step: Step) -> None:
        self._done = self._offset + step.number + 1
        if self._heard is not None:
            self._heard(replace(step, number=self._offset + step.number, run=self._run))
