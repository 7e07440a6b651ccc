"""A class: who is in it, what was chosen for all, what each did. What pages and an app ask of it.

Everything is in memory, and put down in one file (store.py) before it is answered. Students are
answered with JSON; refusals are `ClassRefusal`. Any thread may call.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final, cast

from qdesign.classes.checker import Checker
from qdesign.classes.knocking import Knocking
from qdesign.classes.names import free_name, new_code, same
from qdesign.classes.progress import Student, Work
from qdesign.classes.refusing import ClassRefusal
from qdesign.classes.snapshot import MOST_STUDENTS, Look, Snapshot, snapshot_of
from qdesign.classes.starts import Starts
from qdesign.classes.store import Store
from qdesign.classes.told import Reply, document_in, done, hashed, pass_on, plain, public_text
from qdesign.errors import InvalidFile, InvalidRequest
from qdesign.lessons import Lesson

MOST_LESSONS: Final = 64
EVERY: Final = 15.0
"""Seconds between two pings of a page."""
_TOLD: Final = 20_000
"""Replies that are remembered."""


class Room:
    """One class. Made by `Room.open`, ended for this process by `close`.

    Attributes:
        addresses: under which students come; set by the server.
        lessons: by name, in the order of the class.
        replies: when, and what they took, in seconds.
    """

    def __init__(
        self, store: Store, lessons: Sequence[Lesson], *, clock: Callable[[], float]
    ) -> None:
        self.addresses: tuple[str, ...] = ()
        self.lessons: Mapping[str, Lesson] = {lesson.name: lesson for lesson in lessons}
        self.texts = {lesson.name: public_text(lesson) for lesson in lessons}
        self.revisions = {lesson.name: lesson.revision for lesson in lessons}
        self.students: dict[int, Student] = {}
        self.facts: dict[str, Any] = {}
        self.replies: deque[tuple[float, float]] = deque(maxlen=_TOLD)
        self.clock = clock
        self.store = store
        self.lock = threading.RLock()
        self._by_secret: dict[str, Student] = {}
        self._knocking = Knocking()
        self._load()
        self.checker = Checker({self.revisions[name]: self.lessons[name] for name in self.lessons})
        self.starts = Starts(self.checker)

    @staticmethod
    def open(
        path: str | Path,
        lessons: Sequence[Lesson],
        *,
        code: str = "",
        title: str = "",
        clock: Callable[[], float] = time.time,
    ) -> Room:
        """The class in a file, which goes on where it was; a new one where there is no file.

        Args:
            path: an SQLite file.
            lessons: 1 to 64, each name once.
            code: with which students join; that of the file, or a new one, when empty.
            title: shown to all; that of the file when empty.
            clock: seconds since 1970.

        Raises:
            InvalidRequest: no lesson, too many, two of one name, or a code that is none.
            InvalidFile: the file cannot be used, is no class, or another process has it.
        """
        names = [lesson.name for lesson in lessons]
        if not 1 <= len(names) <= MOST_LESSONS:
            raise InvalidRequest(f"A class has 1 to {MOST_LESSONS} lessons, not {len(names)}.")
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise InvalidRequest(f"Two lessons are called '{twice}'. Leave one of them out.")
        if code and not 4 <= len(same(code)) <= 24:
            raise InvalidRequest(f"The code '{code}' needs 4 to 24 letters and digits, as LARK-42.")
        store = Store.open(Path(path))
        room = None
        try:
            room = Room(store, lessons, clock=clock)
            room._begin(code, title)
        except BaseException as error:
            (store if room is None else room).close()
            if isinstance(error, (TypeError, ValueError, KeyError, AttributeError)):
                raise InvalidFile(f"The class in '{path}' is damaged. Name another file.") from None
            raise
        return room

    def close(self) -> None:
        """Ends the processes and lets go of the file; the class is as it was when opened again."""
        self.checker.close()
        self.store.close()

    # --- students --------------------------------------------------------------------------------

    def join(self, code: object, secret: object = None, *, address: str = "") -> Future[Reply]:
        """A student comes in, or comes again with the secret that they were given."""
        with self.lock:
            known = self._known(secret) if isinstance(secret, str) else None
            if known is not None:
                self._hear_of(known)
                return done(self._joined(known, cast("str", secret)))
            self._knock(code, address)
            if not self.is_open:
                raise ClassRefusal("This class has ended.", status=403)
            if not self.facts["joining"]:
                raise ClassRefusal("Nobody may join just now. Ask your instructor.", status=403)
            if len(self.students) >= MOST_STUDENTS:
                raise ClassRefusal(f"The class is full: {MOST_STUDENTS} joined.", status=403)
            name = free_name({student.name for student in self.students.values()})
            number = 1 + max(self.facts["last"], *self.students, 0)
            self.facts["last"] = number
            now, given = self.clock(), secrets.token_urlsafe(24)
            student = Student(number, name, hashed(given), now, now)
            self.students[number] = self._by_secret[student.secret] = student
            put = self.store.write(
                (
                    "INSERT INTO students (id, name, secret, joined, seen) VALUES (?, ?, ?, ?, ?)",
                    (number, name, student.secret, now, now),
                ),
                self._fact("last"),
            )
            return self._after(put, self._joined(student, given), student)

    def lesson_text(self, name: object, code: object, *, address: str = "") -> str:
        """A lesson as JSON, without its reference answer, for who knows the code."""
        with self.lock:
            self._knock(code, address)
        text = self.texts.get(name) if isinstance(name, str) else None
        if text is None:
            there = ", ".join(self.lessons)
            raise ClassRefusal(
                f"There is no such lesson in this class. It has {there}.", status=404
            )
        return text

    def ping(self, secret: object, lesson: object = None, hints: object = None) -> Reply:
        """What a page asks from time to time: what was chosen for all; it tells of hints seen."""
        with self.lock:
            student = self._student(secret)
            self._hear_of(student)
            self.store.write(*student.hinted(lesson, hints))
            return self._state()

    def leave(self, secret: object) -> Reply:
        """A student goes, and is not counted until they come back with their secret."""
        with self.lock:
            student = self._student(secret)
            student.gone = self.clock()
            self.store.write(
                ("UPDATE students SET gone = ? WHERE id = ?", (student.gone, student.id))
            )
            return self._state()

    def report(self, body: Mapping[str, Any]) -> Future[Reply]:
        """A drawing is checked, here and not in the page, and what was found is kept.

        Args:
            body: `student` (the secret), `lesson`, `revision`, `document` (a document as JSON, or
                as its text) and `hints`, how many were looked at.
        """
        began = time.monotonic()
        with self.lock:
            student = self._student(body.get("student"))
            if not self.is_open:
                raise ClassRefusal("This class has ended; nothing more is checked.", status=403)
            lesson = self._lesson(body)
            document = document_in(body.get("document"))
            hints = body.get("hints", 0)
            if isinstance(hints, bool) or not isinstance(hints, int) or not 0 <= hints <= 1000:
                raise ClassRefusal('"hints" is the number of hints seen, 0 to 1000.')
            now = self._hear_of(student)
            key = (lesson.name, self.revisions[lesson.name])
            if key not in student.work:
                student.work[key] = Work(*key, begun=now, seen=now)
            work = student.work[key]
            self.starts.measure(lesson, key[1])
        answer: Future[Reply] = Future()

        def found(check: Future[Reply]) -> None:
            try:
                said = check.result()
                if "error" in said:
                    raise ClassRefusal(said["error"])
                with self.lock:
                    is_best = work.hear(said, self.clock(), hints, document)
                    reply = {**said, **self._state(), "checked": lesson.name}
                    # Removed in between: nothing is kept of them.
                    changes = (
                        (work.change(student.id, json.dumps(document), is_best=is_best),)
                        if student.id in self.students
                        else ()
                    )
                    put = self.store.write(*changes)
            except Exception as error:  # ours too: who waits is told
                answer.set_exception(error)
                return
            put.add_done_callback(lambda put: kept(put, reply))

        def kept(put: Future[None], reply: Reply) -> None:
            pass_on(put, answer, reply)
            with self.lock:
                self.replies.append((self.clock(), time.monotonic() - began))

        self.checker.check(student.id, key[1], document).add_done_callback(found)
        return answer

    # --- the instructor --------------------------------------------------------------------------

    @property
    def code(self) -> str:
        """With which students join."""
        return self.facts["code"]

    @property
    def is_open(self) -> bool:
        """Has the class not ended?"""
        return self.facts["ended"] is None

    def snapshot(self, lesson: str | None = None) -> Snapshot:
        """How the class stands, in one lesson: the chosen one when None."""
        with self.lock:
            return snapshot_of(self, lesson)

    def look(self, student: int, lesson: str | None = None) -> Look | None:
        """The newest drawing of a student in a lesson (their newest when None); None for none."""
        with self.lock:
            found = self._one(student)
            works = [work for work in found.work.values() if lesson in (None, work.lesson)]
            work = max(works, key=lambda work: work.seen, default=None)
        if work is None:
            return None
        with self.store.reading() as connection:
            row = connection.execute(
                "SELECT document FROM work WHERE student = ? AND lesson = ? AND revision = ?",
                (student, work.lesson, work.revision),
            ).fetchone()
        return None if row is None else Look(found.name, work.lesson, row[0])

    def choose(self, lesson: str | None) -> None:
        """Opens a lesson at all students; None leaves them where they are."""
        if lesson is not None and lesson not in self.lessons:
            raise InvalidRequest(f"There is no lesson '{lesson}' in this class.")
        self._set(lesson=lesson, hint=None)

    def allow_joining(self, allowed: bool) -> None:
        """May new students join?"""
        self._set(joining=allowed)

    def allow_hints(self, allowed: bool) -> None:
        """May students look at hints?"""
        self._set(hints=allowed)

    def show_hint(self, lesson: str, number: int | None) -> None:
        """Shows a hint (from 1) of a lesson to all; None shows none."""
        if lesson not in self.lessons:
            raise InvalidRequest(f"There is no lesson '{lesson}' in this class.")
        most = len(self.lessons[lesson].hints)
        if number is not None and not 1 <= number <= most:
            raise InvalidRequest(f"The lesson '{lesson}' has {most} hints; {number} is none.")
        self._set(hint=None if number is None else {"lesson": lesson, "number": number})

    def remove(self, student: int) -> None:
        """Forgets a student and all that they did; their page is told, and may join anew."""
        with self.lock:
            put = self._forget([self._one(student)])
        put.result()

    def remove_idle(self) -> None:
        """Forgets who told nothing and is away, such as those of somebody who filled the class."""
        with self.lock:
            now = self.clock()
            put = self._forget([one for one in self.students.values() if one.is_idle(now)])
        put.result()

    def end(self) -> None:
        """Nothing more is checked; what is there stays until the file is deleted."""
        if self.is_open:
            self._set(ended=self.clock())

    def reopen(self) -> None:
        """The class goes on as if it had not ended."""
        self._set(ended=None)

    # --- inside ----------------------------------------------------------------------------------

    def _load(self) -> None:
        with self.store.reading() as connection:
            for name, value in connection.execute("SELECT name, value FROM facts"):
                self.facts[name] = json.loads(value)
            for row in connection.execute(
                "SELECT id, name, secret, joined, seen, gone FROM students"
            ):
                self.students[row[0]] = self._by_secret[row[2]] = Student(*row)
            for student, *row in connection.execute(
                "SELECT student, lesson, revision, begun, passed, seen, hints, goals, met FROM work"
            ):
                if student in self.students:
                    work = Work.of(row)
                    found = self.students[student]
                    found.work[work.lesson, work.revision] = work
                    found.seen = max(found.seen, work.seen)

    def _begin(self, code: str, title: str) -> None:
        first = {
            "code": new_code(),
            "title": "",
            "started": self.clock(),
            "ended": None,
            "lesson": None,
            "joining": True,
            "hints": True,
            "hint": None,
            "last": 0,
        }
        given = {"code": code.strip().upper(), "title": plain(title)}
        self.facts = {**first, **self.facts, **{k: v for k, v in given.items() if v}}
        if self.facts["lesson"] not in self.lessons:
            self.facts["lesson"] = None
        hint = self.facts["hint"]
        if hint is not None and hint["lesson"] not in self.lessons:
            self.facts["hint"] = None
        insert = "INSERT OR REPLACE INTO lessons (revision, name, text, at) VALUES (?, ?, ?, ?)"
        now = self.clock()
        lessons = [
            (insert, (self.revisions[name], name, lesson.dumps(), now))
            for name, lesson in self.lessons.items()
        ]
        self.store.write(*map(self._fact, self.facts), *lessons).result()

    def _set(self, **facts: Any) -> None:
        with self.lock:
            self.facts.update(facts)
            put = self.store.write(*map(self._fact, facts))
        put.result()

    def _fact(self, name: str) -> tuple[str, tuple[str, str]]:
        insert = "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)"
        return insert, (name, json.dumps(self.facts[name]))

    def _knock(self, code: object, address: str) -> None:
        """Refuses who does not know the code, and who guesses too often."""
        if not self._knocking.may(address):
            raise ClassRefusal("Too many wrong codes. Wait a few seconds.", status=429)
        if not isinstance(code, str) or not secrets.compare_digest(
            same(code[:100]).encode(errors="replace"), same(self.code).encode()
        ):
            self._knocking.missed(address)
            raise ClassRefusal("No class here has this code. Check it.", status=403)

    def _forget(self, students: Sequence[Student]) -> Future[None]:
        for one in students:
            del self.students[one.id], self._by_secret[one.secret]
        return self.store.write(
            *(("DELETE FROM work WHERE student = ?", (one.id,)) for one in students),
            *(("DELETE FROM students WHERE id = ?", (one.id,)) for one in students),
        )

    def _known(self, secret: str) -> Student | None:
        return self._by_secret.get(hashed(secret))

    def _student(self, secret: object) -> Student:
        found = self._known(secret) if isinstance(secret, str) else None
        if found is None:
            raise ClassRefusal("The class does not know you any more. Join it again.", status=401)
        return found

    def _hear_of(self, student: Student) -> float:
        """They are there, now."""
        student.seen, student.gone = self.clock(), None
        change = "UPDATE students SET seen = ?, gone = NULL WHERE id = ?"
        self.store.write((change, (student.seen, student.id)))
        return student.seen

    def _one(self, student: int) -> Student:
        found = self.students.get(student)
        if found is None:
            raise InvalidRequest("This student is not in the class any more.")
        return found

    def _lesson(self, body: Mapping[str, Any]) -> Lesson:
        name = body.get("lesson")
        lesson = self.lessons.get(name) if isinstance(name, str) else None
        if lesson is None:
            there = ", ".join(self.lessons)
            raise ClassRefusal(
                f"There is no such lesson in this class. It has {there}.", status=404
            )
        if body.get("revision") != self.revisions[lesson.name]:
            raise ClassRefusal(
                f"This is another version of the lesson '{lesson.name}'. Open it again.", status=409
            )
        return lesson

    def _state(self) -> Reply:
        facts = self.facts
        return {
            "lesson": facts["lesson"],
            "hints": facts["hints"],
            "hint": facts["hint"],
            "open": self.is_open,
            "every": EVERY,
        }

    def _joined(self, student: Student, secret: str) -> Reply:
        return {
            "student": secret,
            "name": student.name,
            "title": self.facts["title"],
            "lessons": [
                {"name": name, "title": lesson.title, "revision": self.revisions[name]}
                for name, lesson in self.lessons.items()
            ],
            **self._state(),
        }

    def _after(self, put: Future[None], reply: Reply, student: Student) -> Future[Reply]:
        """The reply to who joined, once that is on the disk; else they did not."""
        answer: Future[Reply] = Future()

        def done(put: Future[None]) -> None:
            if put.exception() is not None:
                with self.lock:
                    self.students.pop(student.id, None)
                    self._by_secret.pop(student.secret, None)
            pass_on(put, answer, reply)

        put.add_done_callback(done)
        return answer
