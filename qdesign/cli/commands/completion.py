"""`qdesign completion`: the script with which a shell completes the words of `qdesign`.

The script asks this command again, with the line that is being typed, so that what it offers is
what the installed version takes, rows of other packages included.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from importlib.resources import files
from typing import Final

from qdesign.cli.parser import Command, Parser

_SHELLS: Final = ("bash", "zsh", "fish")
_FILES: Final = "/"
"""What is printed in place of words where a file is to be named; no word of ours."""


def _declare(parser: Parser) -> None:
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help="bash, zsh or fish")
    parser.add_argument("--line", help=argparse.SUPPRESS)
    parser.add_argument("--word", default="", help=argparse.SUPPRESS)


def _run(options: argparse.Namespace) -> int:
    if options.line is None:
        script = files("qdesign.cli").joinpath("shells", f"qdesign.{options.shell}")
        sys.stdout.write(script.read_text("utf-8"))
        return 0
    words = _words(options.line)[1:] or [""]
    typed = options.parser.typed(words)
    if typed.files:
        print(_FILES)
    # bash takes : and = for ends of words, and replaces what follows them.
    kept = len(words[-1].removesuffix(options.word)) if options.shell == "bash" else 0
    for word, about in typed.words:
        if word.startswith(words[-1]):
            print(_line(options.shell, word[kept:], about))
    return 0


def _line(shell: str, word: str, about: str) -> str:
    if shell == "zsh":
        word = word.replace(":", "\\:")
    between = {"bash": "", "zsh": ":", "fish": "\t"}[shell]
    return f"{word}{between}{about}" if about and between else word


def _words(line: str) -> list[str]:
    """The words of a line up to the cursor; the last one, which may be empty, is being typed."""
    for end in ("", '"', "'"):
        try:
            words = shlex.split(line + end)
        except ValueError:  # a quote that is open
            continue
        return [*words, ""] if not end and line[-1:].isspace() else words
    return line.split(" ")


COMPLETION = Command(
    name="completion",
    about="the script with which a shell completes what is typed",
    declare=_declare,
    run=_run,
)
