"""Environments of providers' kits: made from a lock file that ships, one each, since kits conflict.

They stand in the user's data folder. An environment is made beside its place and moved there when
it is whole; a stamp in it says of which lock it was made.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal

from qdesign.errors import InvalidRequest, NotStarted, QdesignError
from qdesign.hardware.provider import Provider
from qdesign.rows import rows

_STAMP: Final = "qdesign-lock"
_WATCHED: Final = """
import os, subprocess, sys, threading
done = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
threading.Thread(target=lambda: (sys.stdin.read(), done.kill()), daemon=True).start()
status = done.wait()
sys.stderr.flush()
os._exit(status & 255)
"""
"""Runs a command that is ended when nobody holds its standard input any more."""
_VERSION: Final = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment of a kit.

    Attributes:
        name: of the kit.
        providers: whose it is.
        state: `ready`; `old`: made of another lock or for another Python; `missing`.
        folder: where it stands.
    """

    name: str
    providers: tuple[str, ...]
    state: Literal["ready", "old", "missing"]
    folder: Path

    @property
    def missing(self) -> str:
        """What to do before it can be used; empty where it is ready."""
        command = f"qdesign kit install {self.name}"
        if self.state == "missing":
            return f"its kit is not installed. Install it: {command}"
        if self.state == "old":
            return f"its kit is of another version. Renew it: {command}"
        return ""


def data_folder() -> Path:
    """Where this person's data are kept: QDESIGN_DATA, or a folder of the system's."""
    chosen = os.environ.get("QDESIGN_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser().absolute() / "qdesign"


def environment_of(row: Provider) -> Environment:
    """The environment of a provider's kit."""
    folder = data_folder() / "kits" / row.kit
    names = [each.name for each in rows(Provider).values() if each.kit == row.kit]
    state: Literal["ready", "old", "missing"] = "missing"
    if _program(folder).exists():
        stamp = folder / _STAMP
        state = "old"
        with suppress(OSError):
            state = "ready" if stamp.read_text("utf-8") == _stamp(_lock(row)) else "old"
    return Environment(row.kit, tuple(names), state, folder)


def environments() -> Iterator[Environment]:
    """All kits that can be installed."""
    seen: set[str] = set()
    for row in rows(Provider).values():
        if row.kit and row.kit not in seen:
            seen.add(row.kit)
            yield environment_of(row)


def python_of(row: Provider) -> str:
    """The program that runs a provider's kit; empty where that is this one.

    Raises:
        NotStarted: the kit is not installed.
    """
    if not row.kit:
        return ""
    found = environment_of(row)
    if found.missing:
        raise NotStarted(found.missing.rstrip("."))
    return str(_program(found.folder))


def install(name: str, say: Callable[[str], None]) -> Environment:
    """Makes the environment of a kit, every file checked by its hash.

    Args:
        name: of the kit.
        say: is told what is going on.

    Raises:
        InvalidRequest: there is no such kit.
        QdesignError: it could not be made; what was there before stays.
    """
    found = {row.kit: row for row in rows(Provider).values() if row.kit}
    row = found.get(name)
    if row is None:
        known = f"Choose one of: {', '.join(found)}." if found else "None is needed yet."
        raise InvalidRequest(f"There is no kit '{name[:40]}'. {known}")
    folder = data_folder() / "kits" / name
    making = folder.with_name(f".{name}.{secrets.token_hex(4)}")
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        say(f"Making an environment for {row.title} in {folder}")
        _run([sys.executable, "-m", "venv", str(making)], "no environment could be made")
        say("Installing what its lock file lists")
        with as_file(_lock(row)) as lock:
            pip = [str(_program(making)), "-m", "pip", "install", "--quiet", "--no-input"]
            options = ["--require-hashes", "--disable-pip-version-check", "--requirement"]
            _run([*pip, *options, str(lock)], "its packages could not be installed")
        (making / _STAMP).write_text(_stamp(_lock(row)), "utf-8")
        _put(making, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise QdesignError(f"The kit '{name}' could not be installed: {reason}.") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return environment_of(row)


def _put(making: Path, folder: Path) -> None:
    """The new environment in place of the old one, which processes may still use."""
    old = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    if folder.exists():
        folder.rename(old)
    making.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _run(command: list[str], what: str) -> None:
    # Its standard input ends with this process, however that ends, and the command with it.
    with subprocess.Popen(  # noqa: S603 (ours)
        [sys.executable, "-I", "-c", _WATCHED, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        said_there = running.stderr.read()
        status = running.wait()
    if status != 0:
        lines = [line for line in said_there.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
        said = f": {errors[0].removeprefix('ERROR: ')[:300]}" if errors else ""
        raise QdesignError(
            f"Nothing was installed, since {what}{said} What was there before stays."
        )


def _lock(row: Provider) -> Traversable:
    return files(row.kits) / f"{row.kit}.txt"


def _stamp(lock: Traversable) -> str:
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {_VERSION}"


def _program(folder: Path) -> Path:
    if sys.platform == "win32":
        return folder / "Scripts" / "python.exe"
    return folder / "bin" / "python"
