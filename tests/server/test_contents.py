"""Documents saved through Jupyter's contents are whole, whatever kills the server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.files import _side
from scripts.campaign import cases
from tests.server.conftest import Server

SAVES = "saves through Jupyter killed"

TEXT = Document(Circuit.of(2, "ry(theta) 0; cx 0 1")).dumps()

# One process imports the server's file manager and forks savers, so that a kill costs milliseconds.
_NURSERY = """
import asyncio, os, signal, sys, time
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from qdesign.server.contents import save_safely

folder, kills = sys.argv[1], int(sys.argv[2])
manager = AsyncLargeFileManager(root_dir=folder)
assert save_safely(manager)

async def save_on(pipe, number):
    while True:
        text = f"{number} " * 20_000 + "end"
        await manager.save({"type": "file", "format": "text", "content": text}, "a.qdesign")
        os.write(pipe, f"{number}\\n".encode())
        number += 1

number = lost = damaged = 0
for kill in range(kills):
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        asyncio.run(save_on(into, number))
    os.close(into)
    acknowledged = os.read(out, 100)
    time.sleep(0.0005 * (kill % 16))
    os.kill(child, signal.SIGKILL)
    while more := os.read(out, 65536):
        acknowledged += more
    os.waitpid(child, 0)
    os.close(out)
    last = int(acknowledged.split()[-1])
    text = open(os.path.join(folder, "a.qdesign")).read()
    numbers = set(text.split()[:-1])
    damaged += not text.endswith("end") or len(numbers) != 1
    lost += int(numbers.pop()) < last
    number = last + 1
print(kills, damaged, lost)
"""


def test_a_saved_document_replaces_the_old_file_whole(server: Server) -> None:
    """A new inode: the old file was not written over."""
    path = server.folder / "saved.qdesign"
    inodes: set[int] = set()
    for _ in range(2):
        body = json.dumps({"type": "file", "format": "text", "content": TEXT})
        answer = server.request("/api/contents/saved.qdesign", method="PUT", body=body)
        assert answer.code in (200, 201)
        assert path.read_text() == TEXT
        inodes.add(path.stat().st_ino)
    assert len(inodes) == 2
    loaded = json.loads(server.request("/api/contents/saved.qdesign?content=1").body)
    assert loaded["content"] == TEXT


@pytest.mark.sized(SAVES)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills_during_saves_leave_a_whole_document_and_lose_no_acknowledged_save(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _NURSERY, str(tmp_path), str(cases(SAVES))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60 + 5 * cases(SAVES))
    assert done.returncode == 0, done.stderr[-2000:]
    kills, damaged, lost = map(int, done.stdout.split())
    assert (kills, damaged, lost) == (cases(SAVES), 0, 0)


def test_a_missing_folder_is_said_in_words(server: Server) -> None:
    body = json.dumps({"type": "file", "format": "text", "content": TEXT})
    answer = server.request("/api/contents/no/such/a.qdesign", method="PUT", body=body)
    assert answer.code >= 400


def save(server: Server, name: str) -> Any:
    body = json.dumps({"type": "file", "format": "text", "content": TEXT})
    return server.request(f"/api/contents/{name}", method="PUT", body=body)


def test_a_read_only_document_is_refused_and_stays(server: Server) -> None:
    path = server.folder / "locked.qdesign"
    path.write_text("old")
    path.chmod(0o444)
    answer = save(server, path.name)
    assert answer.code == 403
    assert "read-only" in json.loads(answer.body)["message"]
    assert path.read_text() == "old"


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_hard_links_stay_and_a_killed_save_over_one_is_finished(server: Server) -> None:
    first, second = server.folder / "first.qdesign", server.folder / "second.qdesign"
    first.write_text("old")
    second.hardlink_to(first)
    assert save(server, first.name).code == 200
    assert first.samefile(second)
    assert second.read_text() == TEXT
    first.write_text(TEXT[:10] + "old text"[10:])
    _side(first).write_text("8\nold text" + TEXT)
    assert json.loads(server.request("/api/contents/first.qdesign").body)["content"] == TEXT


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_a_pipe_with_a_documents_name_does_not_hold_the_server(server: Server) -> None:
    pipe = server.folder / "pipe.qdesign"
    os.mkfifo(pipe)
    try:
        assert save(server, pipe.name).code == 400
        for way in ({"format": "base64", "content": "YQ=="}, {"format": "text", "chunk": 1}):
            body = json.dumps({"type": "file", "content": "a"} | way)
            answer = server.request("/api/contents/pipe.qdesign", method="PUT", body=body)
            assert answer.code == 400
        copy = json.dumps({"copy_from": "pipe.qdesign"})
        assert server.request("/api/contents", method="POST", body=copy).code >= 400
        kept = "/api/contents/pipe.qdesign/checkpoints"
        assert server.request(kept, method="POST", body="").code >= 400
        assert server.request("/api/contents/pipe.qdesign?content=1").code == 400
        assert server.request("/files/pipe.qdesign").code >= 400
        assert server.request("/api/contents").code == 200
    finally:
        pipe.unlink()
