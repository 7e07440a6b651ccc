"""`qdesign studio`: the studio as an app in a browser."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from qdesign.cli.parser import Command, Parser, whole
from qdesign.cli.reading import open_file
from qdesign.errors import InvalidFile


def _declare(parser: Parser) -> None:
    parser.add_file(nargs="?")
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


def _run(options: argparse.Namespace) -> int:
    from qdesign.ui.file_studio import WRITTEN
    from qdesign.ui.panel_app import serve

    path = options.file if options.file and options.file.lower().endswith(WRITTEN) else None
    folder = Path(path or ".").parent
    if not folder.is_dir():
        raise InvalidFile(f"There is no folder '{folder}'. Make it first, or name another file.")
    document = open_file(options.file, to_draw=path is not None) if options.file else None
    name = Path(options.file).stem if options.file and options.file != "-" else "ansatz"

    # Panel's login asks for a name even where there is only a password.
    one_password = options.basic_auth is not None and not Path(options.basic_auth).is_file()
    known = "log in with any name and the password; " if one_password else ""

    def ready(address: str) -> None:
        print(f"The studio is at {address} ({known}Ctrl+C stops it)", flush=True)

    serve(
        document,
        name=name,
        file=path,
        port=options.port,
        address=options.address,
        prefix=options.prefix,
        origins=options.allow_websocket_origin,
        token="" if options.no_token else os.environ.get("QDESIGN_TOKEN"),
        basic_auth=options.basic_auth,
        show=not options.no_browser,
        ready=ready,
    )
    return 0


STUDIO = Command(
    name="studio", about="the studio as an app in a browser", declare=_declare, run=_run
)
