"""The page with no server in Firefox and WebKit, where they are installed."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

import pytest

import qdesign as qd
from tests.browser.page_server import PageServer

_HANGS: Final = 120


class _Driven(Protocol):
    """A browser of another make, as far as this story needs it."""

    def go(self, url: str) -> None: ...

    def run(self, script: str) -> Any: ...

    def act(self, actions: list[dict[str, Any]]) -> None:
        """What a person does with mouse and keys, as WebDriver states it."""


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Firefox:
    """By Marionette, Firefox's own line: JSON behind its length."""

    def __init__(self, port: int) -> None:
        self._line = _connected(port)
        self._file = self._line.makefile("rb")
        self._read()
        self._say("WebDriver:NewSession", capabilities={})

    def go(self, url: str) -> None:
        self._say("WebDriver:Navigate", url=url)

    def run(self, script: str) -> Any:
        return self._say("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def act(self, actions: list[dict[str, Any]]) -> None:
        self._say("WebDriver:PerformActions", actions=actions)

    def close(self) -> None:
        self._line.close()

    def _say(self, command: str, **facts: Any) -> Any:
        text = json.dumps([0, 1, command, facts]).encode()
        self._line.sendall(str(len(text)).encode() + b":" + text)
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            length += byte
        return json.loads(self._file.read(int(length)))


class _WebKit:
    """By WebDriver, over HTTP."""

    def __init__(self, port: int, browser: Path) -> None:
        self._root = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        _connected(port).close()
        self._root += "/" + self._say("", wanted)["sessionId"]

    def go(self, url: str) -> None:
        self._say("/url", {"url": url})

    def run(self, script: str) -> Any:
        return self._say("/execute/sync", {"script": script, "args": []})

    def act(self, actions: list[dict[str, Any]]) -> None:
        self._say("/actions", {"actions": actions})

    def close(self) -> None:
        with urllib.request.urlopen(urllib.request.Request(self._root, method="DELETE")):
            pass

    def _say(self, path: str, body: object) -> Any:
        request = urllib.request.Request(self._root + path, json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=_HANGS) as answer:
            return json.load(answer)["value"]


def _connected(port: int) -> socket.socket:
    last = time.monotonic() + _HANGS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            assert time.monotonic() < last, "the browser does not answer"
            time.sleep(0.1)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[_Driven]:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("no Firefox is installed")
    port = _free_port()
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        with closing(_Firefox(port)) as browser:
            yield browser
        process.terminate()


@pytest.fixture
def webkit() -> Iterator[_Driven]:
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if driver is None or screen is None or not browsers:
        pytest.skip("no WebKit with its driver and Xvfb is installed")
    port = _free_port()
    name = f":{port}"
    env = {
        **os.environ,
        "DISPLAY": name,
        "LIBGL_ALWAYS_SOFTWARE": "1",
        # Inside a container it cannot make its own sandbox.
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([screen, name, "-screen", "0", "1280x900x24"], **quiet) as display:
        with subprocess.Popen([driver, f"--port={port}"], env=env, **quiet) as process:
            with closing(_WebKit(port, browsers[-1])) as browser:
                yield browser
            process.terminate()
        display.terminate()


def _settled(browser: _Driven, script: str) -> Any:
    last = time.monotonic() + _HANGS
    while not (found := browser.run(f"return {script}")):
        assert time.monotonic() < last, f"never: {script}"
        time.sleep(0.1)
    return found


def _drag(browser: _Driven, place: str, by: int = 0) -> None:
    """Presses on the middle of what a script finds, moves, lets go; 0 is a click."""
    box = f"const box = ({place}).getBoundingClientRect();"
    middle = "return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round)"
    x, y = browser.run(f"{box} {middle}")
    button = {"button": 0}
    moves = [{"type": "pointerMove", "x": x + step, "y": y} for step in (0, by // 2, by)]
    steps = [moves[0], {"type": "pointerDown"} | button, *moves[1:], {"type": "pointerUp"} | button]
    browser.act([{"type": "pointer", "id": "mouse", "actions": steps}])


def _press(browser: _Driven, key: str) -> None:
    steps = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
    browser.act([{"type": "key", "id": "keys", "actions": steps}])


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_people_draw_drag_learn_and_rewrite(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    browser: _Driven = request.getfixturevalue(name)
    server = PageServer(tmp_path)
    try:
        link = qd.to_link(qd.Circuit.of(2, "ry(a) 0; cx 0 1"), page=server.address)
        browser.go(link)
        gates = "document.querySelectorAll('.qd-canvas .qd-gate').length"
        _settled(browser, f"{gates} === 2")
        slider = "document.querySelector('.qd-slider .qd-thumb')"
        _settled(browser, f"{slider} !== null")
        _drag(browser, slider, 30)
        moved = "document.querySelector('[role=slider]').getAttribute('aria-valuenow')"
        _settled(browser, f"Number({moved}) > 0.1")
        browser.run("document.querySelector('.qd-canvas').focus()")
        _press(browser, "x")
        _settled(browser, f"{gates} === 3")
        # A lesson is checked, and a rule applied, with no Python.
        browser.go("about:blank")
        browser.go(server.address + "#lesson=agree")
        _settled(browser, "document.querySelector('.qd-lesson')?.innerText.includes('2 of 4')")
        browser.go("about:blank")
        browser.go(server.address + "#lesson=fuse")
        spider = "document.querySelector('[data-spider=s1]')"
        _settled(browser, f"{spider} !== null")
        _drag(browser, spider)
        rule = "document.querySelector('[data-rule=change_color] button')"
        _settled(browser, f"{rule} !== null")
        browser.run(f"{rule}.click()")
        _settled(browser, f"{spider}.dataset.kind === 'X'")
    finally:
        server.stop()


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_the_page_draws_links_and_stays_without_a_network(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    browser: _Driven = request.getfixturevalue(name)
    (tmp_path / "served").mkdir()
    server = PageServer(tmp_path / "served")
    try:
        browser.go(server.address)
        cards = "[...document.querySelectorAll('.qd-page-card')]"
        card = f"{cards}.find((each) => each.textContent.includes('Ising'))"
        _settled(browser, card)
        browser.run(f"{card}.click()")
        _settled(browser, "document.body.innerText.includes('4.7353')")
        browser.run("document.querySelector('.qd-page-head > .qd-button').click()")
        link = _settled(browser, "document.querySelector('.qd-page-sharing input')?.value")
        browser.run("document.querySelector('.qd-page-tab').click()")
        foot = "document.querySelector('.qd-page-foot')?.innerText"
        _settled(browser, f"/· kept for offline use/.test({foot})")
    finally:
        server.stop()
    browser.go("about:blank")
    browser.go(link)
    _settled(browser, "document.body.innerText.includes('4.7353')")
