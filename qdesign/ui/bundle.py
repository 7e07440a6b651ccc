"""Where the studio's bundle lies."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qdesign.errors import InvalidFile

BUNDLE: Final = Path(__file__).resolve().parents[1] / "static" / "studio.js"


def check_bundle() -> Path:
    """The path of the bundle.

    Raises:
        InvalidFile: this copy was never built.
    """
    if not BUNDLE.is_file():
        raise InvalidFile(f"'{BUNDLE}' is missing: this copy is not built. Run make in its folder.")
    return BUNDLE
