"""Where the bundles of the studio and of a class's page lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qdesign.errors import InvalidFile

BUNDLE: Final = Path(__file__).resolve().parents[1] / "static" / "studio.js"
CLASSROOM: Final = BUNDLE.with_name("classroom.js")


def check_bundle(bundle: Path = BUNDLE) -> Path:
    """The path of a bundle.

    Raises:
        InvalidFile: this copy was never built.
    """
    if not bundle.is_file():
        raise InvalidFile(f"'{bundle}' is missing: this copy is not built. Run make in its folder.")
    return bundle
