"""Puts the documentation beside the page with no server, so that both are one site.

`python -m scripts.one_site PAGE` copies build/docs to PAGE/docs, where each of its pages links to
the studio, and each document that can be downloaded opens there, too. Every link is checked.
Without build/docs it takes an older copy away.
"""

from __future__ import annotations

import re
import shutil
import sys
from html import escape
from pathlib import Path
from typing import Final

import qdesign as qd
from qdesign.errors import QdesignError
from qdesign.links import to_link
from scripts.site import SITE, faults

_DOWNLOAD: Final = re.compile(r'<a [^<>]*href="([^"<>#]*\.qdesign)"[^<>]*>.*?</a>')
_BRAND: Final = '<form class="sidebar-search-container"'
_NOT_COPIED: Final = shutil.ignore_patterns(".buildinfo*", ".doctrees", "objects.inv")


def joined(page: Path, docs: Path = SITE) -> int:
    """Copies the documentation below the page; returns how many of its documents open there."""
    target = page / "docs"
    shutil.rmtree(target, ignore_errors=True)
    if not (docs / "index.html").exists():
        return 0
    shutil.copytree(docs, target, ignore=_NOT_COPIED)
    opening = 0
    for path in sorted(target.rglob("*.html")):
        text, made = _linked(path, page)
        path.write_text(text, "utf-8")
        opening += made
    return opening


def _linked(path: Path, page: Path) -> tuple[str, int]:
    """A page of the documentation with its links to the studio, and how many documents open."""
    up = "../" * len(path.parent.relative_to(page).parts)
    made = 0

    def with_link(found: re.Match[str]) -> str:
        nonlocal made
        file = path.parent / found[1]
        try:
            link = to_link(qd.Document.load(file), name=file.stem)
        except QdesignError:
            return found[0]  # as a file alone: it is too long for a link
        made += 1
        target = escape(f"{up}index.html{link}")
        return f'<a class="qd-open" href="{target}">Open in the studio</a> · {found[0]}'

    text = _DOWNLOAD.sub(with_link, path.read_text("utf-8"))
    studio = f'<a class="qd-studio" href="{up}index.html">Open the studio</a>'
    return text.replace(_BRAND, studio + _BRAND, 1), made


def main(page: Path) -> int:
    """Joins both; the exit status is 1 where a link of the site leads nowhere."""
    opening = joined(page)
    if not (page / "docs").exists():
        return 0
    found = list(faults(page, own_fragments=frozenset([page / "index.html"])))
    print(*found, sep="\n", end="\n" if found else "")
    print(f"documentation in {page / 'docs'}: {opening} of its documents open in the studio")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
