"""Every route of our servers, tried without a token: none imports, changes or ends anything."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bokeh.util.token import get_token_payload
from tornado.httpclient import HTTPClient, HTTPRequest

from tests.browser.servers import eventually, free_port
from tests.server.conftest import Server, stop
from tests.server.routes import path

ROOT = Path(__file__).resolve().parents[2]
CANARY = "qdesign_canary"
APP = """
import json, sys
from pathlib import Path
from panel.io.state import state
from tests.server.routes import patterns
from qdesign.ui.panel_app import serve

def ready(url):
    [(server, *_)] = state._servers.values()
    Path(sys.argv[2]).write_text(json.dumps(sorted(set(patterns(server._tornado.default_router.rules)))))

serve(port=int(sys.argv[1]), show=False, ready=ready)
"""
CLASS = (
    APP.replace(
        "from qdesign.ui.panel_app import serve",
        """
from qdesign.classes import Room
from qdesign.lessons import get
from qdesign.ui.class_app import serve_class as serve
""",
    )
    .replace("ready(url)", "ready(url, room)")
    .replace(
        "serve(", "serve(Room.open(Path(sys.argv[2]).with_name('class.sqlite'), [get('pair')]), "
    )
)
JUPYTER = """{"panel.io.jupyter_server_extension": True, "jupyterlab": True, "notebook_shim": True,
"jupyter_server_terminals": True, "qdesign.server": True, "tests.server.routes": True}"""


@pytest.fixture(params=["studio", "class", "jupyter"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server beside a module that leaves a mark when it is imported."""
    folder, beside, port = tmp_path / "open", tmp_path / "beside", free_port()
    folder.mkdir()
    beside.mkdir()
    (folder / "kept.txt").write_text("kept")
    mark = f"from pathlib import Path\nPath({str(beside / 'imported')!r}).touch()\n"
    (beside / f"{CANARY}.py").write_text(mark)
    routes = beside / "routes.json"
    jupyter = [
        *("-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=kept-secret", f"--ServerApp.root_dir={folder}"),
        f"--ServerApp.jpserver_extensions={JUPYTER}",
    ]
    app = {"studio": APP, "class": CLASS}.get(request.param, "")
    command = ["-c", app, str(port), str(routes)] if app else jupyter
    environment = {
        "PYTHONPATH": f"{beside}{os.pathsep}{ROOT}",
        "QDESIGN_ROUTES": str(routes),
        "JUPYTER_RUNTIME_DIR": str(beside / "runtime"),
        "JUPYTER_CONFIG_DIR": str(beside / "config"),
        "QDESIGN_QUEUE": str(beside / "queue.sqlite"),
    }
    with (beside / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=os.environ | environment,
            stdout=log, stderr=log,
        )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", folder, process)
    eventually(lambda: routes.exists() or process.poll() is not None, seconds=300)
    assert process.poll() is None, (beside / "log").read_text()
    yield server
    stop(server)


def test_no_route_does_anything_for_a_stranger(door: Server) -> None:
    beside = door.folder.parent / "beside"
    known = json.loads((beside / "routes.json").read_text())
    assert any("components" in each for each in known)
    client = HTTPClient()
    # JupyterLab's list of licenses never answers a stranger: it fails while it refuses.
    for pattern in (each for each in known if "licenses" not in each):
        for filled in (f"{CANARY}/x/y/z", CANARY, "kept.txt"):
            where = door.url + "/" + path(pattern, filled).lstrip("/")
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
                body = b"{}" if method in ("POST", "PUT", "PATCH") else None
                ask = HTTPRequest(where, method, body=body, request_timeout=60)
                ask.follow_redirects = False
                code = client.fetch(ask, raise_error=False).code
                if method not in ("GET", "HEAD"):
                    assert (method, where, code >= 300) == (method, where, True)
    # As another site's page would show an app.
    is_jupyter = "jupyter_server" in str(door.process.args)
    embeds = [each for each in known if each.endswith("/autoload.js$")]
    assert embeds or is_jupyter, known
    for pattern in embeds:
        where = door.url + "/" + path(pattern, "").lstrip("/") + "?bokeh-autoload-element=1"
        for method in ("GET", "OPTIONS"):
            assert client.fetch(HTTPRequest(where, method), raise_error=False).code in (403, 404)
        assert is_jupyter or "Traceback" not in (beside / "log").read_text()
    assert not (beside / "imported").exists()
    assert [(f.name, f.read_text()) for f in door.folder.iterdir() if f.is_file()] == [
        ("kept.txt", "kept")
    ]
    assert door.process.poll() is None
    component = f"{CANARY}/x/y/z"
    for prefix in ("components", "panel-preview/components"):
        assert client.fetch(f"{door.url}/{prefix}/{component}", raise_error=False).code == 404


def test_the_studio_opens_for_the_token_and_known_hosts_only(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://localhost:{port}/"
    command = [sys.executable, "-m", "qdesign.cli", "studio", "--no-browser", "--port", str(port)]
    environment = os.environ | {"QDESIGN_TOKEN": "kept-secret"}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert process.stdout is not None
        assert f"{url}?token=kept-secret" in process.stdout.readline().decode()
        client = HTTPClient()

        def answer(query: str = "", **headers: str) -> tuple[int, str]:
            ask = HTTPRequest(url + query, headers=headers, follow_redirects=False)
            found = client.fetch(ask, raise_error=False)
            return found.code, found.headers.get("Set-Cookie", "")

        assert answer() == (302, "")
        assert answer("?token=wrong") == (302, "")
        code, cookie = answer("?token=kept-secret")
        assert code == 200
        assert "kept-secret" not in cookie
        page = client.fetch(url + "?token=kept-secret").body.decode()
        session = get_token_payload(re.findall(r'"token":"([^"]+)"', page)[0])
        # A page that stood open for days connects anew.
        assert session["session_expiry"] > time.time() + 6 * 24 * 3600
        assert answer(Cookie=cookie.partition(";")[0]) == (200, "")
        assert answer("?token=kept-secret", Host=f"elsewhere.example:{port}")[0] == 403
        socket = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        stranger = answer("ws", **socket, **{"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
        assert stranger[0] == 403
    finally:
        process.terminate()
        assert process.stdout is not None
        left = process.communicate()[0].decode()
    assert "kept-secret" not in left


@pytest.mark.parametrize("served", ["the folder", "an app with the plugin"])
def test_panel_serve_imports_nothing_for_a_stranger_before_the_first_visit(
    tmp_path: Path, served: str
) -> None:
    """As docs/serving.md says to start it."""
    mark = f"from pathlib import Path\nPath({str(tmp_path / 'imported')!r}).touch()\n"
    (tmp_path / f"{CANARY}.py").write_text(mark)
    (tmp_path / "app.py").write_text("from qdesign.panel import Studio\nStudio().servable()\n")
    line = "panel serve app.py --plugins qdesign.panel"
    assert line in (ROOT / "docs" / "serving.md").read_text()
    what = [str(ROOT / "qdesign" / "panel")] if served == "the folder" else line.split()[2:]
    port = free_port()
    command = [sys.executable, "-m", "panel", "serve", *what, "--port", str(port)]
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        client = HTTPClient()
        found: list[int] = []

        def answers() -> bool:
            assert process.poll() is None
            try:
                where = f"http://localhost:{port}/components/{CANARY}/x/y/z"
                found.append(client.fetch(where, raise_error=False).code)
            except OSError:
                return False
            return True

        eventually(answers, seconds=300)
        assert found == [404]
        assert not (tmp_path / "imported").exists()
    finally:
        process.terminate()
        process.wait()
