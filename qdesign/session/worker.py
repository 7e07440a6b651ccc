"""A worker process: asks come in on standard input, replies leave on standard output.

Started by `qdesign.session.workers`; it ends when its parent does.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import traceback
from typing import IO, Any

from qdesign.session.frames import read_frame, write_frame

_Frame = tuple[dict[str, Any], list[bytes]]


def main() -> None:
    """Answers asks one after the other until standard input closes."""
    # A kernel's interrupt reaches the whole process group; asks are stopped by their parent alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    # What libraries print must not mix with the frames.
    os.dup2(2, 1)
    frames: queue.Queue[_Frame] = queue.Queue()
    threading.Thread(target=_listen, args=(incoming, frames), daemon=True).start()
    from qdesign.session.asks import answer
    from qdesign.session.replies import failure_of

    while True:
        message, buffers = frames.get()
        number = int(message["id"])

        def report(
            text: str,
            fraction: float | None = None,
            *,
            seconds: float | None = None,
            partial: dict[str, Any] | None = None,
            number: int = number,
        ) -> None:
            progress: dict[str, Any] = {
                "id": number,
                "reply": "progress",
                "message": text,
                "fraction": fraction,
                "seconds": seconds,
            }
            if partial is not None:
                progress["partial"] = partial
            write_frame(outgoing, progress, ())

        try:
            done = answer(message, buffers, report)
            reply: dict[str, Any] = {"id": number, "reply": "done", "result": done.result}
            write_frame(outgoing, reply, done.buffers)
        except Exception as error:
            failure = failure_of(error)
            trace = traceback.format_exc() if failure["kind"] == "Bug" else None
            reply = {"id": number, "reply": "failed", "error": failure, "trace": trace}
            write_frame(outgoing, reply, ())


def _listen(incoming: IO[bytes], frames: queue.Queue[_Frame]) -> None:
    while True:
        frame = read_frame(incoming)
        if frame is None:
            # The parent is gone: whatever is being worked on has no one to go to.
            os._exit(0)
        frames.put(frame)
