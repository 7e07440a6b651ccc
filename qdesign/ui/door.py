"""Who comes into an app: by token or password, under a known host, and to no module by its name.

Bokeh's and Panel's own hooks do the work. Panel serves what a component's class lists at
`components/MODULE/CLASS/…` and imports MODULE to find it, for anybody who asks; `shut_components`
leaves that to components that are loaded already. `shut_autoload` tells strangers nothing of the
script that shows an app in another site's page.
"""

# Bokeh and Panel are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import hmac
import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

from bokeh.server.auth_provider import AuthProvider
from jinja2 import Template
from panel.auth import BasicLoginHandler
from panel.custom import ReactiveESM
from panel.io.resources import BASIC_LOGIN_TEMPLATE
from panel.io.server import AutoloadJsHandler, ComponentResourceHandler
from panel.reactive import ReactiveHTML
from panel.template.base import BaseTemplate
from panel.theme.base import Design, Theme
from panel.viewable import Viewable
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import Application, HTTPError, RequestHandler

_COMPONENTS: Final = (BaseTemplate, Design, ReactiveESM, ReactiveHTML, Theme, Viewable)
_DAYS: Final = 30
_STYLE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>qdesign studio</title>
<style>
body { font: 15px system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh;
  color-scheme: light dark; gap: 12px; }
form { display: flex; flex-wrap: wrap; gap: 8px; }
input, button { font: inherit; padding: 8px 12px; }
</style>
"""
_LOGIN: Final = f"""{_STYLE}
<label for="token">This page asks for its token. It stands in the address that
<code>qdesign</code> printed when it started.</label>
<form action="./" method="get">
<input id="token" name="token" type="password" autocomplete="off" required autofocus>
<button>Open</button></form>
</html>
"""
_NAME_AND_PASSWORD: Final = (
    _STYLE
    + """
<form action=".{{ login_endpoint }}" method="post">
<input name="username" aria-label="Name" placeholder="Name" autocomplete="username" required
  autofocus>
<input name="password" aria-label="Password" placeholder="Password" type="password"
  autocomplete="current-password" required>
<button>Open</button></form>
<p role="alert">{{ errormessage|escape }}</p>
</html>
"""
)


class TokenAuth(AuthProvider):
    """Lets in who knows the token: once in the address, after that by a signed cookie.

    Args:
        token: what must be known.
        cookie: the name of the cookie; servers of other ports share the browser's cookies.
    """

    def __init__(self, token: str, cookie: str) -> None:
        self._token = token.encode()
        self._cookie = cookie
        super().__init__()

    @property
    def get_user(self) -> Callable[[Any], Any]:
        """Tells who asks, or None."""
        return self._user

    @property
    def get_user_async(self) -> None:
        """Nothing: `get_user` answers at once."""

    @property
    def login_url(self) -> str:
        """The page that asks for the token."""
        return "/login"

    @property
    def get_login_url(self) -> None:
        """Nothing: the page is always the same."""

    @property
    def login_handler(self) -> type[RequestHandler]:
        """Shows the page."""
        return _Login

    @property
    def logout_url(self) -> None:
        """There is none: who wants out deletes the cookie."""

    @property
    def logout_handler(self) -> None:
        """There is none."""

    def _user(self, handler: RequestHandler) -> str | None:
        if handler.get_signed_cookie(self._cookie, max_age_days=_DAYS):
            return "person"
        given = handler.get_query_argument("token", "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._token):
            return None
        handler.set_signed_cookie(
            self._cookie, "in", expires_days=_DAYS, httponly=True, samesite="Lax"
        )
        return "person"


class _Login(RequestHandler):
    def get(self) -> None:
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.finish(_LOGIN)


def shut_components() -> None:
    """Panel's route to files of components answers 404 for what is not a component loaded here."""
    stock = ComponentResourceHandler.parse_url_path
    if getattr(stock, "is_shut", False):
        return

    def parse_url_path(self: Any, path: str) -> str:
        module, _, rest = path.partition("/")
        # Not `getattr`, which would let a module import more.
        found = vars(sys.modules.get(module, object)).get(rest.partition("/")[0])
        if not isinstance(found, type) or not issubclass(found, _COMPONENTS):
            raise HTTPError(404)
        return stock(self, path)

    parse_url_path.is_shut = True  # pyright: ignore[reportFunctionMemberAccess]
    ComponentResourceHandler.parse_url_path = parse_url_path


def shut_autoload() -> None:
    """The script for other sites' pages answers 404 to a stranger; Panel fails while it refuses."""
    stock = AutoloadJsHandler.prepare
    if getattr(stock, "is_shut", False):
        return

    async def prepare(self: Any) -> None:
        await stock(self)
        if self.current_user is None:
            raise HTTPError(404)

    prepare.is_shut = True  # pyright: ignore[reportFunctionMemberAccess]
    AutoloadJsHandler.prepare = prepare


def stay_here() -> None:
    """Panel's own login page loads its logo from elsewhere; ours takes its place."""
    own: Any = Template(_NAME_AND_PASSWORD)
    stock = BasicLoginHandler.get

    def get(self: Any) -> None:
        # Where the server has a template of its own, that one stays.
        if self._login_template is BASIC_LOGIN_TEMPLATE:
            self._login_template = own
        stock(self)

    BasicLoginHandler.get = get


def allow_hosts(application: Application, hosts: Iterable[str]) -> None:
    """Refuses requests that name another host, as pages do that had a name rebound to here.

    Args:
        application: of the server.
        hosts: names with their ports; `*` allows all.
    """
    known = frozenset(host.lower() for host in hosts)
    application.settings["log_function"] = _log
    if "*" not in known:
        router: Any = application.default_router
        router.rules.insert(0, router.process_rule(Rule(_Elsewhere(known), _Refused)))


class _Elsewhere(Matcher):
    def __init__(self, known: frozenset[str]) -> None:
        self.known = known

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        return None if request.host.lower() in self.known else {}


class _Refused(RequestHandler):
    def prepare(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            "This studio does not answer under that host. Allow it with --allow-websocket-origin."
        )


def _log(handler: RequestHandler) -> None:
    """What failed, without the query, which holds the token."""
    status = handler.get_status()
    if status >= 400:
        level = logging.ERROR if status >= 500 else logging.WARNING
        request = handler.request
        logging.getLogger("tornado.access").log(
            level, "%d %s %s", status, request.method, request.path
        )
