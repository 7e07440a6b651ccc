"""The jobs of one provider on their way there and back: what is due, and each move of a state.

`sent` is when the intent to send was committed; it stands while the job may be on its way, and is
taken back where the provider surely has nothing. So whoever finds a job in SUBMITTING knows whether
sending it again could run it twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from qdesign.errors import QdesignError
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import State
from qdesign.hardware.moves import cancel as move_to_end
from qdesign.hardware.moves import move
from qdesign.hardware.record import options_of
from qdesign.hardware.spending import others_of, reserve, settle
from qdesign.hardware.store import Store
from qdesign.rows import Value

_DAMAGED: Final = (
    "Its row in the queue file is damaged. Where it was sent, the provider still has it."
)
_MOST: Final = 500
"""Jobs that are asked about at once."""
_COLUMNS: Final = "id, state, target, shots, seed, token, text, remote_id, sent, looks, options"
_OPEN: Final = "state IN ('SUBMITTING', 'QUEUED', 'RUNNING')"
_ALL_LOWERED: Final = (
    "(whole = '' OR NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.whole <> '' AND "
    "other.whole = jobs.whole AND other.state = 'CREATED' AND other.text = ''))"
)
"""The parts of a whole are sent when what all of them cost is known."""
_TO_SEND: Final = f"((state = 'CREATED' AND text <> '' AND {_ALL_LOWERED}) OR state = 'SUBMITTING')"
_AT_WORK: Final = f"parts = 0 AND ({_TO_SEND} OR state IN ('QUEUED', 'RUNNING'))"


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


class Outbox:
    """The part of a store that is one provider's.

    Args:
        store: of the queue.
        provider: its name.
        clock: seconds since 1970.
    """

    def __init__(self, store: Store, provider: str, clock: Callable[[], float]) -> None:
        self._store = store
        self._provider = provider
        self._clock = clock

    # --- what is due -----------------------------------------------------------------------------

    def next_due(self) -> float | None:
        """When the first of its jobs is to be looked at; None where there is none."""
        query = f"SELECT min(due) FROM jobs WHERE provider = ? AND {_AT_WORK}"  # noqa: S608 (ours)
        with self._store.reading() as connection:
            return connection.execute(query, (self._provider,)).fetchone()[0]

    def to_send(self) -> Item | None:
        """The oldest job that is to be sent, or whose answer is missing."""
        found = self._items(f"{_TO_SEND} AND due <= ?", self._clock(), limit=1)
        return found[0] if found else None

    def to_cancel(self) -> Item | None:
        """A job that the provider is to be asked to cancel."""
        what = "state IN ('QUEUED', 'RUNNING') AND cancelling = 1 AND due <= ?"
        found = self._items(what, self._clock(), limit=1)
        return found[0] if found else None

    def to_watch(self) -> tuple[Item, ...]:
        """The jobs that the provider has, all together, where one of them is due."""
        what = "state IN ('QUEUED', 'RUNNING') AND cancelling <> 1"
        if not self._items(f"{what} AND due <= ?", self._clock(), limit=1):
            return ()
        return self._items(f"{what} AND due <= ?", self._clock() + 1.0, limit=_MOST)

    def item(self, id: str) -> Item | None:  # noqa: A002
        """One job, where it is at the provider."""
        return next(
            iter(self._items("state IN ('QUEUED', 'RUNNING') AND id = ?", id, limit=1)), None
        )

    def _items(self, what: str, given: object, *, limit: int) -> tuple[Item, ...]:
        query = (
            f"SELECT {_COLUMNS} FROM jobs WHERE provider = ? AND parts = 0 AND {what} "  # noqa: S608 (ours)
            "ORDER BY number LIMIT ?"
        )
        with self._store.reading() as connection:
            rows = connection.execute(query, (self._provider, given, limit)).fetchall()
        items = [_item(row) for row in rows]
        for row, item in zip(rows, items, strict=True):
            if item is None:
                self._set_aside(row[0])
        return tuple(item for item in items if item is not None)

    def _set_aside(self, id: object) -> None:  # noqa: A002
        """A row that is not what was written ends, so that the others go on."""
        query = f"UPDATE jobs SET state = 'FAILED', reason = ? WHERE id = ? AND {_AT_WORK}"  # noqa: S608 (ours)
        with self._store.transaction() as connection:
            connection.execute(query, (_DAMAGED, id))

    # --- sending ---------------------------------------------------------------------------------

    def begin(self, item: Item) -> bool:
        """Commits that a job is about to be sent, with what it may cost.

        Returns:
            Whether it may be sent now: False where it costs too much and so has failed, or where it
            is not any more as `item` says.
        """
        now = self._clock()
        with self._store.transaction() as connection:
            row = connection.execute(
                "SELECT session, estimate, max_cost, whole FROM jobs WHERE id = ? AND state = ? "
                "AND sent IS ?",
                (item.id, item.state, item.sent),
            ).fetchone()
            if row is None:
                return False
            session, estimate, max_cost, whole = row
            try:
                why = ""
                if item.sent is None:  # else it is reserved, and may be there already
                    why = reserve(
                        connection,
                        item.id,
                        now=now,
                        session=session,
                        estimate=None if estimate is None else Estimate(**json.loads(estimate)),
                        max_cost=None if max_cost is None else float(max_cost),
                        others=others_of(connection, whole, item.id),
                    )
            except (ValueError, TypeError, QdesignError):
                move(connection, item.id, State.FAILED, now, reason=_DAMAGED)
                return False
            if why:
                move(connection, item.id, State.FAILED, now, reason=why)
                return False
            if item.state is State.CREATED:
                move(connection, item.id, State.SUBMITTING, now, progress="Sending.")
            connection.execute("UPDATE jobs SET sent = ? WHERE id = ?", (now, item.id))
        return True

    def accepted(self, item: Item, remote_id: str, *, due: float) -> bool:
        """The provider has it, under its own name for it."""
        now = self._clock()
        with self._store.transaction() as connection:
            moved = move(connection, item.id, State.QUEUED, now)
            if moved:
                connection.execute(
                    "UPDATE jobs SET remote_id = ?, due = ?, looks = 0 WHERE id = ?",
                    (remote_id, due, item.id),
                )
        return moved

    def not_sent(self, item: Item, words: str, *, due: float) -> None:
        """The provider surely has nothing: it may be sent again without harm."""
        self._set(item, "sent = NULL, looks = looks + 1, due = ?", due, words, is_away=False)

    def lost(self, item: Item, words: str, *, due: float, looks: int) -> None:
        """Nobody knows whether the provider has it; `looks` is how often that was looked at."""
        self._set(item, f"looks = {int(looks)}, due = ?", due, words)

    def not_found(self, item: Item, *, due: float, is_sure: bool) -> None:
        """A search gave nothing; where that is sure, it may be sent again."""
        if is_sure:
            words = "Sending again: the provider does not have it."
            self._set(item, "sent = NULL, looks = 0, due = ?", due, words, is_away=False)
        else:
            self._set(item, "looks = looks + 1, due = ?", due, "")

    def ended(
        self, item: Item, state: State, reason: str, *, cost: float | None = None, status: str = ""
    ) -> bool:
        """It failed, was cancelled, or is not known any more, for a reason in words."""
        now = self._clock()
        with self._store.transaction() as connection:
            settle(connection, item.id, cost)
            if status or cost is not None:
                connection.execute(
                    "UPDATE jobs SET remote_status = ?, cost = coalesce(?, cost) WHERE id = ?",
                    (status, cost, item.id),
                )
            return move(connection, item.id, state, now, reason=reason)

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
            f"AND {_AT_WORK} AND progress <> ?"
        )
        with self._store.transaction() as connection:
            connection.execute(query, (words, json.dumps(ids), words))

    def cancel_told(self, item: Item, *, is_taken: bool, words: str, due: float) -> None:
        """The provider was asked to cancel it, and takes that or not."""
        self._set(item, f"cancelling = {2 if is_taken else 0}, due = ?", due, words)

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

    def _set(self, item: Item, what: str, due: float, words: str, *, is_away: bool = True) -> None:
        query = (
            f"UPDATE jobs SET {what}, progress = CASE ? WHEN '' THEN progress ELSE ? END "  # noqa: S608 (ours)
            f"WHERE id = ? AND {_OPEN}"
        )
        with self._store.transaction() as connection:
            connection.execute(query, (due, words, words, item.id))
            if not is_away:
                connection.execute("DELETE FROM spending WHERE job = ?", (item.id,))
                row = connection.execute("SELECT cancelling FROM jobs WHERE id = ?", (item.id,))
                if row.fetchone() == (1,):
                    move(connection, item.id, State.CANCELLED, self._clock())


def _item(row: tuple[Any, ...]) -> Item | None:
    """The job of a row; None where it is not what was written."""
    *texts, sent, looks, options = (row[0], row[2], *row[5:])
    numbers = (row[3], row[4], looks)
    if not all(isinstance(text, str) for text in texts):
        return None
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        return None
    if not (sent is None or isinstance(sent, float)):
        return None
    try:
        return Item(row[0], State(row[1]), *row[2:10], options=options_of(options))
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


def adopt(store: Store, id: str, remote_id: str, *, now: float) -> bool:  # noqa: A002
    """A person says which of the provider's jobs an UNKNOWN one is."""
    with store.transaction() as connection:
        row = connection.execute("SELECT state FROM jobs WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise store.unknown(id)
        words = f"You found it at the provider as {remote_id}."
        moved = row[0] == State.UNKNOWN and move(connection, id, State.QUEUED, now, words=words)
        if moved:
            connection.execute(
                "UPDATE jobs SET remote_id = ?, due = 0, looks = 0 WHERE id = ?", (remote_id, id)
            )
    return moved
