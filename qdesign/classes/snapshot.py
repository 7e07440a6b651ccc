"""How a class stands, as values: what an instructor's page shows."""

from __future__ import annotations

import math
import os
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from qdesign.classes.progress import ACTIVE, Student, Work
from qdesign.classes.standing import Cluster, at_goals, clusters
from qdesign.lessons import Lesson
from qdesign.lessons.goals import KINDS
from qdesign.lessons.goals.answer import signed

if TYPE_CHECKING:
    from qdesign.classes.room import Room

MOST_STUDENTS: Final = 400
"""In one class."""
_FIGURES: Final = 300.0
"""Seconds of which the replies are told."""

Done = Literal["done", "now", "begun", "none"]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson of the class.

    Attributes:
        hints: their texts, in order.
        done: how many students met all goals.
        begun: how many opened it.
    """

    name: str
    title: str
    hints: tuple[str, ...]
    done: int
    begun: int


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal of the lesson that is shown.

    Attributes:
        about: one line, such as "energy ≤ −3.484".
        passed: how many ever met it.
        open: how many opened the lesson and did not meet it.
        here: how many stand at it now, as the first that they have not met: of those who are in the
            lesson and were heard of within two minutes; 0 once the class has ended.
        median: seconds from opening the lesson to meeting it; None where nobody did.
    """

    name: str
    title: str
    kind: str
    about: str
    passed: int
    open: int
    here: int
    median: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A student at a goal.

    Attributes:
        outcome: of the newest check; "none" where there was none.
        passed: was it ever met?
        text: what is told: "0.248 over", "−3.132", "2"; empty where there is no number.
        value: the number, exact; None for none.
        seconds: met: from opening the lesson until then. Not met: since the lesson was opened or
            the newest other goal met. None where the lesson was not opened.
    """

    outcome: str
    passed: bool
    text: str
    value: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class RowLine:
    """A student.

    Attributes:
        lessons: for each lesson of the class: all goals met, being worked on, opened, or not.
        cells: for each goal of the lesson that is shown.
        hints: looked at in that lesson.
        seen: seconds since the page was heard of.
        active: heard of within a minute, and not gone.
        gone: did they leave?
    """

    id: int
    name: str
    lessons: tuple[Done, ...]
    cells: tuple[Cell, ...]
    hints: int
    seen: float
    active: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A student's energy now."""

    student: int
    value: float
    passed: bool


@dataclass(frozen=True, slots=True)
class Energies:
    """The energies of one goal.

    Attributes:
        kind: how they were found: "exact".
        at_most: what meets the goal.
        exact: the lowest there is, where the lesson says so.
    """

    goal: str
    title: str
    kind: Literal["exact"]
    at_most: float
    exact: float | None
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How the server does.

    Attributes:
        check_95th: milliseconds from a report to its reply, in the last five minutes, that 95 of
            100 do not exceed; None where there was none.
        memory: bytes that it and its processes hold; 0 where the system does not say.
        busy: how much of the last minute the processes that check were at work, 0 to 1.
        most: students that may join.
    """

    check_95th: float | None
    memory: int
    busy: float
    most: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How a class stands.

    Attributes:
        started: seconds since 1970.
        seconds: since then, until now or the end.
        joined, active: students, and those heard of within a minute.
        idle: those who told nothing and are away.
        chosen: the lesson that was opened for all; empty for none.
        shown: the lesson that goals, rows and what follows are about.
        stops_most: the goal at which most stand now; empty where nobody is at one.
        by_minute: goals of that lesson that were met in all, after each minute of the class.
        goals_in_all: what that can be at most.
    """

    title: str
    code: str
    addresses: tuple[str, ...]
    started: float
    seconds: float
    is_open: bool
    joining: bool
    hints: bool
    hint_lesson: str
    hint_number: int
    joined: int
    active: int
    idle: int
    lessons: tuple[LessonLine, ...]
    chosen: str
    shown: str
    goals: tuple[GoalLine, ...]
    rows: tuple[RowLine, ...]
    stops_most: str
    clusters: tuple[Cluster, ...]
    energies: tuple[Energies, ...]
    by_minute: tuple[int, ...]
    goals_in_all: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Look:
    """A student's newest drawing in a lesson; `document` is its text."""

    student: str
    lesson: str
    document: str


def snapshot_of(room: Room, lesson: str | None) -> Snapshot:
    """How a class stands; with the lock of the room."""
    facts, students = room.facts, list(room.students.values())
    now = room.clock()
    end = facts["ended"] if facts["ended"] is not None else now
    shown = room.lessons.get(lesson or facts["lesson"] or "") or _busiest(room, students)
    key = (shown.name, room.revisions[shown.name])
    works = {student: student.work.get(key) for student in students}
    rows = tuple(_row(room, student, shown, works[student], end) for student in students)
    here = Counter(at_goals(shown, works, now) if room.is_open else ())
    goals = tuple(_goal(goal, list(works.values()), here) for goal in shown.goals)
    most = max(goals, key=lambda goal: goal.here, default=None)
    hint: Mapping[str, Any] = facts["hint"] or {"lesson": "", "number": 0}
    return Snapshot(
        title=facts["title"],
        code=facts["code"],
        addresses=room.addresses,
        started=facts["started"],
        seconds=max(0.0, end - facts["started"]),
        is_open=room.is_open,
        joining=facts["joining"],
        hints=facts["hints"],
        hint_lesson=hint["lesson"],
        hint_number=hint["number"],
        joined=len(students),
        active=sum(row.active for row in rows) if room.is_open else 0,
        idle=sum(student.is_idle(now) for student in students),
        lessons=tuple(_lessons(room, students)),
        chosen=facts["lesson"] or "",
        shown=shown.name,
        goals=goals,
        rows=rows,
        stops_most=most.name if most is not None and most.here else "",
        clusters=clusters(shown, works, now, start=room.starts.of(key[1])) if room.is_open else (),
        energies=tuple(_energies(shown, works)),
        by_minute=_by_minute(facts["started"], end, works.values()),
        goals_in_all=len(students) * len(goals),
        figures=_figures(room),
    )


def _busiest(room: Room, students: Sequence[Student]) -> Lesson:
    """The lesson that most are in; the first where nobody is in any."""
    newest = (student.newest for student in students)
    counts = Counter(work.lesson for work in newest if work is not None)
    for name, _ in counts.most_common():
        if name in room.lessons:
            return room.lessons[name]
    return next(iter(room.lessons.values()))


def _lessons(room: Room, students: Sequence[Student]) -> Iterator[LessonLine]:
    for name, lesson in room.lessons.items():
        works = [student.work.get((name, room.revisions[name])) for student in students]
        begun = [work for work in works if work is not None]
        done = sum(work.passed is not None for work in begun)
        yield LessonLine(name, lesson.title, lesson.hints, done, len(begun))


def _row(room: Room, student: Student, shown: Lesson, work: Work | None, now: float) -> RowLine:
    newest = student.newest
    states: list[Done] = []
    for name in room.lessons:
        other = student.work.get((name, room.revisions[name]))
        if other is None:
            states.append("none")
        elif other.passed is not None:
            states.append("done")
        else:
            states.append("now" if other is newest else "begun")
    cells = tuple(_cell(goal, work, now) for goal in shown.goals)
    seen = max(0.0, now - student.seen)
    hints = 0 if work is None else work.hints
    gone = student.gone is not None
    active = seen <= ACTIVE and not gone
    return RowLine(student.id, student.name, tuple(states), cells, hints, seen, active, gone)


def _cell(goal: Mapping[str, Any], work: Work | None, now: float) -> Cell:
    if work is None:
        return Cell("none", False, "", None, None)
    found = work.goals.get(goal["name"])
    if found is not None and found.passed is not None:
        seconds = found.passed - work.begun
    else:
        since = [work.begun, *(g.passed for g in work.goals.values() if g.passed is not None)]
        seconds = now - max(since)
    if found is None:
        return Cell("none", False, "", None, max(0.0, seconds))
    text = _said(goal, found.value, found.outcome)
    return Cell(found.outcome, found.passed is not None, text, found.value, max(0.0, seconds))


def _said(goal: Mapping[str, Any], value: float | None, outcome: str) -> str:
    if value is None:
        return ""
    if goal["kind"] != "energy":
        return f"{value:.0f}"
    over = value - float(goal["at_most"])
    return f"{signed(over)} over" if "exact" in goal and outcome == "fail" else signed(value)


def _goal(
    goal: Mapping[str, Any], works: Sequence[Work | None], here: Mapping[str, int]
) -> GoalLine:
    begun = [work for work in works if work is not None]
    met = [(w.begun, w.goals[goal["name"]].passed) for w in begun if goal["name"] in w.goals]
    times = [passed - start for start, passed in met if passed is not None]
    return GoalLine(
        name=goal["name"],
        title=goal["title"],
        kind=goal["kind"],
        about=_about(goal),
        passed=len(times),
        open=len(begun) - len(times),
        here=here.get(goal["name"], 0),
        median=max(0.0, statistics.median(times)) if times else None,
    )


def _about(goal: Mapping[str, Any]) -> str:
    if goal["kind"] == "energy":
        return f"energy ≤ {signed(float(goal['at_most']))}"
    if "what" not in goal:
        return KINDS[goal["kind"]].title.lower()
    what = str(goal["what"]).replace("_", "-")
    most, least = goal.get("at_most"), goal.get("at_least")
    if most == least:
        return f"{what} = {most}"
    if most is None:
        return f"{what} ≥ {least}"
    return f"{what} ≤ {most}" if least is None else f"{least} ≤ {what} ≤ {most}"


def _energies(shown: Lesson, works: Mapping[Student, Work | None]) -> Iterator[Energies]:
    for goal in shown.goals:
        if goal["kind"] != "energy":
            continue
        dots: list[Dot] = []
        for student, work in works.items():
            kept = None if work is None else work.goals.get(goal["name"])
            if kept is not None and kept.value is not None:
                dots.append(Dot(student.id, kept.value, kept.outcome == "pass"))
        exact = float(goal["exact"]) if "exact" in goal else None
        yield Energies(
            goal["name"], goal["title"], "exact", float(goal["at_most"]), exact, tuple(dots)
        )


def _by_minute(started: float, end: float, works: Iterable[Work | None]) -> tuple[int, ...]:
    minutes = min(24 * 60, 1 + max(0, math.floor((end - started) / 60)))
    counts = [0] * minutes
    for work in works:
        for goal in () if work is None else work.goals.values():
            if goal.passed is not None:
                minute = math.floor((goal.passed - started) / 60)
                counts[min(max(minute, 0), minutes - 1)] += 1
    for k in range(1, minutes):
        counts[k] += counts[k - 1]
    return tuple(counts)


def _figures(room: Room) -> Figures:
    since = room.clock() - _FIGURES
    times = sorted(seconds for at, seconds in room.replies if at >= since)
    last = times[math.ceil(0.95 * len(times)) - 1] * 1000 if times else None
    return Figures(last, _resident() + room.checker.memory(), room.checker.busy(), MOST_STUDENTS)


def _resident() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
