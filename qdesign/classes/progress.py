"""How far a student is in one version of a lesson: kept in memory, and as a row of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from qdesign.classes.store import Change
from qdesign.classes.told import answers_in

ACTIVE: Final = 60.0
"""Seconds within which a page that is open is heard of."""
MOST_HINTS: Final = 1000
_PUT: Final = (
    "INSERT INTO work (student, lesson, revision, begun, passed, seen, hints, goals, document, "
    "met) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (student, lesson, revision) DO UPDATE SET begun = excluded.begun, "
    "passed = excluded.passed, seen = excluded.seen, hints = excluded.hints, "
    "goals = excluded.goals, document = excluded.document, met = excluded.met, best = "
)
_NEWEST_IS_BEST: Final = f"{_PUT} NULL"
_BEST_STAYS: Final = f"{_PUT} COALESCE(work.best, work.document)"


@dataclass(slots=True)
class Goal:
    """What the newest check found of a goal, and when it was first met.

    Attributes:
        passed: seconds since 1970; None while it was never met.
        value: the number that it is about, exact; None where there is none.
        since: since when the value is this one, to three digits.
        said, tries: the newest answer to a question, and on which try it was given.
    """

    name: str
    outcome: str
    value: float | None = None
    passed: float | None = None
    since: float | None = None
    said: str = ""
    tries: int = 0


@dataclass(slots=True)
class Work:
    """A student in a lesson. Times in seconds since 1970.

    Attributes:
        begun: when the class first heard of it.
        passed: when all goals were first met; None while they never were.
        seen: the newest report.
        hints: the most that the page ever told of.
        met: names of the goals that the best drawing meets: the first that meets the most.
    """

    lesson: str
    revision: str
    begun: float
    seen: float
    passed: float | None = None
    hints: int = 0
    goals: dict[str, Goal] = field(default_factory=dict[str, Goal])
    met: tuple[str, ...] = ()

    def hear(
        self, said: Mapping[str, Any], now: float, hints: int, document: Mapping[str, Any]
    ) -> bool:
        """Takes in what a check found of a document; is it the best one from now on?"""
        for name, answer, tries in answers_in(document):
            if any(name == found["name"] for found in said["goals"]):
                goal = self.goals.setdefault(name, Goal(name, "fail"))
                goal.said, goal.tries = answer, tries
        for found in said["goals"]:
            goal = self.goals.setdefault(found["name"], Goal(found["name"], "fail"))
            value = found.get("value")
            if goal.since is None or _is_other(goal.value, value):
                goal.since = now
            goal.outcome, goal.value = found["outcome"], value
            if goal.outcome == "pass" and goal.passed is None:
                goal.passed = now
        if said["outcome"] == "pass" and self.passed is None:
            self.passed = now
        self.seen = now
        self.hints = max(self.hints, hints)
        met = tuple(found["name"] for found in said["goals"] if found["outcome"] == "pass")
        # Of drawings that meet nothing, the newest is as good as any.
        is_best = len(met) > len(self.met) or not self.met
        if is_best:
            self.met = met
        return is_best

    def change(self, student: int, document: str, *, is_best: bool) -> Change:
        """The row of the file, with the newest document; an older one stays where it is best."""
        goals = json.dumps([asdict(goal) for goal in self.goals.values()])
        values = (student, self.lesson, self.revision, self.begun, self.passed, self.seen)
        values = (*values, self.hints, goals, document, json.dumps(self.met))
        return (_NEWEST_IS_BEST if is_best else _BEST_STAYS), values

    @staticmethod
    def of(row: Sequence[Any]) -> Work:
        """From a row: lesson, revision, begun, passed, seen, hints, goals, met."""
        lesson, revision, begun, passed, seen, hints, goals, met = row
        kept = {each["name"]: Goal(**each) for each in json.loads(goals)}
        if met is None:  # of a file of version 1, which has the newest drawing alone
            names = (goal.name for goal in kept.values() if goal.outcome == "pass")
        else:
            names = json.loads(met)
        return Work(lesson, revision, begun, seen, passed, hints, kept, tuple(names))


def _is_other(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return round(one, 3) != round(other, 3)


@dataclass(slots=True, eq=False)
class Student:
    """Somebody who joined, by an animal's name.

    Attributes:
        secret: the SHA-256 of what their page knows them by.
        gone: when they left; None while they are there.
        work: by lesson and revision.
    """

    id: int
    name: str
    secret: str
    joined: float
    seen: float
    gone: float | None = None
    work: dict[tuple[str, str], Work] = field(default_factory=dict[tuple[str, str], Work])

    @property
    def newest(self) -> Work | None:
        """The lesson that they are in."""
        return max(self.work.values(), key=lambda work: work.seen, default=None)

    def hinted(self, lesson: object, hints: object) -> Iterator[Change]:
        """Takes in how many hints of a lesson were looked at; what is no such number is left."""
        works = [work for work in self.work.values() if work.lesson == lesson]
        work = max(works, key=lambda work: work.seen, default=None)
        if work is None or isinstance(hints, bool) or not isinstance(hints, int):
            return
        if work.hints < hints <= MOST_HINTS:
            work.hints = hints
            change = "UPDATE work SET hints = ? WHERE student = ? AND lesson = ? AND revision = ?"
            yield change, (hints, self.id, work.lesson, work.revision)

    def is_idle(self, now: float) -> bool:
        """Was nothing ever told, and is the page not heard of?"""
        return not self.work and now - self.seen > ACTIVE
