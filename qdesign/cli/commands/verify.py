"""`qdesign verify`: are two bodies equal."""

from __future__ import annotations

import argparse

from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import print_json, verdict_json
from qdesign.cli.reading import open_file
from qdesign.errors import InvalidRequest

_EQUAL, _DIFFERENT, _UNKNOWN = 0, 1, 3


def _declare(parser: Parser) -> None:
    parser.add_file("a", metavar="A")
    parser.add_file("b", metavar="B")
    parser.add_argument(
        "--up-to",
        metavar="C",
        default="phase",
        help="phase (default), exactly, permutation, measured, ancillas, deferred, or input:2,3 "
        "where qubits 2 and 3 start in 0",
    )
    parser.add_json()


def _criterion(text: str) -> str | tuple[str, list[str]]:
    name, given, qubits = text.partition(":")
    return (name, qubits.split(",")) if given else name


def _run(options: argparse.Namespace) -> int:
    from qdesign.equivalence import equivalent

    if options.a == options.b == "-":
        raise InvalidRequest("Standard input holds one body. Name a file for A or B.")
    verdict = equivalent(
        open_file(options.a).body, open_file(options.b).body, up_to=_criterion(options.up_to)
    )
    if options.json:
        print_json(verdict_json(verdict))
    else:
        print(verdict)
    if verdict.equal is None:
        return _UNKNOWN
    return _EQUAL if verdict.equal else _DIFFERENT


VERIFY = Command(
    name="verify", about="exit status 0 equal, 1 different, 3 unknown", declare=_declare, run=_run
)
