"""Inside a process that checks answers: a lesson's text once, then documents → what is found."""

from __future__ import annotations

from typing import Any, Final

from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.lessons import Lesson, get, loads
from qdesign.lessons.checked import Checked
from qdesign.lessons.checking import look
from qdesign.process import inside

WARM: Final = "pair"
"""The lesson that is checked before the first student's answer, so that all is loaded."""


def start() -> inside.Answer:
    """What answers `{"learn": revision, "text": …}` and `{"check": revision, "text": …}`."""
    lessons: dict[str, Lesson] = {}
    known = get(WARM)
    known.check(Document.loads(known.reference.dumps()))

    def answer(message: dict[str, Any], _buffers: list[bytes], say: inside.Say) -> None:
        if "learn" in message:
            lessons[message["learn"]] = loads(message["text"])
            return
        say(_checked(lessons[message["check"]], message["text"]))

    return answer


def _checked(lesson: Lesson, text: str) -> dict[str, Any]:
    try:
        document = Document.loads(text)
    except QdesignError as error:
        return {"error": str(error)}
    except Exception as error:
        return {"error": f"This drawing cannot be read ({type(error).__name__})."}
    found = look(lesson, document)
    whole = Checked(lesson.name, tuple(goal for goal, _ in found))
    said = whole.to_dict()
    for goal, (_, value) in zip(said["goals"], found, strict=True):
        if value is not None:
            goal["value"] = value
        if not goal["counterexample"]:
            del goal["counterexample"]
    return said
