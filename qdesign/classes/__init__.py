"""Classes: students who join with a code, checked on one server; their instructor sees how it goes.

`Room` is one class, kept in one file. What serves it is in `ui/`.
"""

from qdesign.classes.exporting import to_csv, to_zip
from qdesign.classes.refusing import ClassRefusal
from qdesign.classes.room import Room
from qdesign.classes.snapshot import Look, Snapshot

__all__ = ["ClassRefusal", "Look", "Room", "Snapshot", "to_csv", "to_zip"]
