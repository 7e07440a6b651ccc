"""Documents of students → what a lesson finds of them, in processes that are stopped in time.

The newest document of a student takes the place of one that waits; equal documents, of any
students, are checked once.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from qdesign.classes.refusing import ClassRefusal
from qdesign.errors import NotStarted
from qdesign.json_text import is_object
from qdesign.lessons import Lesson
from qdesign.lessons.checked import Checked, CheckedGoal
from qdesign.process.child import Child, Ended

SECONDS: Final = 5.0
"""For one check; what takes longer is undecided."""
_WORKER: Final = "qdesign.classes.inside"
_TICK: Final = 0.25
_MOST_BYTES: Final = 1 << 30
_KEPT: Final = 4096
_MINUTE: Final = 60.0
_REMEMBERED: Final = 20_000
_SLOW: Final = 1.0
"""Seconds of a check after which the next one of that student waits behind those of the others."""
_UNHEARD: Final = ("history", "layout")
"""Parts of a document that no goal looks at."""

Said = dict[str, Any]
"""What is found, as JSON: goals with their values, outcome, score, message."""


def key_of(document: Mapping[str, Any]) -> str:
    """The same for documents of which a check finds the same."""
    heard = {name: part for name, part in document.items() if name not in _UNHEARD}
    lesson = heard.pop("lesson", None)
    if is_object(lesson) and lesson.get("answers"):
        # Of what was reached a prediction tells the number of tries, and nothing else.
        goals = lesson.get("goals")
        reached = goals.items() if is_object(goals) else ()
        tries = {name: goal.get("tries") for name, goal in reached if is_object(goal)}
        heard["lesson"] = [lesson["answers"], tries]
    return hashlib.sha256(json.dumps(heard, sort_keys=True).encode()).hexdigest()


@dataclass(eq=False, slots=True)
class _Task:
    key: tuple[str, str]
    text: str
    futures: dict[int, Future[Said]] = field(default_factory=dict[int, "Future[Said]"])


class Checker:
    """Two processes, and who waits for them.

    Args:
        lessons: by revision.
        workers: how many processes.
        seconds: for one check.
    """

    def __init__(
        self, lessons: Mapping[str, Lesson], *, workers: int = 2, seconds: float = SECONDS
    ) -> None:
        self._lessons = lessons
        self._limit = seconds
        self._known: OrderedDict[tuple[str, str], Said] = OrderedDict()
        self._quick: OrderedDict[tuple[str, str], _Task] = OrderedDict()
        self._slow: OrderedDict[tuple[str, str], _Task] = OrderedDict()
        self._taken: dict[tuple[str, str], _Task] = {}
        self._waits: dict[int, _Task] = {}
        self._slow_students: set[int] = set()
        self._change = threading.Condition()
        self._closed = False
        self.checks = 0
        """How many were made."""
        self._took: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self.workers = workers
        self._children: list[Child | None] = [None] * workers
        self._threads = [
            threading.Thread(target=self._work, args=(k,), name="qdesign-class-check", daemon=True)
            for k in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def check(self, student: int, revision: str, document: Mapping[str, Any]) -> Future[Said]:
        """What a lesson finds of a document; the future fails with a `ClassRefusal`."""
        key, done = (revision, key_of(document)), Future[Said]()
        with self._change:
            if self._closed:
                done.set_exception(_closed())
                return done
            old = self._waits.get(student)
            if old is not None and old.key != key:
                self._leave(old, student)
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                done.set_result(known)
                return done
            task = self._taken.get(key) or self._quick.get(key) or self._slow.get(key)
            if task is None:
                task = _Task(key, json.dumps(document))
                (self._slow if student in self._slow_students else self._quick)[key] = task
                self._change.notify_all()
            before = task.futures.get(student)
            if before is not None:
                before.set_exception(_replaced())
            task.futures[student] = done
            if key not in self._taken:
                self._waits[student] = task
        return done

    def busy(self) -> float:
        """How much of the last minute the processes were at work, from 0 to 1."""
        with self._change:
            since = time.monotonic() - _MINUTE
            took = sum(seconds for at, seconds in self._took if at >= since)
        return min(1.0, took / (_MINUTE * self.workers))

    def memory(self) -> int:
        """Bytes that the processes hold."""
        return sum(child.resident_bytes() for child in self._children if child is not None)

    def close(self) -> None:
        """Ends the processes; who waits is told."""
        with self._change:
            self._closed = True
            left = [*self._quick.values(), *self._slow.values()]
            self._quick.clear()
            self._slow.clear()
            self._change.notify_all()
        for task in left:
            _fail(task, _closed())
        for child in self._children:
            if child is not None:
                child.kill()
        for thread in self._threads:
            thread.join(timeout=10)

    def _leave(self, task: _Task, student: int) -> None:
        """A student's older document waits no longer; with the lock."""
        self._waits.pop(student, None)
        future = task.futures.pop(student, None)
        if future is not None:
            future.set_exception(_replaced())
        if not task.futures:
            self._quick.pop(task.key, None)
            self._slow.pop(task.key, None)

    def _work(self, number: int) -> None:
        told: set[str] = set()
        child: Child | None = None
        while True:
            if child is None:
                # Warm before somebody waits for it.
                child, told = self._start(number), set()
            task = self._next(number)
            if task is None:
                if child is not None:
                    child.kill()
                return
            if child is not None and not child.is_alive:
                child, told = self._start(number), set()
            begun = time.monotonic()
            try:
                if child is None:
                    raise NotStarted("no process can be had")
                said = self._ask(child, task, told)
            except NotStarted as error:
                child = None
                self._done(task, ClassRefusal(str(error), status=503), 0.0)
                continue
            except Ended:
                said = None
            if said is None:
                if child is not None:
                    child.kill()
                child = None
            self._done(task, said or self._undecided(task), time.monotonic() - begun)

    def _start(self, number: int) -> Child | None:
        with suppress(NotStarted):
            child = self._children[number] = Child(_WORKER, is_quiet=True)
            child.wait_started(60.0)
            return child
        return None

    def _next(self, number: int) -> _Task | None:
        """The next to be checked; only the first process takes those of slow students."""
        with self._change:
            while True:
                if self._closed:
                    return None
                waiting = self._quick or (self._slow if number == 0 else None)
                if waiting:
                    key, task = waiting.popitem(last=False)
                    self._taken[key] = task
                    for student in task.futures:
                        self._waits.pop(student, None)
                    return task
                self._change.wait()

    def _ask(self, child: Child, task: _Task, told: set[str]) -> Said | None:
        """What the process finds; None where that takes too long, or too much memory."""
        revision = task.key[0]
        if revision not in told:
            child.send({"learn": revision, "text": self._lessons[revision].dumps()})
            told.add(revision)
        child.send({"check": revision, "text": task.text}, seconds=SECONDS)
        until = time.monotonic() + self._limit
        while (left := until - time.monotonic()) > 0:
            frame = child.receive(min(_TICK, left))
            if frame is not None:
                return frame[0]
            if child.resident_bytes() > _MOST_BYTES:
                return None
        return None

    def _undecided(self, task: _Task) -> Said:
        lesson = self._lessons[task.key[0]]
        why = f"The check was stopped after {self._limit:.0f} seconds, or took too much memory."
        goals = (CheckedGoal(g["name"], g["title"], "undecided", why) for g in lesson.goals)
        said = Checked(lesson.name, tuple(goals)).to_dict()
        for goal in said["goals"]:
            del goal["counterexample"]
        return {**said, "stopped": True}

    def _done(self, task: _Task, said: Said | ClassRefusal, seconds: float) -> None:
        with self._change:
            self._taken.pop(task.key, None)
            futures = list(task.futures.items())
            self.checks += 1
            self._took.append((time.monotonic(), seconds))
            for student, _ in futures:
                (self._slow_students.add if seconds > _SLOW else self._slow_students.discard)(
                    student
                )
            # What was stopped may be decided another time.
            if not isinstance(said, ClassRefusal) and "stopped" not in said:
                self._known[task.key] = said
                if len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        for _, future in futures:
            if isinstance(said, ClassRefusal):
                future.set_exception(said)
            else:
                future.set_result(said)


def _fail(task: _Task, error: ClassRefusal) -> None:
    for future in task.futures.values():
        future.set_exception(error)


def _replaced() -> ClassRefusal:
    return ClassRefusal("A newer drawing of yours is checked instead.", status=409)


def _closed() -> ClassRefusal:
    return ClassRefusal("The class is closed.", status=503)
