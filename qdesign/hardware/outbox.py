"""The jobs of one provider on their way there and back: what is due, and each move of a state.

`sent` is when the intent to send was committed; it stands while the job may be on its way, and is
taken back where the provider surely has nothing. So whoever finds a job in SUBMITTING knows whether
sending it again could run it twice.

Jobs that go out together (of one batch or of one whole) are one task: sent with one token,
accepted, lost or given up in one transaction, so that nobody ever finds half of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from qdesign.errors import QdesignError
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import State
from qdesign.hardware.moves import cancel as move_to_end
from qdesign.hardware.moves import move
from qdesign.hardware.provider import Provider
from qdesign.hardware.record import options_of
from qdesign.hardware.remote import part_name
from qdesign.hardware.spending import reserve, settle, together
from qdesign.hardware.store import Store
from qdesign.hardware.tasks import group_of, task_token
from qdesign.rows import Value

_DAMAGED: Final = (
    "Its row in the queue file is damaged. Where it was sent, the provider still has it."
)
_MOST: Final = 500
"""Jobs that are asked about at once."""
_COLUMNS: Final = (
    "id, state, target, shots, seed, token, text, remote_id, sent, looks, options, task, "
    "cancelling, whole, group_id"
)
_OPEN: Final = "state IN ('SUBMITTING', 'QUEUED', 'RUNNING')"
_THERE: Final = "state IN ('QUEUED', 'RUNNING')"
_ALL_LOWERED: Final = (
    "(whole = '' OR NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.whole <> '' AND "
    "other.whole = jobs.whole AND other.state = 'CREATED' AND other.text = ''))"
)
"""The parts of a whole are sent when what all of them cost is known."""
_ALL_READY: Final = (
    "(group_id = '' OR group_id NOT IN (SELECT group_id FROM jobs WHERE state = 'CREATED' AND "
    "text = '' AND parts = 0))"
)
"""The jobs of a batch are sent together where there are tasks."""
_NOT_SENT: Final = "((state = 'CREATED' AND text <> '') OR (state = 'SUBMITTING' AND sent IS NULL))"
_WITH_OTHERS: Final = 3
"""`cancelling` of a job that ends only with the others of its task; 1: to be asked, 2: it was."""


@dataclass(frozen=True, slots=True)
class Item:
    """A job as its provider's lane sees it."""

    id: str
    state: State
    target: str
    shots: int
    seed: int
    token: str
    text: str
    remote_id: str
    sent: float | None
    looks: int
    options: Mapping[str, Value]
    task: str = ""
    cancelling: int = 0
    whole: str = ""
    group: str = ""
    group_name: str = ""
    is_last: bool = True

    @property
    def sent_as(self) -> str:
        """The token that the provider gets: that of its task, or its own."""
        return self.task or self.token

    @property
    def program(self) -> dict[str, Any]:
        """The job as the provider's half takes it: the fields of `Program`."""
        return {
            "target": self.target.partition(":")[2],
            "text": self.text,
            "shots": self.shots,
            "token": self.token,
            "seed": self.seed,
            "options": dict(self.options),
            "group": self.group_name,
            "is_last": self.is_last,
        }

    @property
    def waits_for_others(self) -> bool:
        """Was it cancelled, and ends only with the others of its task?"""
        return self.cancelling == _WITH_OTHERS


class Outbox:
    """The part of a store that is one provider's.

    Args:
        store: of the queue.
        row: the provider.
        clock: seconds since 1970.
    """

    def __init__(self, store: Store, row: Provider, clock: Callable[[], float]) -> None:
        self._store = store
        self._row = row
        self._provider = row.name
        self._clock = clock
        ready = f"{_ALL_LOWERED} AND {_ALL_READY}" if row.task_size > 1 else _ALL_LOWERED
        self._to_send = f"((state = 'CREATED' AND text <> '' AND {ready}) OR state = 'SUBMITTING')"
        self._at_work = f"parts = 0 AND ({self._to_send} OR {_THERE})"

    # --- what is due -----------------------------------------------------------------------------

    def next_due(self) -> float | None:
        """When the first of its jobs is to be looked at; None where there is none."""
        query = f"SELECT min(due) FROM jobs WHERE provider = ? AND {self._at_work}"  # noqa: S608 (ours)
        with self._store.reading() as connection:
            return connection.execute(query, (self._provider,)).fetchone()[0]

    def to_send(self) -> tuple[Item, ...]:
        """The oldest that is to be sent, or whose answer is missing: a job, or those of a task."""
        found = self._items(f"{self._to_send} AND due <= ?", self._clock(), limit=1)
        if not found:
            return ()
        if found[0].sent is not None:
            return self._fellows(found[0]) if found[0].task else found
        return self._together(found[0])

    def _together(self, first: Item) -> tuple[Item, ...]:
        """The jobs that go out with one, itself among them; no more than a task holds."""
        of = ("whole", first.whole) if first.whole else ("group_id", first.group)
        size = self._size(first) if of[1] else 1
        if size == 1:
            return (first,)
        alike = "AND shots = ?" if self._row.task_alike else "AND ? > 0"
        same = "target = ? AND options = (SELECT options FROM jobs WHERE id = ?)"
        what = f"{_NOT_SENT} AND {of[0]} = ? AND {same} {alike} AND due <= ?"
        given = (of[1], first.target, first.id, first.shots, self._clock())
        return self._items(what, *given, limit=size) or (first,)

    def _size(self, item: Item) -> int:
        if self._row.task_size == 1:
            return 1
        chosen = self._row.found(item.target)
        return 1 if chosen is None else self._row.jobs_a_task(chosen, item.shots)

    def _fellows(self, item: Item) -> tuple[Item, ...]:
        """All jobs of a task, in order; none where some are damaged, which a person is told."""
        rows = self._items("task = ?", item.task, limit=-1)
        if task_token([row.token for row in rows]) == item.task and all(
            row.state is State.SUBMITTING for row in rows
        ):
            return rows
        words = (
            "It was sent with others as one task, some of which are damaged. Look at your jobs "
            "there: name the one that this is (Queue.adopt), or cancel this one."
        )
        self.ended([row for row in rows if row.state is State.SUBMITTING], State.UNKNOWN, words)
        return ()

    def to_cancel(self) -> tuple[Item, ...]:
        """What the provider is to be asked to end: a job, or a task with all that goes on of it."""
        found = self._items(f"{_THERE} AND cancelling = 1 AND due <= ?", self._clock(), limit=1)
        if not found or not found[0].task:
            return found
        going = self._items(f"{_THERE} AND task = ?", found[0].task, limit=-1)
        if all(item.cancelling for item in going):
            return going
        asked = [item for item in going if item.cancelling == 1]
        what = f"cancelling = {_WITH_OTHERS}, due = ?"
        self._set(asked, what, self._clock(), self.words_with_others)
        return self.to_cancel()

    @property
    def words_with_others(self) -> str:
        """Why a job goes on that a person cancelled."""
        return (
            f"It was sent with others as one task, which {self._row.title} can only end as a "
            "whole: it goes on until the others are cancelled, too."
        )

    def to_watch(self) -> tuple[Item, ...]:
        """The jobs that the provider has, all together, where one of them is due."""
        what = "state IN ('QUEUED', 'RUNNING') AND cancelling <> 1"
        if not self._items(f"{what} AND due <= ?", self._clock(), limit=1):
            return ()
        return self._items(f"{what} AND due <= ?", self._clock() + 1.0, limit=_MOST)

    def item(self, id: str) -> Item | None:  # noqa: A002
        """One job, where it is at the provider."""
        return next(iter(self._items(f"{_THERE} AND id = ?", id, limit=1)), None)

    def _items(self, what: str, *given: object, limit: int) -> tuple[Item, ...]:
        query = (
            f"SELECT {_COLUMNS} FROM jobs WHERE provider = ? AND parts = 0 AND {what} "  # noqa: S608 (ours)
            "ORDER BY number LIMIT ?"
        )
        with self._store.reading() as connection:
            rows = connection.execute(query, (self._provider, *given, limit)).fetchall()
        items = [_item(row) for row in rows]
        for row, item in zip(rows, items, strict=True):
            if item is None:
                self._set_aside(row[0])
        return tuple(item for item in items if item is not None)

    def _set_aside(self, id: object) -> None:  # noqa: A002
        """A row that is not what was written ends, so that the others go on."""
        query = f"UPDATE jobs SET state = 'FAILED', reason = ? WHERE id = ? AND {self._at_work}"  # noqa: S608 (ours)
        with self._store.transaction() as connection:
            connection.execute(query, (_DAMAGED, id))

    # --- sending ---------------------------------------------------------------------------------

    def begin(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Commits that jobs are about to be sent together, with what they may cost and their token.

        Returns:
            The jobs as they are sent; none where they cost too much and so have failed, or are not
            any more as `items` says.
        """
        now = self._clock()
        task = items[0].task or (task_token([i.token for i in items]) if len(items) > 1 else "")
        with self._store.transaction() as connection:
            query = (
                "SELECT estimate, max_cost, session FROM jobs WHERE id = ? AND state = ? "
                "AND sent IS ?"
            )
            rows = [connection.execute(query, (i.id, i.state, i.sent)).fetchone() for i in items]
            if None in rows:
                return ()
            if items[0].sent is None:  # else it is reserved, and may be there already
                try:
                    why = self._reserve(connection, items, rows, now)
                except (ValueError, TypeError, QdesignError):
                    why = _DAMAGED
                if why:
                    for item in items:
                        move(connection, item.id, State.FAILED, now, reason=why)
                    return ()
            ids = [item.id for item in items]
            for item in items:
                if item.state is State.CREATED:
                    move(connection, item.id, State.SUBMITTING, now, progress="Sending.")
                query = "UPDATE jobs SET sent = ?, task = ? WHERE id = ?"
                connection.execute(query, (now, task, item.id))
            name, is_last = group_of(connection, items[0].whole, items[0].group, ids)
        known = {"task": task, "group_name": name, "is_last": is_last}
        return tuple(replace(item, **known) for item in items)

    def _reserve(
        self,
        connection: sqlite3.Connection,
        items: Sequence[Item],
        rows: Sequence[tuple[str | None, float | None, str]],
        now: float,
    ) -> str:
        """Why jobs may not be sent; else sets aside what they may cost as one task."""
        alone = [None if row[0] is None else Estimate(**json.loads(row[0])) for row in rows]
        prices = {
            item.id: None if price is None else price.among(len(items))
            for item, price in zip(items, alone, strict=True)
        }
        most = [row[1] for row in (rows[:1] if items[0].whole else rows)]
        why = reserve(
            connection,
            together(connection, items[0].whole, prices),
            now=now,
            session=rows[0][2],
            max_cost=None if None in most else sum(float(each or 0) for each in most),
        )
        for (id_, price), before in zip(prices.items(), alone, strict=True):
            if price is not None and price != before and not why:
                query = "UPDATE jobs SET estimate = ? WHERE id = ?"
                connection.execute(query, (json.dumps(price.kept()), id_))
        return why

    def accepted(self, items: Sequence[Item], remote_id: str, *, due: float) -> None:
        """The provider has them, under its own name for the job or the task."""
        now = self._clock()
        query = "UPDATE jobs SET remote_id = ?, due = ?, looks = 0 WHERE id = ?"
        with self._store.transaction() as connection:
            for place, item in enumerate(items):
                name = part_name(remote_id, place) if item.task else remote_id
                if move(connection, item.id, State.QUEUED, now):
                    connection.execute(query, (name, due, item.id))

    def not_sent(self, items: Sequence[Item], words: str, *, due: float) -> None:
        """The provider surely has nothing: they may be sent again without harm."""
        what = "sent = NULL, task = '', looks = looks + 1, due = ?"
        self._set(items, what, due, words, is_away=False)

    def lost(self, items: Sequence[Item], words: str, *, due: float, looks: int) -> None:
        """Nobody knows whether the provider has them; `looks` is how often that was looked at."""
        self._set(items, f"looks = {int(looks)}, due = ?", due, words)

    def not_found(self, items: Sequence[Item], *, due: float, is_sure: bool) -> None:
        """A search gave nothing; where that is sure, they may be sent again."""
        if is_sure:
            words = "Sending again: the provider does not have it."
            what = "sent = NULL, task = '', looks = 0, due = ?"
            self._set(items, what, due, words, is_away=False)
        else:
            self._set(items, "looks = looks + 1, due = ?", due, "")

    def ended(
        self,
        items: Sequence[Item],
        state: State,
        reason: str,
        *,
        cost: float | None = None,
        status: str = "",
    ) -> bool:
        """They failed, were cancelled, or are not known any more, for a reason in words."""
        now = self._clock()
        moved = False
        with self._store.transaction() as connection:
            for item in items:
                settle(connection, item.id, cost)
                if status or cost is not None:
                    connection.execute(
                        "UPDATE jobs SET remote_status = ?, cost = coalesce(?, cost) WHERE id = ?",
                        (status, cost, item.id),
                    )
                moved = move(connection, item.id, state, now, reason=reason) or moved
        return moved

    # --- watching --------------------------------------------------------------------------------

    def told(
        self,
        item: Item,
        state: State | None,
        *,
        status: str,
        position: int | None,
        words: str,
        due: float,
    ) -> bool:
        """What the provider says of a job that goes on.

        Returns:
            Whether that is new.
        """
        now = self._clock()
        said = (status, position, words)
        query = (
            "UPDATE jobs SET remote_status = ?, position = ?, progress = ?, updated = ? "  # noqa: S608 (ours)
            f"WHERE id = ? AND {_OPEN} "
            "AND (remote_status <> ? OR position IS NOT ? OR progress <> ?)"
        )
        with self._store.transaction() as connection:
            moved = state is not None and move(connection, item.id, state, now, progress=words)
            told = connection.execute(query, (*said, now, item.id, *said))
            connection.execute("UPDATE jobs SET due = ? WHERE id = ?", (due, item.id))
        return moved or told.rowcount == 1

    def put_off(self, ids: Sequence[str], *, due: float, failed: bool = False) -> None:
        """These are looked at later; where the look failed, that is counted."""
        query = (
            "UPDATE jobs SET due = ?, looks = looks + ? "
            "WHERE id IN (SELECT value FROM json_each(?))"
        )
        with self._store.transaction() as connection:
            connection.execute(query, (due, int(failed), json.dumps(ids)))

    def say(self, ids: Sequence[str], words: str) -> None:
        """Says what is going on with some jobs, where that is new."""
        query = (
            "UPDATE jobs SET progress = ? WHERE id IN (SELECT value FROM json_each(?)) "  # noqa: S608 (ours)
            f"AND {self._at_work} AND progress <> ?"
        )
        with self._store.transaction() as connection:
            connection.execute(query, (words, json.dumps(ids), words))

    def cancel_told(self, items: Sequence[Item], *, is_taken: bool, words: str, due: float) -> None:
        """The provider was asked to cancel them, and takes that or not."""
        self._set(items, f"cancelling = {2 if is_taken else 0}, due = ?", due, words)

    def collected(self, item: Item, counts: Mapping[str, int], cost: float | None) -> bool:
        """It is done, and these are its counts."""
        now = self._clock()
        with self._store.transaction() as connection:
            settle(connection, item.id, cost)
            moved = move(connection, item.id, State.COMPLETED, now)
            if moved:
                connection.execute(
                    "UPDATE jobs SET counts = ?, cost = ?, position = NULL WHERE id = ?",
                    (json.dumps(dict(counts)), cost, item.id),
                )
        return moved

    def _set(
        self, items: Sequence[Item], what: str, due: float, words: str, *, is_away: bool = True
    ) -> None:
        query = (
            f"UPDATE jobs SET {what}, progress = CASE ? WHEN '' THEN progress ELSE ? END "  # noqa: S608 (ours)
            f"WHERE id = ? AND {_OPEN}"
        )
        with self._store.transaction() as connection:
            for item in items:
                connection.execute(query, (due, words, words, item.id))
                if is_away:
                    continue
                connection.execute("DELETE FROM spending WHERE job = ?", (item.id,))
                row = connection.execute("SELECT cancelling FROM jobs WHERE id = ?", (item.id,))
                if row.fetchone() == (1,):
                    move(connection, item.id, State.CANCELLED, self._clock())


def _item(row: tuple[Any, ...]) -> Item | None:
    """The job of a row; None where it is not what was written."""
    id_, state, target, shots, seed, *texts, sent, looks, options = row[:11]
    task, cancelling, *of = row[11:]
    if not all(isinstance(text, str) for text in (id_, target, *texts, task, *of)):
        return None
    if not all(isinstance(n, int) and n >= 0 for n in (shots, seed, looks, cancelling)):
        return None
    if not (sent is None or isinstance(sent, float)):
        return None
    try:
        known = {"task": task, "cancelling": cancelling, "whole": of[0], "group": of[1]}
        return Item(id_, State(state), *row[2:10], options=options_of(options), **known)
    except (ValueError, TypeError, RecursionError):
        return None


def cancel(store: Store, id: str, *, now: float) -> None:  # noqa: A002
    """Cancels a job, of a whole all parts: see `moves.cancel`."""
    with store.transaction() as connection:
        parts = connection.execute("SELECT id FROM jobs WHERE whole = ?", (id,)).fetchall()
        if not parts and not move_to_end(connection, id, now):
            raise store.unknown(id)
        for (part,) in parts:
            move_to_end(connection, part, now)
