"""`qdesign lesson`: the lessons, an answer or a lesson checked, and a folder graded."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import print_json
from qdesign.cli.reading import open_file
from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.lessons.checked import Checked
    from qdesign.lessons.lesson import Lesson

_STATUS: Final = {"pass": 0, "fail": 1, "error": 2, "undecided": 3}


def _declare(parser: Parser) -> None:
    parser.add_argument(
        "action", choices=("list", "check", "grade"), metavar="ACTION", help="list, check or grade"
    )
    parser.add_argument(
        "what",
        nargs="?",
        metavar="FILE",
        help="a .qlesson file or a lesson's name; of grade a folder",
    )
    parser.suggest("what", _lessons_for)
    parser.add_argument(
        "answer",
        nargs="?",
        metavar="ANSWER",
        help="a drawing or a .handin file; without, the lesson",
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="of grade: a .csv, and a page beside")
    parser.add_json()


def _lessons_for(words: Sequence[str]) -> Iterable[str]:
    from qdesign.lessons.lesson import Lesson
    from qdesign.rows import rows

    return rows(Lesson)


def _run(options: argparse.Namespace) -> int:
    if options.action == "list":
        return _list(options)
    if not options.what:
        what = "the folder to grade" if options.action == "grade" else "a lesson"
        raise InvalidRequest(f"Name {what}: qdesign lesson {options.action} …")
    return _grade(options) if options.action == "grade" else _check(options)


def _list(options: argparse.Namespace) -> int:
    from qdesign.lessons.lesson import Lesson
    from qdesign.rows import rows

    found = rows(Lesson)
    if options.json:
        keys = ("name", "title", "group", "help", "minutes")
        print_json(
            {"lessons": [{key: getattr(row, key) for key in keys} for row in found.values()]}
        )
        return 0
    for name, row in found.items():
        print(f"{name:<14}{row.title:<30}{row.help}")
    return 0


def _check(options: argparse.Namespace) -> int:
    lesson = _lesson(options.what)
    if options.answer is None:
        return _prove(lesson, options)
    checked = _checked(lesson, options.answer)
    if options.json:
        print_json(checked.to_dict())
        return _STATUS[checked.outcome]
    for goal in checked.goals:
        print(goal)
    print(checked.message.partition("\n")[0])
    return _STATUS[checked.outcome]


def _checked(lesson: Lesson, answer: str) -> Checked:
    from qdesign.lessons.handing import HandIn

    if answer.endswith(".handin"):
        return HandIn.load(answer).check(lesson)
    return lesson.check(open_file(answer))


def _prove(lesson: Lesson, options: argparse.Namespace) -> int:
    from qdesign.lessons.proving import prove

    proven = prove(lesson)
    if options.json:
        print_json({"ok": proven.ok, "faults": list(proven.faults)})
    else:
        print(proven)
    return 0 if proven.ok else 1


def _lesson(name: str) -> Lesson:
    from qdesign.lessons import get, load

    return load(name) if name.endswith(".qlesson") or Path(name).is_file() else get(name)


def _grade(options: argparse.Namespace) -> int:
    from qdesign.lessons.grading import HEADS, grade

    grades = grade(options.what)
    written: tuple[Path, ...] = grades.save(options.output) if options.output else ()
    if options.json:
        print_json({"files": [dict(zip(HEADS, row.cells, strict=True)) for row in grades]})
        return 0
    for row in grades:
        print(f"{row.outcome:<10}{row.score:<6.2f}{row.file}")
    print(grades.summary)
    for path in written:
        print(f"Written: {path}")
    return 0


LESSON = Command(
    name="lesson",
    about="list lessons, check one or an answer (0 pass, 1 fail, 3 undecided), grade a folder",
    declare=_declare,
    run=_run,
)
