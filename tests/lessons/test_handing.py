"""What is handed in: checked again from a file, graded in a folder, never trusted."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.cli import main
from qdesign.errors import InvalidDocument, InvalidFile, InvalidRequest
from qdesign.lessons import HandIn, get, loads
from qdesign.lessons.grading import HEADS, grade

ASKED = {
    "name": "a",
    "title": "A",
    "kind": "prediction",
    "question": "Which?",
    "choices": ["0", "1"],
    "answer": "2",
}


def test_a_hand_in_comes_back_and_is_checked_again(tmp_path: Path) -> None:
    lesson = get("chain")
    handed = HandIn.of(lesson, lesson.reference, student="Wren", hints=2)
    handed.save(tmp_path / "wren.handin")
    read = HandIn.load(tmp_path / "wren.handin")
    assert read == handed
    assert read.check(lesson)
    with pytest.raises(InvalidRequest, match="for the lesson 'chain', not for 'pair'"):
        read.check(get("pair"))
    with pytest.raises(InvalidRequest, match="another version of the lesson 'chain'"):
        replace(read, revision="0" * 16).check(lesson)


def test_a_folder_is_graded_and_says_what_cannot_be(tmp_path: Path) -> None:
    lesson = get("chain")
    for k in range(3):
        HandIn.of(lesson, lesson.reference, student=f"=cmd{k}").save(tmp_path / f"same{k}.handin")
    HandIn.of(lesson, lesson.start, student="<img onerror=x>").save(tmp_path / "empty.handin")
    (tmp_path / "broken.handin").write_text('{"format": "qdesign-hand-in"', encoding="utf-8")
    other = replace(HandIn.of(lesson, lesson.reference), lesson="unheard")
    other.save(tmp_path / "other.handin")
    # A student's own lesson of the same name counts for nothing.
    (tmp_path / "theirs").mkdir()
    easy = lesson.dumps().replace('"at_most": 3', '"at_most": 99')
    (tmp_path / "theirs" / "chain.qlesson").write_text(easy, encoding="utf-8")
    grades = grade(tmp_path)
    assert [row.outcome for row in grades] == ["error", "fail", "error", *["pass"] * 3]
    assert [row.same_as for row in grades][-2:] == ["same0.handin", "same0.handin"]
    assert grades.summary == "3 of 6 files passed."
    table, page = grades.save(tmp_path / "grades.csv")
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8"))))
    assert tuple(rows[0]) == HEADS
    assert rows[4][1] == "'=cmd0"
    assert "<img" not in page.read_text("utf-8")


def test_what_cannot_be_graded_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="There is no folder"):
        grade(tmp_path / "none")
    with pytest.raises(InvalidRequest, match=r"no file ends in \.handin"):
        grade(tmp_path)


def test_lessons_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = get("pair")
    file = tmp_path / "own.qlesson"
    file.write_text(lesson.dumps(), encoding="utf-8")
    lesson.reference.save(tmp_path / "right.qdesign")
    lesson.start.save(tmp_path / "empty.qdesign")
    assert main(["lesson", "list"]) == 0
    assert main(["lesson", "check", str(file)]) == 0
    assert main(["lesson", "check", "pair", str(tmp_path / "right.qdesign")]) == 0
    assert main(["lesson", "check", str(file), str(tmp_path / "empty.qdesign"), "--json"]) == 1
    HandIn.of(lesson, lesson.reference).save(tmp_path / "a.handin")
    assert main(["lesson", "check", "pair", str(tmp_path / "a.handin")]) == 0
    assert main(["lesson", "grade", str(tmp_path), "-o", str(tmp_path / "out.csv")]) == 0
    assert main(["lesson", "check", "bogus"]) == 2
    assert "There is no lesson 'bogus'." in capsys.readouterr().err
    (tmp_path / "cut.qlesson").write_text("{", encoding="utf-8")
    assert main(["lesson", "check", str(tmp_path / "cut.qlesson")]) == 2
    assert "A .qlesson file is one JSON text." in capsys.readouterr().err
    data = json.loads(lesson.dumps())
    data["reference"] = data["start"]
    file.write_text(json.dumps(data), encoding="utf-8")
    assert main(["lesson", "check", str(file)]) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"goals": []}, "at least one goal"),
        ({"goals": [{"name": "a", "title": "A", "kind": "state"}]}, "needs 'body'"),
        ({"goals": [{"name": "a", "title": "A", "kind": "count", "what": "cx"}]}, "'at_most' or"),
        ({"goals": [{"name": "a", "title": "A", "kind": "energy", "at_most": 1}]}, "observable"),
        ({"goals": [{"name": "a", "title": "A", "kind": "magic"}]}, "is not one of state"),
        ({"goals": [ASKED]}, "none of the choices"),
        ({"title": "a\x1b[31mb"}, r"At /title: .* U\+001B"),
        ({"hints": ["a", "\u202eb"]}, r"At /hints/1: .* U\+202E"),
        ({"version": 9}, "lessons of version 1 are read"),
        (
            {"goals": [{"name": "a", "title": "A", "kind": "count", "what": "no", "at_most": 1}]},
            "gate",
        ),
        (
            {"goals": [{"name": "a", "title": "A", "kind": "state", "body": {"kind": "circuit"}}]},
            "body",
        ),
        ({"title": "x" * 101}, "characters"),
        ({"format": "qdesign"}, "This is no lesson"),
        ({"start": {}}, "In start"),
    ],
)
def test_a_lesson_that_is_none_is_refused_with_its_place(
    change: dict[str, object], words: str
) -> None:
    data = json.loads(get("pair").dumps())
    with pytest.raises(InvalidDocument, match=words):
        loads(json.dumps({**data, **change}))


def test_names_of_lessons_reach_from_the_top() -> None:
    assert qd.lessons.get("agree").title == "Neighbors that agree"
