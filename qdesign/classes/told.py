"""What students send, and what they are told, as plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from typing import Any, Final

from qdesign.classes.refusing import ClassRefusal
from qdesign.errors import InvalidFile
from qdesign.json_text import is_object, parse_json, write_json
from qdesign.lessons import Lesson

_TITLE: Final = 80

Reply = dict[str, Any]


def document_in(given: object) -> Mapping[str, Any]:
    """The document of a report: JSON, or its text."""
    data = parse_json(given) if isinstance(given, str) else given
    if not is_object(data):
        raise ClassRefusal('"document" is a drawing as JSON, or its text.')
    return data


def answers_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Of each question that was answered: the goal, what was said, on which try; 0 for unsaid."""
    lesson = document.get("lesson")
    if not is_object(lesson):
        return
    answers, goals = lesson.get("answers"), lesson.get("goals")
    for name, answer in (answers if is_object(answers) else {}).items():
        reached = goals.get(name) if is_object(goals) else None
        tries = reached.get("tries") if is_object(reached) else None
        if isinstance(tries, bool) or not isinstance(tries, int) or not 0 < tries < 10_000:
            tries = 0
        yield name, plain(str(answer)), tries


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret[:100].encode(errors="replace")).hexdigest()


def plain(title: str) -> str:
    """A title in one short line."""
    kept = "".join(letter if letter.isprintable() else " " for letter in title)
    return " ".join(kept.split())[:_TITLE]


def public_text(lesson: Lesson) -> str:
    """A lesson as students get it: without its reference answer."""
    told = {name: part for name, part in lesson.data.items() if name != "reference"}
    text = write_json(told) + "\n"
    if len(text) > 4_000_000:
        raise InvalidFile(f"The lesson '{lesson.name}' has over 4 MB; leave it out.")
    return text


def pass_on(put: Future[None], answer: Future[Reply], reply: Reply) -> None:
    """Answers once it is on the disk."""
    error = put.exception()
    if error is None:
        answer.set_result(reply)
    else:
        said = "The class cannot be kept just now; its disk may be full. Tell your instructor."
        answer.set_exception(ClassRefusal(said, status=503))


def done(reply: Reply) -> Future[Reply]:
    """An answer that is there."""
    future: Future[Reply] = Future()
    future.set_result(reply)
    return future
