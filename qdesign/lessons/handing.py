"""What a student hands in: one JSON text that can be checked again without the notebook."""

from __future__ import annotations

import os
from dataclasses import dataclass

from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidRequest
from qdesign.files import read_text, write_text
from qdesign.json_text import Place, is_object, parse_json, write_json
from qdesign.lessons.checked import Checked
from qdesign.lessons.checking import as_answer
from qdesign.lessons.lesson import Lesson, check_words, document_of
from qdesign.shapes import check_shape

VERSION = 1


@dataclass(frozen=True, slots=True)
class HandIn:
    """An answer, and which lesson it is for.

    Attributes:
        lesson: its name.
        revision: of the lesson that the student had.
        student: what the student calls themselves; empty for nothing.
        hints: how many were looked at.
    """

    lesson: str
    revision: str
    document: Document
    student: str = ""
    hints: int = 0

    @staticmethod
    def of(lesson: Lesson, answer: object, *, student: str = "", hints: int = 0) -> HandIn:
        """An answer to a lesson, to be handed in."""
        return HandIn(lesson.name, lesson.revision, as_answer(answer), student, hints)

    def check(self, lesson: Lesson) -> Checked:
        """What the lesson finds of it.

        Raises:
            InvalidRequest: it is for another lesson, or for another version of this one.
        """
        if self.lesson != lesson.name:
            raise InvalidRequest(
                f"This is handed in for the lesson '{self.lesson}', not for '{lesson.name}'."
            )
        if self.revision != lesson.revision:
            raise InvalidRequest(
                f"This is handed in for another version of the lesson '{self.lesson}'. Check it "
                "with the file that the student had."
            )
        return lesson.check(self.document)

    @staticmethod
    def loads(text: str) -> HandIn:
        """What a text hands in.

        Raises:
            InvalidDocument: it is no such text; with the place.
        """
        data = parse_json(text, ".handin")
        if not is_object(data) or data.get("format") != "qdesign-hand-in":
            raise InvalidDocument('This is nothing handed in: "format" must be "qdesign-hand-in".')
        read = check_shape(Place(data), "HandIn")
        check_words([read["lesson"], read.get("student", "")], "")
        return HandIn(
            read["lesson"],
            read["revision"],
            document_of(read["document"], "/document"),
            read.get("student", ""),
            read.get("hints", 0),
        )

    @staticmethod
    def load(path: str | os.PathLike[str]) -> HandIn:
        """What a file hands in."""
        return HandIn.loads(read_text(path))

    def dumps(self) -> str:
        """The text; ends in a line break."""
        data: dict[str, object] = {
            "format": "qdesign-hand-in",
            "version": VERSION,
            "lesson": self.lesson,
            "revision": self.revision,
        }
        if self.student:
            data["student"] = self.student
        if self.hints:
            data["hints"] = self.hints
        data["document"] = parse_json(self.document.dumps())
        return write_json(data) + "\n"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes it to a file, whole or not at all."""
        write_text(path, self.dumps())
