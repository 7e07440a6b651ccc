"""Tasks, several jobs that a provider got as one: their token, and whose they are.

The file keeps a task's token with each of its jobs. It is made of theirs, so it also tells whether
all of them are still there, and with that which place each has.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence

from qdesign.errors import QueueError
from qdesign.hardware.job import State
from qdesign.hardware.moves import move
from qdesign.hardware.remote import part_name, task_of
from qdesign.hardware.store import Store


def task_token(tokens: Sequence[str]) -> str:
    """The token of the task that jobs with these tokens make: the same for the same ones."""
    return hashlib.sha256("\n".join(tokens).encode()).hexdigest()[:32]


def group_of(
    connection: sqlite3.Connection, whole: str, group: str, ids: Sequence[str]
) -> tuple[str, bool]:
    """What a provider calls the energy or batch of some jobs, and whether they are its last ones.

    Those whose answer was lost most often are there, and so none of those that are to come.
    Ids of batches are unique in one file; with the time at which it was made the name is unique
    among all.
    """
    if not whole and not group:
        return "", True
    of, home = ("whole", "jobs") if whole else ("group_id", "groups")
    query = f"SELECT created FROM {home} WHERE id = ?"  # noqa: S608 (ours)
    created = connection.execute(query, (whole or group,)).fetchone()
    query = (
        f"SELECT 1 FROM jobs WHERE {of} = ? AND {of} <> '' AND parts = 0 "  # noqa: S608 (ours)
        "AND (state = 'CREATED' OR (state = 'SUBMITTING' AND sent IS NULL)) "
        "AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
    )
    left = connection.execute(query, (whole or group, json.dumps(list(ids)))).fetchone()
    since = int(created[0]) if created and isinstance(created[0], float) else 0
    return f"{whole or group}-{since}", left is None


def adopt(store: Store, id: str, remote_id: str, *, now: float) -> bool:  # noqa: A002
    """A person says which of the provider's jobs an UNKNOWN one is; of a task, all of it are.

    Raises:
        QueueError: there is no such job, or the name is a task's and which job of it is not known.
    """
    with store.transaction() as connection:
        query = "SELECT state, task, parts FROM jobs WHERE id = ?"
        row = connection.execute(query, (id,)).fetchone()
        if row is None:
            raise store.unknown(id)
        if row[0] != State.UNKNOWN:
            return False
        task = _task_of_whole(connection, id) if row[2] else str(row[1])
        named, place = task_of(remote_id)
        if task and (row[2] or place is None):
            names = _names(connection, task, named)
        else:
            names = {id: remote_id}
        words = f"You found it at the provider as {remote_id}."
        for each, name in names.items():
            if move(connection, each, State.QUEUED, now, words=words):
                query = "UPDATE jobs SET remote_id = ?, due = 0, looks = 0 WHERE id = ?"
                connection.execute(query, (name, each))
    return True


def _task_of_whole(connection: sqlite3.Connection, id: str) -> str:  # noqa: A002
    """The one task that all UNKNOWN parts of a whole are in."""
    query = "SELECT DISTINCT task FROM jobs WHERE whole = ? AND state = 'UNKNOWN'"
    tasks = [row[0] for row in connection.execute(query, (id,))]
    if len(tasks) != 1 or not tasks[0]:
        raise QueueError(
            f"The circuits of job '{id}' are jobs of their own at the provider. Adopt them one by "
            "one; the job's reason names the first."
        )
    return str(tasks[0])


def _names(connection: sqlite3.Connection, task: str, remote_id: str) -> dict[str, str]:
    """The provider's names for the UNKNOWN jobs of a task that has a name there."""
    query = "SELECT id, token, state FROM jobs WHERE task = ? ORDER BY number"
    rows = connection.execute(query, (task,)).fetchall()
    if task_token([str(row[1]) for row in rows]) != task:
        raise QueueError(
            "Some jobs of its task were deleted, so that it is not known which part this one is. "
            f"Give the part's own name: {part_name(remote_id, 0)} for the first."
        )
    return {
        row[0]: part_name(remote_id, place)
        for place, row in enumerate(rows)
        if row[2] == State.UNKNOWN
    }
