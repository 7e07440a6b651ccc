"""Plotly figures → SVG text, drawn by Plotly in a Chromium that is started for the first of them.

Saved notebooks keep these, since a page that only shows notebooks runs no script.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import unquote

FIGURE: Final = "application/vnd.plotly.v1+json"
_WIDTH: Final = 760
_HEIGHT: Final = 380
# Plotly names its parts at random; here they have the same names in each run.
_SEEDED: Final = """
let seed = 1;
Math.random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
"""
_DRAW: Final = "([figure, size]) => Plotly.toImage(figure, {format: 'svg', ...size})"


class Camera:
    """Takes pictures of figures; a context that ends its browser."""

    def __init__(self) -> None:
        self._playwright: Any = None
        self._browser: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._browser is not None:
            self._browser.close()
            self._playwright.stop()

    def picture(self, figure: Any) -> str:
        """The figure as SVG text that stands alone, the same in each run.

        Raises:
            subprocess.CalledProcessError: no Chromium starts here.
        """
        from plotly.offline import get_plotlyjs

        kit: Any = get_plotlyjs
        page = self._started().new_page()
        page.add_script_tag(content=_SEEDED)
        page.add_script_tag(content=kit())
        layout: Any = figure.get("layout", {})
        size = {"width": _WIDTH, "height": layout.get("height") or _HEIGHT}
        shown = {"data": figure["data"], "layout": layout}
        address: str = page.evaluate(_DRAW, [json.loads(json.dumps(shown)), size])
        page.close()
        drawn = unquote(address.partition(",")[2])
        words = str(layout.get("title", {}).get("text", "A figure"))
        title = re.sub(r"[<>&]", "", words)
        return drawn.replace(">", f"><title>{title}</title>", 1)

    def _started(self) -> Any:
        if self._browser is None:
            from playwright.sync_api import sync_playwright

            found = subprocess.run(
                [sys.executable, str(Path(__file__).with_name("chromium.py"))],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(
                executable_path=found.stdout.strip(), args=["--no-sandbox", "--disable-gpu"]
            )
        return self._browser
