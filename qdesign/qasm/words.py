"""What the parser says of a text, in plain words: what stands there and what is expected."""

from __future__ import annotations

import re
from typing import Final

from qdesign.qasm.limits import Source

_EXPECTED: Final = re.compile(r"expected (?P<what>.+), found .*", re.DOTALL)
_TOKEN: Final = re.compile(
    r'[^\W\d]\w*+|[\d.][\w.]*+|"[^"\n]*+"?|->|==|!=|<=|>=|&&|\|\||\S', re.ASCII
)
_WHAT: Final = {
    "EOF": "a statement",
    "an item or closing brace": "a value or '}'",
    "expression": "an expression",
    "hardware bit": "a qubit",
    "identifier": "a name",
    "parenthesized expression": "one expression in parentheses",
    "scalar or array type": "a type such as float[64]",
    "statement": "a statement",
    "string literal": "the name of a file in quotes",
}
"""What the parser expects, in the words of docs/conventions.md."""
_SAID: Final = {
    "gphase gate requires exactly one angle": "gphase takes one angle, as in gphase(pi/2)",
    "invalid gate call designator": "a gate has angles in parentheses, and no brackets",
    "invalid string literal": "this text in quotes cannot be read",
    "invalid version literal": "a version is written as in 'OPENQASM 3.0;'",
    "missing entry in sequence": "something is missing before this comma",
    "missing gate call operands": "the qubits of this gate are missing, as in 'h q[0];'",
    "unterminated block comment": "this comment has no end. Close it with '*/'",
    "unterminated string literal": "this text has no end. Close it with '\"' on the same line",
}
_MOST: Final = 40  # letters of what stands there


def plain(message: str, source: Source, offset: int) -> str:
    """The parser's message at an offset, in UTF-8 bytes of `source.parsed`, as a sentence."""
    message = message.rstrip(".").replace("`", "'")
    expected = _EXPECTED.fullmatch(message)
    if expected is None:
        if message == "invalid floating-point literal":
            return f"{_about_number(_standing(source, offset))}."
        return f"{_SAID.get(message, message)}."
    what = expected["what"]
    here = _standing(source, offset)
    if what == "';'":
        place = f"before {here}" if here else "at the end"
        return f"';' is missing {place}. It ends each statement."
    what = _WHAT.get(what, what.replace("keyword ", ""))
    return f"{here} stands where {what} is expected." if here else f"{what} is missing at the end."


def _about_number(written: str) -> str:
    """What is wrong with a decimal that the parser does not take."""
    if re.search(r"\d['_]*$", written):
        return "this number is too large. Numbers are below 1e308"
    return "this number has no digits behind its 'e', as in 1e-3"


def _standing(source: Source, offset: int) -> str:
    """What stands at an offset, in quotes; nothing at the end of the text."""
    line, column = source.position(offset)
    lines = source.text.split("\n")
    rest = "\n".join([lines[line - 1][column - 1 :], *lines[line : line + 20]])
    found = _TOKEN.search(rest)
    if found is None:
        return ""
    text = found.group()
    return f"'{text}'" if len(text) <= _MOST else f"'{text[:_MOST]}…'"
