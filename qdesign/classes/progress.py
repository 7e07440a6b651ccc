"""How far a student is in one version of a lesson: kept in memory, and as a row of the file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from qdesign.classes.store import Change


@dataclass(slots=True)
class Goal:
    """What the newest check found of a goal, and when it was first met.

    Attributes:
        passed: seconds since 1970; None while it was never met.
        value: the number that it is about, exact; None where there is none.
    """

    name: str
    outcome: str
    value: float | None = None
    passed: float | None = None


@dataclass(slots=True)
class Work:
    """A student in a lesson. Times in seconds since 1970.

    Attributes:
        begun: when the class first heard of it.
        passed: when all goals were first met; None while they never were.
        seen: the newest report.
        hints: the most that the page ever told of.
    """

    lesson: str
    revision: str
    begun: float
    seen: float
    passed: float | None = None
    hints: int = 0
    goals: dict[str, Goal] = field(default_factory=dict[str, Goal])

    def hear(self, said: Mapping[str, Any], now: float, hints: int) -> None:
        """Takes in what a check found."""
        for found in said["goals"]:
            goal = self.goals.setdefault(found["name"], Goal(found["name"], "fail"))
            goal.outcome, goal.value = found["outcome"], found.get("value")
            if goal.outcome == "pass" and goal.passed is None:
                goal.passed = now
        if said["outcome"] == "pass" and self.passed is None:
            self.passed = now
        self.seen = now
        self.hints = max(self.hints, hints)

    def change(self, student: int, document: str) -> Change:
        """The row of the file, with the newest document."""
        goals = json.dumps([asdict(goal) for goal in self.goals.values()])
        values = (student, self.lesson, self.revision, self.begun, self.passed, self.seen)
        insert = (
            "INSERT OR REPLACE INTO work (student, lesson, revision, begun, passed, seen, hints, "
            "goals, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        return insert, (*values, self.hints, goals, document)

    @staticmethod
    def of(row: Sequence[Any]) -> Work:
        """From a row: lesson, revision, begun, passed, seen, hints, goals."""
        lesson, revision, begun, passed, seen, hints, goals = row
        kept = {each["name"]: Goal(**each) for each in json.loads(goals)}
        return Work(lesson, revision, begun, seen, passed, hints, kept)


@dataclass(slots=True)
class Student:
    """Somebody who joined, by an animal's name.

    Attributes:
        secret: the SHA-256 of what their page knows them by.
        work: by lesson and revision.
    """

    id: int
    name: str
    secret: str
    joined: float
    seen: float
    work: dict[tuple[str, str], Work] = field(default_factory=dict[tuple[str, str], Work])

    @property
    def newest(self) -> Work | None:
        """The lesson that they are in."""
        return max(self.work.values(), key=lambda work: work.seen, default=None)
