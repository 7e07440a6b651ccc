"""Text → text that is safe to parse, or an error with line and column: one scan, before any parser.

What is checked here is what a parser could crash or choke on: size, nesting, version. The reader's
budgets (operations, qubits, steps) are in state.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final, NoReturn

from qdesign.errors import InvalidText, Unsupported
from qdesign.given import given_text
from qdesign.qasm.names import encoded

MAX_BYTES: Final = 8_000_000
MAX_NESTING: Final = 100
DOCUMENTATION: Final = "docs/openqasm.md"
# A comment or a string. Loops that hold it are possessive (`*+`), and a pattern takes what it has
# looked through even where its end is missing: so no text makes any of them look at a place twice.
_SKIPPED: Final = r'//[^\n]*+|/\*.*?(?:\*/|\Z)|"[^"\n]*+"|\'[^\'\n]*+\''
_VERSION: Final = re.compile(
    rf"(?:\s|{_SKIPPED})*+OPENQASM\s++(?P<version>[^;\s]*+)\s*+;", re.DOTALL | re.ASCII
)
_NOTHING: Final = re.compile(r"(?:\s|//[^\n]*+|/\*.*?(?:\*/|\Z))*+\Z", re.DOTALL)
_NESTING: Final = re.compile(
    rf"{_SKIPPED}|[()\[\]{{}};]|\b(?:if|else|for|while|switch)\b", re.DOTALL
)
_UNREAD: Final = re.compile(_SKIPPED, re.DOTALL)
_MAY_CONTROL: Final = re.compile("if|else|for|while|switch")
_NO_BRACKETS: Final = bytes(set(range(256)).difference(b"()[]{}"))
# Without \b in front, which takes ten times as long; a word too many does no harm.
_DECLARED: Final = re.compile(r"(?:qreg|creg|opaque)\s++(\w++)")
_GATE_HEAD: Final = re.compile(r"gate\s([^{;]*+)(\{?)")
_OPAQUE: Final = rf"\bopaque\s++(?P<opaque>\w++)(?:{_SKIPPED}|[^;{{}}])*+(?P<end>;?)"
_PLUS: Final = r"(?P<plus>(?<=[-(,+*/^])\s*+\+)"  # a sign, which version 3 does not have
_WORD: Final = re.compile(r"\w++")
_ONLY_IN_3: Final = frozenset(
    """
    defcalgrammar def cal defcal extern box let break continue else end return for while in switch
    case default input output const readonly mutable qubit bool bit int uint float angle complex
    array void duration stretch gphase inv pow ctrl negctrl durationof delay true false pragma
    """.split()  # noqa: SIM905
)
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}


class Symbolic(InvalidText):
    """An expression of parameters that could be read if they were numbers; `cause` is in a gate."""

    def __init__(
        self, message: str, *, line: int, column: int, cause: Symbolic | None = None
    ) -> None:
        super().__init__(message, line=line, column=column)
        self.cause = cause


class TooMuch(Unsupported):
    """A program that is unrolled to more operations or steps than were allowed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A checked program text.

    Attributes:
        text: as given.
        major: 2 or 3, told by the version line; 3 without one.
        parsed: what the parser, which reads version 3, gets. In version 2 each `^` is `**` there,
            and names that are keywords of version 3 only, such as `in`, are escaped as in names.py.
        inserted: offsets in `parsed`, UTF-8 bytes, of the bytes that this adds.
        opaque: gates that version 2 declares without a body; empty scopes in `parsed`.
        data: `parsed` in UTF-8, where offsets count.
    """

    text: str
    major: int
    parsed: str
    inserted: tuple[int, ...] = ()
    opaque: frozenset[str] = frozenset()
    data: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", self.parsed.encode())

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset in UTF-8 bytes of `parsed`."""
        offset -= bisect_left(self.inserted, offset)
        before = self.text.encode()[: max(offset, 0)].decode(errors="ignore")
        line = before.count("\n") + 1
        return line, len(before) - (before.rfind("\n") + 1) + 1

    def invalid(self, message: str, offset: int) -> NoReturn:
        """Raises InvalidText at `offset`."""
        line, column = self.position(offset)
        raise InvalidText(message, line=line, column=column)

    def symbolic(self, message: str, offset: int, cause: Symbolic | None = None) -> NoReturn:
        """Raises Symbolic at `offset`."""
        line, column = self.position(offset)
        raise Symbolic(message, line=line, column=column, cause=cause)

    def unsupported(
        self, construct: str, offset: int, instead: str = "", kind: type[Unsupported] = Unsupported
    ) -> NoReturn:
        """Raises Unsupported at `offset`: what was met, and what can be written instead."""
        line, column = self.position(offset)
        message = (
            f"'{construct}' is outside the supported subset of OpenQASM {self.major} "
            f"({DOCUMENTATION})."
        )
        words = f"{message} {instead}".rstrip()
        raise kind(words, line=line, column=column, construct=construct)


def check(text: str) -> Source:
    """The text as a Source; a byte order mark in front does not count.

    Raises:
        InvalidText: too long, a wrong version, brackets that do not match, or nesting beyond
            `MAX_NESTING`.
    """
    text = given_text(text, "A program").removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        _fail(
            text,
            0,
            f"the text has more than {MAX_BYTES // 10**6} MB, which is the most that is read.",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        _fail(text, error.start, "this character is not valid Unicode text.")
    major = _major(text)
    if not _is_flat(text):
        _scan(text)
    return _translated(text) if major == 2 else Source(text, major, text)


def is_empty(text: str) -> bool:
    """Is it a text of blanks and comments alone? As a file, one that waits for a first gate."""
    return _NOTHING.match(text.removeprefix("\ufeff")) is not None


def refuse_empty(text: str) -> None:
    """Refuses a text of blanks and comments alone: most likely a file that was never written."""
    if is_empty(text):
        _fail(text, 0, "this text holds no program. One begins with 'OPENQASM 3.0;'.")


def _translated(text: str) -> Source:
    """A text of version 2 in the words of version 3."""
    borrowed = set(_DECLARED.findall(text))
    for head, brace in _GATE_HEAD.findall(text):
        if brace:
            borrowed.update(_WORD.findall(head))
    words = sorted(borrowed.intersection(_ONLY_IN_3))
    alternatives = [_SKIPPED, r"\^", *(rf"\b{word}\b" for word in words)]
    alternatives += [_OPAQUE] if "opaque" in text else []
    alternatives += [_PLUS] if "+" in text else []
    tokens = re.compile("|".join(alternatives), re.DOTALL)
    parts: list[str] = []
    inserted: list[int] = []
    opaque: set[str] = set()
    last = size = 0
    for match in tokens.finditer(text):
        token = match.group()
        if match.lastgroup == "end":
            if not match["end"]:
                continue
            opaque.add(encoded(match["opaque"]) if match["opaque"] in words else match["opaque"])
            # An empty scope: as the declaration, it is a statement by itself and ends no other.
            translated = "{" + _blank(token[1:-1]) + "}"
        elif match.lastgroup == "plus":
            translated = _blank(token)
        elif token == "^" or token in words:
            translated = "**" if token == "^" else encoded(token)
        else:
            continue
        part = text[last : match.start()] + translated
        parts.append(part)
        size += len(part.encode())
        extra = len(translated.encode()) - len(token.encode())
        inserted.extend(range(size - extra, size))
        last = match.end()
    return Source(text, 2, "".join(parts) + text[last:], tuple(inserted), frozenset(opaque))


def _blank(text: str) -> str:
    """Blanks of as many bytes and lines."""
    return "".join("\n" if c == "\n" else " " * len(c.encode()) for c in text)


def version_line(text: str) -> tuple[int, int] | None:
    """From where to where the version is said, with its semicolon."""
    found = _VERSION.match(text)
    return None if found is None else (found.start("version"), found.end())


def _fail(text: str, place: int, message: str) -> NoReturn:
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    raise InvalidText(message, line=line, column=column)


def _major(text: str) -> int:
    found = _VERSION.match(text)
    if found is None:
        return 3
    version = found["version"]
    if re.fullmatch(r"2(\.0)?", version):
        return 2
    if re.fullmatch(r"3(\.[01])?", version):
        return 3
    _fail(
        text,
        found.start("version"),
        f"version {version or 'without a number'} of OpenQASM is not known. "
        "Versions 2.0, 3.0 and 3.1 are read.",
    )


def _is_flat(text: str) -> bool:
    """Has it a few levels of matching brackets, and nothing else that nests?

    Ten times quicker than `_scan`, which knows of every text, and of each place in it.
    """
    read = _UNREAD.sub("", text)
    if _MAY_CONTROL.search(read):
        return False
    brackets = read.encode().translate(None, _NO_BRACKETS)
    for _ in range(3):
        brackets = brackets.replace(b"()", b"").replace(b"[]", b"").replace(b"{}", b"")
    return not brackets


def _scan(text: str) -> None:
    """Checks nesting.

    Statements without braces (`if (a) if (b) …`) and chains of `else` nest as well.
    """
    opened: list[str] = []
    places: list[int] = []
    pending = [0]  # by open brace: control words whose statement has not ended
    depth = 0
    for match in _NESTING.finditer(text):
        token = match.group()
        if token in "([{":
            opened.append(token)
            places.append(match.start())
            if token == "{":
                pending.append(0)
            depth += 1
        elif token in ")]}":
            if not opened or opened[-1] != _CLOSES[token]:
                _fail(text, match.start(), f"'{token}' closes nothing that is open.")
            opened.pop()
            places.pop()
            depth -= 1
            if token == "}":
                depth -= pending.pop()
                depth -= _finish(text, match.end(), pending)
        elif token == ";":
            if pending[-1] and (not opened or opened[-1] == "{"):
                depth -= _finish(text, match.end(), pending)
        elif token[0] in "iefws":
            pending[-1] += 1
            depth += 1
        if depth > MAX_NESTING:
            _fail(
                text,
                match.start(),
                f"it nests more than {MAX_NESTING} levels deep, which is the most that is read.",
            )
    if opened:
        _fail(text, places[-1], f"'{opened[-1]}' is never closed.")


_ELSE: Final = re.compile(rf"(?:\s|{_SKIPPED})*+else\b", re.DOTALL)


def _finish(text: str, end: int, pending: list[int]) -> int:
    """Ends the statements that end here, unless an `else` goes on with them."""
    if not pending[-1] or _ELSE.match(text, end):
        return 0
    count, pending[-1] = pending[-1], 0
    return count
