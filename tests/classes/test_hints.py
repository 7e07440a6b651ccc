"""What a class hears of hints between two drawings, and of predictions."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from qdesign.classes import Room, to_csv
from qdesign.lessons import get
from tests.classes.test_room import handed, joined


def test_hints_are_told_of_without_a_drawing(tmp_path: Path) -> None:
    room = Room.open(tmp_path / "class.sqlite", [get("agree"), get("pair")])
    student = joined(room)["student"]
    room.ping(student, "agree", 1)
    room.report(handed(student, get("agree").start.dumps())).result(60)
    for hints in (2, 1, True, "3", 10**6, None):
        room.ping(student, "agree", hints)
    room.ping(student, "pair", 3)
    assert [row.hints for row in room.snapshot("agree").rows] == [2]
    room.store.write().result(60)
    assert [row["hints"] for row in csv.DictReader(io.StringIO(to_csv(room.store.path)))] == ["2"]
    room.close()


def test_what_was_predicted_is_in_the_table(tmp_path: Path) -> None:
    room = Room.open(tmp_path / "class.sqlite", [get("turn")])
    student = joined(room)["student"]
    told = {
        "answers": {"guess": "=1", "none": "x"},
        "goals": {"guess": {"outcome": "fail", "tries": 2}},
    }
    start = json.loads(get("turn").start.dumps()) | {"lesson": {"name": "turn"} | told}
    room.report(handed(student, start, lesson="turn")).result(60)
    room.close()
    [row] = csv.DictReader(io.StringIO(to_csv(tmp_path / "class.sqlite")))
    assert row["predictions"] == "guess: =1 (try 2)"
    assert row["met"] == ""
