"""Text files, read whole within a limit, written whole or not at all.

A save writes a hidden file beside the old one, `fsync`s it and renames it into place. Where that
would break a hard link or lose the owner, the old file is written over, while a hidden file beside
it holds both texts: what was killed in between is finished when the file is next read here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from qdesign.errors import InvalidFile, ReadOnlyFile, TooLarge
from qdesign.given import given_path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

MAX_BYTES: Final = 10_000_000
_SAVING: Final = re.compile(r"\..{1,40}\.[0-9a-f]{12}\.saving")
_UNFINISHED: Final = re.compile(r"\.(.{1,40})\.[0-9a-f]{12}\.unfinished")
_LOCK_SECONDS: Final = 2.0
_FLAGS: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# A pipe that took the name of a file never blocks who opens it.
_PROMPT: Final = _FLAGS | getattr(os, "O_NONBLOCK", 0)


def read_text(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> str:
    """The text of a file.

    Raises:
        InvalidFile: missing, a folder, unreadable or not UTF-8.
        TooLarge: more than `max_bytes`.
    """
    place = Path(given_path(path))
    try:
        if place.is_dir():
            raise InvalidFile(f"'{path}' is a folder. Name a file.")
        finish_save(place)
        with place.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise InvalidFile(f"There is no file '{path}'. Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidFile(f"'{path}' cannot be read: {reason}.") from None
    if len(data) > max_bytes:
        raise TooLarge(f"'{path}' is over {max_bytes // 1_000_000} MB, more than is taken.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile(f"'{path}' is not a text file in UTF-8.") from None
    if "\0" in text:
        raise InvalidFile(f"'{path}' is not a text file: it holds zero bytes.")
    return text


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Saves a file as `save_text` does; a device or pipe, such as /dev/stdout, is written to.

    Raises:
        InvalidFile: a folder, or a place that cannot be written.
    """
    place = Path(given_path(path))
    try:
        facts = _facts(place)
        if facts is not None and not stat.S_ISREG(facts.st_mode):
            with place.open("w", encoding="utf-8", newline="\n") as device:
                device.write(text)
            return
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    save_text(path, text)


def save_text(path: str | os.PathLike[str], text: str) -> None:
    """Writes a file whole or not at all; its hard links, owner and permissions stay.

    Raises:
        ReadOnlyFile: a file that nobody may write, or that this person may not.
        InvalidFile: a folder, device or pipe, or a place that cannot be written.
    """
    try:
        place = Path(os.path.realpath(path))
        before = _facts(place)
        if before is not None:
            _check(path, place, before)
        _save(place, text.encode("utf-8"), before)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


@contextmanager
def saving(path: str | os.PathLike[str]) -> Generator[BinaryIO]:
    """A file to write to part by part; at the end of the block it takes the old one's place.

    Where the block ends by an error, the old file stays as it was. The rest is as in `save_text`.

    Raises:
        ReadOnlyFile: a file that nobody may write, or that this person may not.
        InvalidFile: a folder, device or pipe, or a place that cannot be written.
    """
    try:
        place = Path(os.path.realpath(given_path(path)))
        before = _facts(place)
        if before is not None:
            _check(path, place, before)
        handle, hidden = _open_beside(place)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            yield file
        os.fsync(handle)
        _finish(place, handle, hidden, before)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        hidden.unlink(missing_ok=True)
        with suppress(OSError):
            os.close(handle)


def finish_save(path: str | os.PathLike[str]) -> None:
    """Finishes a save over the old file that was killed; does nothing while one runs."""
    place = Path(os.path.realpath(path))
    side = _side_of(place)
    if side is None:
        return
    with suppress(OSError, ValueError):
        handle = os.open(place, os.O_RDWR | _PROMPT)
        try:
            if not _lock(handle):
                return
            length, _, rest = side.read_bytes().partition(b"\n")
            old, new = rest[: int(length)], rest[int(length) :]
            now = _content(handle)
            same = _num_equal(now, new)
            if now == new or now[same:] == old[same:]:  # else somebody wrote it since
                _overwrite(handle, new)
                side.unlink()
        finally:
            os.close(handle)


def _facts(place: Path) -> os.stat_result | None:
    try:
        return place.stat()
    except FileNotFoundError:
        return None


def _check(path: str | os.PathLike[str], place: Path, facts: os.stat_result) -> None:
    if stat.S_ISDIR(facts.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(facts.st_mode):
        raise InvalidFile(f"'{path}' is a pipe or a device and no file. Save under another name.")
    # An administrator may write what nobody may; that a file is read-only is said to them too.
    if not facts.st_mode & 0o222 or not os.access(place, os.W_OK):
        raise ReadOnlyFile(
            f"'{path}' is read-only. Save under another name, or allow writing to the file."
        )


def _save(place: Path, data: bytes, before: os.stat_result | None) -> None:
    handle, hidden = _open_beside(place)
    try:
        _overwrite(handle, data)
        _finish(place, handle, hidden, before)
    finally:
        hidden.unlink(missing_ok=True)
        with suppress(OSError):  # it is closed where an open file cannot be renamed
            os.close(handle)


def _finish(place: Path, handle: int, hidden: Path, before: os.stat_result | None) -> None:
    """Puts a hidden file that holds everything in place of the old one."""
    if before is None or (before.st_nlink == 1 and _keeps_owner(handle, before)):
        with suppress(PermissionError):
            hidden.chmod(0o666 & ~_umask() if before is None else stat.S_IMODE(before.st_mode))
        if fcntl is None:
            os.close(handle)
        try:
            hidden.replace(place)
        except OSError as error:
            if before is None or error.errno != errno.EBUSY or fcntl is None:
                raise
            _save_over(place, handle, hidden)  # a file that is mounted by itself
    else:
        _save_over(place, handle, hidden)
    _sync_folder(place.parent)
    _sweep(place.parent)


def _open_beside(place: Path) -> tuple[int, Path]:
    """A new hidden file beside another; it is locked as long as it is open, so that it stays."""
    while True:
        hidden = place.with_name(f".{_short(place)}.{secrets.token_hex(6)}.saving")
        handle = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
        if fcntl is None:
            return handle, hidden
        with suppress(OSError):  # a file system without locks: then nothing is swept
            fcntl.flock(handle, fcntl.LOCK_EX)
        # Who sweeps may have come between; it unlinks only what it locked.
        if _is_at(handle, hidden):
            return handle, hidden
        os.close(handle)


def _keeps_owner(handle: int, before: os.stat_result) -> bool:
    """Gives a new file the owner and the group of the old one, if that is allowed."""
    if os.name != "posix":
        return True
    here = os.fstat(handle)
    if (here.st_uid, here.st_gid) == (before.st_uid, before.st_gid):
        return True
    try:
        os.fchown(handle, before.st_uid, before.st_gid)
    except OSError:
        return False
    return True


def _save_over(place: Path, handle: int, hidden: Path) -> None:
    """Writes what a hidden file holds over a file, both texts beside it until that is done."""
    side = _side(place)
    data = _content(handle)
    target = os.open(place, os.O_RDWR | _PROMPT)
    try:
        end = time.monotonic() + _LOCK_SECONDS
        while not _lock(target):
            if time.monotonic() > end:
                raise OSError(errno.EBUSY, "another program is writing it")
            time.sleep(0.02)
        old = _content(target)
        _overwrite(handle, b"%d\n" % len(old) + old + data)
        hidden.replace(side)
        _sync_folder(place.parent)
        try:
            _overwrite(target, data)
        except OSError:
            _overwrite(target, old)  # a full disk: what was there has its place still
            side.unlink()
            raise
        side.unlink()
    finally:
        os.close(target)


def _content(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _num_equal(a: bytes, b: bytes) -> int:
    """How many bytes two texts have in common at their beginning."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low


def _overwrite(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
    os.ftruncate(handle, len(data))
    os.fsync(handle)


class Hold:
    """A hidden file that at most one holds at a time; who is killed loses it at once.

    Where the system has no locks, or the folder is read-only, everyone may.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Hold it; False where another does."""
        while fcntl is not None:
            try:
                handle = os.open(self._place, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
            except OSError:
                return True
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return False
            except OSError:  # a file system without locks
                pass
            # Who held it may have removed it in between.
            if _is_at(handle, self._place):
                self._handle = handle
                return True
            os.close(handle)
        return True

    def release(self) -> None:
        """Let another hold it, and remove the file; nothing where it is not held."""
        if self._handle is not None:
            with suppress(OSError):
                self._place.unlink()
            os.close(self._handle)
            self._handle = None


def _sweep(folder: Path) -> None:
    """Removes what killed saves left; a save that runs holds a lock on its file."""
    if fcntl is None:
        return
    with suppress(OSError):
        for entry in os.scandir(folder):
            if _SAVING.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | _PROMPT)
                    try:
                        if _lock(handle) and _is_at(handle, Path(entry.path)):
                            Path(entry.path).unlink()
                    finally:
                        os.close(handle)


def _lock(handle: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_at(handle: int, place: Path) -> bool:
    facts = _facts(place)
    return facts is not None and os.path.samestat(os.fstat(handle), facts)


def _side(place: Path) -> Path:
    """Where both texts are while a file is written over."""
    digest = hashlib.sha256(os.fsencode(place.name)).hexdigest()[:12]
    return place.with_name(f".{_short(place)}.{digest}.unfinished")


def _side_of(place: Path) -> Path | None:
    """Where both texts of a killed save are, under this name or another one in the folder."""
    side = _side(place)
    if side.exists():
        return side
    with suppress(OSError):
        facts = _facts(place)
        if facts is not None and facts.st_nlink > 1:
            for side in place.parent.iterdir():
                found = _UNFINISHED.fullmatch(side.name)
                other = _facts(place.with_name(found[1])) if found else None
                if other is not None and os.path.samestat(facts, other):
                    return side
    return None


def _short(place: Path) -> str:
    return place.name[:40]


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_WHY_UNWRITABLE: Final = {
    errno.ENOENT: "its folder is not there. Make it first, or name another place",
    errno.ENOTDIR: "what should be its folder is a file. Name another place",
    errno.EISDIR: "it is a folder. Name a file",
    errno.EACCES: "you may not write there. Name another place",
    errno.EPERM: "you may not write there. Name another place",
    errno.EROFS: "everything there is read-only. Name another place",
    errno.ENOSPC: "the disk is full. Make room, or name another place",
    errno.EDQUOT: "your part of the disk is full. Make room, or name another place",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one",
}


def _unwritable(path: str | os.PathLike[str], error: Exception) -> InvalidFile:
    kind = ReadOnlyFile if isinstance(error, PermissionError) else InvalidFile
    number = getattr(error, "errno", None)
    why = _WHY_UNWRITABLE.get(number) if isinstance(number, int) else None
    return kind(f"'{path}' cannot be written: {why or getattr(error, 'strerror', None) or error}.")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
