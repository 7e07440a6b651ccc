"""Lessons, one file each; none is built in yet."""

from __future__ import annotations

from typing import Final

from qdesign.lessons.lesson import Lesson

ROWS: Final[tuple[Lesson, ...]] = ()
