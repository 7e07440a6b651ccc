"""A real Jupyter server on loopback for the tests of the extension."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClient, HTTPError, HTTPRequest, HTTPResponse

TOKEN = "a-token-of-the-tests"


@dataclass
class Server:
    """A running server, asked with or without its token."""

    url: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    def request(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | str | None = None,
        token: str | None = TOKEN,
        headers: dict[str, str] | None = None,
    ) -> HTTPResponse:
        """One request; error statuses are answers too."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"token {token}"
        request = HTTPRequest(
            self.url + path, method=method, body=body, headers=sent, request_timeout=60
        )
        return HTTPClient().fetch(request, raise_error=False)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, *, port: int | None = None) -> Server:
    """Starts a server in `folder` and waits until it answers."""
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"),
    ]
    environment = os.environ | {"JUPYTER_RUNTIME_DIR": str(folder / ".runtime")}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    server = Server(f"http://127.0.0.1:{port}", folder, process)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if server.request("/api/status").code == 200:
                return server
        except (OSError, HTTPError):
            pass
        assert process.poll() is None, "the server ended before it answered"
        time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


def stop(server: Server) -> None:
    """Ends a server and waits for it."""
    server.process.terminate()
    try:
        server.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(tmp_path_factory.mktemp("jupyter"))
    yield running
    stop(running)
