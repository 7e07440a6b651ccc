"""What analyses share: how far they are, whether to stop, and the observable that they take."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Final, TypeVar, final

from qdesign.analyze.figure import Figure
from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidObservable, TooLarge
from qdesign.pauli import Observable, as_observable
from qdesign.problems.inputs import feature_of
from qdesign.showing.tables import count, some

Progress = Callable[[str], None] | None
"""Called with what is being done."""

NO_PARAMETERS: Final = "no parameters"
"""The verdict of figures about parameters where there are none."""


_AGAIN: Final = 1.0
"""Seconds after which it is told again what is being done, and for how long."""


class Work:
    """Reports of an analysis, and the question whether to stop.

    Args:
        what: is done, as the subject of a sentence.
        progress: called with what is being done; again each second in which `ask` is called.
        cancel: a function or an event.
        clock: seconds.
    """

    def __init__(
        self,
        what: str,
        progress: Progress,
        cancel: Cancel,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.what = what
        self.progress = progress
        self.cancel = cancel
        self._clock = clock
        self._doing, self._begun, self._told = "", 0.0, 0.0

    def say(self, doing: str) -> None:
        """Tells what is being done.

        Raises:
            Cancelled: `cancel` says so.
        """
        if is_cancelled(self.cancel):
            raise Cancelled(f"{self.what} was cancelled.")
        if self.progress is not None:
            self._doing, self._begun = doing, self._clock()
            self._told = self._begun
            self.progress(doing)

    def ask(self) -> None:
        """Raises Cancelled where `cancel` says so."""
        if self.is_cancelled():
            raise Cancelled(f"{self.what} was cancelled.")

    def is_cancelled(self) -> bool:
        """Does `cancel` say so?"""
        if self.progress is not None and self._doing:
            now = self._clock()
            if now - self._told >= _AGAIN:
                self._told = now
                self.progress(f"{self._doing} · {now - self._begun:.0f} s")
        return is_cancelled(self.cancel)


F = TypeVar("F", bound=Figure)
Enough = Callable[[Figure], bool] | None
"""Is asked with the figure so far, after about each twentieth of the samples."""

_LOOKS: Final = 20


@final
class Looks:
    """When a sampled figure is looked at before it is done, and whether that is enough.

    Args:
        enough: is asked; nobody when None.
        total: samples of the whole figure.
        what: their name, such as `pairs`.
    """

    def __init__(self, enough: Enough, total: int, what: str) -> None:
        self._enough = enough
        self._total = total
        self._what = what
        self._next = 0.0

    def look(self, done: int, make: Callable[[], F]) -> F | None:
        """The figure of `done` samples where it is enough, else None.

        Its conditions tell that it was stopped, and where.
        """
        if self._enough is None or not self._next <= done < self._total:
            return None
        self._next = done + self._total / _LOOKS
        made = make()
        stopped = f"stopped at {done:,} of {self._total:,} {self._what}"
        made = dataclasses.replace(made, conditions=(*made.conditions, stopped))
        return made if self._enough(made) else None


def on_qubits_of(circuit: Circuit, observable: object) -> Observable:
    """The observable that a value stands for, where it is on the circuit's qubits.

    Raises:
        InvalidObservable: it is none, or on another number of qubits.
    """
    found = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    if found.num_qubits != circuit.num_qubits:
        raise InvalidObservable(
            f"The observable is on {count(found.num_qubits, 'qubit')} and the circuit on "
            f"{circuit.num_qubits}. Write one letter a qubit."
        )
    return found


def inputs_counted(names: Iterable[str]) -> tuple[str, ...]:
    """The condition of a figure in which inputs of data count as any parameter does.

    Example:
        >>> inputs_counted(["x_0", "a", "x_1"])
        ('inputs count as parameters: x_0, x_1',)
    """
    inputs = [name for name in dict.fromkeys(names) if feature_of(name) is not None]
    return (f"inputs count as parameters: {some(inputs)}",) if inputs else ()


MOST_QUBITS: Final = 20
"""That are run as a state vector."""


def checked_memory(circuit: Circuit) -> None:
    """Refuses circuits that are not run as a state vector.

    Raises:
        TooLarge: more than 20 qubits.
    """
    if circuit.num_qubits > MOST_QUBITS:
        raise TooLarge(
            f"This figure is computed from state vectors, up to {MOST_QUBITS} qubits, and the "
            f"circuit has {circuit.num_qubits:,}. Take fewer qubits."
        )
