"""Requests of a page that a test holds back, so that something else can happen first."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, Route


class Held:
    """Requests to a pattern that `matches` takes, held until `release`; later ones pass."""

    def __init__(self, page: Page, pattern: str, matches: Callable[[Request], bool]) -> None:
        self.page = page
        self._kept: list[Route] = []
        self._matches, self._is_open = matches, False
        page.route(pattern, self._look)

    def _look(self, route: Route) -> None:
        if self._is_open or not self._matches(route.request):
            route.continue_()
        else:
            self._kept.append(route)

    def wait(self) -> None:
        """Until one is held."""
        while not self._kept:
            self.page.wait_for_timeout(20)

    def release(self) -> None:
        """Lets go what is held, once there is something."""
        self.wait()
        self._is_open = True
        while self._kept:
            self._kept.pop(0).continue_()


def held_asks(page: Page, ask: str) -> Held:
    """Asks of one kind of JupyterLab's documents."""

    def is_one(request: Request) -> bool:
        body: dict[str, Any] = request.post_data_json or {}
        return body["ask"].get("ask") == ask

    return Held(page, "**/qdesign/api/ask*", is_one)
