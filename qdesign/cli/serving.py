"""The options of commands that serve an app, and what they say to the server."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from qdesign.cli.parser import Parser, whole


def declare_server(parser: Parser) -> None:
    """Where it listens and who comes in."""
    parser.add_argument("--port", type=whole, metavar="P", help="a free one when not given")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--address", metavar="HOST", default="127.0.0.1", help="where it listens")
    parser.add_argument("--prefix", metavar="PATH", default="", help="of every path, for proxies")
    parser.add_argument(
        "--allow-websocket-origin",
        metavar="HOST:PORT",
        action="append",
        default=[],
        help="a host under which browsers come; * for all",
    )
    parser.add_argument(
        "--basic-auth",
        metavar="PASSWORD|FILE",
        help="ask for a password, with any name, or for those of a JSON file, instead of the token",
    )
    parser.add_argument(
        "--no-token",
        action="store_true",
        help="let everybody in who reaches the port; for what asks by itself",
    )


def server_of(options: argparse.Namespace, what: str) -> dict[str, Any]:
    """The same as keywords of `qdesign.ui.panel_app.serve`; `what` begins the line that tells."""
    # Panel's login asks for a name even where there is only a password.
    one_password = options.basic_auth is not None and not Path(options.basic_auth).is_file()
    known = "log in with any name and the password; " if one_password else ""

    def ready(address: str) -> None:
        print(f"{what} is at {address} ({known}Ctrl+C stops it)", flush=True)

    return {
        "port": options.port,
        "address": options.address,
        "prefix": options.prefix,
        "origins": options.allow_websocket_origin,
        "token": "" if options.no_token else os.environ.get("QDESIGN_TOKEN"),
        "basic_auth": options.basic_auth,
        "show": not options.no_browser,
        "ready": ready,
    }
