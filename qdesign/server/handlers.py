"""Asks over HTTP: one POST an ask, its replies as lines of JSON until the final one.

Buffers travel in base64 beside the reply. Closing the connection cancels the ask; so does a POST to
`cancel`, for proxies that hold connections open.
"""

# Panel, ipywidgets and Jupyter's server are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Sequence
from typing import Any, Final, TypeGuard, cast

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError

from qdesign.errors import QdesignError
from qdesign.files import MAX_BYTES
from qdesign.json_text import is_object, parse_json
from qdesign.session import Session

_MAX_OPEN: Final = 64


class _Handler(APIHandler):
    auth_resource = "qdesign"

    def json_object(self) -> dict[str, Any]:
        body = self.request.body
        # Before anything is parsed: a text this long holds the server up.
        if len(body) > MAX_BYTES:
            raise web.HTTPError(413, f"An ask has at most {MAX_BYTES // 1_000_000} MB.")
        try:
            data = parse_json(body.decode())
        except UnicodeDecodeError:
            raise web.HTTPError(400, "An ask is a JSON object in UTF-8.") from None
        except QdesignError as error:
            raise web.HTTPError(400, f"An ask is a JSON object. {error}") from None
        if not is_object(data):
            raise web.HTTPError(400, "An ask is a JSON object.")
        return data

    @property
    def open_asks(self) -> dict[tuple[str, int], Session]:
        return cast("dict[tuple[str, int], Session]", self.settings["qdesign_open"])


def _client(body: dict[str, Any]) -> str:
    client = body.get("client", "")
    if not isinstance(client, str):
        raise web.HTTPError(400, "A client is a text.")
    return client


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


class AskHandler(_Handler):
    """Answers one ask."""

    session: Session | None = None

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Writes the replies as they come; refuses what is not an ask with status 400."""
        body = self.json_object()
        message = body.get("ask")
        client = _client(body)
        if not is_object(message) or not isinstance(message.get("ask"), str):
            raise web.HTTPError(400, "Send {client, ask}, with the ask as the port has it.")
        ask: dict[str, Any] = message
        number = ask.get("id")
        if not _is_number(number):
            raise web.HTTPError(400, "An ask has a whole number as its id.")
        if "cancel" in ask:
            raise web.HTTPError(400, "An ask cancels nothing. Send {client, cancel} to cancel.")
        if (client, number) in self.open_asks:
            raise web.HTTPError(400, f"Ask {number} is open already. Give each a new number.")
        if len(self.open_asks) >= _MAX_OPEN:
            raise web.HTTPError(503, "The server is busy with other asks. Try again in a moment.")
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[tuple[dict[str, Any], Sequence[bytes]]] = asyncio.Queue()

        def send(reply: dict[str, Any], buffers: Sequence[bytes]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(lines.put_nowait, (reply, buffers))

        session = self.session = Session(send)
        self.open_asks[client, number] = session
        self.set_header("Content-Type", "application/x-ndjson")
        self.set_header("Cache-Control", "no-store")
        # Reverse proxies that hold back a stream would hold back progress.
        self.set_header("X-Accel-Buffering", "no")
        try:
            session.receive(ask)
            while True:
                reply, buffers = await lines.get()
                self.write(_line(reply, buffers))
                await self.flush()
                if reply["reply"] != "progress":
                    break
        except StreamClosedError:
            session.close()
        finally:
            self.open_asks.pop((client, number), None)

    def on_connection_close(self) -> None:
        """Cancels the ask: nobody waits for it."""
        super().on_connection_close()
        if self.session is not None:
            self.session.close()


class CancelHandler(_Handler):
    """Cancels an open ask; one that is not open any more is no error."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answers with status 204, whether the ask was open or not."""
        body = self.json_object()
        number = body.get("cancel")
        if not _is_number(number):
            raise web.HTTPError(400, "Send {client, cancel}, with the number of an ask.")
        session = self.open_asks.get((_client(body), number))
        if session is not None:
            session.cancel(number)
        self.set_status(204)
        await self.finish()


def _line(reply: dict[str, Any], buffers: Sequence[bytes]) -> bytes:
    data = reply
    if buffers:
        data = {**reply, "buffers": [base64.b64encode(part).decode("ascii") for part in buffers]}
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode() + b"\n"
