"""How far long work is, in one line: in a notebook below its cell, in a terminal in place."""

from __future__ import annotations

import importlib
import sys
import time
from dataclasses import dataclass
from typing import Any, Final

from qdesign.showing.tables import count

_PAUSE: Final = 0.2
"""Seconds between two lines."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A text that shows itself."""

    text: str

    def __repr__(self) -> str:
        return self.text


class Bar:
    """Tells how many of a number of things are done, and about how long the rest takes."""

    def __init__(self, total: int, noun: str) -> None:
        self._total = total
        self._noun = noun
        self._began = self._told = time.monotonic()
        self._first: int | None = None
        self._handle: Any = None
        self._last = ""

    def tell(self, done: int) -> None:
        """So many are done; shown now and then, and at the end."""
        now = time.monotonic()
        if self._first is None:
            self._first = done
        elif done < self._total and now - self._told < _PAUSE:
            return
        self._told = now
        self._show(self._text(done, now - self._began))

    def _text(self, done: int, seconds: float) -> str:
        of = f"{done:,} of {count(self._total, self._noun)}"
        made = done - (self._first or 0)
        if done >= self._total:
            return f"{of}, {seconds:.1f} s"
        if not made:
            return of
        return f"{of}, about {seconds / made * (self._total - done):.0f} s left"

    def _show(self, text: str) -> None:
        if _in_notebook():
            # IPython is typed in part.
            kit: Any = importlib.import_module("IPython.display")
            if self._handle is None:
                self._handle = kit.display(_Line(text), display_id=True)
            else:
                self._handle.update(_Line(text))
            return
        if sys.stderr.isatty():
            sys.stderr.write("\r" + text.ljust(len(self._last)))
        elif not self._last or text.startswith(f"{self._total:,} of"):
            # A file has the first line and the last.
            sys.stderr.write(text + "\n")
        self._last = text
        sys.stderr.flush()

    def close(self) -> None:
        """The line stays; what follows begins a new one."""
        if self._last and not _in_notebook() and sys.stderr.isatty():
            sys.stderr.write("\n")


def _in_notebook() -> bool:
    """Is there a kernel? One that was not imported is not running."""
    shell: Any = sys.modules.get("IPython")
    found = shell.get_ipython() if shell is not None else None
    return found is not None and hasattr(found, "kernel")
