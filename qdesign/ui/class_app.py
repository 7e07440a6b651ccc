"""A class served: what students ask, the instructor's page, and the page with no server."""

# Panel is typed in part.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import qdesign
from qdesign.classes import Room
from qdesign.errors import InvalidFile
from qdesign.ui.panel_app import free_port, serve

_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 (compared, never bound)
_BUILT: Final = Path(qdesign.__file__).parents[1] / "build" / "page"


def serve_class(
    room: Room,
    *,
    page: str | Path | None = None,
    language: str | None = None,
    address: str = "127.0.0.1",
    port: int | None = None,
    origins: Sequence[str] = (),
    ready: Callable[[str, Room], None] | None = None,
    **server: Any,
) -> None:
    """Serves a class until interrupted: its instructor at `/class`, students beside it.

    Args:
        room: the class.
        page: the folder that `make page` built; the one beside the package, if any, when None.
        language: of the instructor's page; as in each browser when None.
        address: where it listens; every other machine too with `0.0.0.0`.
        port: a free one near 5006 when None.
        origins: hosts with ports under which the instructor's browser comes besides.
        ready: told the instructor's address, with its token, and the class.
        server: more, as of `qdesign.ui.panel_app.serve`.

    Raises:
        InvalidFile: there is no page in that folder.
        InvalidRequest: the port is taken or not a port.
    """
    from qdesign.ui.class_handlers import rules
    from qdesign.ui.class_page import class_page

    built = _page(page)
    chosen = free_port(port, address)
    hosts = _hosts(address)

    def beside(prefix: str, port: int) -> Any:
        end = f"{prefix}/page/" if built is not None else f"{prefix}/"
        room.addresses = tuple(f"http://{host}:{port}{end}" for host in hosts)
        return rules(room, built, prefix)

    def told(url: str) -> None:
        if ready is not None:
            ready(url, room)

    serve(
        page=lambda: class_page(room, language),
        at="/class",
        name="class",
        beside=beside,
        address=address,
        port=chosen,
        # Numbers of this machine: no name that could be bound to it anew.
        origins=(*origins, *(f"{host}:{chosen}" for host in hosts)),
        ready=told,
        **server,
    )


def _page(given: str | Path | None) -> Path | None:
    place = _BUILT if given is None else Path(given)
    if (place / "index.html").is_file():
        return place.resolve()
    if given is None:
        return None
    raise InvalidFile(f"There is no page in '{given}': it has no index.html. Make it: make page.")


def _hosts(address: str) -> tuple[str, ...]:
    """Numbers or names under which students reach this machine."""
    if address not in _EVERYWHERE:
        return ("localhost" if address == "127.0.0.1" else address,)
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Asks the system which of its numbers it would use; nothing is sent.
        probe.connect(("10.255.255.255", 1))
        found.append(str(probe.getsockname()[0]))
    with suppress(OSError):
        known = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(entry[4][0]) for entry in known]
    return tuple(dict.fromkeys(n for n in found if not n.startswith("127."))) or ("localhost",)
