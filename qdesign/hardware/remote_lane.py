"""The lane of one provider: sends its jobs one at a time, watches all of them together.

Jobs that go out together are one task, with one question and one answer (outbox.py).
It talks to one process of the provider's kit, and never waits for it: each step takes what was said
and asks the next question. A process that ends or is silent too long is replaced. Whatever is known
is in the file, so a lane that is killed anywhere goes on where the file says.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from qdesign.errors import NotStarted, QdesignError, QueueError
from qdesign.hardware.environment import python_of
from qdesign.hardware.job import State
from qdesign.hardware.log import log
from qdesign.hardware.outbox import Item, Outbox
from qdesign.hardware.provider import Provider
from qdesign.hardware.record import counts_in
from qdesign.hardware.store import Store
from qdesign.process.child import Child, Ended

_SLOWER: Final = 1.5
_SEARCHES: Final = 2
"""Searches that must find nothing before a job is sent again."""
_READINGS: Final = 8
"""Answers that cannot be read before a finished job is given up."""
_PAUSE: Final = 1.0  # seconds until a file that took nothing is tried again
_SERVE: Final = "qdesign.hardware.remote"


@dataclass(frozen=True, slots=True)
class _Open:
    """A question that is not answered yet.

    Attributes:
        ask: what.
        items: the jobs that it is about.
        since: when it was asked.
    """

    ask: str
    items: tuple[Item, ...]
    since: float

    @property
    def item(self) -> Item:
        return self.items[0]

    @property
    def ids(self) -> list[str]:
        return [item.id for item in self.items]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider's process said.

    Attributes:
        kind: `ok`, or the error.
        value: what it said.
        words: of an error.
        seconds: after which it may be asked again, where it says so.
    """

    kind: str
    value: Any = None
    words: str = ""
    seconds: float | None = None

    @staticmethod
    def of(header: Mapping[str, Any]) -> Answer:
        """The answer in a frame."""
        if "ok" in header:
            return Answer("ok", header["ok"])
        return Answer(header["error"], None, header["words"], header.get("seconds"))


class RemoteLane:
    """The jobs of one provider.

    Args:
        store: of the queue.
        row: the provider.
        wake: set whenever its process said something.
        clock: seconds since 1970.
        say: is told what was done; no program, value or token.
    """

    def __init__(
        self,
        store: Store,
        row: Provider,
        wake: threading.Event,
        *,
        clock: Callable[[], float] = time.time,
        say: Callable[[str], None] = log,
    ) -> None:
        self._say = say
        self._row = row
        self._outbox = Outbox(store, row, clock)
        self._wake = wake
        self._clock = clock
        self._child: Child | None = None
        self._open: _Open | None = None
        self._done: list[str] = []
        """Jobs whose counts can be fetched."""
        self._interval = row.soonest
        self._due: float | None = 0.0
        self._paused = 0.0

    @property
    def has_work(self) -> bool:
        """Is a job to be sent, or at the provider?"""
        self._due = self._outbox.next_due()
        return self._due is not None

    @property
    def is_busy(self) -> bool:
        """Was there a job when it looked last?"""
        return self._open is not None or self._due is not None

    @property
    def next_due(self) -> float | None:
        """When it does something next: None where an answer or a job is waited for."""
        return None if self._open is not None else self._due

    @property
    def asked_since(self) -> float | None:
        """Since when an answer is waited for."""
        return None if self._open is None else self._open.since

    def close(self) -> None:
        """Ends the process; what was asked is found out by the next lane."""
        if self._child is not None:
            self._child.kill()
        self._child = self._open = None

    def step(self, *, changed: bool) -> None:
        """Takes an answer, asks the next question.

        Where the file takes nothing, as on a full disk, it is tried again after a while: what was
        asked meanwhile is found out then.

        Args:
            changed: the file may have changed since the last step.
        """
        if time.monotonic() < self._paused:
            return
        try:
            self._step(changed=changed)
        except QueueError as error:
            self.close()
            if not isinstance(error.__cause__, sqlite3.OperationalError):
                raise
            self._say(f"{self._row.name}: {error}")
            self._paused, self._due = time.monotonic() + _PAUSE, 0.0

    def _step(self, *, changed: bool) -> None:
        if self._open is not None:
            answer = self._heard(self._open)
            if answer is None:
                return
            opened, self._open = self._open, None
            self._take(opened, answer)
            changed = True
        if changed or (self._due is not None and self._clock() >= self._due):
            self._ask_next()
            self._due = self._outbox.next_due()

    # --- asking ----------------------------------------------------------------------------------

    def _ask_next(self) -> None:
        """One question, the most pressing: to cancel, to fetch, to look, to send."""
        items = self._outbox.to_cancel()
        if items:
            return self._ask("cancel", items, {"id": items[0].remote_id})
        while self._done:
            item = self._outbox.item(self._done.pop(0))
            if item is not None:
                return self._ask("result", (item,), {"id": item.remote_id})
        items = self._outbox.to_watch()
        if items:
            return self._ask("poll", items, {"ids": [item.remote_id for item in items]})
        while self._open is None and (items := self._outbox.to_send()):
            self._send(items)
        return None

    def _send(self, items: tuple[Item, ...]) -> None:
        """Sends a job or a task; one that may be there already only where that does no harm."""
        first = items[0]
        if first.sent is not None and self._row.recovery == "ask":
            self._outbox.ended(items, State.UNKNOWN, self._unknown(items))
            self._say(f"{_named(items)} may have been sent: a person is asked")
        elif first.sent is not None and self._row.recovery == "search":
            settled = first.sent + self._row.settle
            if self._clock() < settled:
                self._outbox.put_off([item.id for item in items], due=settled)
            else:
                self._ask("find", items, {"token": first.sent_as})
        elif items := self._outbox.begin(items):
            self._say(f"{_named(items)} is sent to {self._row.name}")
            programs = [item.program for item in items]
            if task := items[0].task:
                self._ask("submit_many", items, {"programs": programs, "token": task})
            else:
                self._ask("submit", items, {"program": programs[0]})

    def _unknown(self, items: Sequence[Item]) -> str:
        one = "this is" if len(items) == 1 else f"holds these {len(items)} circuits"
        return (
            f"It may have been sent to {self._row.title}, which cannot be asked. Look at your "
            f"jobs there: name the one that {one} (Queue.adopt), or cancel this one and submit "
            "again."
        )

    def _ask(self, ask: str, items: tuple[Item, ...], more: Mapping[str, Any]) -> None:
        self._open = _Open(ask, items, self._clock())
        try:
            if self._child is not None and not self._child.is_alive:
                self._child.kill()  # closes what leads to it
                self._child = None
            if self._child is None:
                self._child = start_kit(self._row, wake=self._wake)
            self._child.send({"ask": ask, **more}, seconds=self._row.patience)
        except (NotStarted, Ended) as error:
            self._child = None
            opened, self._open = self._open, None
            self._take(opened, _no_process(error, self._row))

    def _heard(self, opened: _Open) -> Answer | None:
        """The answer; None where there is none yet."""
        assert self._child is not None
        try:
            frame = self._child.receive(0)
        except (NotStarted, Ended) as error:
            self._child = None
            return _no_process(error, self._row)
        if frame is not None:
            return Answer.of(frame[0])
        if self._clock() - opened.since < self._row.patience:
            return None
        self._child.kill()
        self._child = None
        return Answer("lost", words=f"{self._row.title} did not answer in time.")

    # --- taking ----------------------------------------------------------------------------------

    def _take(self, opened: _Open, answer: Answer) -> None:
        if answer.kind != "ok":
            self._say(
                f"{opened.ask} of {', '.join(opened.ids[:3])} at {self._row.name}: {answer.kind}"
            )
        match opened.ask:
            case "submit" | "submit_many":
                self._take_submit(opened.items, answer)
            case "find":
                self._take_find(opened.items, answer)
            case "poll":
                self._take_poll(opened.items, answer)
            case "result":
                self._take_result(opened.item, answer)
            case _:
                self._take_cancel(opened.items, answer)

    def _take_submit(self, items: tuple[Item, ...], answer: Answer) -> None:
        now, first = self._clock(), items[0]
        if answer.kind == "ok" and isinstance(answer.value, str) and answer.value:
            self._outbox.accepted(items, answer.value, due=now + self._row.soonest)
            self._interval = self._row.soonest
        elif answer.kind == "refused" and first.sent is None:
            self._outbox.ended(items, State.FAILED, answer.words, cost=0.0)
        elif answer.kind == "refused":  # that is true of this time; see below
            words = f"{answer.words} An earlier answer was lost. {self._unknown(items)}"
            self._outbox.ended(items, State.UNKNOWN, words)
        elif answer.kind == "waiting":
            due = now + self._pause(first, answer)
            if first.sent is None:
                self._outbox.not_sent(items, answer.words, due=due)
            else:  # that is true of this time; an earlier one, whose answer was lost, may be there
                self._outbox.lost(items, answer.words, due=due, looks=first.looks + 1)
        elif self._row.recovery == "ask":
            words = f"{answer.words} {self._unknown(items)}".strip()
            self._outbox.ended(items, State.UNKNOWN, words)
        else:
            searches = self._row.recovery == "search"
            due = now + (self._row.settle if searches else self._pause(first, answer))
            words = answer.words or f"{self._row.title} answered something that cannot be read."
            words += " Finding out whether it was taken."
            self._outbox.lost(items, words, due=due, looks=0 if searches else first.looks + 1)

    def _take_find(self, items: tuple[Item, ...], answer: Answer) -> None:
        now, first = self._clock(), items[0]
        if answer.kind != "ok":
            due = now + self._pause(first, answer)
            self._outbox.lost(items, answer.words, due=due, looks=first.looks)
        elif isinstance(answer.value, str) and answer.value:
            self._outbox.accepted(items, answer.value, due=now)
        else:
            is_sure = first.looks + 1 >= _SEARCHES
            due = now if is_sure else now + self._row.settle
            self._outbox.not_found(items, due=due, is_sure=is_sure)

    def _take_poll(self, items: Sequence[Item], answer: Answer) -> None:
        ids = [item.id for item in items]
        value: object = answer.value
        if answer.kind != "ok" or not isinstance(value, dict):
            self._interval = self._slower()
            pause = self._interval if answer.seconds is None else answer.seconds
            self._outbox.put_off(ids, due=self._clock() + pause)
            self._outbox.say(ids, answer.words)
            return
        said = cast("dict[str, dict[str, Any]]", value)
        ends_or_news = False
        for item in items:
            status = said.get(item.remote_id)
            if status is not None:
                ends_or_news = self._told(item, status) or ends_or_news
        self._interval = (
            self._row.soonest if ends_or_news else min(self._row.latest, self._interval * _SLOWER)
        )
        missing = [item.id for item in items if item.remote_id not in said]
        self._outbox.say(missing, f"{self._row.title} says nothing of it; it is asked again.")
        self._outbox.put_off(
            [id_ for id_ in ids if id_ not in self._done], due=self._clock() + self._interval
        )

    def _told(self, item: Item, said: Mapping[str, Any]) -> bool:
        """What is said of one job. Returns whether that is new."""
        status, words = str(said["status"])[:60], ""
        state = None if said["state"] is None else State(said["state"])
        if state is State.FAILED or state is State.CANCELLED:
            reason = said["reason"] or f"{self._row.title} says: {status}."
            self._say(f"job {item.id} is at its end")
            return self._outbox.ended([item], state, reason, cost=said["cost"], status=status)
        if item.waits_for_others:
            words = self._outbox.words_with_others
        if state is None:
            words = f"{self._row.title} says: {status}."
        if state is State.COMPLETED:
            self._done.append(item.id)
            words = "Fetching the counts."
        going = state if state is not State.COMPLETED else None
        return self._outbox.told(
            item,
            going,
            status=status,
            position=said["position"],
            words=words,
            due=self._clock(),
        )

    def _take_result(self, item: Item, answer: Answer) -> None:
        now = self._clock()
        if answer.kind == "refused":
            self._outbox.ended([item], State.FAILED, answer.words)
            return
        if answer.kind == "ok":
            try:
                counts = counts_in(answer.value["counts"])
                if not 0 < counts.shots <= item.shots:
                    raise ValueError
                self._outbox.collected(item, counts, answer.value["cost"])
            except (ValueError, TypeError, KeyError):
                answer = Answer("lost", words=f"{self._row.title} sent counts that are none.")
            else:
                self._say(f"job {item.id} is at its end")
                return
        if answer.kind == "lost" and item.looks >= _READINGS:
            words = f"{answer.words} It is finished there as {item.remote_id}."
            self._outbox.ended([item], State.FAILED, words)
            return
        self._outbox.say([item.id], answer.words)
        self._outbox.put_off([item.id], due=now + self._pause(item, answer), failed=True)

    def _take_cancel(self, items: tuple[Item, ...], answer: Answer) -> None:
        now, first = self._clock(), items[0]
        if answer.kind in ("ok", "refused"):
            words = answer.words and f"It cannot be cancelled: {answer.words}"
            self._outbox.cancel_told(items, is_taken=answer.kind == "ok", words=words, due=now)
        else:
            ids = [item.id for item in items]
            self._outbox.put_off(ids, due=now + self._pause(first, answer), failed=True)

    def _slower(self) -> float:
        return min(self._row.latest, self._interval * _SLOWER)

    def _pause(self, item: Item, answer: Answer) -> float:
        """Seconds until it is asked again: as the provider says, else longer each time."""
        if answer.seconds is not None:
            return answer.seconds
        return min(self._row.latest, self._row.soonest * _SLOWER ** min(item.looks, 20))


def _named(items: Sequence[Item]) -> str:
    ids = ", ".join(item.id for item in items[:3])
    return f"job {ids}" if len(items) == 1 else f"a task of {len(items)} jobs ({ids}…)"


def start_kit(row: Provider, *, wake: threading.Event | None = None) -> Child:
    """A process that talks to a provider.

    Raises:
        NotStarted: its kit is not there, or no process is to be had.
    """
    python = python_of(row)
    environment = {"PYTHONPATH": ""} if python else {}
    # What kits print may hold a token.
    return Child(
        _SERVE, row.remote, environment=environment, is_quiet=True, python=python, wake=wake
    )


def ask_provider(row: Provider, ask: str, **more: Any) -> Any:
    """One question to a provider, outside any lane; waits for the answer.

    Raises:
        QdesignError: it cannot be asked, or says no.
    """
    try:
        child = start_kit(row)
    except NotStarted as error:
        raise QdesignError(_no_process(error, row).words) from None
    try:
        child.send({"ask": ask, **more}, seconds=row.patience)
        frame = child.receive(row.patience)
        if frame is None:
            raise QdesignError(
                f"{row.title} did not answer in {row.patience:g} seconds. Try again later."
            )
        answer = Answer.of(frame[0])
    except (NotStarted, Ended) as error:
        answer = _no_process(error, row)
    finally:
        child.kill()
    if answer.kind != "ok":
        raise QdesignError(answer.words)
    return answer.value


def _no_process(error: NotStarted | Ended, row: Provider) -> Answer:
    """What the end of a process means: nothing was sent by one that never started."""
    if isinstance(error, NotStarted):
        return Answer("waiting", words=f"{row.title} cannot be asked: {error.reason}.")
    return Answer("lost", words=f"The process that talks to {row.title} ended.")
