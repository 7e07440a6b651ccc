"""The file of a class → a table, and what was handed in."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from qdesign.classes.progress import Goal, Work
from qdesign.classes.store import reading
from qdesign.lessons import Lesson
from qdesign.lessons.grading import harmless
from qdesign.lessons.lesson import is_file_name
from qdesign.rows import rows

HEADS: Final = (
    "student", "joined", "lesson", "revision", "passed", "goals met", "goals", "met",
    "minutes", "hints", "begun", "last report", "ever met",
    "predictions",
)  # fmt: skip
_WORK: Final = (
    "SELECT students.name, students.joined, work.lesson, revision, begun, passed, work.seen, "
    "hints, goals, met FROM students LEFT JOIN work ON work.student = students.id "
    "ORDER BY students.id, work.begun"
)
_HANDED: Final = (
    "SELECT students.name, lesson, revision, hints, COALESCE(best, document) FROM work "
    "JOIN students ON students.id = work.student ORDER BY students.id, work.begun"
)


def to_csv(path: str | Path) -> str:
    """A table of a class's file: a row for each student and lesson; also while the class runs.

    Goals met are those of the drawing that `to_zip` hands in; others may have been met before.

    Raises:
        InvalidFile: there is no such file, or it is no class.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    with reading(Path(path)) as connection:
        for name, joined, *row in connection.execute(_WORK):
            try:
                cells = _cells(Work.of(row)) if row[0] is not None else ("",) * 12
                writer.writerow(map(harmless, (name, _when(joined), *cells)))
            except (TypeError, ValueError, KeyError, OverflowError):
                damaged = f"What '{name}' did in one lesson is damaged and left out."
                writer.writerow((harmless(str(name)), damaged))
    return out.getvalue()


def to_zip(path: str | Path) -> bytes:
    """The best drawing of each student in each lesson as hand-ins, and lessons of one's own.

    The best is the first that met the most goals; where none met any, the newest.
    `qdesign lesson grade` takes the folder that it is unpacked to.

    Raises:
        InvalidFile: there is no such file, or it is no class.
    """
    out = io.BytesIO()
    packed = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, reading(Path(path)) as kept:
        for name, lesson, revision, hints, document in kept.execute(_HANDED):
            place = f"{_safe(name).lower()}-{_safe(lesson)}-{revision[:4]}.handin"
            archive.writestr(place, _hand_in(name, lesson, revision, hints, document))
        shipped = {lesson.revision for lesson in rows(Lesson).values()}
        own = kept.execute("SELECT name, revision, text FROM lessons ORDER BY at")
        # Where there are several versions of one, the newest.
        for name, text in {name: text for name, rev, text in own if rev not in shipped}.items():
            archive.writestr(f"{_safe(name)}.qlesson", text)
    return out.getvalue()


def _safe(name: str) -> str:
    """For a file: a class of before may hold names that lead to another folder."""
    kept = "".join(each if is_file_name(each) else "-" for each in name)[:64]
    return kept if is_file_name(kept) else f"own-{kept}"


def _hand_in(student: str, lesson: str, revision: str, hints: int, document: str) -> str:
    """As `HandIn.dumps`, without reading the document, which was read when it was handed in."""
    data: dict[str, Any] = {
        "format": "qdesign-hand-in",
        "version": 1,
        "lesson": lesson,
        "revision": revision,
        "student": student,
        "hints": hints,
    }
    return f'{json.dumps(data)[:-1]}, "document": {document}}}\n'


def _cells(work: Work) -> Iterator[str]:
    ever = [goal.name for goal in work.goals.values() if goal.passed is not None]
    yield work.lesson
    yield work.revision
    yield "no" if work.passed is None else "yes"
    yield str(len(work.met))
    yield str(len(work.goals))
    yield " ".join(work.met)
    yield "" if work.passed is None else f"{(work.passed - work.begun) / 60:.1f}"
    yield str(work.hints)
    yield _when(work.begun)
    yield _when(work.seen)
    yield " ".join(ever)
    yield "; ".join(map(_predicted, (goal for goal in work.goals.values() if goal.said)))


def _predicted(goal: Goal) -> str:
    tries = f" (try {goal.tries})" if goal.tries else ""
    return f"{goal.name}: {goal.said}{tries}"


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
