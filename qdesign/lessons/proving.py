"""A lesson → does its reference answer pass, and does what it begins with not?"""

from __future__ import annotations

from dataclasses import dataclass

from qdesign.lessons.checked import Checked
from qdesign.lessons.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Proven:
    """Whether a lesson can be passed, and is not passed by doing nothing.

    Attributes:
        reference: what is found of the reference answer.
        start: what is found of the start.
        faults: what is wrong, one sentence each; empty where the lesson is sound.
    """

    reference: Checked
    start: Checked
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Is the lesson sound?"""
        return not self.faults

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        if self.ok:
            return "The reference answer passes, and the start does not."
        return "\n".join(self.faults)


def prove(lesson: Lesson) -> Proven:
    """Checks the reference answer and the start by the lesson's own goals."""
    reference, start = lesson.check(lesson.reference), lesson.check(lesson.start)
    faults = [
        f"The reference answer does not reach '{goal.title}': {goal.message}"
        for goal in reference.goals
        if goal.outcome != "pass"
    ]
    if start.outcome == "pass":
        faults.append("The start passes already: a student has nothing to do.")
    return Proven(reference, start, tuple(faults))
