"""A class of 200 on one server: HTTP clients on loopback that join, draw, drag and ping."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qdesign.lessons.lesson import Lesson
from qdesign.rows import rows as catalog_rows
from tests.benchmarks.report import Row, percentile
from tests.browser.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = 200
JOINING = 10.0
"""Seconds in which all of them come."""
BETWEEN = 3.0
"""Seconds between two reports of one."""
CODE = "LARK-42"
SERVER = """
import json, sys, time
from pathlib import Path
from tornado.ioloop import PeriodicCallback
from qdesign.classes import Room
from qdesign.lessons import Lesson
from qdesign.rows import rows
from qdesign.ui.class_app import serve_class

folder = Path(sys.argv[2])
room = Room.open(folder / "class.sqlite", list(rows(Lesson).values()), code="LARK-42")
times = []

def look():
    begun = time.perf_counter()
    room.snapshot()
    times.append(time.perf_counter() - begun)
    figures = {
        "times": times,
        "checks": room.checker.checks,
        "busy": room.snapshot().figures.busy,
    }
    (folder / "figures.new").write_text(json.dumps(figures))
    (folder / "figures.new").rename(folder / "figures.json")

def ready(url, room):
    PeriodicCallback(look, 2000).start()
    (folder / "ready").touch()

serve_class(room, port=int(sys.argv[1]), show=False, ready=ready)
"""


@dataclass(slots=True)
class Seen:
    """What the clients saw."""

    join: list[float] = field(default_factory=list[float])
    report: list[float] = field(default_factory=list[float])
    ping: list[float] = field(default_factory=list[float])
    errors: list[str] = field(default_factory=list[str])


class Client:
    """A page: one connection that stays, one request at a time."""

    def __init__(self, port: int, seen: Seen) -> None:
        self._port = port
        self._seen = seen
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Asks, and writes down how long that took."""
        begun = time.perf_counter()
        try:
            status, reply = await asyncio.wait_for(self._post(name, json.dumps(body).encode()), 60)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._streams = None
            self._seen.errors.append(f"{name}: {error!r}")
            return {}
        getattr(self._seen, name).append(time.perf_counter() - begun)
        if status != 200:
            self._seen.errors.append(f"{name}: {status} {reply}")
        return reply

    async def _post(self, name: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = (
            f"POST /class/api/{name} HTTP/1.1\r\nHost: localhost:{self._port}\r\n"
            f"Origin: https://example.org\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        said = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(said.partition("content-length: ")[2].partition("\r\n")[0])
        return int(said.split()[1]), json.loads(await reader.readexactly(length))


def rows(seconds: float = 60.0) -> Iterator[Row]:
    """Everything is on this machine: server, its two processes, and the clients share its cores."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [sys.executable, "-c", SERVER, str(port), str(folder)],
                cwd=ROOT, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            while not (folder / "ready").exists():
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            # Those who prepare a class start the server before it.
            time.sleep(3.0)
            before = _processor(server.pid)
            begun = time.perf_counter()
            seen, joined = asyncio.run(_class(port, seconds))
            took = time.perf_counter() - begun
            used = _processor(server.pid) - before
            memory = _memory(server.pid)
            figures = json.loads((folder / "figures.json").read_text())
        finally:
            server.terminate()
            server.wait(60)
        log_text = (folder / "log").read_text()
    for error in dict.fromkeys(seen.errors[:3]):
        print(error)
    note = f"{len(seen.report)} reports, {len(seen.ping)} pings, {figures['checks']} checks made"
    what = f"class of {STUDENTS}, {took:.0f} s"
    yield Row.at_most(f"{what}: errors", goal=0, measured=len(seen.errors), note=note)
    yield Row.at_most(f"{what}: words in the log", goal=0, measured=len(log_text))
    yield Row.at_most(f"{what}: all joined", goal=60, measured=joined, unit="s",
                      note=f"within {JOINING:.0f} s they came")  # fmt: skip
    for percent, goal in ((50, 0.5), (95, 1.0)):
        yield Row.at_most(
            f"{what}: check reply, {percent}th percentile",
            goal=goal, measured=percentile(seen.report, percent), unit="s",
            note=f"longest {max(seen.report):.2f} s",
        )  # fmt: skip
    times = figures["times"]
    yield Row.at_most(
        f"{what}: instructor's snapshot, 95th percentile",
        goal=0.1, measured=percentile(times, 95), unit="s", note=f"of {len(times)}",
    )  # fmt: skip
    yield Row.at_most(f"{what}: memory of server and its processes", goal=600, measured=memory,
                      unit="MB")  # fmt: skip
    yield Row.at_most(f"{what}: processor of server and its processes", goal=2.0,
                      measured=used / took, unit="cores",
                      note=f"checking, {figures['busy']:.0%} of the last minute")  # fmt: skip


async def _class(port: int, seconds: float) -> tuple[Seen, float]:
    seen, drawings = Seen(), _drawings()
    begun = time.perf_counter()
    joined: list[float] = []

    async def student(number: int) -> None:
        rng = random.Random(number)
        await asyncio.sleep(rng.random() * JOINING)
        client = Client(port, seen)
        me = await client.post("join", {"code": CODE})
        joined.append(time.perf_counter() - begun)
        revisions = {each["name"]: each["revision"] for each in me["lessons"]}
        pinged = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            # All move on together, as a class does, and some are ahead.
            at = int((time.perf_counter() - begun) / max(seconds / 12, 5.0) + rng.random())
            lesson = list(drawings)[at % len(drawings)]
            report = {
                "student": me["student"], "lesson": lesson, "revision": revisions[lesson],
                "document": _moved(rng.choice(drawings[lesson]), rng), "hints": 0,
            }  # fmt: skip
            await client.post("report", report)
            if time.perf_counter() - pinged > 15:
                pinged = time.perf_counter()
                await client.post("ping", {"student": me["student"]})
            await asyncio.sleep(BETWEEN * (0.7 + 0.6 * rng.random()))

    await asyncio.gather(*(student(number) for number in range(STUDENTS)))
    return seen, max(joined)


def _drawings() -> dict[str, list[str]]:
    """For each lesson what students have: the start, the answer, and the answer without a gate."""
    found: dict[str, list[str]] = {}
    for name, lesson in catalog_rows(Lesson).items():
        texts = [lesson.start.dumps(), lesson.reference.dumps()]
        document = json.loads(texts[1])
        if document["body"]["kind"] == "circuit":
            operations = document["body"]["operations"]
            operations.pop(next(iter(operations)))
            texts.append(json.dumps(document))
        found[name] = texts
    return found


def _moved(text: str, rng: random.Random) -> dict[str, Any]:
    """The drawing with its sliders elsewhere; without sliders, with a gate a little further on."""
    document = json.loads(text)
    for parameter in document["parameters"]:
        low, high = parameter["low"], parameter["high"]
        parameter["value"] = low + (high - low) * rng.random()
    body = document["body"]
    if not document["parameters"] and body.get("operations"):
        last = list(body["operations"].values())[-1]
        last["column"] += rng.random()
    return document


def _family(pid: int) -> list[int]:
    """A process and its children."""
    task = Path(f"/proc/{pid}/task")
    found = [pid]
    for each in task.glob("*/children"):
        found += map(int, each.read_text().split())
    return found


def _processor(pid: int) -> float:
    """Seconds that a process and its children used."""
    ticks = 0
    for each in _family(pid):
        parts = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in _family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
