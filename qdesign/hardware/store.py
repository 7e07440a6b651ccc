"""Jobs in an SQLite file: each change is one transaction, each move of a state compare-and-set.

The file is readable by its owner alone. WAL and `synchronous=FULL`: what was answered survives a
power cut, and readers never wait. All that touches the tables is here, which makes the file long.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qdesign.errors import QueueError
from qdesign.hardware.job import Figures, Job, State, moment, sources

_APPLICATION: Final = 0x71644A51  # "qdJQ" in the file's header: this is ours
_VERSION: Final = 1
_BUSY: Final = 20.0  # seconds to wait for another process' transaction

_SCHEMA: Final = """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    target TEXT NOT NULL,
    shots INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    name TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    source TEXT NOT NULL,
    parameter_values TEXT NOT NULL,
    optimization_level INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    layout TEXT NOT NULL DEFAULT '[]',
    figures TEXT,
    notes TEXT NOT NULL DEFAULT '[]',
    counts TEXT,
    reason TEXT NOT NULL DEFAULT '',
    progress TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX jobs_by_state ON jobs (state, number);
CREATE TABLE moves (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL,
    state TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX moves_by_job ON moves (job, number);
"""

_JOB_COLUMNS: Final = (
    "id, state, target, shots, seed, created, updated, name, parameter_values, text, layout, "
    "figures, notes, counts, reason, progress, attempts"
)
_UNFINISHED: Final = "state IN ('CREATED', 'SUBMITTING', 'QUEUED', 'RUNNING')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for: everything a worker needs to run the job.

    Attributes:
        source: the circuit as a document's text, parameters free.
        token: written with the job before anything is sent; a provider gets it with the job, so
            that sending twice is noticed.
    """

    source: str
    values: Mapping[str, float]
    target: str
    shots: int
    seed: int
    name: str = ""
    optimization_level: int = 2
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """What lowering adds to a job."""

    text: str
    layout: tuple[int, ...]
    figures: Figures
    notes: tuple[str, ...]


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
        _make_private(path)
        try:
            connection = sqlite3.connect(
                path, timeout=_BUSY, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        return Store(path, connection)

    def close(self) -> None:
        """Closes the connection to the file; the store cannot be used any more."""
        with self._lock:
            self._close()

    # --- reading ---------------------------------------------------------------------------------

    def job(self, id: str) -> Job:  # noqa: A002
        """The job as it is now.

        Raises:
            QueueError: no job has this id.
        """
        query = f"SELECT {_JOB_COLUMNS} FROM jobs WHERE id = ?"  # noqa: S608
        with self._guard() as connection:
            row = connection.execute(query, (id,)).fetchone()
        if row is None:
            raise QueueError(
                f"There is no job '{id}' in {self.path}. The command 'qdesign jobs' lists them."
            )
        return _job(row)

    def jobs(self) -> tuple[Job, ...]:
        """Every job, oldest first."""
        query = f"SELECT {_JOB_COLUMNS} FROM jobs ORDER BY number"  # noqa: S608
        with self._guard() as connection:
            return tuple(_job(row) for row in connection.execute(query))

    def unfinished(self) -> tuple[tuple[str, State], ...]:
        """Ids and states of the jobs that are not final, oldest first."""
        query = f"SELECT id, state FROM jobs WHERE {_UNFINISHED} ORDER BY number"  # noqa: S608
        with self._guard() as connection:
            return tuple((row[0], State(row[1])) for row in connection.execute(query))

    def state(self, id: str) -> State | None:  # noqa: A002
        """The state alone; None when there is no such job."""
        with self._guard() as connection:
            row = connection.execute("SELECT state FROM jobs WHERE id = ?", (id,)).fetchone()
        return None if row is None else State(row[0])

    def order(self, id: str) -> Order:  # noqa: A002
        """What was asked for."""
        query = (
            "SELECT source, parameter_values, target, shots, seed, name, optimization_level, token "
            "FROM jobs WHERE id = ?"
        )
        with self._guard() as connection:
            row = connection.execute(query, (id,)).fetchone()
        if row is None:
            raise QueueError(f"There is no job '{id}' in {self.path}.")
        return Order(
            source=row[0],
            values=json.loads(row[1]),
            target=row[2],
            shots=row[3],
            seed=row[4],
            name=row[5],
            optimization_level=row[6],
            token=row[7],
        )

    def history(self, id: str) -> tuple[tuple[State, float], ...]:  # noqa: A002
        """The states a job went through and when, in seconds since 1970."""
        query = "SELECT state, at FROM moves WHERE job = ? ORDER BY number"
        with self._guard() as connection:
            return tuple((State(row[0]), row[1]) for row in connection.execute(query, (id,)))

    @property
    def version(self) -> int:
        """A number that changes when another process has written."""
        with self._guard() as connection:
            return connection.execute("PRAGMA data_version").fetchone()[0]

    @property
    def changes(self) -> tuple[int, int]:
        """Another pair after every change, by this process or another one."""
        with self._guard() as connection:
            return self.version, connection.total_changes

    @property
    def is_current(self) -> bool:
        """Is the file at this path still the one that was opened?"""
        return file_identity(self.path) == self._identity

    # --- writing ---------------------------------------------------------------------------------

    def add(self, order: Order) -> Job:
        """A new job in state CREATED; or the job that has the order's token already."""
        now = time.time()
        id_ = secrets.token_hex(4)
        with self._transaction() as connection:
            known = connection.execute("SELECT id FROM jobs WHERE token = ?", (order.token,))
            row = known.fetchone()
            if row is not None:
                return self.job(row[0])
            while connection.execute("SELECT 1 FROM jobs WHERE id = ?", (id_,)).fetchone():
                id_ = secrets.token_hex(4)
            connection.execute(
                "INSERT INTO jobs (id, token, state, target, shots, seed, name, created, updated, "
                "source, parameter_values, optimization_level) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    id_,
                    order.token or uuid.uuid4().hex,
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
                ),
            )
            _record(connection, id_, State.CREATED, now)
        return self.job(id_)

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
        now = time.time()
        with self._transaction() as connection:
            cursor = connection.execute(
                "UPDATE jobs SET state = ?, updated = ?, counts = coalesce(?, counts), reason = ?, "
                "progress = ? WHERE id = ? AND state IN (SELECT value FROM json_each(?))",
                (
                    to,
                    now,
                    None if counts is None else json.dumps(dict(counts)),
                    reason,
                    progress,
                    id,
                    json.dumps(sources(to)),
                ),
            )
            moved = cursor.rowcount == 1
            if moved:
                _record(connection, id, to, now)
        return moved

    def start_attempt(self, id: str) -> int:  # noqa: A002
        """Counts one more start of a job that is not final.

        Returns:
            How many starts there were with this one; 0 when the job is final.
        """
        query = f"UPDATE jobs SET attempts = attempts + 1 WHERE id = ? AND {_UNFINISHED}"  # noqa: S608
        with self._transaction() as connection:
            if connection.execute(query, (id,)).rowcount != 1:
                return 0
            row = connection.execute("SELECT attempts FROM jobs WHERE id = ?", (id,)).fetchone()
            return row[0]

    def set_progress(self, id: str, progress: str) -> None:  # noqa: A002
        """Says what is going on with a job that is not final."""
        query = (
            "UPDATE jobs SET progress = ?, updated = ? "  # noqa: S608
            f"WHERE id = ? AND {_UNFINISHED} AND progress <> ?"
        )
        with self._transaction() as connection:
            connection.execute(query, (progress, time.time(), id, progress))

    def set_lowered(self, id: str, lowered: Lowered) -> bool:  # noqa: A002
        """Keeps what lowering gave, once: the text that was sent does not change later.

        Returns:
            Whether it was kept.
        """
        query = (
            "UPDATE jobs SET text = ?, layout = ?, figures = ?, notes = ?, updated = ? "  # noqa: S608
            f"WHERE id = ? AND {_UNFINISHED} AND text = ''"
        )
        facts = (
            lowered.text,
            json.dumps(lowered.layout),
            json.dumps(lowered.figures.to_dict()),
            json.dumps(lowered.notes),
            time.time(),
            id,
        )
        with self._transaction() as connection:
            return connection.execute(query, facts).rowcount == 1

    # --- transactions ----------------------------------------------------------------------------

    @contextmanager
    def _guard(self) -> Generator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise _unusable(self.path, error) from error

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with self._guard() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def file_identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one that has its path later; None where there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _unusable(path: Path, error: sqlite3.Error) -> QueueError:
    return QueueError(f"The queue file {path} cannot be used: {error}.")


def _make_private(path: Path) -> None:
    """The file, readable and writable by its owner alone; SQLite gives its companions the same."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A file that is there is never opened here: closing it would drop the locks that another
        # connection of this process holds on it.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        if os.name == "posix" and path.is_file() and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        reason = error.strerror or str(error)
        raise QueueError(f"The queue file {path} cannot be used: {reason}.") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
    if not _is_ready(connection, path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not _is_ready(connection, path):  # another process may have been first
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """WAL is a property of the file. SQLite does not wait for others when it switches; we do."""
    end = time.monotonic() + _BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def _is_ready(connection: sqlite3.Connection, path: Path) -> bool:
    """Is the file one of ours, and not empty?

    Raises:
        QueueError: it is another program's, or of a version that is not known.
    """
    # One statement sees one state of the file, also while another process makes the tables.
    application, version, num_tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application == _APPLICATION:
        if version != _VERSION:
            raise QueueError(
                f"The queue file {path} has version {version}; this program knows version "
                f"{_VERSION}. Update qdesign, or choose another file (QDESIGN_QUEUE)."
            )
        return True
    if num_tables or application:
        raise QueueError(
            f"{path} is a database of another program, not a queue. Choose another file."
        )
    return False


def _record(connection: sqlite3.Connection, id: str, state: State, at: float) -> None:  # noqa: A002
    connection.execute("INSERT INTO moves (job, state, at) VALUES (?, ?, ?)", (id, state, at))


def _job(row: tuple[object, ...]) -> Job:
    (id_, state, target, shots, seed, created, updated, name, values, text, *rest) = row
    (layout, figures, notes, counts, reason, progress, attempts) = rest
    return Job(
        id=str(id_),
        state=State(str(state)),
        target=str(target),
        shots=_whole(shots),
        seed=_whole(seed),
        created=moment(_real(created)),
        updated=moment(_real(updated)),
        name=str(name),
        values=json.loads(str(values)),
        text=str(text),
        layout=tuple(json.loads(str(layout))),
        figures=None if figures is None else Figures(**json.loads(str(figures))),
        notes=tuple(json.loads(str(notes))),
        counts=None if counts is None else json.loads(str(counts)),
        reason=str(reason),
        progress=str(progress),
        attempts=_whole(attempts),
    )


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def _real(value: object) -> float:
    assert isinstance(value, (int, float))
    return float(value)
