"""Questions about lessons: one to work on, and what only Python finds of an answer to it."""

from __future__ import annotations

from dataclasses import dataclass

from qdesign.document import Document
from qdesign.lessons.checked import CheckedGoal


@dataclass(frozen=True, slots=True)
class LessonQuestion:
    """A lesson of the catalog by its name, or one that a file holds.

    Attributes:
        name: of the lesson; may be empty where `text` is given.
        text: of a `.qlesson` file, which then counts; empty for one of the catalog.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LessonResult:
    """A lesson to work on.

    Attributes:
        text: as its file has it, without the reference answer.
        revision: what hand-ins name.
        document: what a student begins with; it says which lesson it belongs to.
    """

    text: str
    revision: str
    document: Document


@dataclass(frozen=True, slots=True)
class CheckLessonQuestion:
    """An answer.

    Attributes:
        lesson: its text, with or without the reference answer.
    """

    document: Document
    lesson: str


@dataclass(frozen=True, slots=True)
class CheckLessonResult:
    """What is found of each goal, in the order of the lesson."""

    goals: tuple[CheckedGoal, ...]
