"""A class: who comes in, what is checked, what an instructor sees, what a restart finds."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import qdesign as qd
from qdesign.classes import ClassRefusal, Room, to_csv, to_zip
from qdesign.classes.checker import Checker, key_of
from qdesign.classes.names import ANIMALS, free_name, same
from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidFile, InvalidRequest
from qdesign.lessons import HandIn, get, load, loads
from qdesign.lessons.grading import grade

OWN = loads(get("turn").dumps().replace('"turn"', '"own"'))
LESSONS = [get("agree"), get("pair"), OWN]


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Iterator[Room]:
    room = Room.open(
        tmp_path / "class.sqlite", LESSONS, code="lark 42", title="<b>A\nB</b>", clock=clock
    )
    yield room
    room.close()


def joined(room: Room, secret: str | None = None) -> dict[str, Any]:
    return room.join(room.code, secret).result(60)


def turned(values: dict[str, float]) -> dict[str, Any]:
    return json.loads(get("agree").reference.with_values(values).dumps())


def handed(student: str, document: object, *, lesson: str = "agree", **more: Any) -> dict[str, Any]:
    body = {"student": student, "lesson": lesson, "revision": get(lesson).revision}
    return {**body, "document": document, "hints": 0, **more}


def test_who_did_nothing_and_is_away_is_removed_at_once(room: Room, clock: Clock) -> None:
    works, looks, _, _ = (joined(room)["student"] for _ in range(4))
    room.report(handed(works, turned({}))).result(60)
    clock.now += 100
    room.ping(looks)
    assert (room.snapshot().joined, room.snapshot().idle) == (4, 2)
    room.remove_idle()
    assert (room.snapshot().joined, room.snapshot().idle) == (2, 0)
    assert joined(room, works)["student"] == works
    assert room.ping(looks)["open"]
    with closing(sqlite3.connect(room.store.path)) as file:
        assert file.execute("SELECT count(*) FROM students").fetchone() == (2,)
    room.remove_idle()
    assert len(room.students) == 2


def test_nobody_gives_a_name_and_no_secret_is_kept(room: Room) -> None:
    first = joined(room)
    assert first["name"] in ANIMALS
    assert first["title"] == "<b>A B</b>"
    assert [each["name"] for each in first["lessons"]] == ["agree", "pair", "own"]
    again = joined(room, first["student"])
    assert (again["student"], again["name"]) == (first["student"], first["name"])
    assert joined(room)["name"] != first["name"]
    assert len(room.students) == 2
    kept = b"".join(path.read_bytes() for path in room.store.path.parent.glob("class.sqlite*"))
    assert first["name"].encode() in kept
    assert first["student"].encode() not in kept
    assert same("LARK-42") == same(" lark_42") != same("LARK-43")
    assert len(set(ANIMALS)) == len(ANIMALS) >= 220
    assert free_name(ANIMALS).endswith(" 2")


def test_wrong_codes_are_slowed_and_two_hundred_join_behind_one_address(room: Room) -> None:
    futures = []
    for k in range(200):
        futures.append(room.join("LARK-42", address="10.0.0.1"))
        if k % 5 == 0:
            with pytest.raises(ClassRefusal, match="No class here"):
                room.join("LARK-43", address="10.0.0.1")
    assert len({future.result(60)["name"] for future in futures}) == 200
    said: list[str] = []
    for code in (None, 7, "", "é" * 10_000, *map(str, range(200))):
        with pytest.raises(ClassRefusal) as refused:
            room.join(code, address="10.0.0.2")
        said.append(str(refused.value))
    assert said[:60] == ["No class here has this code. Check it."] * 60
    assert said[-1] == "Too many wrong codes. Wait a few seconds."
    assert joined(room)  # another address


def test_a_drawing_is_checked_here_and_what_was_found_is_shown(room: Room, clock: Clock) -> None:
    lesson = get("agree")
    students = [joined(room)["student"] for _ in range(5)]
    clock.now += 60
    start = json.loads(lesson.start.dumps())
    for student in students:
        said = room.report(handed(student, start)).result(60)
        assert said["message"] == lesson.check(lesson.start).message
        assert (said["outcome"], said["lesson"]) == ("fail", None)
    clock.now += 120
    said = room.report(handed(students[0], lesson.reference.dumps(), hints=2)).result(60)
    assert said["outcome"] == "pass"
    clock.now += 60
    room.report(handed(students[0], start)).result(60)
    for student in students:
        room.ping(student)
    seen = room.snapshot()
    assert (seen.joined, seen.shown, seen.chosen) == (5, "agree", "")
    product, near, cx, _ = seen.goals
    assert (product.passed, product.open, product.median) == (1, 4, 120)
    assert (near.about, cx.about) == ("energy ≤ −3.484", "cx ≤ 2")
    first, second = seen.rows[:2]
    assert first.lessons == ("done", "none", "none")
    assert second.lessons == ("now", "none", "none")
    assert first.hints == 2
    # What was met once stays met; what is told is of now.
    assert (first.cells[0].passed, first.cells[0].outcome) == (True, "fail")
    assert second.cells[1].text == "0.376 over"
    assert second.cells[1].seconds == 180
    assert seen.clusters == ()  # that is where the lesson begins
    assert (seen.stops_most, product.here, near.here) == ("product", 4, 0)
    assert seen.energies[0].kind == "exact"
    assert len(seen.energies[0].dots) == 5
    assert seen.by_minute == (0, 10, 10, 12, 12)
    look = room.look(seen.rows[0].id)
    assert look is not None
    assert Document.loads(look.document) == lesson.start


def test_who_is_there_and_stays_at_one_value_is_told_of(room: Room, clock: Clock) -> None:
    students = [joined(room)["student"] for _ in range(5)]
    stuck = turned(dict.fromkeys(get("agree").reference.values, 0.5))

    def stands() -> tuple[list[str], int]:
        seen = room.snapshot("agree")
        return [text.text for text in seen.clusters][:1], max(goal.here for goal in seen.goals)

    for student in students[:4]:
        room.report(handed(student, stuck)).result(60)
    assert stands() == ([], 4)
    clock.now += 120
    [said], _ = stands()
    assert said.startswith("4 stand at ")
    clock.now += 1
    assert stands() == ([], 0)  # nobody is heard of any more
    for student in students[:3]:
        room.ping(student)
    assert stands() == ([said.replace("4", "3", 1)], 3)
    figures = room.snapshot().figures
    assert figures.check_95th is not None
    assert 0 < figures.busy <= 1
    clock.now += 300
    assert room.snapshot().figures.check_95th is None
    room.end()
    for student in students:
        room.ping(student)
    assert stands() == ([], 0)
    assert (room.snapshot().stops_most, room.snapshot().active) == ("", 0)


def test_who_leaves_is_not_counted_until_they_are_back(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "class.sqlite"
    room = Room.open(path, LESSONS, clock=clock)
    student = joined(room)
    room.report(handed(student["student"], get("agree").start.dumps())).result(60)
    assert room.leave(student["student"])["open"]
    room.close()
    room = Room.open(path, LESSONS, clock=clock)
    try:
        seen = room.snapshot()
        assert (seen.active, seen.stops_most, seen.rows[0].gone) == (0, "", True)
        room.allow_joining(False)
        assert joined(room, student["student"])["name"] == student["name"]
        seen = room.snapshot()
        assert (seen.active, seen.stops_most, seen.rows[0].gone) == (1, "product", False)
        with pytest.raises(ClassRefusal, match="does not know you"):
            room.leave("x")
    finally:
        room.close()


def test_a_class_that_has_ended_is_opened_again(room: Room) -> None:
    student = joined(room)["student"]
    room.end()
    with pytest.raises(ClassRefusal, match="This class has ended"):
        joined(room)
    assert joined(room, student)["open"] is False
    room.reopen()
    assert room.report(handed(student, get("agree").start.dumps())).result(60)["open"]
    assert joined(room)


def test_equal_drawings_are_checked_once_and_the_newest_counts(room: Room) -> None:
    students = [joined(room)["student"] for _ in range(200)]
    reference = json.loads(get("agree").reference.dumps())
    marked = [
        reference | {"lesson": {"name": "agree", "goals": {}}, "history": []} if k % 2
        else reference for k in range(200)
    ]  # fmt: skip
    assert key_of(marked[0]) == key_of(marked[1]) != key_of(json.loads(get("agree").start.dumps()))
    guessed = {"name": "pair", "answers": {"radius": "0"}}
    tried = guessed | {"goals": {"radius": {"outcome": "pass", "tries": 2}}}
    assert key_of(reference | {"lesson": guessed}) != key_of(reference | {"lesson": tried})
    futures = [
        room.report(handed(student, document))
        for student, document in zip(students, marked, strict=True)
    ]
    assert {future.result(60)["outcome"] for future in futures} == {"pass"}
    assert room.checker.checks == 2  # the lesson's start too
    names = list(get("agree").reference.values)
    many = [room.report(handed(students[0], turned({names[0]: 0.01 * k}))) for k in range(30)]
    assert many[-1].result(60)["score"] >= 0
    for future in many[:-1]:
        error = future.exception(60)
        assert error is None or (isinstance(error, ClassRefusal) and error.status == 409)
    assert room.checker.checks < 32


def test_a_restart_finds_everything(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "class.sqlite"
    room = Room.open(path, LESSONS, title="Friday", clock=clock)
    with pytest.raises(InvalidFile, match="runs already"):
        Room.open(path, LESSONS)
    student = joined(room)
    gone = joined(room)
    room.report(handed(student["student"], get("agree").reference.dumps(), hints=1)).result(60)
    room.report(handed(gone["student"], get("agree").start.dumps())).result(60)
    room.choose("agree")
    room.allow_hints(False)
    room.show_hint("agree", 1)
    room.allow_joining(False)
    room.remove(2)
    before = room.snapshot()
    code = room.code
    room.close()
    room = Room.open(path, LESSONS, clock=clock)
    try:
        after = room.snapshot()
        assert after.rows == before.rows
        assert after.goals == before.goals
        assert (after.code, after.title, after.chosen) == (code, "Friday", "agree")
        assert (after.hints, after.hint_number, after.joining) == (False, 1, False)
        again = joined(room, student["student"])
        assert again["name"] == student["name"]
        assert again["hint"] == {"lesson": "agree", "number": 1}
        with pytest.raises(ClassRefusal, match="Nobody may join"):
            room.join(code)
        with pytest.raises(ClassRefusal, match="does not know you"):
            room.ping(gone["student"])
        room.end()
        with pytest.raises(ClassRefusal, match="has ended"):
            room.report(handed(student["student"], {}))
        assert room.ping(student["student"])["open"] is False
    finally:
        room.close()
    path.with_name("other.sqlite").write_text("SQLite format 3, and not", "utf-8")
    with pytest.raises(InvalidFile, match="cannot be kept"):
        Room.open(path.with_name("other.sqlite"), LESSONS)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE work SET goals = '[{}]'")
    with pytest.raises(InvalidFile, match="is damaged"):
        Room.open(path, LESSONS)
    assert "damaged and left out" in to_csv(path)


def test_what_is_exported_is_harmless_and_graded_again(room: Room, tmp_path: Path) -> None:
    student = joined(room)
    joined(room)
    room.report(handed(student["student"], get("agree").reference.dumps(), hints=1)).result(60)
    rows = list(csv.DictReader(io.StringIO(to_csv(room.store.path))))
    assert [row["student"] for row in rows] == [row.name for row in room.snapshot().rows]
    assert (rows[0]["passed"], rows[0]["goals met"], rows[0]["hints"]) == ("yes", "4", "1")
    packed = zipfile.ZipFile(io.BytesIO(to_zip(room.store.path)))
    assert len(packed.namelist()) == 2
    packed.extractall(tmp_path / "handed")
    assert load(tmp_path / "handed" / "own.qlesson") == OWN
    [found] = grade(tmp_path / "handed")
    assert (found.outcome, found.student, found.hints) == ("pass", student["name"], 1)
    assert HandIn.load(next((tmp_path / "handed").glob("*.handin"))).check(get("agree"))


def test_the_best_drawing_is_handed_in_and_the_newest_is_shown(
    tmp_path: Path, clock: Clock
) -> None:
    path, agree = tmp_path / "class.sqlite", get("agree")
    room = Room.open(path, LESSONS, clock=clock)
    student = joined(room)["student"]
    start = json.loads(agree.start.dumps())
    for document in (start, json.loads(agree.reference.dumps()), start):
        room.report(handed(student, document)).result(60)
    room.close()
    room = Room.open(path, LESSONS, clock=clock)
    room.report(handed(student, start)).result(60)
    look = room.look(1)
    room.close()
    assert look is not None
    assert Document.loads(look.document) == agree.start
    _packed(path).extractall(tmp_path / "handed")
    [found] = grade(tmp_path / "handed")
    [row] = csv.DictReader(io.StringIO(to_csv(path)))
    assert (found.outcome, row["passed"], row["goals met"]) == ("pass", "yes", "4")


def test_a_class_of_version_1_goes_on(tmp_path: Path, clock: Clock) -> None:
    path, agree = tmp_path / "class.sqlite", get("agree")
    room = Room.open(path, LESSONS, clock=clock)
    student = joined(room)["student"]
    room.report(handed(student, agree.reference.dumps())).result(60)
    room.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE students DROP COLUMN gone")
        connection.execute("ALTER TABLE work DROP COLUMN best")
        connection.execute("ALTER TABLE work DROP COLUMN met")
        connection.execute("PRAGMA user_version = 1")
    before = (to_csv(path), _packed(path).namelist())
    assert ",yes,4," in before[0]
    room = Room.open(path, LESSONS, clock=clock)
    room.report(handed(student, agree.start.dumps())).result(60)
    room.close()
    assert (to_csv(path), _packed(path).namelist()) == before
    _packed(path).extractall(tmp_path / "handed")
    assert [found.outcome for found in grade(tmp_path / "handed")] == ["pass"]


def test_no_name_leads_out_of_the_folder_that_hand_ins_are_unpacked_to(
    room: Room, tmp_path: Path
) -> None:
    room.report(handed(joined(room)["student"], get("agree").start.dumps())).result(60)
    for table, name in (("work", "../../etc/passwd"), ("lessons", "C:\\con"), ("students", "/x")):
        column = "name" if table != "work" else "lesson"
        room.store.write((f"UPDATE {table} SET {column} = ?", (name,))).result(60)
    names = _packed(room.store.path).namelist()
    assert names == [
        "-x-------etc-passwd-" + get("agree").revision[:4] + ".handin",
        "C--con.qlesson",
    ]
    for name in ("../../etc/passwd", "a/b", "a b", "", ".", "nul", "Com1", "ä", "x" * 65, "a\n"):
        with pytest.raises(InvalidDocument, match="At /name"):
            loads(OWN.dumps().replace('"own"', json.dumps(name)))


def _packed(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(to_zip(path)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"student": 7}, "does not know you"),
        ({"student": "x" * 10_000}, "does not know you"),
        ({"lesson": "ring"}, "no such lesson"),
        ({"lesson": ["agree"]}, "no such lesson"),
        ({"revision": "0" * 16}, "another version"),
        ({"hints": -1}, "number of hints"),
        ({"hints": True}, "number of hints"),
        ({"hints": "2"}, "number of hints"),
        ({"document": None}, "drawing as JSON"),
        ({"document": []}, "drawing as JSON"),
        ({"document": "{"}, "not JSON"),
        ({"document": "[" * 100_000}, "nests too deep"),
        ({"document": {}}, "not a qdesign document"),
        ({"document": {"format": "qdesign", "version": 9}}, "version"),
        ({"document": "\ud800"}, "not JSON"),
    ],
)
def test_what_is_no_report_is_said_in_a_sentence(
    shared: tuple[Room, str], change: dict[str, Any], said: str
) -> None:
    room, student = shared
    with pytest.raises(qd.QdesignError, match=said):
        room.report(handed(student, {}) | change).result(60)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, str]]:
    room = Room.open(tmp_path_factory.mktemp("class") / "class.sqlite", LESSONS)
    yield room, joined(room)["student"]
    room.close()


def test_what_is_too_large_is_undecided(shared: tuple[Room, str]) -> None:
    room, student = shared
    wide = json.loads(Document(qd.Circuit.of(40, "; ".join(f"h {k}" for k in range(40)))).dumps())
    said = room.report(handed(student, wide, lesson="pair")).result(60)
    assert {goal["outcome"] for goal in said["goals"]} <= {"fail", "undecided"}
    assert room.report(handed(student, get("agree").reference.dumps())).result(60)["score"] == 1


def test_a_check_that_runs_long_is_stopped_and_the_next_one_is_not() -> None:
    lesson = get("agree")
    checker = Checker({lesson.revision: lesson}, workers=1, seconds=1e-6)
    try:
        document = json.loads(lesson.reference.dumps())
        said = checker.check(1, lesson.revision, document).result(60)
        assert said["outcome"] == "undecided"
        assert "was stopped after" in said["goals"][0]["message"]
        checker._limit = 60.0
        assert checker.check(1, lesson.revision, document).result(60)["outcome"] == "pass"
    finally:
        checker.close()
    with pytest.raises(ClassRefusal, match="closed"):
        checker.check(1, lesson.revision, document).result(60)


def test_a_class_that_cannot_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "class.sqlite"
    with pytest.raises(InvalidRequest, match="1 to 64 lessons, not 0"):
        Room.open(path, [])
    with pytest.raises(InvalidRequest, match="Two lessons are called 'pair'"):
        Room.open(path, [get("pair"), get("pair")])
    with pytest.raises(InvalidRequest, match="4 to 24 letters"):
        Room.open(path, LESSONS, code="a-1")
    with pytest.raises(InvalidFile, match="cannot be made"):
        Room.open(tmp_path / "none" / "class.sqlite", LESSONS)
    assert not path.exists()
