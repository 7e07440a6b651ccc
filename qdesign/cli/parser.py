"""What commands state of themselves, and the parser that is made of it.

A parser says in one plain line what it does not take, and knows what can be typed next, for shells.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.rows import Row

_BY_ENDING: Final = "the one that the ending of OUT says, else the first,"

_PLAINLY: Final = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (
            r"the following arguments are required: COMMAND",
            "name a command, such as 'qdesign demo'",
        ),
        (r"the following arguments are required: (.*)", r"\1 must be given"),
        (r"unrecognized arguments: (.*)", r"'\1' is not taken here"),
        (r"argument (\S+): expected .*argument.*", r"\1 needs a value"),
        (r"argument (\S+): ignored explicit argument .*", r"\1 takes no value"),
        (r"argument (\S+): not allowed with argument (\S+)", r"give \2 or \1, not both"),
        (r"ambiguous option: (\S+) could match (.*)", r"\1 could be \2; write it out"),
        (r"argument (\S+): (.*)", r"\1: \2"),
    )
)
"""What argparse says, and how a person would."""

Words = Callable[[], Iterable[str]]
"""What can be chosen, looked up when asked for: rows of the catalog take time to load."""

Suggestions = Callable[[Sequence[str]], Iterable[str]]
"""What can be typed, by the words of the command so far; the last one is being typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        name: the first word after `qdesign`.
        about: one line.
        declare: adds its arguments to its parser.
        run: does it and gives the exit status.
    """

    name: str
    about: str
    declare: Callable[[Parser], None] = lambda parser: None
    run: Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Choices:
    """Words as argparse checks and lists them."""

    look_up: Words

    def __iter__(self) -> Iterator[str]:
        return iter(self.look_up())

    def __contains__(self, name: object) -> bool:
        return name in tuple(self)

    def __str__(self) -> str:
        return ", ".join(self)


@dataclass(frozen=True, slots=True)
class Typed:
    """What may stand as the word that is being typed.

    Attributes:
        words: each with a line about it, or none.
        files: whether it is the name of a file.
    """

    words: Sequence[tuple[str, str]] = ()
    files: bool = False


class Parser(argparse.ArgumentParser):
    """The arguments of all commands, or of one."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._commands: dict[str, tuple[str, Parser]] = {}
        self._suggested: dict[str, Suggestions] = {}
        self._files: set[str] = set()

    @staticmethod
    def of(commands: Iterable[Command]) -> Parser:
        """The parser of the whole command line."""
        from qdesign import __version__

        parser = Parser(
            prog="qdesign",
            description="Draw, simplify, verify, tune and run parametrized quantum circuits.",
            epilog="FILE is .qasm (OpenQASM 2 or 3) or .qdesign; - is standard input.",
        )
        parser.add_argument("--version", action="version", version=f"qdesign {__version__}")
        added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
        for command in commands:
            own = added.add_parser(command.name, help=command.about, description=command.about)
            own.set_defaults(run=command.run, parser=parser)  # the whole, for completion
            command.declare(own)
            parser._commands[command.name] = (command.about, own)
        return parser

    def _print_message(self, message: str, file: Any = None) -> None:
        # That of argparse drops what cannot be written, and ends as if it was.
        (file or sys.stderr).write(message)
        (file or sys.stderr).flush()

    def parse_known_args(self, *arguments: Any, **more: Any) -> Any:
        """As argparse; what a command does not take is said by it, and not by the whole."""
        parsed, unknown = super().parse_known_args(*arguments, **more)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed, unknown

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            own = action.option_strings[-1] if action.option_strings else action.metavar
            wrong = "there is no command" if own == "COMMAND" else f"{own} takes no"
            known = ", ".join(action.choices)
            raise argparse.ArgumentError(None, f"{wrong} '{value}'; it is one of {known}")

    def error(self, message: str) -> NoReturn:
        for pattern, said in _PLAINLY:
            found = pattern.fullmatch(message)
            if found is not None:
                message = found.expand(said)
                break
        raise InvalidRequest(f"{message[:1].upper()}{message[1:]}. See '{self.prog} --help'.")

    # What several commands take

    def add_file(self, name: str = "file", **settings: Any) -> None:
        """An argument or option that names a file."""
        settings.setdefault("metavar", "FILE")
        self._files.add(self.add_argument(name, **settings).dest)

    def add_output(
        self, about: str = "its ending says the format; - prints", metavar: str = "OUT"
    ) -> None:
        """Where the result is written."""
        action = self.add_argument("-o", "--output", type=named, metavar=metavar, help=about)
        self._files.add(action.dest)

    def add_values(self) -> None:
        """Values of parameters."""
        self.add_file("--values", metavar="V.json", help='{"name": radians, …}')

    def add_json(self) -> None:
        """The answer for programs."""
        self.add_argument("--json", action="store_true", help="print one JSON object")

    def add_choice(
        self, *names: str, look_up: Words, default: str | None = None, about: str = ""
    ) -> None:
        """An option that is one of some names; the last of its own names is the one to use."""
        self.add_argument(
            *names,
            dest=names[-1].strip("-").replace("-", "_"),
            default=default,
            choices=cast("Any", Choices(look_up)),
            metavar="NAME",
            help=about or f"%(choices)s; {default or _BY_ENDING} when not given",
        )

    def suggest_files(self, dest: str) -> None:
        """States that shells offer files for an argument that takes something else, too."""
        self._files.add(dest)

    def suggest(self, dest: str, look_up: Suggestions) -> None:
        """States words that shells offer for an argument that takes others, too."""
        self._suggested[dest] = look_up

    # What can be typed next

    def typed(self, words: Sequence[str]) -> Typed:
        """What may stand as the last of `words`: those after the name of the program."""
        *before, last = words
        awaited: argparse.Action | None = None
        positionals = [action for action in self._actions if not action.option_strings]
        for number, word in enumerate(before):
            if awaited is not None:
                awaited = None
            elif word.startswith("-") and word != "-":
                option = self._option_string_actions.get(word.partition("=")[0])
                takes = option is not None and option.nargs != 0 and "=" not in word
                awaited = option if takes else None
            elif self._commands:
                found = self._commands.get(word)
                return Typed() if found is None else found[1].typed(words[number + 1 :])
            elif positionals and positionals[0].nargs not in ("*", "+"):
                del positionals[0]
        if awaited is not None:
            return self._values(awaited, words)
        name, equals, _ = last.partition("=")
        if equals and (option := self._option_string_actions.get(name)) is not None:
            values = self._values(option, words)
            return Typed([(f"{name}={word}", about) for word, about in values.words], values.files)
        if last.startswith("-"):
            return Typed(list(self._options(before)))
        if self._commands:
            return Typed([(name, about) for name, (about, _) in self._commands.items()])
        return self._values(positionals[0], words) if positionals else Typed()

    def _options(self, before: Sequence[str]) -> Iterator[tuple[str, str]]:
        for action in self._actions:
            may_come_again = isinstance(action.default, list)
            if action.help == argparse.SUPPRESS or not action.option_strings:
                continue
            if may_come_again or not set(action.option_strings) & set(before):
                about = action.help or ""
                # Lists of choices take time to look up.
                yield action.option_strings[-1], "" if "%" in about else about

    def _values(self, action: argparse.Action, words: Sequence[str]) -> Typed:
        if action.dest in self._files:
            return Typed(files=True)
        look_up = self._suggested.get(action.dest)
        values = (action.choices or ()) if look_up is None else look_up(words)
        many = action.nargs in ("*", "+")
        return Typed([(value, "") for value in values if not (many and value in words[:-1])])


def value_of(option: str, words: Sequence[str]) -> str | None:
    """What is typed for an option among the words of a command."""
    for word, behind in zip(words, [*words[1:], None], strict=True):
        if word == option or word.startswith(f"{option}="):
            return behind if word == option else word.partition("=")[2]
    return None


def option_words(row: Row | None, words: Sequence[str]) -> Iterable[str]:
    """What may stand behind --option: options of a row, and what those of choices may be."""
    for option in () if row is None else row.options:
        yield f"{option.name}="
        if "=" in words[-1]:
            values = ("true", "false") if option.kind == "flag" else option.choices
            yield from (f"{option.name}={value}" for value in values)


def rows(kind: str) -> Words:
    """The names of a kind in the catalog."""

    def look_up() -> Iterable[str]:
        from qdesign.rows import catalog

        return catalog(kind)

    return look_up


def named(text: str) -> str:
    """The name of a file."""
    if not text:
        raise argparse.ArgumentTypeError("the name of a file is empty")
    return text


def seed(text: str) -> int:
    """A whole number from 0, as numpy's generators take it."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)


def positive(text: str) -> float:
    """A number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return value


def whole(text: str) -> int:
    """A whole number; what it is for says which ones are taken."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None


def natural(text: str) -> int:
    """A whole number from 1 on."""
    value = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= value <= 1_000_000:
        raise argparse.ArgumentTypeError("it must be a whole number from 1 on")
    return value
