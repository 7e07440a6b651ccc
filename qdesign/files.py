"""Text files, read whole within a limit, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from qdesign.errors import InvalidFile, TooLarge

MAX_BYTES: Final = 10_000_000


def read_text(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> str:
    """The text of a file.

    Raises:
        InvalidFile: missing, a folder, unreadable or not UTF-8.
        TooLarge: more than `max_bytes`.
    """
    place = Path(path)
    try:
        if place.is_dir():
            raise InvalidFile(f"'{path}' is a folder. Name a file.")
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
    """Writes a file whole or not at all: temporary file, fsync, rename, fsync of the folder.

    A device or pipe, such as /dev/stdout, is written to; renaming would replace it by a file.

    Raises:
        InvalidFile: a folder, or a place that cannot be written.
    """
    place = Path(path)
    try:
        if place.exists() and not place.is_file():
            with place.open("w", encoding="utf-8", newline="\n") as device:
                device.write(text)
            return
        if place.is_symlink():
            place = place.resolve()
        mode = place.stat().st_mode & 0o777 if place.exists() else None
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:40]}.")
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode if mode is not None else 0o666 & ~_umask())
        Path(temporary).replace(place)
    except (OSError, ValueError) as error:
        Path(temporary).unlink(missing_ok=True)
        raise _unwritable(path, error) from None
    if os.name == "posix":
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _unwritable(path: str | os.PathLike[str], error: Exception) -> InvalidFile:
    return InvalidFile(f"'{path}' cannot be written: {getattr(error, 'strerror', None) or error}.")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
