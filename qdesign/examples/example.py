"""The row of the catalog that an example is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from qdesign.document import Document
from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Row):
    """A row of the kind `example`: a document that shows something, opened from a menu.

    Attributes:
        make: the document; what it shows is told by its proof.
    """

    KIND: ClassVar[str] = "example"

    make: Callable[[], Document]
