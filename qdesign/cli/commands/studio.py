"""`qdesign studio`: the studio as an app in a browser."""

from __future__ import annotations

import argparse
from pathlib import Path

from qdesign.cli.parser import Command, Parser
from qdesign.cli.reading import open_file
from qdesign.cli.serving import declare_server, server_of
from qdesign.errors import InvalidFile


def _declare(parser: Parser) -> None:
    parser.add_file(nargs="?")
    parser.add_argument(
        "--language", choices=("en", "de"), help="of its words; as in each browser by default"
    )
    declare_server(parser)


def _run(options: argparse.Namespace) -> int:
    from qdesign.ui.file_studio import WRITTEN
    from qdesign.ui.panel_app import serve

    path = options.file if options.file and options.file.lower().endswith(WRITTEN) else None
    folder = Path(path or ".").parent
    if not folder.is_dir():
        raise InvalidFile(f"There is no folder '{folder}'. Make it first, or name another file.")
    document = open_file(options.file, to_draw=path is not None) if options.file else None
    name = Path(options.file).stem if options.file and options.file != "-" else "ansatz"

    chosen = server_of(options, "The studio")
    serve(document, name=name, file=path, language=options.language, **chosen)
    return 0


STUDIO = Command(
    name="studio", about="the studio as an app in a browser", declare=_declare, run=_run
)
