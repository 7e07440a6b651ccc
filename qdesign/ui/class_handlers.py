"""What students' pages ask of a class: plain HTTP, no session and no cookie.

The secret stands in the body, so any page may ask (CORS `*`) and there is nothing to forge.
"""

# Tornado is typed in part.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from tornado.escape import json_encode
from tornado.routing import PathMatches, Rule
from tornado.web import (
    RedirectHandler,
    RequestHandler,
    StaticFileHandler,
    stream_request_body,
)

from qdesign.classes import ClassRefusal, Room
from qdesign.errors import InvalidDocument, QdesignError
from qdesign.json_text import is_object, parse_json

MOST_BYTES: Final = 256_000
"""Of a body."""
_DRAINED: Final = 4_000_000
"""A body that is too large is read to here, so that who sends it hears why it is refused."""
_SECONDS: Final = 30.0
"""In which a body must be here."""


def rules(room: Room, page: Path | None, prefix: str) -> Sequence[Rule]:
    """Where students' requests go: under `/class/api/`, and to the page with no server."""
    found = [
        Rule(PathMatches(f"{prefix}/class/api/([a-z]{{1,20}})"), _Api, {"room": room}),
        Rule(PathMatches(f"{prefix}/class/"), _To, {"url": f"{prefix}/class"}),
    ]
    home = {"prefix": prefix, "page": "class" if page is None else "page/#join="}
    found.append(Rule(PathMatches(f"{prefix}/"), _Home, home))
    if page is None:
        return found
    files = {"path": str(page), "default_filename": "index.html"}
    return [
        *found,
        Rule(PathMatches(f"{prefix}/page"), _To, {"url": f"{prefix}/page/"}),
        Rule(PathMatches(f"{prefix}/page/(?:index[.]html)?"), _Front, {"page": page}),
        Rule(PathMatches(f"{prefix}/page/(.*)"), _Page, files),
    ]


class _To(RedirectHandler):
    def initialize(self, url: str, permanent: bool = False) -> None:
        super().initialize(url, permanent)


class _Home(RequestHandler):
    """To the students' page; who brings a token, as its form does, to the instructor's."""

    def initialize(self, prefix: str, page: str) -> None:
        self._to = {True: f"{prefix}/class", False: f"{prefix}/{page}"}

    def get(self) -> None:
        token = self.get_query_argument("token", "")
        query = f"?{urlencode({'token': token})}" if token else ""
        self.redirect(f"{self._to[bool(token)]}{query}")


class _Front(RequestHandler):
    """The page's first file, which says that a class serves it: there one may join it."""

    def initialize(self, page: Path) -> None:
        self._file = page / "index.html"

    def get(self) -> None:
        text = self._file.read_text("utf-8")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(text.replace("<html", "<html data-of-class", 1))

    head = get


class _Page(StaticFileHandler):
    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")


@stream_request_body
class _Api(RequestHandler):
    room: Room

    def initialize(self, room: Room) -> None:
        self.room = room
        self._body = bytearray()
        self._is_large = False

    def set_default_headers(self) -> None:
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Access-Control-Allow-Headers", "content-type")
        self.set_header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
        self.set_header("Access-Control-Max-Age", "600")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def check_xsrf_cookie(self) -> None:
        """There is no cookie to be forged with."""

    def check_trusted_origin(self, origin: str) -> bool:
        return True

    def prepare(self) -> None:
        connection: Any = self.request.connection
        connection.set_max_body_size(_DRAINED)
        connection.set_body_timeout(_SECONDS)
        length = self.request.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() and len(length) < 10 else _DRAINED + 1
        self._is_large = size > MOST_BYTES
        if size > _DRAINED:
            self.set_header("Connection", "close")
            self._too_large()

    def data_received(self, chunk: bytes) -> None:
        if len(self._body) + len(chunk) > MOST_BYTES:
            self._is_large = True
        if self._is_large:  # the rest is read, and dropped
            self._body.clear()
        else:
            self._body += chunk

    def options(self, name: str) -> None:
        self.set_status(204)

    async def get(self, name: str) -> None:
        if name != "lesson":
            self._refuse(404, "There is nothing to be read here but 'lesson'.")
            return
        given = {key: self.get_query_argument(key, "") for key in ("name", "code")}
        try:
            text = self.room.lesson_text(**given, address=self._address)
        except QdesignError as error:
            self._refuse(_status(error), str(error))
            return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(text)

    async def post(self, name: str) -> None:
        if self._is_large:
            self._too_large()
            return
        asked = _ASKED.get(name)
        if asked is None:
            self._refuse(404, f"A class is asked for {', '.join(_ASKED)}, not for '{name}'.")
            return
        try:
            data = _object(bytes(self._body))
            self._body.clear()
            reply = asked(self.room, data, self._address)
            if isinstance(reply, Future):
                reply = await asyncio.wrap_future(reply)
        except QdesignError as error:
            self._refuse(_status(error), str(error))
            return
        except RecursionError:
            self._refuse(400, "What was sent nests too deep.")
            return
        self._say(reply)

    def write_error(self, status_code: int, **_: Any) -> None:
        said = {404: "There is nothing here.", 405: "This is not asked for in this way."}
        self._say({"error": said.get(status_code, "The class could not answer. Try again.")})

    @property
    def _address(self) -> str:
        return self.request.remote_ip or ""

    def _too_large(self) -> None:
        self._refuse(413, f"This has over {MOST_BYTES // 1000} kB. Draw less, or hand in a file.")

    def _refuse(self, status: int, why: str) -> None:
        self.set_status(status)
        if status == 429:
            self.set_header("Retry-After", "3")
        self._say({"error": why})

    def _say(self, reply: Mapping[str, Any]) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json_encode(reply))


def _status(error: QdesignError) -> int:
    return error.status if isinstance(error, ClassRefusal) else 400


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        data = parse_json(body.decode())
    except UnicodeDecodeError:
        raise ClassRefusal("What was sent is no text in UTF-8.") from None
    except InvalidDocument as error:
        raise ClassRefusal(str(error).replace(" A .qdesign file is one JSON text.", "")) from None
    if not is_object(data):
        raise ClassRefusal("What is sent is one JSON object.")
    return data


_Reply = Future[dict[str, Any]] | dict[str, Any]
_ASKED: Final[Mapping[str, Callable[[Room, Mapping[str, Any], str], _Reply]]] = {
    "join": lambda room, data, address: room.join(
        data.get("code"), data.get("student"), address=address
    ),
    "report": lambda room, data, _: room.report(data),
    "ping": lambda room, data, _: room.ping(
        data.get("student"), data.get("lesson"), data.get("hints")
    ),
    "leave": lambda room, data, _: room.leave(data.get("student")),
}
