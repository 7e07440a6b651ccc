"""Copies of a lemma's side are found where its phases leave a parameter open."""

from __future__ import annotations

from dataclasses import replace

import pytest

import qdesign as qd
from qdesign.diagram import Diagram
from tests.notation import diagram


def wire(first: str, second: str, between: str = "") -> Diagram:
    drawn = diagram(f"in0 - a:Z({first}) {between}- b:X({second}) - out0")
    return replace(drawn, booleans=("p",))


@pytest.mark.parametrize(
    ("side", "places"),
    [
        (
            ("2*x + pi*p", "x + pi*p"),
            (("2*x + pi*p", "x + pi*p"), ("2*u + pi*p", "u + pi*p"), ("pi", "0"), ("0", "pi")),
        ),
        (("2*x", "x"), (("0", "pi"), ("u", "u/2 + pi"), ("pi/2", "5*pi/4"))),
        (("x + y", "x - y"), (("x + y", "x - y"),)),
        (("x + y", "x + pi*p"), (("u", "w + pi*p"), ("u", "w"))),
    ],
)
def test_a_side_is_found(side: tuple[str, str], places: tuple[tuple[str, str], ...]) -> None:
    lemma = qd.zx.Lemma(wire(*side), wire(*side, between="- c:Z "), name="one")
    for place in places:
        given = wire(*place)
        assert lemma.matches(given) == [("a", "b")]
        assert qd.equivalent(lemma.apply(given), given).equal


def test_what_no_value_fits_is_not_found() -> None:
    for side in (("2*x + pi*p", "x + pi*p"), ("2*x", "x")):
        lemma = qd.zx.Lemma(wire(*side), wire(*side, between="- c:Z "), name="one")
        assert lemma.matches(wire("1", "0.7")) == []
