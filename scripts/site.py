"""Builds the site of the documentation and checks it: `make docs`.

Sphinx takes every warning for a fault. Then each page that was built is read: a link inside the
site leads to a page and an anchor that are there, and nothing is loaded from another host.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

ROOT: Final = Path(__file__).resolve().parents[1]
SITE: Final = ROOT / "build" / "docs"
LOADS: Final = {"img": "src", "script": "src", "link": "href", "source": "srcset", "iframe": "src"}
"""The attributes by which a page makes a browser ask for something."""
_IN_STYLE: Final = re.compile(r"@import[^;]*|url\(\s*['\"]?((?:https?:)?//[^)'\"]+)", re.IGNORECASE)


class Page(HTMLParser):
    """What a page links to, what it loads, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors.update(value for key in ("id", "name") if (value := found.get(key)))
        target = found.get(LOADS.get(tag, ""))
        only_named = tag == "link" and found.get("rel") in ("canonical", "author", "prev", "next")
        if target and not only_named:
            self.loads.append(target)
        if tag == "a" and (link := found.get("href")):
            self.links.append(link)


def faults(site: Path, own_fragments: frozenset[Path] = frozenset()) -> Iterator[str]:
    """What is wrong with a built site, in words.

    Args:
        site: its folder.
        own_fragments: pages that read what stands behind # themselves.
    """
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site)
        for target in page.loads:
            if urlsplit(target).netloc:
                yield f"{name} loads {target} from another host."
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not file.is_file():
                yield f"{name} links to {link}, which is not there."
            elif file in own_fragments:
                continue
            elif file in pages and unquote(parts.fragment) not in pages[file].anchors:
                yield f"{name} links to {link}: the page has no such anchor."
    for path in sorted(site.rglob("*.css")):
        for found in _IN_STYLE.finditer(path.read_text("utf-8")):
            yield f"{path.relative_to(site)} asks for {found[0]}."


def main() -> int:
    """Builds and checks; the exit status is 0 where all is well."""
    shutil.rmtree(SITE, ignore_errors=True)
    # --fresh-env: of a page that was kept, no warning would be told again.
    options = ["--quiet", "--fail-on-warning", "--fresh-env", "--jobs", "2", "--builder", "html"]
    places = ["--doctree-dir", SITE.parent / "doctrees", ROOT / "docs", SITE]
    built = subprocess.run([sys.executable, "-m", "sphinx", *options, *places])
    if built.returncode:
        return built.returncode
    found = list(faults(SITE))
    print(*found, sep="\n", end="\n" if found else "")
    if not found:
        pages = len(list(SITE.rglob("*.html")))
        print(f"{pages} pages, no dead link: {SITE.relative_to(ROOT) / 'index.html'}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
