"""No list of names stands beside the catalog: not in Python, not in TypeScript."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from qdesign.gates import ALIASES, ROWS
from qdesign.rows import KINDS, catalog

ROOT: Final = Path(__file__).parents[1]
LISTED: Final = ("rule", "strategy", "optimizer", "template", "problem")
MANY: Final = 3
"""So many different names of one kind, quoted near each other, are a list."""
NEAR: Final = 8
"""Lines."""

ALLOWED: Final = {
    # What pages draw by themselves is a function each; drawn.test.ts holds them to the rows.
    "extension/src/document/drawn.ts": {"template"},
    # The pictures on the cards are drawn by hand, one each, with one for all others.
    "extension/src/view/circuit/invite.tsx": {"template"},
    # Functions that are public by themselves and have a row of the same name.
    "qdesign/ansatz/__init__.py": {"template"},
    # Names of PyZX's passes, each with the rule of ours that does the same.
    "qdesign/zx/passes.py": {"rule"},
    # The steps of a proof.
    "qdesign/examples/phase_gadget.py": {"rule"},
}


def own_names(kind: str) -> frozenset[str]:
    return frozenset(name for name, row in catalog(kind).items() if row.origin == "qdesign")


def sources() -> Iterator[Path]:
    yield from (ROOT / "qdesign").rglob("*.py")
    for suffix in ("ts", "tsx"):
        for path in (ROOT / "extension" / "src").rglob(f"*.{suffix}"):
            if ".generated." not in path.name:
                yield path


def named_in(line: str) -> frozenset[str]:
    """Names that are quoted in a line, and one that is the key of an object there."""
    quoted = re.findall(r"""["'`](\w+)["'`]""", line)
    return frozenset([*quoted, *re.findall(r"^\s*(\w+):", line)])


def lists_of(names: frozenset[str], text: str) -> Iterator[tuple[int, frozenset[str]]]:
    lines = [named_in(line) & names for line in text.splitlines()]
    for number in range(len(lines)):
        near = frozenset[str]().union(*lines[number : number + NEAR])
        if lines[number] and len(near) >= MANY:
            yield number + 1, near


def home(kind: str) -> Path:
    return ROOT / KINDS[kind].replace(".", "/")


@pytest.mark.parametrize("kind", LISTED)
def test_no_list_of_names_stands_outside_the_rows(kind: str) -> None:
    names = own_names(kind)
    assert len(names) >= MANY
    found = [
        f"{place}:{line}: {', '.join(sorted(near))}"
        for path in sources()
        if not path.is_relative_to(home(kind))
        for place in (path.relative_to(ROOT).as_posix(),)
        if kind not in ALLOWED.get(place, ())
        for line, near in lists_of(names, path.read_text(encoding="utf-8"))
    ]
    assert not found, "Read the rows of the catalog instead:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        'METHODS = ("lbfgs", "cobyla", "rotosolve", "adam")',
        'type Method = "lbfgs" | "adam" | "cobyla";',
        "const WAYS = [\n  { name: 'lbfgs' },\n  { name: 'adam' },\n  { name: 'cobyla' },\n];",
    ],
)
def test_a_list_is_seen(text: str) -> None:
    assert list(lists_of(own_names("optimizer"), text))


@pytest.mark.parametrize(("place", "kinds"), ALLOWED.items())
def test_what_is_allowed_is_still_there(place: str, kinds: set[str]) -> None:
    text = (ROOT / place).read_text(encoding="utf-8")
    for kind in kinds:
        assert list(lists_of(own_names(kind), text)), f"{place} lists none any more"


GATES_HOME: Final = ROOT / "qdesign" / "gates"


def gate_lists(names: frozenset[str], text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Tuples, lists, sets and dicts of Python that hold names of gates, and texts that do."""
    for node in ast.walk(ast.parse(text)):
        held: list[ast.expr | None] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            held = list(node.elts)
        elif isinstance(node, ast.Dict):
            held = [*node.keys, *node.values]
        words = [e.value for e in held if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            split = node.value.split()
            words = split if names.issuperset(split) else []
        found = names.intersection(words)
        if len(found) >= MANY and max(map(len, found)) > 1:  # x, y, z are coordinates, too
            yield getattr(node, "lineno", 0), found


def gate_lists_of_the_page(
    names: frozenset[str], text: str
) -> Iterator[tuple[int, frozenset[str]]]:
    """Arrays and objects of TypeScript that hold names of gates and nothing that is worked out."""
    opened: list[int] = []
    for place, letter in enumerate(text):
        if letter in "[{":
            opened.append(place)
        elif letter in "]}" and opened:
            start = opened.pop()
            inside = text[start + 1 : place]
            if re.search(r"[(;=]|\b(?:gate|say):", inside):
                continue
            quoted = re.findall(r"""["'`](\w+)["'`]""", inside)
            found = names.intersection([*quoted, *re.findall(r"(?:^|[,{\s])(\w+):", inside)])
            if len(found) >= MANY and max(map(len, found)) > 1:
                yield text.count("\n", 0, start) + 1, found


def test_no_list_of_gates_stands_outside_the_table() -> None:
    names = frozenset(row.name for row in ROWS).union(ALIASES)
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {', '.join(sorted(listed))}"
        for path in sources()
        if not path.is_relative_to(GATES_HOME)
        for seen in (gate_lists if path.suffix == ".py" else gate_lists_of_the_page,)
        for line, listed in seen(names, path.read_text(encoding="utf-8"))
    ]
    assert not found, "Ask the rows of the gate table instead:\n" + "\n".join(found)


def test_a_list_of_gates_is_seen() -> None:
    names = frozenset(row.name for row in ROWS)
    assert list(gate_lists(names, 'A = ("t", "tdg", "ccx")'))
    assert list(gate_lists(names, 'B = {"x": 1, "cx": 2, "h": 3}'))
    assert list(gate_lists(names, 'C = "u u2 p".split()'))
    assert not list(gate_lists(names, 'POINT = ("x", "y", "z")'))
    assert list(gate_lists_of_the_page(names, 'const A = ["t", "tdg", "ccx"];'))
    assert list(gate_lists_of_the_page(names, 'const B = [["h", 1], ["cx", 2], ["t", 3]];'))
