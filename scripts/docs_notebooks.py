"""Makes the cards of docs/notebooks.md from the notebooks themselves, when the site is built.

Title, the first sentences and a picture are read from each, so that the page never lags behind.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[1] / "notebooks"
MOST: Final = 90_000
"""Characters of a picture that is taken."""
_PICTURE: Final = re.compile(r'<img [^<>]*\bsrc="(data:image/[^"<>]+)"')
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")


def cards() -> str:
    """Markdown for all notebooks, in the order of their numbers."""
    return "\n".join(card(path) for path in sorted(FOLDER.glob("*.ipynb")))


def card(path: Path) -> str:
    """One notebook: its title, a picture, its first paragraph, a link."""
    cells: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    title, _, rest = "".join(cells[0]["source"]).strip().partition("\n")
    words = _LINK.sub(r"\1", rest.strip().partition("\n\n")[0].replace("\n", " "))
    number = path.stem.partition("-")[0]
    title = title.removeprefix("# ")
    title = f"{number} {title}" if number.isdigit() else title
    picture = max((each for each in pictures(cells) if len(each) < MOST), key=len, default="")
    shown = f'<p><img alt="{html.escape(title)}" src="{html.escape(picture)}"></p>'
    lines = [f"## {title}", shown if picture else "", words]
    return "\n\n".join([*lines, f"[Download](../notebooks/{path.name})\n"])


def pictures(cells: list[dict[str, Any]]) -> Iterator[str]:
    """Addresses that hold the pictures of a notebook's outputs."""
    for cell in cells:
        for output in cell.get("outputs", ()):
            yield from _PICTURE.findall("".join(output.get("data", {}).get("text/html", "")))
