"""The tokens of a text of Pauli strings, one after another, and refusals that point into it."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from qdesign.errors import InvalidObservable

_MAX_DEPTH: Final = 60

_BLANK: Final = re.compile("[ \t\r\u00a0]*")
_BLANKS: Final = re.compile("[ \t\r\n\u00a0]*")
_TOKEN: Final = re.compile(
    r"(?P<more>\.\.\.|…)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?j?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_.₀-₉]*)"
    r"|(?P<text>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<sign>[-+*/@()\[\]{},:=−·×⊗])"
    r"|(?P<line>\n)"
)
_SAME: Final = {"−": "-", "·": "*", "×": "*", "⊗": "*", "@": "*"}


class Tokens:
    """A token is looked at before it is taken; the end is an empty one.

    Inside brackets line ends are blanks.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._kind: str = "line"
        self._token: str = ""
        self._at: int = 0
        self._end: int = 0
        self._depth: int = 0
        self._take()

    def _ahead(self) -> str:
        """The character behind the token and blanks."""
        blank = _BLANKS.match(self._text, self._end)
        return "" if blank is None else self._text[blank.end() : blank.end() + 1]

    def _take(self) -> None:
        if self._kind == "sign":
            self._depth += (self._token in "([{") - (self._token in ")]}")
            if self._depth > _MAX_DEPTH:
                self._fail(f"brackets are more than {_MAX_DEPTH} deep", self._at)
        blank = (_BLANKS if self._depth > 0 else _BLANK).match(self._text, self._end)
        self._at = self._end if blank is None else blank.end()
        if self._at == len(self._text):
            self._kind, self._token, self._end = "end", "", self._at
            return
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            self._fail(f"'{self._text[self._at]}' cannot stand here", self._at)
        self._kind, self._end = match.lastgroup or "", match.end()
        self._token = _SAME.get(match[0], match[0])
        if self._kind == "more":
            self._fail(
                "the text was shortened where it was printed: print all of it, such as "
                "operator.to_list()",
                self._at,
            )

    def _is(self, token: str) -> bool:
        """Is it the token that is looked at? The end is an empty one."""
        return self._token == token

    def _skip_lines(self) -> None:
        while self._kind == "line":
            self._take()

    def _expect(self, sign: str, *, move: bool = True) -> None:
        if self._kind != "sign" or self._token != sign:
            self._wrong(f"'{sign}'")
        if move:
            self._take()

    def _wrong(self, wanted: str = "") -> NoReturn:
        here = {"end": "the text ends too early", "line": "the line ends too early"}
        said = here.get(self._kind, f"'{self._token[:20]}' cannot stand here")
        self._fail(f"{said}: {wanted} is expected" if wanted else said, self._at)

    def _fail(self, why: str, at: int) -> NoReturn:
        start = self._text.rfind("\n", 0, at) + 1
        line = self._text.count("\n", 0, at) + 1
        raise InvalidObservable(f"Line {line}, column {at - start + 1}: {why}.")
