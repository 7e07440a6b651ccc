"""A class in an SQLite file: what was answered survives a kill and a power cut.

One thread writes. It takes all that waits into one transaction, so that two hundred answers cost as
few waits for the disk as one. Only hashes of students' secrets are here, and no names of people.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from qdesign.errors import InvalidFile
from qdesign.files import Hold

_APPLICATION: Final = 0x7164434C  # "qdCL" in the file's header: this is ours
_VERSION: Final = 2
_READ: Final = (1, _VERSION)
_MOST: Final = 500
"""Changes in one transaction."""
_TABLES: Final = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """
    CREATE TABLE students (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        secret TEXT NOT NULL UNIQUE,
        joined REAL NOT NULL,
        seen REAL NOT NULL,
        gone REAL
    )
    """,
    # With their reference answers, so that what was handed in can be graded.
    """
    CREATE TABLE lessons (
        revision TEXT PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL
    )
    """,
    # What a student did in one version of a lesson; goals, and which ones the best drawing meets,
    # as JSON (progress.py). The best drawing is NULL where it is the newest.
    """
    CREATE TABLE work (
        student INTEGER NOT NULL,
        lesson TEXT NOT NULL,
        revision TEXT NOT NULL,
        begun REAL NOT NULL,
        passed REAL,
        seen REAL NOT NULL,
        hints INTEGER NOT NULL,
        goals TEXT NOT NULL,
        document TEXT NOT NULL,
        best TEXT,
        met TEXT,
        PRIMARY KEY (student, lesson, revision)
    ) WITHOUT ROWID
    """,
)
_FROM_1: Final = (
    "ALTER TABLE students ADD COLUMN gone REAL",
    "ALTER TABLE work ADD COLUMN best TEXT",
    "ALTER TABLE work ADD COLUMN met TEXT",
)
# Reading changes no file: one of version 1 is seen as one of now.
_SEEN_FROM_1: Final = (
    "CREATE TEMP VIEW students AS SELECT *, NULL AS gone FROM main.students",
    "CREATE TEMP VIEW work AS SELECT *, NULL AS best, NULL AS met FROM main.work",
)

Change = tuple[str, tuple[Any, ...]]
"""A statement and what stands for its question marks."""


class Store:
    """One class in one file, which no other process writes while this one does."""

    def __init__(self, path: Path, connection: sqlite3.Connection, hold: Hold) -> None:
        self.path = path
        self._connection = connection
        self._hold = hold
        self._waiting: queue.SimpleQueue[tuple[tuple[Change, ...], Future[None]] | None] = (
            queue.SimpleQueue()
        )
        self._closed = False
        self._writer = threading.Thread(target=self._write, name="qdesign-class-write", daemon=True)
        self._writer.start()

    @staticmethod
    def open(path: Path) -> Store:
        """The class in a file, which is made where there is none.

        Raises:
            InvalidFile: it cannot be used, is no class, or another process holds it.
        """
        _make_private(path)
        hold = Hold(path.with_name(f".{path.name}.lock"))
        if not hold.acquire():
            raise InvalidFile(f"The class in '{path}' runs already. Stop that one first.")
        try:
            return Store(path, _connect(path), hold)
        except BaseException:
            hold.release()
            raise

    def write(self, *changes: Change) -> Future[None]:
        """Puts down changes, all or none; the future is done once they are on the disk."""
        done: Future[None] = Future()
        if self._closed:
            done.set_exception(InvalidFile("The class is closed."))
        else:
            self._waiting.put((changes, done))
        return done

    def close(self) -> None:
        """Puts down what waits, and lets go of the file."""
        if self._closed:
            return
        self._closed = True
        self._waiting.put(None)
        self._writer.join()
        self._connection.close()
        self._hold.release()

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """A connection that reads what is on the disk."""
        with reading(self.path) as connection:
            yield connection

    def _write(self) -> None:
        is_last = False
        while not is_last:
            taken = [self._waiting.get()]
            with suppress(queue.Empty):
                while taken[-1] is not None and len(taken) < _MOST:
                    taken.append(self._waiting.get_nowait())
            is_last = taken[-1] is None
            self._put_down([each for each in taken if each is not None])

    def _put_down(self, taken: list[tuple[tuple[Change, ...], Future[None]]]) -> None:
        if not taken:
            return
        try:
            with self._connection as connection:
                for changes, _ in taken:
                    for statement, values in changes:
                        connection.execute(statement, values)
        except sqlite3.Error as error:
            why = _unusable(self.path, error)
            for _, done in taken:
                done.set_exception(why)
            return
        for _, done in taken:
            done.set_result(None)


@contextmanager
def reading(path: Path) -> Generator[sqlite3.Connection]:
    """The file of a class, to be read; also while a server writes it.

    Raises:
        InvalidFile: it is none, or cannot be read.
    """
    if not path.is_file():
        raise InvalidFile(f"There is no file '{path}'. Check the name.")
    try:
        with closing(sqlite3.connect(path, timeout=20)) as connection:
            for statement in _SEEN_FROM_1 if _version(connection, path) == 1 else ():
                connection.execute(statement)
            connection.execute("PRAGMA query_only = ON")
            yield connection
    except sqlite3.Error as error:
        raise _unusable(path, error) from None


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=20, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                with connection:
                    for statement in _TABLES:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                    connection.execute(f"PRAGMA user_version = {_VERSION}")
            if _version(connection, path) == 1:
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    for statement in (*_FROM_1, f"PRAGMA user_version = {_VERSION}"):
                        connection.execute(statement)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Of a file that is ours, and that is read here."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != _APPLICATION:
        raise InvalidFile(f"'{path}' holds no class. Name another file.")
    if version not in _READ:
        raise InvalidFile(
            f"'{path}' is a class of version {version}; this qdesign reads versions up to "
            f"{_VERSION}. Update it."
        )
    return version


def _make_private(path: Path) -> None:
    """The file, which its owner alone reads; SQLite gives its companions the same."""
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise InvalidFile(f"'{path}' cannot be made: {error.strerror or error}.") from None
    if not path.is_file():
        raise InvalidFile(f"'{path}' is no file. Name another one.")


def _unusable(path: Path, error: Exception) -> InvalidFile:
    return InvalidFile(f"The class in '{path}' cannot be kept: {error}.")
