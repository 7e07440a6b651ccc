"""No list of names stands beside the catalog: not in Python, not in TypeScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

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
