"""Every lesson: its reference passes, its start does not, and it comes back from its text."""

from __future__ import annotations

import pytest

import qdesign as qd
from qdesign.lessons import Lesson, prove
from qdesign.rows import rows


@pytest.mark.parametrize("lesson", rows(Lesson).values(), ids=lambda row: row.name)
def test_a_lesson_can_be_passed_and_is_not_passed_by_doing_nothing(lesson: Lesson) -> None:
    proven = prove(lesson)
    assert proven.ok, str(proven)
    assert Lesson.loads(lesson.dumps()) == lesson
    assert lesson.help
    assert lesson.minutes
    assert set(lesson.palette) <= set(qd.catalog("gate"))
    assert not any(goal.outcome == "error" for goal in proven.start)
    assert not {"reference", "data", "goals"} & set(lesson.to_dict())
