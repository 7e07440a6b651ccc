"""The one workbench that all faces talk to: files and asks in, documents and replies out."""

from qdesign.session.figures import describe
from qdesign.session.naming import problem_named
from qdesign.session.opening import open_document, open_text, open_to_draw
from qdesign.session.session import Session

__all__ = [
    "Session",
    "describe",
    "open_document",
    "open_text",
    "open_to_draw",
    "problem_named",
]
