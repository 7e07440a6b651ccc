"""The tables of a queue file: made, brought up to date, or refused in words.

Every change of a job raises the file's revision. Triggers see to that, so no writer can forget it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from contextlib import closing, suppress
from itertools import chain, count
from pathlib import Path
from typing import Final

from qdesign.errors import QueueError

BUSY: Final = 20.0
"""Seconds to wait for another process' transaction."""
_APPLICATION: Final = 0x71644A51  # "qdJQ" in the file's header: this is ours
_HEADER: Final = 72  # bytes up to the end of the application's number
_VERSION: Final = 5

_FIRST: Final = (
    """
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
    )
    """,
    """
    CREATE INDEX jobs_by_state ON jobs (state, number)
    """,
    """
    CREATE TABLE moves (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        job TEXT NOT NULL,
        state TEXT NOT NULL,
        at REAL NOT NULL
    )
    """,
    """
    CREATE INDEX moves_by_job ON moves (job, number)
    """,
)
"""Version 1."""

_CHANGED: Final = (
    "INSERT OR REPLACE INTO changes (job, revision) "
    "VALUES ({row}.id, (SELECT coalesce(max(revision), 0) + 1 FROM changes))"
)
_SECOND: Final = (
    "ALTER TABLE jobs ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX jobs_by_archived ON jobs (archived, number)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    # A deleted job keeps its line, so that who asks for what is new learns that it is gone.
    "CREATE TABLE changes (job TEXT PRIMARY KEY, revision INTEGER NOT NULL)",
    "CREATE UNIQUE INDEX changes_by_revision ON changes (revision)",
    "INSERT INTO changes (job, revision) SELECT id, number FROM jobs",
    f"CREATE TRIGGER job_added AFTER INSERT ON jobs BEGIN {_CHANGED.format(row='NEW')}; END",
    f"CREATE TRIGGER job_changed AFTER UPDATE ON jobs BEGIN {_CHANGED.format(row='NEW')}; END",
    f"CREATE TRIGGER job_deleted AFTER DELETE ON jobs BEGIN {_CHANGED.format(row='OLD')}; END",
)
"""What version 2 adds."""

_SEEN: Final = (
    "state, target, name, updated, text, layout, figures, notes, counts, reason, progress, "
    "attempts, archived, remote_id, remote_status, position, estimate, cost, group_id, part, tags, "
    "note, facts"
)
_THIRD: Final = (
    "ALTER TABLE jobs ADD COLUMN provider TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN remote_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN remote_status TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN position INTEGER",
    "ALTER TABLE jobs ADD COLUMN estimate TEXT",
    "ALTER TABLE jobs ADD COLUMN cost REAL",
    "ALTER TABLE jobs ADD COLUMN max_cost REAL",
    "ALTER TABLE jobs ADD COLUMN session TEXT NOT NULL DEFAULT ''",
    # When the intent to send was committed; NULL while surely nothing is on its way.
    "ALTER TABLE jobs ADD COLUMN sent REAL",
    # When to look at it again, in seconds since 1970, and how often that gave nothing.
    "ALTER TABLE jobs ADD COLUMN due REAL NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN looks INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN cancelling INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN group_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN part INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE jobs ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    (
        "UPDATE jobs SET provider = substr(target, 1, instr(target, ':') - 1) "
        "WHERE instr(target, ':') > 0"
    ),
    # What it was made with: the device as it was, and versions.
    "ALTER TABLE jobs ADD COLUMN facts TEXT NOT NULL DEFAULT '{}'",
    # A person's answer, or what else a move came of.
    "ALTER TABLE moves ADD COLUMN words TEXT NOT NULL DEFAULT ''",
    # Searches and counts read this alone, not the circuits.
    "CREATE INDEX jobs_by_words ON jobs (archived, number, state, name, target, tags, id)",
    "CREATE INDEX jobs_by_provider ON jobs (provider, state, number)",
    "CREATE INDEX jobs_by_group ON jobs (group_id, part) WHERE group_id <> ''",
    (
        "CREATE TABLE groups (id TEXT PRIMARY KEY, name TEXT NOT NULL, created REAL NOT NULL, "
        "facts TEXT NOT NULL DEFAULT '{}')"
    ),
    # What was or may still be paid; a deleted job keeps its line, since it was paid all the same.
    (
        "CREATE TABLE spending (job TEXT PRIMARY KEY, at REAL NOT NULL, month TEXT NOT NULL, "
        "session TEXT NOT NULL, unit TEXT NOT NULL, amount REAL NOT NULL)"
    ),
    "CREATE INDEX spending_by_month ON spending (month, unit)",
    (
        "CREATE TABLE caps (scope TEXT NOT NULL, unit TEXT NOT NULL, amount REAL NOT NULL, "
        "PRIMARY KEY (scope, unit))"
    ),
    # What only the worker needs to know, such as when it looks next, is no news.
    "DROP TRIGGER job_changed",
    (
        f"CREATE TRIGGER job_changed AFTER UPDATE OF {_SEEN} ON jobs "
        f"BEGIN {_CHANGED.format(row='NEW')}; END"
    ),
)
"""What version 3 adds."""

_FOURTH: Final = (
    # Of a part: the job that it is a part of, what it measures and along which letters.
    "ALTER TABLE jobs ADD COLUMN whole TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN basis TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN observable TEXT NOT NULL DEFAULT ''",
    # Of a whole: how many parts it has; it is stale until it says what they say.
    "ALTER TABLE jobs ADD COLUMN parts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN stale INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN energy REAL",
    "ALTER TABLE jobs ADD COLUMN energy_error REAL",
    # The token of the one task that a provider got for several jobs.
    "ALTER TABLE jobs ADD COLUMN task TEXT NOT NULL DEFAULT ''",
    "DROP INDEX jobs_by_archived",
    "DROP INDEX jobs_by_words",
    "CREATE INDEX jobs_by_words ON jobs (whole, archived, number, state, name, target, tags, id)",
    "CREATE INDEX jobs_listed ON jobs (archived, number) WHERE whole = ''",
    "CREATE INDEX jobs_by_whole ON jobs (whole, part) WHERE whole <> ''",
    "CREATE INDEX jobs_by_task ON jobs (task, number) WHERE task <> ''",
    "CREATE INDEX jobs_stale ON jobs (number) WHERE stale = 1",
    (
        "CREATE TRIGGER part_changed AFTER UPDATE OF state, estimate, cost ON jobs "
        "WHEN NEW.whole <> '' BEGIN UPDATE jobs SET stale = 1 WHERE id = NEW.whole; END"
    ),
    "DROP TRIGGER job_changed",
    (
        f"CREATE TRIGGER job_changed AFTER UPDATE OF {_SEEN}, energy, energy_error ON jobs "
        f"BEGIN {_CHANGED.format(row='NEW')}; END"
    ),
)
"""What version 4 adds."""

_FIFTH: Final = (
    # What is asked of the provider beside shots, by name.
    "ALTER TABLE jobs ADD COLUMN options TEXT NOT NULL DEFAULT '{}'",
)
"""What version 5 adds."""

_STEPS: Final = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)


def file_identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one that has its path later; None where there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


_SAID: Final = {
    "SQLITE_NOTADB": "it holds something else. Name another with QDESIGN_QUEUE",
    "SQLITE_CANTOPEN": "it is a folder, or may not be opened. Name another with QDESIGN_QUEUE",
    "SQLITE_FULL": "the disk is full. Make room",
    "SQLITE_READONLY": "it is read-only",
}
"""Why SQLite does not read or write a file, in words."""


def unusable(path: Path, error: Exception) -> QueueError:
    """The error of a file that SQLite does not read or write."""
    said = _SAID.get(getattr(error, "sqlite_errorname", ""), str(error))
    return QueueError(f"The queue file {path} cannot be used: {said}.")


def is_queue(path: Path) -> bool:
    """Does the header of a file that SQLite cannot read say that it is a queue?"""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[68:72] == _APPLICATION.to_bytes(4)


def make_private(path: Path) -> None:
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


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables where there are none, and those of this version of an older one.

    A file of an older version is brought up to date in one transaction; what it was stays beside
    it, as `queue.sqlite.version-2`.

    Raises:
        QueueError: the file is another program's, or of a version that is not known.
    """
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
    if _version(connection, path) != _VERSION:
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = _version(connection, path)  # another process may have been first
            if 0 < version < _VERSION:
                _keep_old(path, version)
            for statement in (each for step in _STEPS[version:] for each in step):
                connection.execute(statement)
            if version < 2:
                name = secrets.token_hex(8)
                connection.execute("INSERT INTO facts (name, value) VALUES ('queue', ?)", (name,))
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _use_wal(connection)


def _keep_old(path: Path, version: int) -> None:
    """A copy of the file as it is, beside it; an older copy is never written over."""
    first = path.with_name(f"{path.name}.version-{version}")
    others = (path.with_name(f"{first.name}-{k}") for k in count(2))
    kept = next(each for each in chain((first,), others) if not each.exists())
    making = path.with_name(f"{kept.name}.making")
    try:
        making.unlink(missing_ok=True)
        make_private(making)
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(making)) as copy:
            old.backup(copy)
        # It says in its header that it is written ahead, and nothing is.
        with closing(sqlite3.connect(making)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        making.replace(kept)
    except OSError as error:
        raise unusable(path, error) from error


def _use_wal(connection: sqlite3.Connection) -> None:
    """WAL is a property of the file. SQLite does not wait for others when it switches; we do."""
    end = time.monotonic() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not is_busy or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the file; 0 where it is empty.

    Raises:
        QueueError: it is another program's, or of a version that is not known.
    """
    # One statement sees one state of the file, also while another process makes the tables.
    application, version, num_tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application == _APPLICATION:
        if not 1 <= version <= _VERSION:
            raise QueueError(
                f"The queue file {path} has version {version}; this program knows version "
                f"{_VERSION}. Update qdesign, or choose another file (QDESIGN_QUEUE)."
            )
        return version
    if num_tables or application:
        raise QueueError(
            f"{path} is a database of another program, not a queue. Choose another file."
        )
    return 0
