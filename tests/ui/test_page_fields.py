"""Puts of pages: taken once, answered always, refused where Python set another document."""

import dataclasses
from typing import Any

import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidDocument
from qdesign.session import port
from qdesign.ui.page_fields import TRAITS, PageFields, gone_asks

DRAWN = Document(Circuit.of(2, "h 0; rx(theta) 1"))


class Page:
    """A page that puts, and what it was answered."""

    def __init__(self, *, wrong: bool = False) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.wrong = wrong
        self.fields = PageFields(self.apply, self.answers.append)

    def apply(self, fields: dict[str, Any]) -> None:
        if self.wrong:
            raise InvalidDocument("Not a document.")
        self.taken.append(fields)

    def put(self, number: int, *, by: str = "a", seen: int = 0, **fields: Any) -> None:
        message = {"put": fields, "by": by, "number": number, "seen": seen}
        assert self.fields.receive(message, lambda: "as Python has it")


def test_every_lasting_field_of_the_port_has_its_trait() -> None:
    assert set(TRAITS) == {field.name for field in dataclasses.fields(port.Fields)}


def test_a_put_that_comes_twice_counts_once_and_is_answered_twice() -> None:
    page = Page()
    page.put(1, document="one")
    page.put(1, document="one")
    assert page.taken == [{"document": "one"}]
    assert page.answers == [{"held": 1, "by": "a"}] * 2


def test_an_older_put_does_not_undo_a_newer_one_of_its_page() -> None:
    page = Page()
    page.put(2, document="two")
    page.put(1, document="one")
    page.put(1, by="b", document="another page")
    assert page.taken == [{"document": "two"}, {"document": "another page"}]


def test_a_document_that_python_set_meanwhile_stays_and_is_told() -> None:
    page = Page()
    page.fields.document_changes = 3
    page.put(1, document="drawn", values={"a": 1.0})
    assert page.taken == [{"values": {"a": 1.0}}]
    assert page.answers == [{"held": 1, "by": "a", "document": "as Python has it", "changes": 3}]
    page.put(2, seen=3, document="drawn on")
    assert page.taken[-1] == {"document": "drawn on"}


def test_values_that_python_set_meanwhile_stay_also_in_what_was_drawn() -> None:
    studio = qd.Studio(DRAWN)
    studio.send = lambda content, buffers=None: None
    studio.values = {"theta": 0.123456}
    heard = studio.values_changes
    studio.values = {"theta": -0.25}
    drawn = Document(Circuit.of(2, "x 0; rx(theta) 1")).with_values({"theta": 0.123456})
    put = {"values": {"theta": 0.123456}, "document": drawn.dumps()}
    message = {"put": put, "by": "a", "number": 1, "seen": 0, "values_seen": heard}
    studio._receive(studio, message, [])
    assert studio.circuit == drawn.body
    assert studio.values == studio.document.values == {"theta": -0.25}
    message |= {"number": 2, "values_seen": studio.values_changes}
    studio._receive(studio, message, [])
    assert studio.values == {"theta": 0.123456}


WRONG: list[dict[str, Any]] = [
    {"document": 5},
    {"document": "\ud800"},
    {"values": [1]},
    {"values": {"a": "1"}},
    {"values": {"a": float("nan")}},
    {"values": {"a": 10**400}},
    {"values": {"a": True}},
    {"values": {1: 1.0}},
    {"settings": None},
    {"name": b"x"},
    {"nonsense": "x"},
]


@pytest.mark.parametrize("fields", WRONG)
def test_a_put_with_a_wrong_field_is_refused_whole_and_answered(fields: dict[str, Any]) -> None:
    page = Page()
    page.put(1, **{"saved": "unsaved", **fields})
    assert page.taken == [{}]
    [answer] = page.answers
    assert answer["refused"].endswith(".")


@pytest.mark.parametrize(
    "message",
    [
        {"put": 1, "by": "a", "number": 1},
        {"put": {}, "by": 1, "number": 1},
        {"put": {}, "by": "a", "number": "1"},
        {"put": {}, "by": "a", "number": True},
        {"put": {}},
    ],
)
def test_a_put_without_its_parts_is_answered(message: dict[str, Any]) -> None:
    page = Page()
    assert page.fields.receive(message, str)
    assert page.taken == []
    assert "refused" in page.answers[0]


def test_a_refused_put_is_answered_in_words() -> None:
    page = Page(wrong=True)
    page.put(1, document="{")
    assert page.answers == [{"held": 1, "by": "a", "refused": "Not a document."}]


def test_what_is_no_put_is_left_to_others() -> None:
    page = Page()
    assert not page.fields.receive({"id": 1, "ask": "jobs"}, str)
    assert not page.fields.receive("put", str)
    assert gone_asks({"id": 1}, ()) is None
    assert gone_asks({"wonders": [1, 2]}, (2,)) == {"wondered": [1, 2], "gone": [1]}


def test_a_studio_takes_values_and_document_of_one_put_together() -> None:
    studio = qd.Studio(Circuit.of(1, "ry(a) 0"))
    sent: list[Any] = []
    studio.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    text = DRAWN.with_values({"theta": 0.4}).dumps()
    put = {"document": text, "values": {"theta": 0.4}}
    studio._handle_custom_msg({"put": put, "by": "p", "number": 1, "seen": 0}, [])
    assert studio.circuit == DRAWN.body
    assert studio.values == {"theta": 0.4}
    assert sent == [{"held": 1, "by": "p", "revision": studio.revision}]
    studio.circuit = Circuit.of(1, "x 0")
    studio._handle_custom_msg({"put": put, "by": "p", "number": 2, "seen": 0}, [])
    assert studio.circuit == Circuit.of(1, "x 0")
    assert sent[-1]["changes"] == 1
    assert sent[-1]["document"] == studio.document_text


def test_a_text_that_is_no_document_is_refused_and_changes_nothing() -> None:
    studio = qd.Studio(DRAWN)
    sent: list[Any] = []
    studio.send = lambda content, buffers=None: sent.append(content)
    before = studio.document_text
    put = {"document": "{", "values": {"theta": 1.0}}
    studio._receive(studio, {"put": put, "by": "a", "number": 1, "seen": 0}, [])
    assert studio.document_text == before
    assert studio.document.values == studio.values == DRAWN.values
    assert "not JSON" in sent[-1]["refused"]
