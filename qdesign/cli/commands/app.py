"""`qdesign app`: an app to tune, compare or explore ansätze in a browser."""

from __future__ import annotations

import argparse

from qdesign.cli.parser import Command, Parser
from qdesign.cli.serving import declare_server, server_of
from qdesign.ui.apps import APPS, named


def _declare(parser: Parser) -> None:
    parser.add_argument("app", metavar="APP", choices=APPS, help=", ".join(APPS))
    declare_server(parser)


def _run(options: argparse.Namespace) -> int:
    from qdesign.ui.panel_app import serve

    serve(page=named(options.app), name=options.app, **server_of(options, "The app"))
    return 0


APP = Command(
    name="app",
    about="an app to tune, compare or explore ansätze",
    declare=_declare,
    run=_run,
)
