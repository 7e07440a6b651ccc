"""What long work reports to its caller: steps, energies, and where a run stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Progress = Callable[[int, float], None]
"""Called with the number of steps done and the best energy so far."""


Found = Callable[[Mapping[str, float]], None]
"""Called with the best values so far, radians by name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a run stands after a step.

    Attributes:
        values: those that it would give if it ended here, radians by name: the best ones, with
            shots the newest, as the lowest of many sampled energies is low by luck.
        state: what it takes to go on from here.
    """

    values: Mapping[str, float]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an optimizer.

    Attributes:
        number: how many were done; 0 is the start.
        energy: of the step itself.
        best: the best energy so far.
        error: one standard error of `energy`; 0 where it is exact.
        slope: the norm of the gradient there; None where it is not known.
        run: of several, such as of several starts, which one; numbers of steps go on over them.
        standing: where the run stands, made when it is called, and only while the step is heard.
    """

    number: int
    energy: float
    best: float
    error: float
    slope: float | None
    run: int = 0
    standing: Callable[[], Standing] | None = field(default=None, compare=False, repr=False)


Heard = Callable[[Step], None]
"""Called after each step."""
