"""`qdesign kit`: the environments of providers' kits, and making one."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import print_json
from qdesign.errors import InvalidRequest


def _declare(parser: Parser) -> None:
    parser.add_argument("action", nargs="?", choices=("install",), metavar="ACTION", help="install")
    parser.add_argument("name", nargs="?", metavar="NAME", help="of the kit")
    parser.suggest("name", lambda words: _names())
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.hardware.environment import environments, install

    if options.action and not options.name:
        raise InvalidRequest("Name the kit to install; 'qdesign kit' lists them.")
    if options.action:
        done = install(options.name, print if not options.json else lambda what: None)
        if options.json:
            print_json({"name": done.name, "state": done.state, "folder": str(done.folder)})
        else:
            print(f"The kit '{done.name}' is ready.")
        return 0
    found = list(environments())
    if options.json:
        kits = [{"name": e.name, "providers": list(e.providers), "state": e.state} for e in found]
        print_json({"kits": kits})
        return 0
    if not found:
        print("No provider needs a kit of its own.")
    for each in found:
        note = "" if each.state == "ready" else f"  qdesign kit install {each.name}"
        print(f"{each.name:<16}{each.state:<10}{', '.join(each.providers)}{note}")
    return 0


def _names() -> Iterable[str]:
    from qdesign.hardware.environment import environments

    return [each.name for each in environments()]


KIT = Command(
    name="kit",
    about="list the kits of providers, or install one: qdesign kit install NAME",
    declare=_declare,
    run=_run,
)
