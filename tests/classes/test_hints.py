"""What a class hears of hints between two drawings."""

from __future__ import annotations

import csv
import io
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
