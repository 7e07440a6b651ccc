"""What runs inside a child: its pipes, its end with the parent, the news whether it could start.

It imports the standard library alone, so that a child starts as fast as what it needs itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from qdesign.process.frames import Frame, pack, read_parts, unpack, write


class Say(Protocol):
    """Sends a frame to the parent."""

    def __call__(self, header: Mapping[str, Any], buffers: Sequence[bytes] = ()) -> None: ...


Answer = Callable[[dict[str, Any], list[bytes], Say], None]
"""What a child does with one frame: it says as many frames as it likes."""


def serve(parent: str, module: str, *arguments: str) -> None:
    """Answers frames, one after the other, until the parent is gone.

    The first thing it says is whether it could start: `{"started": true}`, or why not.

    Args:
        parent: id of the process to end with at once; 0 for none, and then it ends with its pipe.
        module: has a function `start(*arguments) -> Answer`, which loads all that is needed.
        arguments: for `start`.
    """
    # A kernel's interrupt reaches the whole process group; a child is stopped by its parent alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # what libraries print must not mix with the frames
    _end_with(int(parent))
    frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(incoming, frames), daemon=True).start()

    def say(header: Mapping[str, Any], buffers: Sequence[bytes] = ()) -> None:
        write(outgoing, pack(header, buffers))

    try:
        answer: Answer = importlib.import_module(module).start(*arguments)
    except Exception as error:
        traceback.print_exc()
        missing = error.name if isinstance(error, ImportError) else None
        reason = str(error) if isinstance(error, ImportError) else repr(error)
        say({"started": False, "reason": reason, "missing": missing})
        return
    try:
        say({"started": True})
    except BrokenPipeError:  # the parent was gone before this was ready
        return
    while True:
        header, buffers = frames.get()
        answer(header, buffers, say)


def contain(memory: int) -> None:
    """Takes away more than `memory` bytes beside what is loaded already, new files, core dumps."""
    with contextlib.suppress(OSError, ValueError):
        memory += 4096 * int(Path("/proc/self/statm").read_text().split()[0])
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _listen(incoming: IO[bytes], frames: queue.SimpleQueue[Frame]) -> None:
    try:
        while (parts := read_parts(incoming)) is not None and (frame := unpack(parts)) is not None:
            frames.put(frame)
    finally:
        os._exit(0)  # the parent is gone: what is being worked on has no one to go to


def _end_with(parent: int) -> None:
    """On Linux the kernel ends this process with its parent, even in the middle of foreign code."""
    if parent and sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(0)
