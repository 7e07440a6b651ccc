"""A lesson and an answer → what each goal finds. Seeded, offline, and bounded by size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.document import Document
from qdesign.errors import QdesignError, TooLarge
from qdesign.lessons.checked import Checked, CheckedGoal, Found
from qdesign.lessons.goals import KINDS, Answer

if TYPE_CHECKING:
    from qdesign.lessons.lesson import Lesson


def check(lesson: Lesson, answer: object) -> Checked:
    """What is right about an answer; see `Lesson.check`."""
    return Checked(lesson.name, tuple(goal for goal, _ in look(lesson, answer)))


def look(lesson: Lesson, answer: object) -> tuple[tuple[CheckedGoal, float | None], ...]:
    """What is found of each goal, and the number that it is about, where it is about one."""
    try:
        read = Answer(as_answer(answer), lesson.start)
    except Exception as error:
        why = str(error) if isinstance(error, QdesignError) else "This answer cannot be read."
        return tuple(_said(goal, Found("error", why)) for goal in lesson.goals)
    found = [_said(goal, _look(goal, read)) for goal in lesson.goals]
    return (*found, *((goal, None) for goal in _outside(lesson, read)))


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


def _said(goal: Mapping[str, Any], found: Found) -> tuple[CheckedGoal, float | None]:
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
