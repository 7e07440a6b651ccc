"""What a run needs to go on later ↔ a mapping as JSON has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np

from qdesign.errors import InvalidRequest
from qdesign.tune.optimizer import Optimizer, Run, Vector

_MOST: Final = 2**53
"""Beyond it JSON's numbers are not whole in every language."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a run goes on.

    Attributes:
        place: where it stood, shape (num_parameters,).
        best, lowest: the best point that it had, and its energy.
        steps, evaluations: done before.
        memory: of the optimizer.
    """

    place: Vector
    best: Vector
    lowest: float
    steps: int
    evaluations: int
    memory: dict[str, Any]


def state_of(run: Run, row: Optimizer) -> dict[str, Any]:
    """The state of a run; empty before its first energy."""
    best, lowest, count = run.best, run.lowest, run.count
    if run.is_amid and run.stood is not None:
        best, lowest, count = run.stood
    if best is None:
        return {}
    going = run.place if run.place is not None and np.isfinite(run.place).all() else best
    return {
        "method": row.name,
        "place": [float(value) for value in going],
        "best": [float(value) for value in best],
        "energy": float(lowest),
        "steps": run.begun + max(0, len(run.history) - 1),
        "evaluations": count,
        "memory": {name: _plain(value) for name, value in run.memory.items()},
    }


def read_state(given: object, row: Optimizer, num_parameters: int) -> State:
    """The state that a run gave.

    Raises:
        InvalidRequest: it is none, or of another method or another circuit.
    """
    state: dict[str, Any] = dict(cast("Mapping[str, Any]", given)) if _is_mapping(given) else {}
    method: object = state.get("method")
    if isinstance(method, str) and method != row.name:
        raise InvalidRequest(
            f"The state is of '{method[:40]}' and the method is '{row.name}'. Go on with the same "
            "method, or begin anew from its values: start=…"
        )
    place, best = _numbers(state.get("place")), _numbers(state.get("best"))
    lowest = _numbers([state.get("energy")])
    memory: object = state.get("memory")
    steps, evaluations = _whole(state.get("steps")), _whole(state.get("evaluations"))
    if (
        method is None
        or place is None
        or best is None
        or lowest is None
        or steps is None
        or evaluations is None
        or not _is_mapping(memory)
    ):
        raise _damaged()
    if not len(place) == len(best) == num_parameters:
        raise InvalidRequest(
            f"The state is of {len(place):,} parameters and the circuit has {num_parameters:,} to "
            "tune. Go on with the circuit and the frozen parameters that it was begun with."
        )
    kept = dict(cast("Mapping[str, Any]", memory))
    own = _whole(kept.get("steps", 0))
    if own is None or own > steps:
        raise _damaged()
    return State(place, best, float(lowest[0]), steps, evaluations, kept)


def _damaged() -> InvalidRequest:
    return InvalidRequest(
        "This is no state of an optimization. Give the `state` that one ended with, unchanged."
    )


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _whole(value: object) -> int | None:
    """A whole number that JSON keeps in every language."""
    return value if type(value) is int and 0 <= value <= _MOST else None


def _numbers(value: object) -> Vector | None:
    """A list of finite numbers as a vector."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    listed = cast("Sequence[object]", value)
    if not all(isinstance(each, (int, float)) for each in listed):
        return None
    found = np.array(listed, dtype=float).reshape(-1)
    return found if np.isfinite(found).all() else None


def _plain(value: object) -> object:
    if isinstance(value, dict):  # of a generator: whole numbers too large for JSON elsewhere
        return json.dumps(value)
    return cast("Any", value).tolist() if isinstance(value, np.ndarray) else value
