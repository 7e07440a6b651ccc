"""Lessons for a page: without their answers, and checked as everywhere."""

import json
import queue
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidRequest
from qdesign.lessons import HandIn
from qdesign.session import port
from qdesign.session.asks import answer
from qdesign.session.port.values import to_json
from qdesign.session.session import Session
from qdesign.ui.shown import lesson_in


def lesson_of(name: str = "", text: str = "") -> port.LessonResult:
    question = {"ask": "lesson", "name": name, "text": text}
    return answer(question, lambda *_, **__: None).result


@pytest.mark.parametrize("name", qd.catalog("lesson"))
def test_a_page_has_a_lesson_without_its_answer(name: str) -> None:
    whole = qd.lessons.get(name)
    told = lesson_of(name)
    assert "reference" not in json.loads(told.text)
    assert told.revision == whole.revision
    assert told.document.body == whole.start.body
    assert told.document.kept["lesson"].data == {"name": name}
    assert lesson_of(text=whole.dumps()) == told
    listed = json.dumps(whole.to_dict())
    assert not any(part in json.loads(listed) for part in ("data", "goals", "hints", "text"))


@pytest.mark.parametrize("name", ["pair", "fuse", "undo"])
def test_an_answer_is_checked_by_the_text_that_the_page_has(name: str) -> None:
    lesson = qd.lessons.get(name)
    for document in (lesson.start, lesson.reference):
        question = {
            "ask": "check_lesson",
            "document": document.dumps(),
            "lesson": lesson_of(name).text,
        }
        found = answer(question, lambda *_, **__: None).result
        assert found.goals == lesson.check(document).goals
        assert to_json(found)["goals"][0]["outcome"] in ("pass", "fail")


def test_what_is_no_lesson_is_said_plainly() -> None:
    with pytest.raises(InvalidRequest, match="There is no lesson 'nothing'"):
        lesson_of("nothing")
    for text in ("{}", "[]", '{"format": "qdesign-lesson", "start": {}}', "<b>"):
        with pytest.raises(InvalidDocument):
            lesson_of(text=text)
        with pytest.raises(InvalidDocument):
            answer(
                {
                    "ask": "check_lesson",
                    "document": Document(qd.Circuit(1)).dumps(),
                    "lesson": text,
                },
                lambda *_, **__: None,
            )


def test_a_studio_begins_with_a_lesson_of_the_catalog_or_of_a_file(tmp_path: Path) -> None:
    lesson = qd.lessons.get("pair")
    file = tmp_path / "own.qlesson"
    file.write_text(lesson.dumps().replace('"name": "pair"', '"name": "own"'), encoding="utf-8")
    own = qd.lessons.load(file)
    assert lesson_in(None, "pair") == lesson_in(None, lesson) == lesson
    assert lesson_in(None, file) == lesson_in(None, str(file)) == own
    assert HandIn.of(own, own.begun).check(own).outcome == "fail"
    for content, named in ((qd.Circuit(1), "pair"), (None, 3)):
        with pytest.raises(InvalidRequest):
            lesson_in(content, named)
    # The catalog does not have it; its face does.
    heard: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    session = Session(lambda reply, _: heard.put(reply), lesson=own)
    session.receive({"id": 1, "ask": "lesson", "name": "own", "text": ""})
    reply = heard.get(timeout=120)
    assert reply["reply"] == "done", reply
