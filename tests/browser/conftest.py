"""Chromium, the three hosts, and what every browser test checks on the side."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.hosts import Lab
from tests.browser.servers import RUNNING, TOKEN, FileServers, Server, start_lab, start_panel

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


LONG = (
    *("test_lost_connections", "test_opened_file", "test_lost_work", "test_program_pane"),
    *("test_queue_tab", "test_host_keys", "test_safety", "test_journal", "test_widget_host"),
    "test_tuning",
)
"""Files that take a minute or more: they begin, so that no worker is left with one at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: rank for rank, name in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(LONG)))


# Two cores, shared with a server and a kernel: conditions may take their time.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = os.environ.get("QDESIGN_CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": executable, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1400, "height": 900}}


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_panel(tmp_path_factory.mktemp("panel"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileServers]:
    servers = FileServers(tmp_path_factory.mktemp("files"))
    yield servers
    servers.stop()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that fails its test on an uncaught error or a request that leaves the server."""
    wrong = watched(page)
    yield page
    assert wrong == []


@pytest.fixture(scope="module")
def shared(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    yield page, watched(page)
    context.close()


@pytest.fixture
def shared_page(shared: tuple[Page, list[str]]) -> Iterator[Page]:
    """A page for all tests of a module, each of which opens a document of its own (`open_tab`)."""
    page, wrong = shared
    yield page
    page.unroute_all()
    assert wrong == []


@pytest.fixture
def tabs(request: pytest.FixtureRequest, shared_page: Page, lab: Server) -> Lab:
    """JupyterLab, loaded once for a module, with room for a studio beside the list of files."""
    shared_page.set_viewport_size({"width": 1700, "height": 950})
    return Lab(shared_page, lab, request.path.stem)


def watched(page: Page) -> list[str]:
    """What goes wrong in a page from now on."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"uncaught: {error.stack or error}"))

    def leaves(request: Request) -> None:
        url = request.url
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            wrong.append(f"left the server: {url}")

    page.on("request", leaves)
    page.set_default_timeout(60_000)
    return wrong


@pytest.fixture(autouse=True)
def servers_stay_quiet() -> Iterator[None]:
    """Fails the test in which a server that runs wrote a traceback into its log."""
    yield
    for server in RUNNING:
        server.listen()


@pytest.fixture
def open_lab(page: Page, lab: Server) -> Callable[..., Page]:
    """Opens JupyterLab in a workspace of its own, at a file when one is named."""

    def open_at(path: str = "", *, workspace: str = "tests") -> Page:
        tree = f"/tree/{path}" if path else ""
        page.goto(f"{lab.url}lab/workspaces/{workspace}{tree}?token={TOKEN}")
        page.locator("#jupyterlab-splash").wait_for(state="detached")
        page.locator(".jp-SideBar").first.wait_for()
        return page

    return open_at
