"""A lesson and an answer → what each goal finds. Seeded, offline, and over after 5 seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.document import Document
from qdesign.errors import QdesignError, TooLarge
from qdesign.lessons.checked import Checked, CheckedGoal, Found
from qdesign.lessons.goals import KINDS, Answer
from qdesign.lessons.limited import in_child, is_light, too_large

if TYPE_CHECKING:
    from qdesign.lessons.lesson import Lesson

Told = tuple[CheckedGoal, float | None]


def check(lesson: Lesson, answer: object) -> Checked:
    """What is right about an answer; see `Lesson.check`."""
    read = _read(lesson, answer)
    if not isinstance(read, Document):
        return Checked(lesson.name, tuple(goal for goal, _ in read))
    if not is_light(lesson, read):
        return in_child(lesson, read)
    return Checked(lesson.name, tuple(goal for goal, _ in looked_at(lesson, read)))


def look(lesson: Lesson, answer: object) -> tuple[Told, ...]:
    """What is found of each goal, and the number that it is about, where it is about one.

    However long it takes, in this process: for one that is stopped itself.
    """
    read = _read(lesson, answer)
    return tuple(looked_at(lesson, read)) if isinstance(read, Document) else read


def looked_at(lesson: Lesson, document: Document) -> Iterator[Told]:
    """As `look`, of a document that can be looked at, each goal as soon as it is found."""
    answer = Answer(document, lesson.start)
    for goal in lesson.goals:
        yield _said(goal, _look(goal, answer))
    for goal in _outside(lesson, answer):
        yield goal, None


def _read(lesson: Lesson, answer: object) -> Document | tuple[Told, ...]:
    """The answer as a document; where it cannot be looked at, what is said of each goal."""
    try:
        document = as_answer(answer)
        why = too_large(document)
    except Exception as error:
        words = str(error) if isinstance(error, QdesignError) else "This answer cannot be read."
        return tuple(_said(goal, Found("error", words)) for goal in lesson.goals)
    return tuple(_said(goal, Found("undecided", why)) for goal in lesson.goals) if why else document


def as_answer(answer: object) -> Document:
    """The document that an answer is, or plainly stands for."""
    if isinstance(answer, Document):
        return answer
    if isinstance(answer, tuple) and len(cast("tuple[object, ...]", answer)) == 2:
        body, values = cast("tuple[object, Mapping[str, float]]", answer)
        return Document(as_body(body)).with_values(values)
    return Document(as_body(answer))


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    try:
        return KINDS[goal["kind"]].look(goal, answer)
    except TooLarge as error:
        return Found("undecided", str(error))
    except QdesignError as error:
        return Found("error", str(error))
    except Exception as error:  # a check never raises: what we did wrong is ours to say
        return Found("error", f"This could not be checked ({type(error).__name__}).")


def _said(goal: Mapping[str, Any], found: Found) -> Told:
    said = (goal["name"], goal["title"], found.outcome, found.message, found.counterexample)
    return CheckedGoal(*said), found.value


def _outside(lesson: Lesson, answer: Answer) -> Iterator[CheckedGoal]:
    """A goal of its own, where a gate is used that the lesson does not have."""
    body = answer.document.body
    if not lesson.palette or not isinstance(body, Circuit):
        return
    known = {*lesson.palette, "barrier"}
    others = sorted({operation.gate for operation in body.plain_operations} - known)
    if others:
        words = f"Here there are {', '.join(lesson.palette)}; {others[0]} is none of them."
        yield CheckedGoal("palette", "Gates of this lesson", "fail", words, others[0])
