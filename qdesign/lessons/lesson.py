"""The row of the catalog that a lesson is: JSON, read from one file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from qdesign.document import Document, Kept
from qdesign.errors import InvalidDocument
from qdesign.json_text import Place, fail, is_object, parse_json, write_json
from qdesign.rows import Row
from qdesign.shapes import check_shape

if TYPE_CHECKING:
    from qdesign.lessons.checked import Checked


VERSION: Final = 1
_TURNS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DEVICES: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{k}" for port in ("com", "lpt") for k in range(10)))
)


def is_file_name(name: str) -> bool:
    """Is it the name of a file on every system, and in no other folder?"""
    return _NAME.fullmatch(name) is not None and name.lower() not in _DEVICES


def check_words(part: object, path: str) -> None:
    """Refuses characters that steer a terminal or turn the words around them.

    Raises:
        InvalidDocument: there is one; with the place.
    """
    if isinstance(part, str):
        for each in part:
            if each in _TURNS or (unicodedata.category(each) == "Cc" and each not in "\n\t"):
                fail(path, f"it holds the control character U+{ord(each):04X}. Take it out.")
    elif isinstance(part, Mapping):
        for name, each in cast("Mapping[str, object]", part).items():
            check_words(name, path)
            check_words(each, f"{path}/{name}")
    elif isinstance(part, (list, tuple)):
        for k, each in enumerate(cast("Sequence[object]", part)):
            check_words(each, f"{path}/{k}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Row):
    """A row of the kind `lesson`.

    Attributes:
        text: paragraphs, with **bold**, `code` and $formulas$.
        goals: what is to be reached, in order, as JSON.
        hints: in the order in which they are shown.
        palette: the gates that there are, by name; empty for all.
        minutes: how long it takes; 0 where that is not said.
        data: the whole lesson as JSON, as its file has it. Not to be changed.
    """

    KIND: ClassVar[str] = "lesson"

    text: tuple[str, ...]
    goals: tuple[Mapping[str, Any], ...]
    hints: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    minutes: int = 0
    data: Mapping[str, Any] = field(compare=False, repr=False)

    @staticmethod
    def loads(text: str) -> Lesson:
        """The lesson that a text holds.

        Raises:
            InvalidDocument: no JSON, against the schema, without a goal, or with one that lacks
                what its kind needs; with the place.
        """
        from qdesign.lessons.goals import check_goal

        data = parse_json(text, ".qlesson")
        if not is_object(data) or data.get("format") != "qdesign-lesson":
            raise InvalidDocument('This is no lesson: "format" must be "qdesign-lesson".')
        if data.get("version") != VERSION:
            fail("/version", f"it is not known; lessons of version {VERSION} are read.")
        whole: Mapping[str, Any] = check_shape(Place(data), "LessonFile")
        for part in ("name", "title", "group", "help", "source", "text", "goals", "hints"):
            check_words(whole.get(part), f"/{part}")
        if not is_file_name(whole["name"]):
            fail("/name", "files are named by it: use letters a to z, digits, '-' and '_' alone.")
        if not whole["goals"]:
            fail("/goals", "a lesson has at least one goal.")
        names: set[str] = set()
        for k, goal in enumerate(whole["goals"]):
            if goal["name"] in names:
                fail(f"/goals/{k}/name", f"'{goal['name']}' is the name of another goal, too.")
            names.add(goal["name"])
            check_goal(goal, f"/goals/{k}", whole["start"])
        for part in ("start", "reference"):
            document_of(whole[part], f"/{part}")
        return Lesson(
            name=whole["name"],
            title=whole["title"],
            group=whole.get("group", ""),
            help=whole.get("help", ""),
            source=whole.get("source", ""),
            text=tuple(whole["text"]),
            goals=tuple(whole["goals"]),
            hints=tuple(whole.get("hints", ())),
            palette=tuple(whole.get("palette", ())),
            minutes=whole.get("minutes", 0),
            data=whole,
        )

    def dumps(self) -> str:
        """The lesson as text; ends in a line break."""
        return write_json(dict(self.data)) + "\n"

    @property
    def start(self) -> Document:
        """What a student begins with."""
        return document_of(self.data["start"], "/start")

    @property
    def begun(self) -> Document:
        """The start, which says that it belongs to this lesson."""
        start = self.start
        return replace(start, kept={**start.kept, "lesson": Kept({"name": self.name})})

    @property
    def reference(self) -> Document:
        """An answer that meets all goals."""
        return document_of(self.data["reference"], "/reference")

    @property
    def revision(self) -> str:
        """16 hexadecimal digits that another version of the lesson does not have."""
        return hashlib.sha256(self.dumps().encode()).hexdigest()[:16]

    def check(self, answer: object) -> Checked:
        """What is right about an answer, what is off, and by how much. Never raises.

        Args:
            answer: a document, or a circuit or diagram of any library that qdesign reads, whose
                parameters are 0; or a circuit and a mapping of its values.
        """
        from qdesign.lessons.checking import check

        return check(self, answer)

    def to_dict(self) -> dict[str, Any]:
        """What a list of lessons shows, as JSON."""
        row = Row.to_dict(self)
        for part in ("text", "goals", "hints", "data"):
            del row[part]
        return row | {"revision": self.revision}


def document_of(data: Mapping[str, Any], path: str) -> Document:
    """The document that a part of a lesson holds.

    Raises:
        InvalidDocument: it is none; with the place.
    """
    try:
        return Document.loads(write_json(dict(data)))
    except InvalidDocument as error:
        raise InvalidDocument(f"In {path[1:]}: {error}", path=path + error.path) from None
