"""What a class refuses, in one sentence, with the status that HTTP has for it."""

from __future__ import annotations

from qdesign.errors import QdesignError


class ClassRefusal(QdesignError):
    """Something a student, or an instructor, asked for that a class does not do.

    Attributes:
        status: 400 wrongly asked, 401 not known here, 403 not allowed, 404 not there, 409 does not
            fit what is there, 413 too large, 429 too often, 503 not now.
    """

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
