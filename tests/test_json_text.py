"""JSON text: lines as long as they may be, and objects that name nothing twice."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qdesign as qd
from qdesign.errors import InvalidDocument
from qdesign.json_text import number_text, parse_json, write_json
from tests.effort import at_most

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=40) | st.dictionaries(st.text(max_size=12), inner, max_size=40)
    ),
    max_leaves=60,
)


def by_the_rule(value: object, indent: int = 0) -> str:
    """What fits in 100 characters is a line, else indented by 1; written without any care."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= 100 or not value or not isinstance(value, (dict, list)):
        return line
    pad = "\n" + " " * (indent + 1)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {by_the_rule(item, indent + 1)}"
            for key, item in value.items()
        ]
        return "{" + pad + f",{pad}".join(parts) + "\n" + " " * indent + "}"
    return (
        "[" + pad + f",{pad}".join(by_the_rule(v, indent + 1) for v in value)
        + "\n" + " " * indent + "]"
    )  # fmt: skip


@given(VALUES)
def test_text_follows_the_rule_of_lines(value: object) -> None:
    assert write_json(value) == by_the_rule(value)


@pytest.mark.parametrize("number", [0.1, -2.5e-9, 1e21, 3.0, -0.0, 123456789.25])
def test_numbers_are_written_as_the_page_does(number: float) -> None:
    assert write_json([number]) == f"[{number_text(number)}]"
    assert json.loads(write_json(number)) == number


def test_a_key_twice_is_refused_at_once_in_a_long_object() -> None:
    names = [f"k{index}" for index in range(100_000)]
    text = "{" + ", ".join(f'"{name}": 1' for name in [*names, names[-1]]) + "}"
    with at_most(500_000), pytest.raises(InvalidDocument, match="'k99999' twice"):
        parse_json(text)


def test_an_operation_that_is_not_plain_says_where_it_is_wrong() -> None:
    text = qd.Document(qd.Circuit.of(1, "rx(a/2) 0")).dumps()
    for old, new, what in (
        ('"a/2"', '"a*%a"', "At /body/operations/o1/angles/0: .*'%' cannot stand here"),
        ('"a/2"', "1", "At /body/operations/o1/angles/0: a text is expected"),
        ('"qubits": [0]', '"qubits": [true]', "At /body/operations/o1/qubits/0: a whole number"),
        ('"column": 0', '"column": "0"', "At /body/operations/o1/column: a number is expected"),
        ('"gate": "rx", ', "", "At /body/operations/o1: 'gate' is missing"),
    ):
        assert old in text
        with pytest.raises(InvalidDocument, match=what):
            qd.Document.loads(text.replace(old, new))
