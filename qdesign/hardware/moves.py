"""Moves of a job from state to state inside a transaction: compare-and-set, kept with its time."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Final

from qdesign.hardware.job import State, sources

NEVER_ARRIVED: Final = "You said that it never arrived."
_OPEN: Final = "state IN ('SUBMITTING', 'QUEUED', 'RUNNING')"


def record(
    connection: sqlite3.Connection,
    id: str,  # noqa: A002
    state: State,
    at: float,
    words: str = "",
) -> None:
    """Keeps when a job came to a state, and what that came of where a person said so."""
    query = "INSERT INTO moves (job, state, at, words) VALUES (?, ?, ?, ?)"
    connection.execute(query, (id, state, at, words))


def move(
    connection: sqlite3.Connection,
    id: str,  # noqa: A002
    to: State,
    now: float,
    *,
    reason: str = "",
    progress: str = "",
    counts: str | None = None,
    words: str = "",
) -> bool:
    """Moves a job to another state if that is legal from where it is, else changes nothing.

    Returns:
        Whether the job moved.
    """
    cursor = connection.execute(
        "UPDATE jobs SET state = ?, updated = ?, counts = coalesce(?, counts), reason = ?, "
        "progress = ? WHERE id = ? AND state IN (SELECT value FROM json_each(?))",
        (to, now, counts, reason, progress, id, json.dumps(sources(to))),
    )
    if cursor.rowcount == 1:
        record(connection, id, to, now, words)
    return cursor.rowcount == 1


def cancel(connection: sqlite3.Connection, id: str, now: float) -> bool:  # noqa: A002
    """Cancels a job at once where no provider may have it, else sees to it that it is asked to.

    UNKNOWN ends here: nobody can be asked.

    Returns:
        Whether there is such a job.
    """
    row: tuple[Any, ...] | None = connection.execute(
        "SELECT state, sent FROM jobs WHERE id = ?", (id,)
    ).fetchone()
    if row is None:
        return False
    if row[1] is None or row[0] == State.UNKNOWN:
        words = NEVER_ARRIVED if row[0] == State.UNKNOWN else ""
        move(connection, id, State.CANCELLED, now, words=words)
        return True
    connection.execute(
        "UPDATE jobs SET cancelling = 1, due = 0, progress = ? "  # noqa: S608 (ours)
        f"WHERE id = ? AND cancelling <> 1 AND {_OPEN}",
        ("Asking the provider to cancel it.", id),
    )
    return True
