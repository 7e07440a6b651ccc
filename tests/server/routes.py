"""An extension of Jupyter's server for the tests: it tells all routes, once all are there."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def patterns(rules: Any) -> Iterator[str]:
    """Regular expressions of the routes of a tornado application."""
    for rule in rules:
        inner = getattr(rule.target, "rules", None)
        if inner is not None:
            yield from patterns(inner)
        elif regex := getattr(rule.matcher, "regex", None):
            yield regex.pattern


def path(pattern: str, filled: str) -> str:
    """A path that a route takes, each of its groups filled with a text."""
    text, depth = "", 0
    for part in re.split(r"(\\.|[()])", pattern.removeprefix("^").removesuffix("$")):
        depth += (part == "(") - (part == ")")
        if part == ")" and depth == 0:
            text += filled
        elif depth == 0 and part not in "()":
            text += part[1] if part.startswith("\\") else part
    return re.sub(r"\[[^]]*\][+*?]?|[*+?^$]|\.(?=/|$)", "", text)


def _load_jupyter_server_extension(app: Any) -> None:
    def tell() -> None:
        found = sorted(set(patterns(app.web_app.default_router.rules)))
        Path(os.environ["QDESIGN_ROUTES"]).write_text(json.dumps(found), encoding="utf-8")

    app.io_loop.add_callback(tell)
