"""What the child process of checks answers: each goal as soon as it is found, then null."""

from __future__ import annotations

from typing import Any

from qdesign.document import Document
from qdesign.lessons import loads
from qdesign.lessons.checked import CheckedGoal
from qdesign.lessons.checking import looked_at
from qdesign.process.inside import Answer, Say


def start() -> Answer:
    """Loads all that is needed."""
    return _answer


def _answer(_header: dict[str, Any], buffers: list[bytes], say: Say) -> None:
    lesson, document = loads(buffers[0].decode()), Document.loads(buffers[1].decode())
    for goal, _ in looked_at(lesson, document):
        say({"goal": {name: getattr(goal, name) for name in CheckedGoal.__slots__}})
    say({"goal": None})
