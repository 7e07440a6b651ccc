"""The studio as a Panel app of its own: `qdesign studio [FILE]`, or `panel serve qdesign/panel`.

Every browser session has a document of its own. It leaves and enters as a file, or is saved in
FILE.
"""

# Panel, ipywidgets and Jupyter's server are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import os
import secrets
import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from qdesign.document import Document
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.kits import PANEL
from qdesign.session.workers import shared
from qdesign.ui.bundle import BUNDLE

with PANEL.needed_by("The studio as an app"):
    import panel as pn
    from bokeh.embed.bundle import extension_dirs
    from bokeh.server.views.ws import WSHandler
    from panel.io.resources import parse_template
    from tornado.routing import Rule

    from qdesign.ui.door import TokenAuth, allow_hosts, shut_autoload, shut_components, stay_here
    from qdesign.ui.file_studio import FileStudio
    from qdesign.ui.panel_studio import Studio

TITLE: Final = "qdesign studio"
_HERE: Final = ("127.0.0.1", "0.0.0.0", "::")  # noqa: S104 (compared, never bound)
_OPEN: Final = """This server asks nobody who they are, and a studio can send hardware jobs.
Start it with --basic-auth or --oauth-provider. Where a proxy asks already, set QDESIGN_TOKEN to
nothing in its environment (docs/serving.md)."""
_PAGE: Final = """
html, body { margin: 0; height: 100%; overflow: hidden; }
body { background: light-dark(#ffffff, #14171c); color-scheme: light dark; }
"""
# Without it a phone lays the page out for a desktop and shrinks it.
_TEMPLATE: Final = parse_template("""{% extends base %}{% block postamble %}
<meta name="viewport" content="width=device-width, initial-scale=1">
{% endblock %}""")
_TOKEN_SECONDS: Final = 7 * 24 * 3600
"""How old a page may be that connects anew; Bokeh's own five minutes end before a night does."""

# Serves the folder of the bundle, at static/extensions/qdesign/.
extension_dirs["qdesign"] = BUNDLE.parent


def app(
    document: Document | None = None,
    *,
    name: str = "ansatz",
    file: str | None = None,
    language: str | None = None,
) -> pn.viewable.Viewable:
    """The page of one browser session, on a file where one is named."""
    pn.extension(raw_css=[_PAGE])
    if pn.state.curdoc is not None:
        pn.state.curdoc.template = _TEMPLATE
    layout: dict[str, Any] = {"height": None, "sizing_mode": "stretch_both", "margin": 0}
    layout["language"] = language
    try:
        studio = FileStudio(file, **layout) if file else Studio(document, name=name, **layout)
    except QdesignError as error:
        # It was fine when the server started.
        return pn.pane.Str(str(error))
    pn.state.on_session_destroyed(lambda _: studio.end())
    return studio


def served() -> pn.viewable.Viewable:
    """The page of one session under `panel serve`."""
    return may_serve(app)


def may_serve(page: Callable[[], pn.viewable.Viewable]) -> pn.viewable.Viewable:
    """A page with a studio under `panel serve`, which by itself lets in everybody."""
    options: Any = pn.config
    asks = options.basic_auth or options.oauth_provider
    return page() if asks or os.environ.get("QDESIGN_TOKEN") == "" else pn.pane.Str(_OPEN)


def serve(
    document: Document | None = None,
    *,
    name: str = "ansatz",
    file: str | None = None,
    language: str | None = None,
    port: int | None = None,
    address: str = "127.0.0.1",
    prefix: str = "",
    origins: Sequence[str] = (),
    token: str | None = None,
    basic_auth: str | None = None,
    show: bool = True,
    ready: Callable[[str], None] | None = None,
    page: Callable[[], pn.viewable.Viewable] | None = None,
    at: str = "/",
    beside: Callable[[str, int], Sequence[Rule]] | None = None,
) -> None:
    """Serves the studio, or another page, until interrupted, to who knows the token.

    Args:
        document: what every session starts with; an empty circuit when None.
        name: shown in the toolbar.
        file: a `.qdesign` or `.qasm` file that every session opens and saves.
        language: of the studio's words; as in each browser when None.
        port: a free one near 5006 when None.
        address: where it listens; every other machine too with `0.0.0.0`.
        prefix: of every path, for proxies.
        origins: hosts with ports under which browsers come, besides the address; `*` for all.
        token: what must be known; None makes one, and an empty one lets everybody in, for servers
            behind something that asks.
        basic_auth: a password, or a JSON file of names and passwords, in place of the token.
        show: open a browser.
        ready: told the address, with its token, once the server listens.
        page: makes the page of one session; the studio when None.
        at: where that page is.
        beside: what else is served, to everybody and under any host, by the prefix and the port.

    Raises:
        InvalidRequest: the port is taken or not a port, or there is no file of that name.
    """
    if basic_auth is not None and basic_auth.endswith(".json") and not Path(basic_auth).is_file():
        raise InvalidRequest(f"There is no file '{basic_auth}' of names and passwords.")
    chosen = free_port(port, address)
    path = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"

    def studio() -> pn.viewable.Viewable:
        return app(document, name=name, file=file, language=language)

    shared().warm()
    hosts = [f"{host}:{chosen}" for host in dict.fromkeys(("localhost", "127.0.0.1", address))]
    hosts += origins
    secret = secrets.token_urlsafe(24) if token is None else token
    asks: dict[str, Any] = {}
    if basic_auth is not None:
        asks["basic_auth"] = basic_auth
    elif secret:
        asks["auth_provider"] = TokenAuth(secret, f"qdesign-{chosen}")
    server: Any = pn.serve(
        {at: page or studio},
        port=chosen,
        address=address,
        prefix=path.rstrip("/"),
        websocket_origin=hosts,
        cookie_secret=secrets.token_urlsafe(32),
        session_token_expiration=_TOKEN_SECONDS,
        show=False,
        start=False,
        title=TITLE if page is None else f"qdesign {name}",
        verbose=False,
        **asks,
    )
    allow_hosts(server._tornado, hosts)
    if beside is not None:
        router: Any = server._tornado.default_router
        rules = beside(path.rstrip("/"), chosen)
        router.rules[:0] = [router.process_rule(rule) for rule in rules]
    server.start()
    query = f"?token={secret}" if "auth_provider" in asks else ""
    shown = "localhost" if address in _HERE else address
    url = f"http://{shown}:{chosen}{path.rstrip('/')}{at}{query}"
    if ready is not None:
        ready(url)
    if show:
        server.io_loop.add_callback(webbrowser.open, url)
    server.io_loop.start()


def free_port(port: int | None, address: str) -> int:
    """The port, or a free one near 5006 when None.

    Raises:
        InvalidRequest: it is taken or not a port, or the address is not of this machine.
    """
    for candidate in (port,) if port is not None else (*range(5006, 5026), 0):
        if not 0 <= candidate < 65536:
            raise InvalidRequest(f"{candidate} is not a port; use 1024 to 65535.")
        with socket.socket() as probe:
            if os.name != "nt":
                # Closed connections of a server that just ended do not hold its port.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, candidate))
            except socket.gaierror:
                raise InvalidRequest(f"'{address}' is not an address of this machine.") from None
            except OSError:
                continue
            return probe.getsockname()[1]
    raise InvalidRequest(f"Port {port} of {address} cannot be had. Choose another with --port.")


def _prompt_sockets() -> None:
    """Sends small messages at once; with Nagle's algorithm each costs about 40 ms."""
    stock = WSHandler.open

    def open_promptly(self: WSHandler) -> Any:
        self.set_nodelay(True)
        return stock(self)

    if stock.__name__ != open_promptly.__name__:
        WSHandler.open = open_promptly  # pyright: ignore[reportAttributeAccessIssue]


_prompt_sockets()
shut_autoload()
shut_components()
stay_here()
