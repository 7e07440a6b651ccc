"""A child process that runs a module of ours: started, asked, listened to, limited and ended.

A child that never started is told apart from one that ended in the middle of its work: the first
is a fault of the installation, the second perhaps of what it was given.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from qdesign.errors import NotStarted
from qdesign.process.frames import Frame, pack, read_parts, unpack, write

_ROOT: Final = str(Path(__file__).resolve().parents[2])
_PATH: Final = "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
_INSIDE: Final = "from qdesign.process.inside import serve; serve(*sys.argv[2:])"
_SERVE: Final = _PATH + _INSIDE
# In another environment this package is there, and nothing of what stands beside it.
_SERVE_ELSEWHERE: Final = (
    "import os, sys; from importlib.util import module_from_spec, spec_from_file_location; "
    "root = os.path.join(sys.argv[1], 'qdesign'); "
    "spec = spec_from_file_location('qdesign', os.path.join(root, '__init__.py'), "
    "submodule_search_locations=[root]); "
    "sys.modules['qdesign'] = module_from_spec(spec); "
    "spec.loader.exec_module(sys.modules['qdesign']); " + _INSIDE
)
_RUN: Final = (
    _PATH + "from importlib import import_module; import_module(sys.argv[2]).main(*sys.argv[3:])"
)
_PIPE: Final = 4096  # bytes that a pipe takes at once on any system
if sys.platform == "win32":
    _DETACHED: Final = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _DETACHED: Final = 0


class Ended(Exception):
    """A child ended after it had started and before it was done."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The process ended with status {status}.")
        self.status = status


def _require_processes() -> None:
    if sys.platform == "emscripten":
        raise NotStarted(
            "Python in a web page has none",
            remedy="Do this where qdesign is installed: pip install qdesign",
        )


class Child:
    """One process and the thread that listens to it; asked by one thread at a time.

    It ends with this process: at exit, and when this process is killed. A fork of this process has
    no part in it.

    Args:
        module: has a function `start(*arguments)` that loads what it needs and gives back what
            answers a frame (inside.py).
        arguments: for `start`.
        environment: variables beside those of this process.
        is_quiet: is what it prints thrown away?
        python: the program that runs it, of an environment of its own; this one's when empty.
        wake: set whenever it said something or ended.

    Raises:
        NotStarted: there is no process to be had.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        is_quiet: bool = False,
        python: str = "",
        wake: threading.Event | None = None,
    ) -> None:
        _require_processes()
        # The kernel ends a child with the thread that started it; only the main one lasts.
        is_main = threading.current_thread() is threading.main_thread()
        parent = str(os.getpid() if is_main else 0)
        self._started = False
        self._wake = wake
        self._refusal: NotStarted | None = None
        self._frames: queue.SimpleQueue[list[bytes] | None] = queue.SimpleQueue()
        try:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 (ours)
                _command(
                    _SERVE_ELSEWHERE if python else _SERVE,
                    parent,
                    module,
                    *arguments,
                    python=python,
                ),
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if is_quiet else None,
                env={**os.environ, **(environment or {})},
                # Who interrupts a cell or a command does not mean what starts here.
                process_group=0,
            )
        except OSError as error:
            raise NotStarted(str(error)) from None
        _children.add(self)
        self._listener = threading.Thread(
            target=self._listen, args=(self.process.stdout,), name="qdesign-listen", daemon=True
        )
        self._listener.start()

    @property
    def is_alive(self) -> bool:
        """Does it run, or start?"""
        return self.process.poll() is None

    def send(
        self, header: Mapping[str, Any], buffers: Sequence[bytes] = (), *, seconds: float = 60.0
    ) -> None:
        """Gives it a frame; one that does not take it in `seconds` is ended.

        Raises:
            NotStarted, Ended: it is not there to take it.
        """
        data = pack(header, buffers)
        assert self.process.stdin is not None
        try:
            if len(data) <= _PIPE:
                write(self.process.stdin, data)
            else:
                with _Timer(seconds, self.process.kill):
                    write(self.process.stdin, data)
        except (OSError, ValueError):
            while self.receive(None) is not None:  # raises why, which the child may still have said
                pass

    def receive(self, seconds: float | None) -> Frame | None:
        """What it said next; None where it said nothing for `seconds` (None waits for ever).

        Raises:
            NotStarted: it could not start.
            Ended: it is gone.
        """
        asked = time.monotonic()
        if not self.wait_started(seconds):
            return None
        try:
            left = None if seconds is None else max(0.0, seconds - (time.monotonic() - asked))
            parts = self._frames.get(timeout=left)
        except queue.Empty:
            return None
        frame = None if parts is None else unpack(parts)
        if frame is None:
            self._frames.put(None)
            raise Ended(self.kill())
        return frame

    def wait_started(self, seconds: float | None) -> bool:
        """Whether it started within `seconds`.

        Raises:
            NotStarted: it could not.
        """
        if self._started:
            return True
        if self._refusal is not None:
            raise self._refusal
        try:
            parts = self._frames.get(timeout=seconds)
        except queue.Empty:
            return False
        frame = None if parts is None else unpack(parts)
        self._started = frame is not None and bool(frame[0]["started"])
        if self._started:
            return True
        status = self.kill()
        if frame is None:
            reason = f"it ended with status {status} before it was ready"
            self._refusal = NotStarted(reason, status=status)
        else:
            self._refusal = NotStarted(frame[0]["reason"], missing=frame[0]["missing"])
        raise self._refusal

    def resident_bytes(self) -> int:
        """Memory it holds; 0 where the system does not say."""
        try:
            numbers = Path(f"/proc/{self.process.pid}/statm").read_text("ascii").split()
            return int(numbers[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return 0

    def kill(self) -> int:
        """Ends it if it still runs; its exit status, negative when a signal ended it."""
        with contextlib.suppress(OSError):
            self.process.kill()
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self._listener.join(timeout=1)
        _children.discard(self)
        return self.process.returncode or 0

    def leave(self) -> None:
        """Lets go of it without ending it: it belongs to the process that this is a fork of."""
        self.process.returncode = 0
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

    def _listen(self, stream: IO[bytes]) -> None:
        with stream, contextlib.suppress(OSError, ValueError):
            while (parts := read_parts(stream)) is not None:
                self._put(parts)
        self._put(None)
        self.process.wait()  # buried at once, also where nobody asks it any more

    def _put(self, parts: list[bytes] | None) -> None:
        self._frames.put(parts)
        if self._wake is not None:
            self._wake.set()


class _Timer(threading.Timer):
    """A timer that runs inside a `with` block."""

    def __enter__(self) -> None:
        self.daemon = True
        self.start()

    def __exit__(self, *_: object) -> None:
        self.cancel()


def start_detached(module: str, *arguments: str, log: int, folder: Path) -> None:
    """Runs `main(*arguments)` of a module in a process that outlives this one.

    Args:
        module: what is run.
        arguments: for its `main`.
        log: a file descriptor for what it prints; it has no other file of this process.
        folder: where it runs.

    Raises:
        NotStarted: there is no process to be had.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 (our own module)
            _command(_RUN, module, *arguments),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            creationflags=_DETACHED,
            start_new_session=True,
        )
    except OSError as error:
        raise NotStarted(str(error)) from None
    _detached[:] = [other for other in _detached if other.returncode is None]
    _detached.append(process)
    # Buried as soon as it ends, whether or not another one is started.
    threading.Thread(target=process.wait, name="qdesign-bury", daemon=True).start()


def _command(code: str, *arguments: str, python: str = "") -> list[str]:
    """A Python, this copy of qdesign, and (-P) nothing from the folder it starts in."""
    if not (python or sys.executable):
        raise NotStarted("Python does not know its own program")
    return [python or sys.executable, "-P", "-c", code, _ROOT, *arguments]


_children: Final[weakref.WeakSet[Child]] = weakref.WeakSet()
_detached: Final[list[subprocess.Popen[bytes]]] = []  # that outlive this process


@atexit.register
def _end() -> None:
    for child in list(_children):
        child.kill()
    for process in _detached:
        process.returncode = 0  # it outlives this process on purpose: no warning that it runs


def _leave() -> None:
    for child in list(_children):
        child.leave()
    _children.clear()
    _detached.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave)
