"""The English texts of figures, for the studio's tables of words: sentences with places `{w}`.

Read from the source of `qdesign/analyze/`, which is not run. Figures say English; pages look each
text up where it is drawn (docs/languages.md).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from qdesign.circuit import STAT_TITLES

SOURCE: Final = Path(__file__).resolve().parent.parent / "qdesign" / "analyze"
_NOT_READ: Final = frozenset({"compare.py", "figure.py", "kernels.py"})
"""What is of Python alone."""
_PLACES: Final = re.compile(r"(?:\{w\}){2,}")
_NUMBERED: Final = re.compile(r"^\{w\}(?= [\w-]+\W?$)")
"""What stands before one word alone is a number."""
_POWER: Final = re.compile(r"(?<=\de)-(?=\d)")
"""Figures have true minuses in their numbers."""
_ENDS: Final = re.compile(r"(?<=[.!?]) ")
_WORDY: Final = re.compile(r"[^\W\d_]{2}")
_CODE: Final = re.compile(r"^\W*qd\.|\\|\w=\{|^\w+=|^lambda|arXiv|^\w+\(|^[A-Za-z]+\[")
_NOT_SAID: Final = frozenset({"name", "cell", "source", "kind", "engine", "tone"})
"""Arguments and fields that are no words."""
_SAID: Final = frozenset(
    {"title", "unit", "verdict", "basis", "group", "titles", "convention", "columns", "labels"}
    | {"fixed", "stamp", "log"}
)
"""Those that are, though they are one word alone."""
_NO_WORDS: Final = frozenset({"checked_int", "compile", "count", "getattr"})
"""Calls whose arguments are no words, or are read by themselves."""
_ALSO: Final = (
    *("free", "fusible", "redundant", "dead", "yes", "no", "none", "Below", "Above", "As"),
    *("below", "above", "near", "statevector", "pauli", "clifford", "diagonal", "exactly"),
    *("trainable", "power", "exponential", "easy", "small", "bits", "holds", "flat", "saddle"),
    *("maximum", "minimum", "classical", "quantum", "expressibility", "few rotations"),
    *("bond dimension", "free fermions", "small algebra", "light cones"),
    *("{w} fusible", "{w} redundant", *(f"{title} {{w}}" for title in STAT_TITLES.values())),
)
"""Words in cells and sentences that stand by themselves in the source."""

_Parents = Mapping[ast.AST, ast.AST]


def figure_words() -> list[str]:
    """Every text of a figure, sorted; `{n}` stands for a number, `{w}` for anything."""
    found: set[str] = set(_ALSO)
    for file in sorted(SOURCE.glob("*.py")):
        if file.name not in _NOT_READ:
            found.update(_of(ast.parse(file.read_text(encoding="utf-8"))))
    return sorted({_NUMBERED.sub("{n}", each) for each in found})


def _of(tree: ast.Module) -> Iterator[str]:
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "count":
            yield from (f"{{n}} {noun}" for noun in _nouns(node))
        elif isinstance(node, (ast.Constant, ast.JoinedStr)):
            text = _PLACES.sub("{w}", _text(node)).replace("'{w}'", "'{}'")
            text = _POWER.sub("−", text)
            if not _CODE.search(text) and _is_said(text, node, parents):
                yield from (each.strip(" ,;") for each in _ENDS.split(text) if _has_words(each))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(each.value) if isinstance(each, ast.Constant) else "{w}" for each in parts)


def _has_words(text: str) -> bool:
    return _WORDY.search(text.replace("{w}", " ")) is not None


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def _nouns(call: ast.Call) -> list[str]:
    """One of something, and several."""
    nouns = [str(each.value) for each in call.args[1:] if isinstance(each, ast.Constant)]
    return nouns if len(nouns) != 1 else [nouns[0], f"{nouns[0]}s"]


def _is_said(text: str, node: ast.AST, parents: _Parents) -> bool:
    """Is this shown? A sentence is, but where machines read it; a word alone, where it is named."""
    at, up = node, parents[node]
    if isinstance(up, (ast.Expr, ast.JoinedStr, ast.FormattedValue, ast.Compare)):
        return False
    while not isinstance(up, (ast.Module, ast.FunctionDef)):
        field = _field(at, up)
        if field in _NOT_SAID:
            return False
        if field in _SAID:
            return True
        if isinstance(up, ast.Subscript):
            return False
        if isinstance(up, ast.Call):
            if _called(up) in _NO_WORDS:
                return False
            if _called(up) in ("Chart", "Series", "Reason"):
                return _called(up) != "Series" or at is not up.args[1]
        at, up = up, parents[up]
    return " " in text.replace("{w}", "").strip() or ("{w}" in text and " " in text)


def _field(at: ast.AST, up: ast.AST) -> str:
    """What a value is given to: an argument, the key of a dictionary, a variable; else empty."""
    if isinstance(up, ast.keyword):
        return up.arg or ""
    if isinstance(up, ast.Dict) and at in up.values:
        key = next(key for key, value in zip(up.keys, up.values, strict=True) if value is at)
        return str(key.value) if isinstance(key, ast.Constant) else ""
    if isinstance(up, ast.Subscript):
        return getattr(up.value, "id", "")
    if isinstance(up, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        target = up.targets[0] if isinstance(up, ast.Assign) else up.target
        return str(getattr(target, "id", ""))
    return ""
