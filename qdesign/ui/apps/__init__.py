"""Panel apps, a file each: `qdesign app NAME`, `panel serve FILE`, or `app()` in a notebook."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final

APPS: Final = ("tuner", "comparison", "noise", "qaoa")
"""Their names, which are those of their files."""


def named(name: str) -> Callable[[], Any]:
    """What makes the page of an app of `APPS` for one session."""
    return importlib.import_module(f"{__name__}.{name}").app
