"""Asks about lessons."""

from __future__ import annotations

from qdesign.json_text import is_object, parse_json, write_json
from qdesign.lessons import Lesson, get, loads
from qdesign.session import port
from qdesign.session.replies import Answer, Report


def lesson(question: port.LessonQuestion, report: Report) -> Answer[port.LessonResult]:
    """A lesson to work on, without its reference answer."""
    found = loads(question.text) if question.text else get(question.name)
    told = {name: part for name, part in found.data.items() if name != "reference"}
    return Answer(port.LessonResult(write_json(told) + "\n", found.revision, found.begun))


def check_lesson(
    question: port.CheckLessonQuestion, report: Report
) -> Answer[port.CheckLessonResult]:
    """What is right about an answer to a lesson, goal by goal."""
    found = _without_reference(question.lesson).check(question.document)
    return Answer(port.CheckLessonResult(found.goals))


def _without_reference(text: str) -> Lesson:
    data = parse_json(text, ".qlesson")
    if not is_object(data) or "reference" in data or "start" not in data:
        return loads(text)
    # A check does not look at the reference, and pages do not have it.
    return loads(write_json({**data, "reference": data["start"]}))
