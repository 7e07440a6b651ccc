"""Jobs in an SQLite file: each change is one transaction, each move of a state compare-and-set.

The file is readable by its owner alone. WAL and `synchronous=FULL`: what was answered survives a
power cut, and readers never wait. All that every job needs is here, which makes the file long; what
sending to a provider adds is in outbox.py, and money in spending.py.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from qdesign.errors import QueueError
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import DeviceThen, Figures, Job, State, is_final
from qdesign.hardware.moves import move, record
from qdesign.hardware.record import (
    COLUMNS,
    Damaged,
    Unreadable,
    job_of,
    options_of,
    text_in,
    text_of,
    values_of,
    whole_in,
)
from qdesign.hardware.schema import BUSY, file_identity, make_private, prepare, unusable
from qdesign.hardware.wholes import follow

_SAID: Final = {
    "source": "circuit",
    "values": "set of values",
    "target": "target",
    "shots": "number of shots",
    "seed": "seed",
    "name": "name",
    "optimization_level": "optimization level",
    "observable": "observable",
    "options": "set of options",
}
"""Parts of an order that a token stands for, in words."""
_PAGE: Final = 200
"""Jobs that are read at a time where all are asked for."""
SEARCHED: Final = (
    "instr(lower(name || ' ' || target || ' ' || id || ' ' || CASE WHEN tags <> '[]' AND "
    "json_valid(tags) THEN (SELECT coalesce(group_concat(value, ' '), '') FROM json_each(tags)) "
    "ELSE '' END), ?)"
)
"""Is a word in a job's name, target, id or the words of its tags? Damaged tags have none."""
_UNFINISHED: Final = "parts = 0 AND state IN ('CREATED', 'SUBMITTING', 'QUEUED', 'RUNNING')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for: everything a worker needs to run the job.

    Attributes:
        source: the circuit as a document's text, parameters free.
        token: written with the job before anything is sent; a provider gets it with the job, so
            that sending twice is noticed.
        provider: who runs it.
        max_cost: what the person agreed to pay at most, in the provider's unit; None for nothing.
        session: names whoever submits, for the cap of a session.
        group, part: the batch it belongs to and its place there; empty outside one.
        tags, note: the person's own words.
        layout: for each qubit of the circuit, the device's qubit that it is to start on; empty
            where that is chosen. It stands where lowering puts the same.
        observable: what is measured, coefficients by label as JSON; empty for the counts alone.
        basis: the letters along which a part measures.
        options: what is asked of the provider beside that, by name.
        parts: the orders of its circuits, where it is a whole.
    """

    source: str
    values: Mapping[str, float]
    target: str
    shots: int
    seed: int
    name: str = ""
    optimization_level: int = 2
    token: str = ""
    provider: str = ""
    max_cost: float | None = None
    session: str = ""
    group: str = ""
    part: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""
    layout: tuple[int, ...] = ()
    observable: str = ""
    basis: str = ""
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parts: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """What lowering adds to a job."""

    text: str
    layout: tuple[int, ...]
    figures: Figures
    notes: tuple[str, ...]
    estimate: Estimate | None = None
    device: DeviceThen | None = None
    versions: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a job's state: when, in seconds since 1970, and what it came of, where told."""

    state: State
    at: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Jobs that were read, and those that could not be."""

    jobs: tuple[Job, ...]
    damaged: tuple[Damaged, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a revision.

    Attributes:
        revision: names the state of the file; for the next question.
        changed: ids of the jobs that changed or went; None where `since` is not known here.
    """

    revision: str
    changed: tuple[str, ...] | None


class Store:
    """The table of jobs in one file. Any number of processes and threads may open it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._identity = file_identity(path)
        self._close = weakref.finalize(self, connection.close)

    @staticmethod
    def open(path: Path) -> Store:
        """The store in a file, made when it is not there.

        Raises:
            QueueError: the file cannot be used, or is not a queue.
        """
        make_private(path)
        try:
            connection = sqlite3.connect(
                path, timeout=BUSY, isolation_level=None, check_same_thread=False
            )
            connection.text_factory = text_of
            try:
                prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise unusable(path, error) from error
        return Store(path, connection)

    def close(self) -> None:
        """Closes the connection to the file; the store cannot be used any more."""
        with self._lock:
            self._close()

    # --- reading ---------------------------------------------------------------------------------

    def job(self, id: str) -> Job:  # noqa: A002
        """The job as it is now.

        Raises:
            QueueError: no job has this id, or its row is damaged.
        """
        query = f"SELECT {COLUMNS} FROM jobs WHERE id = ?"  # noqa: S608
        with self.reading() as connection:
            row = connection.execute(query, (id,)).fetchone()
        if row is None:
            raise self.unknown(id)
        try:
            return job_of(row)
        except Unreadable as error:
            raise QueueError(
                f"Job '{id}' is damaged in {self.path}: {error}. The command "
                f"'qdesign delete {id}' removes it."
            ) from None

    def with_token(self, token: str) -> str | None:
        """The id of the job that has a token; None where none has."""
        with self.reading() as connection:
            row = connection.execute("SELECT id FROM jobs WHERE token = ?", (token,)).fetchone()
        return None if row is None else str(row[0])

    def unknown(self, id: str) -> QueueError:  # noqa: A002
        """The error of a job that is not there."""
        return QueueError(
            f"There is no job '{id}' in {self.path}. The command 'qdesign jobs' lists them."
        )

    def listing(
        self,
        *,
        archived: bool | None = None,
        states: Sequence[State] = (),
        ids: Sequence[str] | None = None,
        numbers: Sequence[int] | None = None,
        before: str = "",
        group: str = "",
        search: str = "",
        whole: str = "",
        limit: int | None = None,
    ) -> Listing:
        """Jobs, oldest first, and those of them that cannot be read; parts only where asked for.

        Args:
            archived: those in the archive, or those that are not; all when None.
            states: where they are; anywhere when empty.
            ids: these alone.
            numbers: those at these places of the file alone.
            before: those that came before this one.
            group: those of this batch.
            search: those with all these words in their name, target, tags or id.
            whole: the parts of this job.
            limit: the newest so many.
        """
        tests, given = _tests(archived=archived, states=states, search=search, whole=whole)
        if ids is not None:
            tests.append("id IN (SELECT value FROM json_each(?))")
            given.append(json.dumps(list(ids)))
        if numbers is not None:
            tests.append("number IN (SELECT value FROM json_each(?))")
            given.append(json.dumps(list(numbers)))
        if group:
            tests.append("group_id = ?")
            given.append(group)
        if before:
            tests.append("number < (SELECT number FROM jobs WHERE id = ?)")
            given.append(before)
        limited = f"{' AND '.join(tests)} ORDER BY number DESC LIMIT ?"
        if search:  # the words are found in an index; the rows are read after that
            found = f"SELECT number FROM jobs WHERE {limited}"  # noqa: S608 (ours)
            limited = f"number IN ({found}) ORDER BY number DESC"
        found = f"FROM jobs WHERE {limited}"
        given.append(-1 if limit is None else limit)
        with self.reading() as connection:
            try:
                rows = connection.execute(f"SELECT number, {COLUMNS} {found}", given).fetchall()
            except (sqlite3.DatabaseError, UnicodeDecodeError):
                # Damage that hides a row hides those after it as well, unless each is read alone.
                numbers = connection.execute(f"SELECT number {found}", given).fetchall()
                rows = [self._row(connection, number) for (number,) in numbers]
        jobs: list[Job] = []
        damaged: list[Damaged] = []
        for number, *row in reversed(rows):
            try:
                jobs.append(job_of(tuple(row)))
            except Unreadable as error:
                damaged.append(Damaged(number, _name_of(row), str(error)))
        return Listing(tuple(jobs), tuple(damaged))

    def pages(
        self,
        *,
        archived: bool | None = None,
        states: Sequence[State] = (),
        ids: Sequence[str] | None = None,
        search: str = "",
        limit: int | None = None,
    ) -> Iterator[Listing]:
        """The jobs of a `listing`, oldest first, a page of them in memory at a time.

        Raises:
            QueueError: one of `ids` is not known; before the first page.
        """
        tests, given = _tests(archived=archived, states=states, search=search)
        if ids is not None:
            tests.append("id IN (SELECT value FROM json_each(?))")
            given.append(json.dumps(list(ids)))
        condition = " AND ".join(tests)
        query = f"SELECT number, id FROM jobs WHERE {condition} ORDER BY number DESC LIMIT ?"  # noqa: S608 (ours)
        given.append(-1 if limit is None else limit)
        with self.reading() as connection:
            rows = connection.execute(query, given).fetchall()[::-1]
        found = {row[1] for row in rows}
        for id_ in ids or ():
            if id_ not in found:
                raise self.unknown(id_)
        numbers = [row[0] for row in rows]
        return (
            self.listing(numbers=numbers[first : first + _PAGE])
            for first in range(0, len(numbers), _PAGE)
        )

    @staticmethod
    def _row(connection: sqlite3.Connection, number: int) -> tuple[Any, ...]:
        query = f"SELECT number, {COLUMNS} FROM jobs WHERE number = ?"  # noqa: S608
        width = 1 + len(COLUMNS.split(","))
        try:
            row = connection.execute(query, (number,)).fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            row = None
        return row or (number, *[b""] * (width - 1))

    def count(self, *, archived: bool, states: Sequence[State] = (), search: str = "") -> int:
        """How many jobs there are in the archive, or outside; in these states, with these words."""
        tests, given = _tests(archived=archived, states=states, search=search)
        query = f"SELECT count(*) FROM jobs WHERE {' AND '.join(tests)}"  # noqa: S608 (ours)
        with self.reading() as connection:
            return connection.execute(query, given).fetchone()[0]

    def groups(self, ids: Sequence[str]) -> tuple[tuple[str, str, int, int], ...]:
        """Batches by their ids: id, name, jobs that are at their end, jobs in all."""
        query = (
            "SELECT groups.id, groups.name, sum(state IN (SELECT value FROM json_each(?))), "
            "count(*) FROM jobs JOIN groups ON groups.id = group_id "
            "WHERE group_id <> '' AND group_id IN (SELECT value FROM json_each(?)) "
            "GROUP BY groups.id"
        )
        ends = json.dumps([state for state in State if is_final(state)])
        with self.reading() as connection:
            return tuple(connection.execute(query, (ends, json.dumps(ids))).fetchall())

    def news(self, since: str, *, limit: int) -> News:
        """What changed since a revision; everything may have where that revision is not known."""
        with self.reading() as connection:
            name, number = connection.execute(
                "SELECT value, (SELECT coalesce(max(revision), 0) FROM changes) FROM facts "
                "WHERE name = 'queue'"
            ).fetchone() or ("", 0)
            revision = f"{name}:{number}"
            if since == revision:
                return News(revision, ())
            of, _, text = since.rpartition(":")
            last = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else number
            if of != name or last >= number:
                return News(revision, None)
            query = "SELECT job FROM changes WHERE revision > ? ORDER BY revision LIMIT ?"
            rows = connection.execute(query, (last, limit + 1)).fetchall()
        return News(revision, None if len(rows) > limit else tuple(str(row[0]) for row in rows))

    def unfinished(self) -> tuple[tuple[str, State], ...]:
        """Ids and states of the jobs that a worker has to do with, oldest first."""
        query = f"SELECT id, state FROM jobs WHERE {_UNFINISHED} ORDER BY number"  # noqa: S608
        with self.reading() as connection:
            return tuple((row[0], State(row[1])) for row in connection.execute(query))

    def to_run(
        self, providers: Sequence[str], *, but: Sequence[str], limit: int
    ) -> tuple[tuple[str, int, bool], ...]:
        """Jobs that this machine has to do with, oldest first.

        Args:
            providers: whose jobs run here; those of the others are lowered here.
            but: without these.
            limit: as many at most.

        Returns:
            Ids, numbers of starts, and whether it runs here.
        """
        query = (
            "SELECT id, attempts, is_here FROM (SELECT id, attempts, number, state, text, "  # noqa: S608
            "provider IN (SELECT value FROM json_each(?)) AS is_here FROM jobs "
            f"WHERE {_UNFINISHED}) WHERE (is_here OR (state = 'CREATED' AND text = '')) "
            "AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?"
        )
        given = (json.dumps(providers), json.dumps(but), limit)
        with self.reading() as connection:
            rows = connection.execute(query, given).fetchall()
        return tuple((id_, attempts, bool(is_here)) for id_, attempts, is_here in rows)

    def state(self, id: str) -> State | None:  # noqa: A002
        """The state alone; None when there is no such job."""
        with self.reading() as connection:
            row = connection.execute("SELECT state FROM jobs WHERE id = ?", (id,)).fetchone()
        return None if row is None else State(row[0])

    def order(self, id: str) -> Order:  # noqa: A002
        """What was asked for."""
        query = (
            "SELECT CASE whole WHEN '' THEN source "
            "ELSE (SELECT source FROM jobs AS w WHERE w.id = jobs.whole) END, parameter_values, "
            "target, shots, seed, name, optimization_level, token, "
            # Lowering puts the layout there that it found; it says whether that one was asked for.
            "CASE WHEN text = '' OR (json_valid(facts) AND json_extract(facts, '$.layout_asked')) "
            "THEN layout ELSE '[]' END, observable, basis, options FROM jobs WHERE id = ?"
        )
        with self.reading() as connection:
            row = connection.execute(query, (id,)).fetchone()
        if row is None:
            raise self.unknown(id)
        source, values, target, shots, seed, name, level, token, *more = row
        layout, observable, basis, options = more
        try:
            return Order(
                source=text_in(source),
                values=values_of(values),
                target=text_in(target),
                shots=whole_in(shots),
                seed=whole_in(seed),
                name=text_in(name),
                optimization_level=whole_in(level),
                token=text_in(token),
                layout=tuple(whole_in(qubit) for qubit in json.loads(text_in(layout))),
                observable=text_in(observable),
                basis=text_in(basis),
                options=options_of(options),
            )
        except (ValueError, TypeError, RecursionError):
            raise QueueError(f"Job '{id}' is damaged in {self.path}.") from None

    def sent_with(self, id: str, *, limit: int = 1000) -> tuple[int, ...]:  # noqa: A002
        """Shots of the jobs that may go out as one task with a job, itself among them."""
        query = "SELECT whole, group_id, target, shots FROM jobs WHERE id = ?"
        with self.reading() as connection:
            whole, group, target, shots = connection.execute(query, (id,)).fetchone()
            if not whole and not group:
                return (shots,)
            of = "whole" if whole else "group_id"
            query = f"SELECT shots FROM jobs WHERE {of} = ? AND {of} <> '' AND target = ? LIMIT ?"  # noqa: S608 (ours)
            rows = connection.execute(query, (whole or group, target, limit)).fetchall()
        return tuple(row[0] for row in rows)

    def history(self, id: str) -> tuple[Move, ...]:  # noqa: A002
        """The states a job went through, oldest first."""
        query = "SELECT state, at, words FROM moves WHERE job = ? ORDER BY number"
        with self.reading() as connection:
            rows = connection.execute(query, (id,)).fetchall()
        return tuple(Move(State(state), at, words) for state, at, words in rows)

    @property
    def version(self) -> int:
        """A number that changes when another process has written."""
        with self.reading() as connection:
            return connection.execute("PRAGMA data_version").fetchone()[0]

    @property
    def num_changes(self) -> int:
        """A number that changes when this store has written."""
        with self.reading() as connection:
            return connection.total_changes

    def providers_at_work(self) -> tuple[str, ...]:
        """The providers that have jobs to be done."""
        query = f"SELECT DISTINCT provider FROM jobs WHERE {_UNFINISHED}"  # noqa: S608
        with self.reading() as connection:
            return tuple(str(row[0]) for row in connection.execute(query))

    @property
    def is_current(self) -> bool:
        """Is the file at this path still the one that was opened?"""
        return file_identity(self.path) == self._identity

    # --- writing ---------------------------------------------------------------------------------

    def add(self, order: Order, *, any_seed: bool = False) -> Job:
        """A new job in state CREATED; or the job that has the order's token already.

        Args:
            order: what to run.
            any_seed: nobody chose the seed, so that of the job that is there is as good.

        Raises:
            QueueError: the job with this token is of another order.
        """
        with self.transaction() as connection:
            id_ = self._add(connection, order, any_seed=any_seed)
        return self.job(id_)

    def add_group(self, orders: Sequence[Order], *, name: str, any_seed: bool) -> str:
        """New jobs that belong together, all of them or none.

        Returns:
            The id of their group; that of the jobs with the first order's token, where there are.

        Raises:
            QueueError: a job with one of the tokens is of another order.
        """
        group = secrets.token_hex(4)
        with self.transaction() as connection:
            query = "SELECT group_id FROM jobs WHERE token = ?"
            known = connection.execute(query, (orders[0].token,)).fetchone()
            if known is None:
                insert = "INSERT INTO groups (id, name, created) VALUES (?, ?, ?)"
                connection.execute(insert, (group, name, time.time()))
            for part, order in enumerate(orders):
                whole = replace(order, group=group, part=part)
                self._add(connection, whole, any_seed=any_seed)
        return group if known is None else str(known[0])

    def group_name(self, id: str) -> str:  # noqa: A002
        """What a group is called.

        Raises:
            QueueError: there is none.
        """
        with self.reading() as connection:
            row = connection.execute("SELECT name FROM groups WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise QueueError(f"There is no batch '{id}' in {self.path}.")
        return str(row[0])

    def _add(
        self, connection: sqlite3.Connection, order: Order, *, any_seed: bool, whole: str = ""
    ) -> str:
        """The id of a new job, which brings its parts, or of the one with the same token."""
        now = time.time()
        id_ = secrets.token_hex(4)
        row = connection.execute("SELECT id FROM jobs WHERE token = ?", (order.token,)).fetchone()
        if row is not None:
            kept = self.order(row[0])
            _check_same(row[0], kept, replace(order, seed=kept.seed) if any_seed else order)
            return row[0]
        token = order.token or uuid.uuid4().hex
        while connection.execute("SELECT 1 FROM jobs WHERE id = ?", (id_,)).fetchone():
            id_ = secrets.token_hex(4)
        connection.execute(
            "INSERT INTO jobs (id, token, state, target, shots, seed, name, created, updated, "
            "source, parameter_values, optimization_level, provider, max_cost, session, "
            "group_id, part, tags, note, layout, observable, basis, whole, parts, options) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                id_,
                token,
                State.CREATED,
                order.target,
                order.shots,
                order.seed,
                order.name,
                now,
                now,
                order.source,
                json.dumps(dict(order.values)),
                order.optimization_level,
                order.provider or order.target.partition(":")[0],
                order.max_cost,
                order.session,
                order.group,
                order.part,
                json.dumps(order.tags),
                order.note,
                json.dumps(order.layout),
                order.observable,
                order.basis,
                whole,
                len(order.parts),
                json.dumps(dict(order.options)),
            ),
        )
        record(connection, id_, State.CREATED, now)
        for k, part in enumerate(order.parts):
            named = replace(part, token=f"{token}/{k}", part=k)
            self._add(connection, named, any_seed=any_seed, whole=id_)
        return id_

    def move(
        self,
        id: str,  # noqa: A002
        to: State,
        *,
        counts: Mapping[str, int] | None = None,
        reason: str = "",
        progress: str = "",
    ) -> bool:
        """Moves a job to another state if that is legal from where it is, else changes nothing.

        Returns:
            Whether the job moved.
        """
        with self.transaction() as connection:
            return move(
                connection,
                id,
                to,
                time.time(),
                counts=None if counts is None else json.dumps(dict(counts)),
                reason=reason,
                progress=progress,
            )

    def start_attempt(self, id: str, *, before: int) -> bool:  # noqa: A002
        """Claims a job that is not final by counting one more start of it.

        Args:
            id: of the job.
            before: how many starts the claimer knows of.

        Returns:
            Whether it is the claimer's: False where the job is final or another one was quicker.
        """
        query = (
            "UPDATE jobs SET attempts = attempts + 1 "  # noqa: S608
            f"WHERE id = ? AND attempts = ? AND {_UNFINISHED}"
        )
        with self.transaction() as connection:
            return connection.execute(query, (id, before)).rowcount == 1

    def accept(self, providers: Sequence[str], progress: str) -> None:
        """Marks the jobs of some providers that were not looked at yet as taken over."""
        query = (
            "UPDATE jobs SET state = 'QUEUED', progress = ?, updated = ? "
            "WHERE attempts = 0 AND parts = 0 AND "
            "state IN ('CREATED', 'SUBMITTING') "
            "AND provider IN (SELECT value FROM json_each(?)) RETURNING id"
        )
        now = time.time()
        with self.transaction() as connection:
            rows = connection.execute(query, (progress, now, json.dumps(providers))).fetchall()
            for (id_,) in rows:
                record(connection, id_, State.QUEUED, now)

    def set_progress(self, id: str, progress: str) -> None:  # noqa: A002
        """Says what is going on with a job that is not final."""
        query = (
            "UPDATE jobs SET progress = ?, updated = ? "  # noqa: S608
            f"WHERE id = ? AND {_UNFINISHED} AND progress <> ?"
        )
        with self.transaction() as connection:
            connection.execute(query, (progress, time.time(), id, progress))

    def set_lowered(self, id: str, lowered: Lowered) -> bool:  # noqa: A002
        """Keeps what lowering gave, once: the text that was sent does not change later.

        Returns:
            Whether it was kept.
        """
        query = (
            "UPDATE jobs SET text = ?, layout = ?, figures = ?, notes = ?, estimate = ?, "  # noqa: S608
            "facts = json_set(?, '$.layout_asked', layout <> '[]'), updated = ? "
            f"WHERE id = ? AND {_UNFINISHED} AND text = ''"
        )
        facts = (
            lowered.text,
            json.dumps(lowered.layout),
            json.dumps(lowered.figures.to_dict()),
            json.dumps(lowered.notes),
            json.dumps(lowered.estimate.kept()) if lowered.estimate else None,
            json.dumps(
                {
                    "device": lowered.device.to_dict() if lowered.device else None,
                    "versions": dict(lowered.versions),
                }
            ),
            time.time(),
            id,
        )
        with self.transaction() as connection:
            return connection.execute(query, facts).rowcount == 1

    def archive(self, ids: Sequence[str], *, archived: bool = True) -> None:
        """Puts finished jobs into the archive, or takes them out.

        Raises:
            QueueError: one is not known, or not finished. Nothing is changed then.
        """
        with self.transaction() as connection:
            for id_ in self._finished(connection, ids):
                query = "UPDATE jobs SET archived = ? WHERE id = ? AND archived <> ?"
                connection.execute(query, (int(archived), id_, int(archived)))

    def annotate(
        self,
        id: str,  # noqa: A002
        *,
        tags: Sequence[str] | None,
        note: str | None,
    ) -> None:
        """Keeps the person's words about a job; None leaves them as they are.

        Raises:
            QueueError: it is not known.
        """
        query = "UPDATE jobs SET tags = coalesce(?, tags), note = coalesce(?, note) WHERE id = ?"
        words = None if tags is None else json.dumps(tags)
        with self.transaction() as connection:
            if connection.execute(query, (words, note, id)).rowcount != 1:
                raise self.unknown(id)

    def delete(self, ids: Sequence[str]) -> None:
        """Removes finished jobs for good.

        Raises:
            QueueError: one is not known, or not finished. Nothing is removed then.
        """
        with self.transaction() as connection:
            for id_ in self._finished(connection, ids):
                query = "SELECT id FROM jobs WHERE whole = ? AND whole <> ''"
                parts = connection.execute(query, (id_,)).fetchall()
                for (each,) in ((id_,), *parts):
                    connection.execute("DELETE FROM jobs WHERE id = ?", (each,))
                    connection.execute("DELETE FROM moves WHERE job = ?", (each,))

    def _finished(self, connection: sqlite3.Connection, ids: Sequence[str]) -> Sequence[str]:
        for id_ in ids:
            query = "SELECT state, whole FROM jobs WHERE id = ?"
            row = connection.execute(query, (id_,)).fetchone()
            if row is None:
                raise self.unknown(id_)
            if row[1]:
                raise QueueError(f"Job '{id_}' is a part of job '{row[1]}'. Name that one.")
            # A state that is damaged belongs to no job that runs.
            if row[0] in list(State) and not is_final(State(row[0])):
                raise QueueError(
                    f"Job '{id_}' is not at its end. Cancel it first: qdesign cancel {id_}"
                )
        return ids

    # --- transactions ----------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The connection; what goes wrong with the file inside is said in words."""
        with self._lock:
            try:
                yield self._connection
            except (UnicodeEncodeError, OverflowError, sqlite3.ProgrammingError) as error:
                raise QueueError(
                    f"The queue file {self.path} cannot hold what was given: {error}. Name jobs by "
                    "their ids; the command 'qdesign jobs' lists them."
                ) from error
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise unusable(self.path, error) from error

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """All of what happens inside or nothing, on the disk when it ends."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                follow(connection, time.time())
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            if not self.is_current:
                raise QueueError(
                    f"The queue file {self.path} was deleted or replaced while it was open, so "
                    "nothing is kept. Open the queue again and repeat what you did."
                )


def _tests(
    *, archived: bool | None, states: Sequence[State], search: str, whole: str = ""
) -> tuple[list[str], list[object]]:
    """Conditions on rows, and what stands for their question marks."""
    tests = ["whole = ?"]
    given: list[object] = [whole]
    if archived is not None:
        tests.append("archived = ?")
        given.append(int(archived))
    if states:
        tests.append("state IN (SELECT value FROM json_each(?))")
        given.append(json.dumps(list(states)))
    for word in search.split():
        tests.append(SEARCHED)
        given.append("".join(c.lower() if c.isascii() else c for c in word))  # as SQLite's lower
    return tests, given


def _check_same(id: str, kept: Order, order: Order) -> None:  # noqa: A002
    """Raises QueueError where two orders with one token ask for different things."""
    given = {name: getattr(order, field) == getattr(kept, field) for field, name in _SAID.items()}
    others = [name for name, is_same in given.items() if not is_same]
    if others:
        raise QueueError(
            f"Job '{id}' has the token '{order.token}' already, with another "
            f"{' and another '.join(others)}. "
            "Use a new token for a new job; nothing was submitted."
        )


def _name_of(row: Sequence[object]) -> str:
    """The id of a row that cannot be read, where that part of it can be."""
    return row[0] if isinstance(row[0], str) and row[0].isalnum() else ""
