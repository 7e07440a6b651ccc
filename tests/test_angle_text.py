"""Angles in the style of each language, by one corpus: what each row says is what is written."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdesign.angle import Angle
from qdesign.angle_text import DOCUMENT, OPENQASM, QISKIT, angle_text
from qdesign.circuit import Circuit, Operation
from qdesign.exporters.quantikz import tex_angle
from qdesign.exporters.words import short_angle
from qdesign.qasm.text import Formatter

CORPUS = json.loads((Path(__file__).parent / "data" / "angle_texts.json").read_text("utf-8"))
FEW = st.fractions(-9, 9, max_denominator=30)
ANGLES = st.builds(
    Angle,
    FEW,
    st.floats(-9, 9),
    st.dictionaries(st.sampled_from("abc"), FEW).map(lambda terms: tuple(sorted(terms.items()))),
)


@pytest.mark.parametrize("row", CORPUS, ids=lambda row: row["angle"])
def test_each_language_has_its_style(row: Mapping[str, str]) -> None:
    angle = Angle.parse(row["angle"])
    variables = {name: f"p{index}" for index, name in enumerate(angle.parameters)}
    formatter = Formatter(Circuit(1, (Operation("rx", (0,), (angle,)),)), {})
    assert {
        "angle": str(angle),
        "openqasm": formatter.angle(angle),
        "qiskit": angle_text(angle, QISKIT, variables.__getitem__),
        "latex": tex_angle(angle),
        "screen": short_angle(angle),
    } == row


def value(node: ast.AST, values: Mapping[str, float]) -> float:
    """What an expression of the four operations is worth."""
    match node:
        case ast.Expression(body):
            return value(body, values)
        case ast.Constant(number):
            assert isinstance(number, (int, float))
            return float(number)
        case ast.Name(name):
            return values[name]
        case ast.UnaryOp(ast.USub(), operand):
            return -value(operand, values)
        case ast.BinOp(left, operator, right):
            a, b = value(left, values), value(right, values)
            signs = {ast.Add: a + b, ast.Sub: a - b, ast.Mult: a * b}
            return a / b if isinstance(operator, ast.Div) else signs[type(operator)]
    raise AssertionError(ast.dump(node))


@given(ANGLES)
def test_what_is_written_has_the_value_of_the_angle(angle: Angle) -> None:
    values = {"a": 0.7, "b": -1.3, "c": 2.9}
    for style in (DOCUMENT, OPENQASM, QISKIT):
        tree = ast.parse(angle_text(angle, style, str), mode="eval")
        assert value(tree, {**values, "pi": math.pi}) == pytest.approx(angle.at(values), abs=1e-12)


def test_a_quotient_is_written_only_where_it_reads_back_as_itself() -> None:
    for coefficient in (Fraction(10**9, 7), Fraction(1, 10**6), Fraction(2**53), Fraction(10**16)):
        angle = Angle.parameter("a", coefficient)
        assert Angle.parse(str(angle)) == angle
