"""The studio of `qdesign studio FILE`: what a person saves is in FILE, whole or not at all."""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, Final, cast

from qdesign.errors import InvalidFile, QdesignError, TooLarge
from qdesign.files import MAX_BYTES, read_text, save_text
from qdesign.kits import PANEL
from qdesign.session import open_to_draw
from qdesign.ui.panel_studio import Studio

with PANEL.needed_by("The studio as an app"):
    import param

WRITTEN: Final = (".qdesign", ".qasm", ".zxg", ".zxp", ".zxr", ".tikz")
"""Endings of the files that a studio writes."""


class FileStudio(Studio):
    """A studio that has a file open.

    Args:
        path: a document, a program or a diagram (`.zxg`, `.tikz`); the first save makes one
            that is not there.
        layout: as of `Studio`.

    Raises:
        QdesignError: the file is there and cannot be read.
    """

    file_name: Any = param.String()
    file_text: Any = param.String()
    file_version: Any = param.String()
    file_place: Any = param.String()

    def __init__(self, path: str | Path, **layout: Any) -> None:
        self._path = Path(path)
        is_there = self._path.exists()
        text = read_text(self._path) if is_there else ""
        super().__init__(
            open_to_draw(self._path),
            name=self._path.stem,
            file_name=self._path.name,
            file_text=text,
            file_version=_version(text) if is_there else "",
            # Names the file for pages, and tells them nothing of its folder.
            file_place=_version(str(self._path.resolve())),
            **layout,
        )

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data, dict) and "write" in data:
            self._reply(self._written(cast("dict[str, Any]", data)), ())
        elif isinstance(data, dict) and "read" in data:
            self._reply(self._on_disk(cast("dict[str, Any]", data)), ())
        else:
            super()._handle_msg(data)

    def _on_disk(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a page that compares what it has with what is in the file."""
        answer: dict[str, Any] = {"wrote": asked.get("read"), "refused": "", "text": ""}
        try:
            answer["text"] = read_text(self._path)
        except QdesignError as error:
            answer["refused"] = str(error)
        return answer

    def _written(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a page that wants a text in the file."""
        text, over = asked["write"], asked.get("over")
        answer: dict[str, Any] = {"wrote": asked.get("number"), "refused": "", "changed": False}
        path = self._path
        try:
            if not isinstance(text, str) or len(text.encode()) > MAX_BYTES:
                raise TooLarge(f"The text is none, or over {MAX_BYTES // 1_000_000} MB.")
            if asked.get("beside") is True:
                path = _beside(path, text, asked.get("named"))
            elif self._now() != over and self._now() != _version(text):
                # Also a save that is asked for again, because its answer was lost, comes here.
                answer["changed"] = True
                raise InvalidFile(f"'{path}' changed on disk since it was opened here.")
            save_text(path, text)
            self._path = path
        except QdesignError as error:
            answer["refused"] = str(error)
        except UnicodeEncodeError:
            answer["refused"] = "The text holds half characters. Remove them."
        return {**answer, "version": self._now(), "name": self._path.name}

    def _now(self) -> str:
        """What the file is now; empty where there is none."""
        return _version(read_text(self._path)) if self._path.exists() else ""


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _beside(path: Path, text: str, named: object = None) -> Path:
    """A document's file beside another; one that holds the text already, or a new one."""
    # The name comes from a page, and is no path.
    kept = re.sub(r"[^\w .()+-]+", "-", named)[:100].strip(" .") if isinstance(named, str) else ""
    number = 0
    while True:
        place = path.with_name(f"{kept or path.stem}{f'-{number}' if number else ''}.qdesign")
        if not place.exists() or read_text(place) == text:
            return place
        number += 1
