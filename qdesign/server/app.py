"""What the extension adds to a Jupyter server: two handlers, prompt sockets, safe saves."""

# Panel, ipywidgets and Jupyter's server are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from typing import Any, ClassVar, cast

from jupyter_server.extension.application import ExtensionApp
from tornado.routing import PathMatches, Rule
from tornado.web import HTTPError, RequestHandler

from qdesign.server.contents import save_safely
from qdesign.server.handlers import AskHandler, CancelHandler
from qdesign.session.workers import shared


class QDesignServer(ExtensionApp):
    """Answers the asks of documents that are open in JupyterLab."""

    name = "qdesign"
    load_other_extensions = True
    handlers: ClassVar[Any] = []

    def initialize_settings(self) -> None:
        """Keeps the open asks, and makes kernel sockets prompt and saves safe."""
        settings: dict[str, Any] = self.settings
        settings["qdesign_open"] = {}
        settings["kernel_websocket_connection_class"] = _prompt(
            settings.get("kernel_websocket_connection_class")
        )
        server: Any = self.serverapp
        save_safely(server.contents_manager)

    def initialize_handlers(self) -> None:
        """Adds the addresses of the asks."""
        added = cast("list[Any]", self.handlers)
        added.append((r"/qdesign/api/ask", AskHandler))
        added.append((r"/qdesign/api/cancel", CancelHandler))
        _shut_components(self.serverapp)

    async def stop_extension(self) -> None:
        """Ends the worker processes with the server."""
        shared().close()


class _Shut(RequestHandler):
    def prepare(self) -> None:
        raise HTTPError(404)


def _shut_components(server: Any) -> None:
    """Shuts a route of Panel's that imports any module for anybody.

    Panel's extension is off by our configuration (qdesign.json); this is for who turns it on.
    """
    router = server.web_app.default_router
    route = PathMatches(rf"{server.base_url}panel-preview/components/.*")
    router.rules.insert(0, router.process_rule(Rule(route, _Shut)))


def _prompt(connection: Any) -> Any:
    """The class of kernel connections, told to send small messages at once.

    With Nagle's algorithm each costs about 40 ms, which a slider feels.
    """
    if not isinstance(connection, type):
        return connection

    base: Any = connection  # pyright: ignore[reportUnknownVariableType]

    class PromptConnection(base):
        async def connect(self) -> Any:
            set_nodelay = getattr(self.websocket_handler, "set_nodelay", None)
            if set_nodelay is not None:
                set_nodelay(True)
            return await super().connect()

    return PromptConnection
