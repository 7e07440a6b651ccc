"""Every pattern of the package stays linear on pumped texts: none can be made to hang.

A text of `SIZE` pieces is looked through in milliseconds; what looks at its places again and again
uses up the processor time that one text has, and so ends the process that looks.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import AnyStr

import pytest

import qdesign
from qdesign.errors import QdesignError
from qdesign.qasm.limits import check

SIZE = 30_000
SECONDS = 0.5
"""Of a processor for one text, whatever the load: a hundred times what the slowest one takes."""
PIECES = (
    *"/\"'`_[]().,:;@+-*\\ \n\t01aZé", "// a ", "/* a */ ", "/*", "*/", '"\'', "a1", "1a", "_1",
    "_a_", "[1]", "( ", "1.", "1e", "\r\n", "gate ", "opaque a ", "opaque a//", "qreg ", "creg\n",
    "else ", "if ", "OPENQASM ", "'a", "esc_", "ff", "a[",
)  # fmt: skip
CALLS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split", "compile")
ANYWHERE = frozenset(CALLS[2:7])


def modules() -> Iterator[str]:
    """The modules of the package that have patterns."""
    root = Path(qdesign.__path__[0])
    for file in sorted(root.rglob("*.py")):
        if "import re\n" in file.read_text("utf-8"):
            yield ".".join(("qdesign", *file.relative_to(root).with_suffix("").parts))


def source(name: str) -> ast.Module:
    path = importlib.import_module(name).__file__
    assert path is not None
    return ast.parse(Path(path).read_text("utf-8"))


def calls(tree: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """What is called with which method: ("re", "compile", …), ("_WORD", "findall", …)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value
            if isinstance(holder, ast.Name) and node.func.attr in CALLS:
                yield holder.id, node.func.attr, node


def inside(tree: ast.Module) -> set[int]:
    """The nodes in functions and classes."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {id(n) for each in tree.body if isinstance(each, kinds) for n in ast.walk(each)}


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes], bool]]:
    """Name, pattern, and whether it is looked for anywhere in a text or at one place."""
    for name in modules():
        tree = source(name)
        inner = inside(tree)
        methods: dict[str, set[str]] = {}
        for holder, method, node in calls(tree):
            methods.setdefault(holder, set()).add(method)
            first = node.args[0] if node.args else None
            text = first.value if isinstance(first, ast.Constant) else None
            if holder == "re" and id(node) in inner and isinstance(text, str):
                yield f"{name}, line {node.lineno}", re.compile(text), method in ANYWHERE
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, re.Pattern):
                yield f"{name}.{key}", value, not ANYWHERE.isdisjoint(methods.get(key, set()))


def texts(pattern: str) -> Iterator[str]:
    """Pumped texts, with a word of the pattern in front and nothing, or a misfit, behind."""
    words = re.findall(r"(?<!\\)\w{4,}|\"\w+\"", pattern)[:2]
    for piece in PIECES:
        pumped = piece * SIZE
        for front in ("", *words, *(f"{word} a" for word in words)):
            yield front + pumped
            yield front + pumped + "!"


def look(pattern: re.Pattern[str] | re.Pattern[bytes], anywhere: bool) -> None:
    """Looks through all texts, to their ends where this is what the package does with it."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    for text in texts(source):
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process
        if isinstance(pattern.pattern, str):
            look_in(pattern, text, "", anywhere)  # type: ignore[arg-type]  # it is one of str
        else:
            look_in(pattern, text.encode(), b"", anywhere)  # type: ignore[arg-type]  # of bytes
    signal.setitimer(signal.ITIMER_PROF, 0)


def look_in(pattern: re.Pattern[AnyStr], text: AnyStr, nothing: AnyStr, anywhere: bool) -> None:
    if anywhere:
        pattern.sub(nothing, text)
    else:
        pattern.match(text)


def looked(code: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", f"from tests.test_patterns import *\n{code}"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_pattern_can_be_made_to_hang() -> None:
    done = looked("look_at_all()")
    assert done.returncode == 0, done.stdout[-80:] + done.stderr
    assert "qdesign.qasm.limits._ELSE" in done.stdout


def test_patterns_that_hang_are_seen() -> None:
    """One that takes exponentially long, and one that takes the square of the length."""
    for pattern, anywhere in ((r"(?:\s|//[^\n]*)*x", False), (r"/[^!]*\*x", True)):
        done = looked(f"look(re.compile({pattern!r}), {anywhere})")
        assert done.returncode == -signal.SIGPROF


def look_at_all() -> None:
    """Looks through all texts with each pattern, whose name is said before."""
    for name, pattern, anywhere in patterns():
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        look(pattern, anywhere)


def test_patterns_made_inside_functions_are_seen() -> None:
    """Those with a literal text are tested; any other is one of these, of fixed parts."""
    unseen: set[str] = set()
    for name in modules():
        tree = source(name)
        inner = inside(tree)
        for holder, _, node in calls(tree):
            literal = node.args and isinstance(node.args[0], ast.Constant)
            if holder == "re" and id(node) in inner and not literal:
                unseen.add(f"{name}: {ast.unparse(node.args[0])}")
    assert unseen == {
        "qdesign.qasm.limits: '|'.join(alternatives)",
        r"qdesign.qasm.updating: b'\\s*'.join((re.escape(node.name.encode()), b'\\(', b''))",
    }


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_pumped_programs_are_checked_at_once(version: str, piece: str) -> None:
    """The one that is put together for each text is in here too."""
    front = f"OPENQASM {version};\n"
    fronts = (front, f"{front}qreg in[1]; opaque in a; bit c; if (c) {{ }}", "", f"{front}(")
    for text in (start + piece * SIZE + end for start in fronts for end in ("", "x", ";")):
        with contextlib.suppress(QdesignError):
            check(text)


def test_comments_in_any_shape_are_read() -> None:
    banner = "/" * 44 + "\n" + "// a " * 1000 + "\n" + "/* a */ " * 1000
    else_ = "if (c) { x q; } " + "/* // */" * 1000 + "// else\n else { x q; }"
    assert check(f"{banner}\nOPENQASM 3.0;\n{else_}").major == 3
    assert check(f"{banner}\nOPENQASM 2.0;\nopaque g(a) b {'/*;*/' * 1000};").opaque == {"g"}
