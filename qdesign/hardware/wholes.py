"""Wholes: jobs that are done by parts, jobs of their own, such as an energy and its circuits.

A trigger of the file marks a whole as stale when a part of it changes, and no transaction ends
before `follow` has brought it up to date: so a whole says what its parts say, whoever writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from qdesign.errors import QdesignError
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import State, is_final
from qdesign.hardware.measurement import constant_of, energy_of
from qdesign.hardware.moves import cancel, record
from qdesign.pauli import Observable

_GOING: Final = (State.RUNNING, State.QUEUED, State.SUBMITTING)
_DAMAGED: Final = "its row in the queue file is damaged"


@dataclass(frozen=True, slots=True)
class _Part:
    id: str
    state: State
    reason: str
    estimate: str | None
    cost: float | None


def follow(connection: sqlite3.Connection, now: float) -> None:
    """Brings every whole up to date whose parts have changed, inside their transaction."""
    query = "SELECT id FROM jobs WHERE stale = 1"
    while stale := connection.execute(query).fetchall():
        for (id_,) in stale:
            _follow(connection, id_, now)


def _follow(connection: sqlite3.Connection, id: str, now: float) -> None:  # noqa: A002
    """Ends the other parts where one ended badly, then says where the whole is."""
    connection.execute("UPDATE jobs SET stale = 0 WHERE id = ?", (id,))
    parts = _parts(connection, id)
    spoiled = next((part for part in parts if part.state in (State.FAILED, State.CANCELLED)), None)
    if spoiled is not None:
        for part in parts:
            if not is_final(part.state):
                cancel(connection, part.id, now)
        connection.execute(
            "DELETE FROM spending WHERE job IN (SELECT id FROM jobs WHERE whole = ? "
            "AND sent IS NULL AND state IN ('FAILED', 'CANCELLED'))",
            (id,),
        )
        parts = _parts(connection, id)
    state, reason, progress = _told(parts)
    facts: tuple[float, float] | None = None
    if state is State.COMPLETED:
        try:
            facts = _energy(connection, id)
        except (ValueError, TypeError, KeyError, QdesignError):
            state, reason = State.FAILED, "The counts of its circuits cannot be read."
    connection.execute(
        "UPDATE jobs SET estimate = ?, cost = ?, reason = ?, progress = ?, energy = ?, "
        "energy_error = ? WHERE id = ?",
        (_sum(parts), _cost(parts), reason, progress, *(facts or (None, None)), id),
    )
    moved = connection.execute(
        "UPDATE jobs SET state = ?, updated = ? WHERE id = ? AND state <> ?",
        (state, now, id, state),
    )
    if moved.rowcount == 1:
        record(connection, id, state, now)


def _parts(connection: sqlite3.Connection, id: str) -> Sequence[_Part]:  # noqa: A002
    rows = connection.execute(
        "SELECT id, state, reason, estimate, cost FROM jobs WHERE whole = ? AND whole <> '' "
        "ORDER BY part",
        (id,),
    )
    return [_part(*row) for row in rows]


def _part(id: str, state: object, reason: object, estimate: Any, cost: Any) -> _Part:  # noqa: A002
    try:
        known = State(str(state))
    except ValueError:
        known, reason = State.FAILED, _DAMAGED
    return _Part(id, known, str(reason), estimate, cost if isinstance(cost, float) else None)


def _told(parts: Sequence[_Part]) -> tuple[State, str, str]:
    """Where a whole is, why, and what goes on."""
    states = [part.state for part in parts]
    done = states.count(State.COMPLETED)
    going = [state for state in states if not is_final(state) and state is not State.UNKNOWN]
    reason = next(
        (_why(k, part, len(parts)) for k, part in enumerate(parts) if part.state is State.FAILED),
        next(
            (
                _why(k, part, len(parts))
                for k, part in enumerate(parts)
                if part.state is State.UNKNOWN or (part.state is State.CANCELLED and part.reason)
            ),
            "",
        ),
    )
    progress = f"{done} of {len(parts)} circuits measured."
    if going:
        if set(states) == {State.CREATED}:
            return State.CREATED, "", ""
        reached = {State.RUNNING if is_final(state) else state for state in states}
        return next((s for s in _GOING if s in reached), State.SUBMITTING), reason, progress
    if State.UNKNOWN in states:
        return State.UNKNOWN, reason, progress
    if State.FAILED in states:
        return State.FAILED, reason, ""
    if State.CANCELLED in states:
        return State.CANCELLED, reason, ""
    return State.COMPLETED, "", ""


def _why(k: int, part: _Part, count: int) -> str:
    return f"Circuit {k + 1} of {count} (job {part.id}) {_ENDED[part.state]}: {part.reason}"


_ENDED: Final = {
    State.FAILED: "failed",
    State.CANCELLED: "was cancelled",
    State.UNKNOWN: "needs you",
}


def _sum(parts: Sequence[_Part]) -> str | None:
    """What all parts may cost, once that is known of each."""
    try:
        found = [Estimate(**json.loads(part.estimate)) for part in parts if part.estimate]
    except (ValueError, TypeError, QdesignError):
        return None
    if not found or len(found) < len(parts):
        return None
    return json.dumps(total(found).kept())


def total(estimates: Sequence[Estimate]) -> Estimate:
    """What several jobs of one provider cost together."""
    parts: dict[str, float] = {}
    for estimate in estimates:
        for name, value in estimate.parts.items():
            parts[name] = parts.get(name, 0.0) + value
    first = estimates[0]
    return Estimate(
        low=sum(estimate.low for estimate in estimates),
        high=sum(estimate.high for estimate in estimates),
        unit=first.unit,
        source=first.source,
        date=first.date,
        parts=parts,
    )


def _cost(parts: Sequence[_Part]) -> float | None:
    """What was paid, once that is known of each part that ran."""
    ran = [part for part in parts if part.state is State.COMPLETED or part.cost is not None]
    costs = [part.cost for part in ran]
    if not costs or None in costs or not all(is_final(part.state) for part in parts):
        return None
    return sum(cost for cost in costs if cost is not None)


def _energy(connection: sqlite3.Connection, id: str) -> tuple[float, float]:  # noqa: A002
    """The energy of a whole and its error, from the counts of its parts."""
    (text,) = connection.execute("SELECT observable FROM jobs WHERE id = ?", (id,)).fetchone()
    rows = connection.execute(
        "SELECT observable, counts FROM jobs WHERE whole = ? ORDER BY part", (id,)
    ).fetchall()
    measured = [(tuple(json.loads(terms).items()), json.loads(counts)) for terms, counts in rows]
    return energy_of(constant_of(Observable(json.loads(text))), measured)
