"""Real servers on loopback for the browser tests: JupyterLab and the Panel app."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qdesign.document import Document

TOKEN = "a-token-of-the-tests"
_START_SECONDS = 300
_WRITING_SECONDS = 5
_TRACEBACK = "Traceback (most recent call last)"
# Tornado's own, about a message to a page that has just gone.
_LATE_MESSAGE = re.compile(
    r"Task exception was never retrieved\nfuture: .*WebSocketClosedError.*\n(?:.*\n)*?"
    r"tornado\.websocket\.WebSocketClosedError\n"
)
# ipykernel's own, about a cell that ran when its kernel was shut down.
_CUT_SHORT = re.compile(
    r"\[IPKernelApp\] ERROR \| Exception in message handler:\nTraceback .*\n(?: .*\n)*"
    r"zmq\.error\.ZMQError: Socket operation on non-socket\n"
)

# Bokeh's own, about a message on a websocket that it has not made ready; the page connects anew.
_EARLY_MESSAGE = re.compile(
    r"Unhandled exception receiving a message: AttributeError.*\nTraceback .*\n(?: .*\n)*"
    r"AttributeError: 'NoneType' object has no attribute 'consume'\n"
)
# Bokeh's own, about a page that goes before its session is there.
_EARLY_CLOSE = re.compile(
    r"Uncaught exception GET /ws.*\n(?:.*\n)??Traceback .*\n(?: .*\n)*"
    r"    assert self\._session is not None\n(?: .*\n)*AssertionError\n"
)
_LET_PASS = (_LATE_MESSAGE, _CUT_SHORT, _EARLY_MESSAGE, _EARLY_CLOSE)


@dataclass
class Server:
    """A running server: its address, the folder it serves and its process."""

    url: str
    folder: Path
    process: "subprocess.Popen[bytes]"
    log: Path
    heard: int = 0
    """Bytes of the log that were looked through."""

    @property
    def port(self) -> int:
        port = urllib.parse.urlsplit(self.url).port
        assert port is not None
        return port

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self in RUNNING:
            RUNNING.remove(self)
        self.listen()

    def listen(self) -> None:
        """Fails where the log has a traceback that was not there before."""
        deadline = time.monotonic() + _WRITING_SECONDS
        while True:
            news = self.log.read_bytes()[self.heard :]
            told = news.decode("utf-8", "replace")
            for known in _LET_PASS:
                told = known.sub("", told)
            # One that is being written may turn out to be of the kind that is let pass.
            if _TRACEBACK not in told or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        self.heard += len(news)
        assert _TRACEBACK not in told, told[-4000:]


RUNNING: list[Server] = []
"""Servers that were started and not stopped."""


def eventually(condition: Callable[[], bool], *, seconds: float = 120.0) -> None:
    """Waits until a condition outside the page holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come about"
        time.sleep(0.05)


def asked(server: Server, path: str, *, method: str = "GET") -> Any:
    """What a JupyterLab's own interface says."""
    headers = {"Authorization": f"token {TOKEN}"}
    request = urllib.request.Request(server.url + path, headers=headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command: list[str], url: str, folder: Path, environment: dict[str, str]) -> Server:
    log = folder / ".server.log"
    told_before = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, cwd=folder, env=os.environ | environment
        )
    server = Server(url, folder, process, log, heard=told_before)
    RUNNING.append(server)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            with urllib.request.urlopen(url, timeout=5):
                return server
        except urllib.error.HTTPError:
            return server
        except OSError:
            time.sleep(0.1)
    server.stop()
    raise AssertionError(f"{url} did not answer: {log.read_text()[-2000:]}")


def start_lab(folder: Path, *, port: int | None = None) -> Server:
    """JupyterLab in a folder, with settings and workspaces of its own."""
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
    ]
    private = folder / ".jupyter"
    environment = {
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
        "IPYTHONDIR": str(private / "ipython"),
        "QDESIGN_QUEUE": str(private / "queue.sqlite"),
    }
    # No question about news in the way of a test.
    quiet = private / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True, exist_ok=True)
    (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    return start(command, f"http://127.0.0.1:{port}/", folder, environment)


def start_panel(folder: Path, file: Path | None = None, *, port: int | None = None) -> Server:
    """The Panel app by `qdesign studio`."""
    port = port or free_port()
    command = [sys.executable, "-m", "qdesign.cli", "studio", "--no-browser", "--port", str(port)]
    if file is not None:
        command.append(str(file))
    environment = {"QDESIGN_QUEUE": str(folder / "queue.sqlite"), "QDESIGN_TOKEN": TOKEN}
    return start(command, f"http://127.0.0.1:{port}/?token={TOKEN}", folder, environment)


class FileServers:
    """Servers of `qdesign studio FILE` that tests share, one for each name of a file.

    Every session reads the file anew, so each test puts its own there. The queue stays.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._servers: dict[str, Server] = {}

    def serve(self, content: Document | str | None, name: str = "mine.qdesign") -> Server:
        """A server on a file that holds `content`; there is no file where it is None."""
        folder = self._folder / name.replace(".", "-")
        folder.mkdir(exist_ok=True)
        for left in folder.glob(f"{Path(name).stem}*"):
            left.unlink()
        if content is not None:
            text = content.dumps() if isinstance(content, Document) else content
            (folder / name).write_text(text, encoding="utf-8", newline="")
        if name not in self._servers:
            self._servers[name] = start_panel(folder, folder / name)
        return self._servers[name]

    def stop(self) -> None:
        for server in self._servers.values():
            server.stop()
