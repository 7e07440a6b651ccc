"""A queue file, begun anew where SQLite cannot read the old one, which is kept.

Only a queue is: the file in the user's own folder, or one that says so in its header. Another that
a person named may be anything.
"""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path
from typing import Final

from qdesign.errors import QueueError
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.schema import is_queue, unusable
from qdesign.hardware.store import Store

_UNREADABLE: Final = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_COMPANIONS: Final = ("-wal", "-shm")


def open_or_begin(path: Path, *, is_own: bool) -> Store:
    """The store in a file, made anew where that is a queue which cannot be read at all.

    Args:
        path: the file.
        is_own: it is where this person's queue is, so it is one whatever it holds.

    Raises:
        QueueError: the file cannot be used for another reason, or a worker still uses it.
    """
    try:
        return Store.open(path)
    except QueueError as error:
        if not (_is_unreadable(error) and (is_own or is_queue(path))):
            raise
        taken = WorkerLock(path)  # one process sets it aside, and none that runs jobs has it open
        try:
            if not taken.acquire():
                raise
            return _anew(path)
        except OSError as other:
            raise unusable(path, other) from other
        finally:
            taken.release()


def _anew(path: Path) -> Store:
    try:
        return Store.open(path)  # another process was first
    except QueueError as error:
        if not _is_unreadable(error):
            raise
    first = path.with_name(f"{path.name}.damaged")
    others = (path.with_name(f"{first.name}-{k}") for k in count(2))
    kept = next(each for each in chain((first,), others) if not each.exists())
    for ending in ("", *_COMPANIONS):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return Store.open(path)


def kept_aside(path: Path) -> tuple[Path, ...]:
    """Earlier files that could not be read, oldest first."""
    found = path.parent.glob(f"{path.name}.damaged*")
    return tuple(sorted((each for each in found if not each.name.endswith(_COMPANIONS)), key=_age))


def told(path: Path) -> str:
    """What a person should know of such a file."""
    return (
        f"An earlier queue file could not be read and is kept as {path}. Its jobs are not listed; "
        "what was sent to a provider is still there. Delete the file and this is told no more."
    )


def _age(path: Path) -> tuple[int, str]:
    return len(path.name), path.name


def _is_unreadable(error: QueueError) -> bool:
    return getattr(error.__cause__, "sqlite_errorname", "") in _UNREADABLE
