"""Asks answered in the call that asks: Python in a web page has no processes and no threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from qdesign.session.asks import answer
from qdesign.session.port import ProgressReply, SoFar, to_json
from qdesign.session.replies import Answer


class Alone:
    """In the place of `Workers`; nothing stops an ask that it has begun."""

    def warm(self) -> None:
        """Nothing is to be started."""

    def close(self) -> None:
        """Nothing runs."""

    def run(
        self,
        message: Mapping[str, Any],
        *,
        lane: str = "",
        seconds: float = 0.0,
        progress: Callable[[dict[str, Any]], None] | None = None,
        started: Callable[[], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Answer[Any]:
        """Answers one ask; lanes and limits of time are those of processes.

        Raises:
            QdesignError: the ask failed, in words for a person.
        """
        del lane, seconds, cancelled
        number = int(message["id"])

        def report(text: str, fraction: float | None = None, so_far: SoFar | None = None) -> None:
            if progress is not None:
                progress(to_json(ProgressReply(number, text, fraction, so_far)))

        if started is not None:
            started()
        return answer(message, report)
