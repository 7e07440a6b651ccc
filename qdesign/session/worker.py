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


def main() -> None:
    """Answers asks one after the other until standard input closes."""
    # A kernel's interrupt reaches the whole process group; asks are stopped by their parent alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    # What libraries print must not mix with the frames.
    os.dup2(2, 1)
    messages: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_listen, args=(incoming, messages), daemon=True).start()
    from qdesign.session.asks import answer
    from qdesign.session.port import DoneReply, FailedReply, ProgressReply, to_json
    from qdesign.session.replies import failure_of

    while True:
        message = messages.get()
        number = int(message["id"])

        def report(text: str, fraction: float | None = None, *, number: int = number) -> None:
            write_frame(outgoing, to_json(ProgressReply(number, text, fraction)), ())

        try:
            done = answer(message, report)
            write_frame(outgoing, to_json(DoneReply(number, done.result)), done.buffers)
        except Exception as error:
            failure = failure_of(error)
            trace = traceback.format_exc() if failure.kind == "Bug" else None
            reply = to_json(FailedReply(number, failure))
            write_frame(outgoing, {**reply, "trace": trace}, ())


def _listen(incoming: IO[bytes], messages: queue.Queue[dict[str, Any]]) -> None:
    while True:
        frame = read_frame(incoming)
        if frame is None:
            # The parent is gone: whatever is being worked on has no one to go to.
            os._exit(0)
        messages.put(frame[0])
