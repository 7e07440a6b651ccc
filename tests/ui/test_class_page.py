"""What an instructor's page may ask, and what becomes of what it may not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import qdesign as qd
from qdesign.classes import Room
from qdesign.ui.class_page import ClassPage


class Told(ClassPage):
    """Keeps what it tells its page."""

    def __init__(self, room: Room) -> None:
        self.answers: list[dict[str, Any]] = []
        super().__init__(room)

    def _send_msg(self, data: Any) -> None:
        self.answers.append(data)

    def asked(self, message: object) -> dict[str, Any]:
        self._handle_msg(message)
        return self.answers[-1]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    lessons = [qd.lessons.get(name) for name in ("turn", "pair")]
    room = Room.open(tmp_path / "class.sqlite", lessons, code="LARK-42", title="Friday")
    yield room
    room.close()


def test_a_page_sees_and_does_what_an_instructor_may(room: Room) -> None:
    page = Told(room)
    student = room.join("lark 42").result()
    assert page.asked({"id": 1, "act": "choose", "lesson": "pair"}) == {"id": 1, "error": ""}
    page.asked({"id": 2, "act": "hint", "lesson": "pair", "number": 1})
    page.asked({"id": 3, "act": "joining", "allowed": False})
    page.asked({"id": 4, "act": "show", "lesson": "turn"})
    seen = json.loads(page.snapshot_text)
    assert (seen["chosen"], seen["shown"], seen["joining"]) == ("pair", "turn", False)
    assert (seen["hint_lesson"], seen["hint_number"]) == ("pair", 1)
    assert [row["name"] for row in seen["rows"]] == [student["name"]]
    number = seen["rows"][0]["id"]
    assert page.asked({"id": 5, "act": "look", "student": number, "lesson": "pair"})["look"] is None
    assert student["name"] in page.asked({"id": 6, "act": "csv"})["content"].decode()
    assert page.asked({"id": 7, "act": "hand-ins"})["content"][:2] == b"PK"
    assert page.asked({"id": 10, "act": "remove-idle"})["error"] == ""
    assert number in room.students
    page.asked({"id": 8, "act": "remove", "student": number})
    page.asked({"id": 9, "act": "end"})
    seen = json.loads(page.snapshot_text)
    assert (seen["rows"], seen["is_open"]) == ([], False)


def test_a_page_speaks_as_its_server_was_told(room: Room) -> None:
    assert ClassPage(room, language="de").language == "de"
    assert ClassPage(room).language == "host"


REFUSED: tuple[dict[str, Any], ...] = (
    {"act": "sing"},
    {"act": ["choose"]},
    {"act": "choose", "lesson": "none"},
    {"act": "show", "lesson": 3},
    {"act": "hint", "lesson": "pair", "number": 99},
    {"act": "hint", "lesson": "pair", "number": "1"},
    {"act": "joining", "allowed": "yes"},
    {"act": "look", "student": True, "lesson": "pair"},
    {"act": "remove", "student": 12345},
    {},
)


def test_a_page_is_told_in_words_what_it_may_not(room: Room) -> None:
    page = Told(room)
    for message in REFUSED:
        answer = page.asked({**message, "id": 1})
        assert answer["id"] == 1
        assert answer["error"].endswith("."), message
