"""What the starts of a class's lessons give, which is where nobody is stuck."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from qdesign.classes.checker import Checker
from qdesign.lessons import Lesson


class Starts:
    """Measured when a lesson is first reported; most students' first drawing is its start."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._values: dict[str, dict[str, float]] = {}

    def of(self, revision: str) -> Mapping[str, float]:
        """By goal, where it has a number; empty where that is not known yet."""
        return self._values.get(revision, {})

    def measure(self, lesson: Lesson, revision: str) -> None:
        """Once for each revision."""
        if revision in self._values:
            return
        values = self._values[revision] = {}

        def found(check: Future[dict[str, Any]]) -> None:
            if check.exception() is None:
                for goal in check.result().get("goals", ()):
                    if goal.get("value") is not None:
                        values[goal["name"]] = goal["value"]

        # Below every student's number, which replace what waits of theirs.
        number = -len(self._values)
        document = json.loads(lesson.start.dumps())
        self._checker.check(number, revision, document).add_done_callback(found)
