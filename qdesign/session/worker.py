"""Inside a worker process: asks come in, replies leave. Started by `qdesign.session.workers`."""

from __future__ import annotations

import traceback
from typing import Any

from qdesign.process import inside
from qdesign.session.asks import answer
from qdesign.session.port import DoneReply, FailedReply, ProgressReply, SoFar, to_json
from qdesign.session.replies import failure_of


def start() -> inside.Answer:
    """What answers an ask."""
    return _answer


def _answer(message: dict[str, Any], _buffers: list[bytes], say: inside.Say) -> None:
    number = int(message["id"])

    def report(text: str, fraction: float | None = None, so_far: SoFar | None = None) -> None:
        say(to_json(ProgressReply(number, text, fraction, so_far)))

    try:
        done = answer(message, report)
        say(to_json(DoneReply(number, done.result)), done.buffers)
    except Exception as error:
        failure = failure_of(error)
        trace = traceback.format_exc() if failure.kind == "Bug" else None
        say({**to_json(FailedReply(number, failure)), "trace": trace})
