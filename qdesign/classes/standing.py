"""Where the students of a class stand now: at which goal, and where many stay at one energy.

Only those who are present count: heard of within two minutes, and not gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from qdesign.classes.progress import Student, Work
from qdesign.lessons import Lesson
from qdesign.lessons.goals.answer import signed

PRESENT: Final = 120.0
"""Seconds within which a student who is there was heard of."""
_FEW: Final = 3
"""Students at one value that are worth a word."""
_STAY: Final = 120.0
"""Seconds at one value that are worth a word."""
_CLUSTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Cluster:
    """Students who are present and have stayed at one value of a goal that they have not met.

    Attributes:
        value: rounded to three digits; not that of the lesson's start.
        text: "11 stand at −3.236."
        students: their ids.
    """

    goal: str
    value: float
    text: str
    students: tuple[int, ...]


def at_goals(shown: Lesson, students: Mapping[Student, Work | None], now: float) -> Iterator[str]:
    """For each student who is present and in the lesson: the first goal that they have not met."""
    for student, work in students.items():
        if work is None or work is not student.newest or not _is_present(student, now):
            continue
        for goal in shown.goals:
            kept = work.goals.get(goal["name"])
            if kept is None or kept.passed is None:
                yield goal["name"]
                break


def clusters(
    shown: Lesson,
    students: Mapping[Student, Work | None],
    now: float,
    *,
    start: Mapping[str, float],
) -> tuple[Cluster, ...]:
    """Where the most stay, most first; `start` is what the lesson's start gives, by goal."""
    found: list[Cluster] = []
    for goal in shown.goals:
        if goal["kind"] != "energy":
            continue
        at: dict[float, list[int]] = {}
        for student, work in students.items():
            if work is not None and work is student.newest and _is_present(student, now):
                value = _stays_at(goal, work, now)
                if value is not None and value != rounded(start.get(goal["name"])):
                    at.setdefault(value, []).append(student.id)
        found += [
            Cluster(goal["name"], value, f"{len(there)} stand at {signed(value)}.", tuple(there))
            for value, there in at.items()
            if len(there) >= _FEW
        ]
    found.sort(key=lambda cluster: -len(cluster.students))
    return tuple(found[:_CLUSTERS])


def rounded(value: float | None) -> float | None:
    """As it is told: to three digits."""
    return None if value is None else round(value, 3) + 0.0


def _is_present(student: Student, now: float) -> bool:
    return student.gone is None and now - student.seen <= PRESENT


def _stays_at(goal: Mapping[str, Any], work: Work, now: float) -> float | None:
    kept = work.goals.get(goal["name"])
    if kept is None or kept.outcome != "fail" or kept.passed is not None:
        return None
    return rounded(kept.value) if now - (kept.since or work.begun) >= _STAY else None
