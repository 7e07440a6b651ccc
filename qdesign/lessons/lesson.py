"""The row of the catalog that a lesson is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qdesign.document import Document
from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Row):
    """A row of the kind `lesson`.

    Attributes:
        start: what the person begins with.
        goals: what is to be reached, in order, one sentence each.
    """

    KIND: ClassVar[str] = "lesson"

    start: Document
    goals: tuple[str, ...]
