"""The instructor's page of a class: how it stands every two seconds, and what is pressed there."""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from qdesign.classes import Room, to_csv, to_zip
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.kits import PANEL
from qdesign.session.port import to_json
from qdesign.ui.bundle import CLASSROOM, check_bundle

with PANEL.needed_by("A class"):
    import panel as pn
    import param
    from panel.custom import AnyWidgetComponent

_EVERY: Final = 2000
"""Milliseconds between two looks at the class."""


class ClassPage(AnyWidgetComponent):
    """A class as its instructor sees it; each browser session has its own.

    Args:
        room: the class.
        language: of its words; as in the browser when None.
        layout: how Panel lays it out.
    """

    snapshot_text: Any = param.String()
    language: Any = param.String()

    _esm = CLASSROOM
    _bundle = CLASSROOM

    def __init__(self, room: Room, *, language: str | None = None, **layout: Any) -> None:
        check_bundle(CLASSROOM)
        self._room = room
        self._shown: str | None = None
        text = _text(room, None)
        super().__init__(snapshot_text=text, language=language or "host", **layout)

    def refresh(self) -> None:
        """Tells the page how the class stands."""
        self.snapshot_text = _text(self._room, self._shown)

    def _handle_msg(self, data: Any) -> None:
        if not isinstance(data, dict):
            return
        message = cast("dict[str, Any]", data)
        answer: dict[str, Any] = {"error": ""}
        try:
            answer |= self._done(message)
        except QdesignError as error:
            answer["error"] = str(error)
        self._send_msg({**answer, "id": message.get("id")})
        self.refresh()

    def _done(self, message: Mapping[str, Any]) -> dict[str, Any]:
        if message.get("act") == "show":
            self._shown = _lesson(self._room, message.get("lesson"))
            return {}
        act = _ACTS.get(str(message.get("act")))
        if act is None:
            raise InvalidRequest("A class is not asked for that.")
        return act(self._room, message) or {}


def class_page(room: Room, language: str | None = None) -> pn.viewable.Viewable:
    """The page of one browser session."""
    page = ClassPage(room, language=language, height=None, sizing_mode="stretch_both", margin=0)
    pn.state.add_periodic_callback(page.refresh, period=_EVERY)
    return page


def _text(room: Room, shown: str | None) -> str:
    return json.dumps(to_json(room.snapshot(shown)), allow_nan=False)


def _lesson(room: Room, given: object) -> str:
    if not isinstance(given, str) or given not in room.lessons:
        raise InvalidRequest("There is no such lesson in this class.")
    return given


def _student(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise InvalidRequest("A student is named by a number.")
    return given


def _allowed(given: object) -> bool:
    if not isinstance(given, bool):
        raise InvalidRequest("Say whether it is allowed.")
    return given


def _look(room: Room, message: Mapping[str, Any]) -> dict[str, Any]:
    student = _student(message.get("student"))
    found = room.look(student, _lesson(room, message.get("lesson")))
    return {"look": None if found is None else to_json(found)}


def _hint(room: Room, message: Mapping[str, Any]) -> None:
    number = _student(message.get("number"))
    room.show_hint(_lesson(room, message.get("lesson")), number or None)


def _choose(room: Room, message: Mapping[str, Any]) -> None:
    lesson = message.get("lesson")
    room.choose(_lesson(room, lesson) if lesson else None)


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "content": content}


_Act = Callable[[Room, Mapping[str, Any]], "dict[str, Any] | None"]
_ACTS: Final[Mapping[str, _Act]] = MappingProxyType(
    {
        "choose": _choose,
        "joining": lambda room, said: room.allow_joining(_allowed(said.get("allowed"))),
        "hints": lambda room, said: room.allow_hints(_allowed(said.get("allowed"))),
        "hint": _hint,
        "look": _look,
        "remove": lambda room, said: room.remove(_student(said.get("student"))),
        "remove-idle": lambda room, _: room.remove_idle(),
        "csv": lambda room, _: _file("class.csv", to_csv(room.store.path).encode()),
        "hand-ins": lambda room, _: _file("hand-ins.zip", to_zip(room.store.path)),
        "end": lambda room, _: room.end(),
        "reopen": lambda room, _: room.reopen(),
    }
)
