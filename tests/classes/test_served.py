"""A class as it is served: what pages ask, what strangers try, what a kill leaves."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qdesign.classes import Room
from qdesign.lessons import get, loads
from scripts.campaign import cases
from tests.damaging import NO_JSON, VALUES, damaged

LESSON = get("agree")
KILLED = "classes killed while students join and report"
DAMAGED = "damaged requests to a class"
HOSTILE = loads(
    get("pair").dumps().replace('"pair"', '"own"').replace("A pair", "<img src=x onerror=alert(1)>")
)


@dataclass
class Served:
    """A class that runs."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int
    token: str

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """What it answers to one request: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            data = json.dumps(body) if isinstance(body, dict) else body
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def post(self, name: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        status, _, said = self.ask("POST", f"/class/api/{name}", body, **headers)
        return status, json.loads(said)

    def join(self) -> str:
        status, said = self.post("join", {"code": "lark 42"})
        assert status == 200, said
        return said["student"]

    def log(self) -> str:
        return (self.folder / "log").read_text()


def start(folder: Path) -> Served:
    (folder / "page").mkdir(exist_ok=True)
    (folder / "page" / "index.html").write_text("<!doctype html><html><title>The page</title>")
    (folder / "own.qlesson").write_text(HOSTILE.dumps(), "utf-8")
    command = [
        *(sys.executable, "-m", "qdesign", "class", "agree", "own.qlesson"),
        *("--title", "<script>alert(1)</script>", "--page", "page", "--code", "LARK-42"),
        *("--data", "class.sqlite", "--no-browser"),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=log,
            env={**os.environ, "QDESIGN_TOKEN": "kept-secret"},
        )  # fmt: skip
    assert process.stdout is not None
    said = ""
    for line in process.stdout:  # what it prints ends where it ends
        said += line.decode()
        found = re.search(r"localhost:([0-9]+)/class\?token=(\S+)", said)
        if found:
            return Served(process, folder, int(found[1]), found[2])
    raise AssertionError(said + (folder / "log").read_text())


def stop(served: Served) -> None:
    served.process.kill()
    served.process.wait(60)
    assert served.process.stdout is not None
    served.process.stdout.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = start(tmp_path_factory.mktemp("class"))
    yield served
    stop(served)


def report(student: str, document: object) -> dict[str, Any]:
    revision = LESSON.revision
    return {
        "student": student, "lesson": "agree", "revision": revision, "document": document,
        "hints": 0, "answers": {"of": "another page"},
    }  # fmt: skip


def test_a_page_of_any_origin_joins_draws_and_is_told(served: Served) -> None:
    status, headers, _ = served.ask("OPTIONS", "/class/api/join", Origin="https://example.org")
    assert (status, headers["access-control-allow-origin"]) == (204, "*")
    assert "content-type" in headers["access-control-allow-headers"]
    student = served.join()
    status, headers, text = served.ask("GET", "/class/api/lesson?name=own&code=lark42")
    assert (status, headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert json.loads(text) == {k: v for k, v in HOSTILE.data.items() if k != "reference"}
    status, said = served.post("report", report(student, json.loads(LESSON.reference.dumps())))
    assert status == 200
    assert (said["outcome"], said["score"], said["open"]) == ("pass", 1.0, True)
    checked = LESSON.check(LESSON.reference)
    assert [goal["message"] for goal in said["goals"]] == [goal.message for goal in checked]
    assert served.post("ping", {"student": student})[1]["every"] > 0
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"x" * 3_000_000, 413, "over 256 kB"),
        (b"[" * 200_000, 400, "nests too deep"),
        (b'{"code":' * 30_000, 400, ""),
        (b"\xff\xfe", 400, "no text in UTF-8"),
        (b"", 400, "not JSON"),
        (b"[1]", 400, "one JSON object"),
        (b'{"student": "a", "student": "b"}', 400, "twice"),
        (b'{"hints": NaN}', 400, "NaN"),
        (b'{"hints": %s}' % (b"9" * 10_000), 400, "too long"),
        (b'{"student": {"$ne": null}}', 401, "does not know you"),
    ],
)
def test_what_is_sent_is_refused_in_a_sentence(
    served: Served, body: bytes, status: int, said: str
) -> None:
    for name in ("report", "ping"):
        found, told = served.post(name, body)
        assert (found, list(told)) == (status, ["error"])
        assert said in told["error"]
    assert "Traceback" not in served.log()


def test_a_body_without_a_length_is_counted_too(served: Served) -> None:
    status, _, said = served.ask("POST", "/class/api/report", iter([b"x" * 65_536] * 8))
    assert (status, b"over 256 kB" in said) == (413, True)
    status, _, said = served.ask("POST", "/class/api/join", iter([b'{"code": ', b'"LARK-42"}']))
    assert status == 200


def test_a_stranger_reaches_the_class_and_nothing_else(served: Served) -> None:
    assert served.post("join", {"code": "LARK-43"})[0] == 403
    assert served.ask("GET", "/class/api/lesson?name=agree&code=x")[0] == 403
    assert served.ask("GET", "/class/api/report")[0] == 404
    assert served.post("other", {})[0] == 404
    assert served.ask("PUT", "/class/api/join")[0] == 405
    status, headers, _ = served.ask("GET", "/class")
    assert (status, "/login" in headers["location"]) == (302, True)
    assert served.ask("GET", "/class/autoload.js?bokeh-autoload-element=1")[0] == 404
    socket = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    socket["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    assert served.ask("GET", "/class/ws", **socket)[0] == 403
    assert served.ask("GET", f"/class?token={served.token}", Host="evil.example")[0] == 403
    assert served.ask("GET", f"/class?token={served.token}")[0] == 200
    assert served.ask("GET", "/")[1]["location"] == "/page/#join="
    assert served.ask("GET", f"/?token={served.token}")[1]["location"].startswith("/class?token=")
    assert b"The page" in served.ask("GET", "/page/", Host="10.1.2.3:80")[2]
    for path in ("/page/", "/page/index.html"):  # what says that a class may be joined here
        assert b"<html data-of-class" in served.ask("GET", path)[2]
    for path in ("/page/../class.sqlite", "/page/%2e%2e/class.sqlite", "/page//etc/passwd"):
        assert served.ask("GET", path)[0] in (403, 404), path
    assert served.token not in served.log()


@pytest.mark.sized(DAMAGED)
def test_damaged_requests_are_answered_or_refused_in_a_sentence(served: Served) -> None:
    random = Random(5)
    student = served.join()
    drawn = json.loads(LESSON.reference.dumps())
    asked = {
        "report": report(student, drawn),
        "ping": {"student": student},
        "join": {"code": "LARK-42", "student": student},
    }
    for number in range(cases(DAMAGED)):
        name = "report" if number % 5 else random.choice(list(asked))
        body = damaged(asked[name], random, [*VALUES, *NO_JSON])
        status, said = served.post(name, json.dumps(body))
        if status == 200:
            assert said["open"], body
            continue
        assert (400 <= status < 500, list(said)) == (True, ["error"]), (status, body)
        # Wrong codes are slowed, and nobody waits here.
        assert said["error"].endswith("."), body
        assert said["error"].isprintable(), body
    assert served.post("report", report(student, drawn))[1]["outcome"] == "pass"
    assert "Traceback" not in served.log()


@pytest.mark.sized(KILLED)
def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    for number in range(cases(KILLED)):
        folder = tmp_path / str(number)
        folder.mkdir()
        _killed(folder)


def _killed(tmp_path: Path) -> None:
    served = start(tmp_path)
    answered: dict[str, float] = {}
    students: list[str] = []
    enough = threading.Event()
    text = LESSON.reference.dumps()

    def work(number: int) -> None:
        try:
            while True:
                student = served.join()
                students.append(student)
                values = {name: 0.01 * (number + len(students)) for name in LESSON.start.values}
                drawn = LESSON.start.with_values(values).dumps() if number % 2 else text
                status, said = served.post("report", report(student, json.loads(drawn)))
                if status == 200:
                    answered[student] = said["score"]
                if len(answered) > 30:
                    enough.set()
        except (OSError, http.client.HTTPException):
            pass  # killed

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    assert enough.wait(120)
    os.kill(served.process.pid, signal.SIGKILL)
    for thread in threads:
        thread.join(60)
    stop(served)
    room = Room.open(tmp_path / "class.sqlite", [LESSON, HOSTILE])
    try:
        for student in students:
            assert room.join("", student).result(60)["student"] == student
        scores = {}
        for student in room.students.values():
            for work_ in student.work.values():
                met = sum(goal.outcome == "pass" for goal in work_.goals.values())
                scores[student.secret] = met / len(work_.goals)
        assert len(scores) >= len(answered)
        found = {secret: room._known(secret) for secret in answered}
        assert {s: scores[each.secret] for s, each in found.items() if each} == answered
    finally:
        room.close()
