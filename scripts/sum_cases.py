"""Texts of Pauli sums, many of them damaged, with what Python reads of each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from qdesign.errors import QdesignError
from qdesign.pauli_text import read_sum

FORMS: Final = (
    "0.5 ZZII",
    "0.5 ZZ\n-XX\n 2 YY\n",
    "-1.05 * Z0 Z1 + 0.39 X3",
    "Z0Z1 − 1/2 · X₁₂ ⊗ Z_3",
    "SparsePauliOp(['IZ', 'ZI'],\n              coeffs=[ 0.39+0.j, -0.39+0.j])",
    "SparsePauliOp.from_list([(\"ZZ\", 1.0), ('XI', -.5e-3)])",
    "[('ZZ', (0.5+0j)), ('XX', (1e-05-0j))]",
    "0.5 * (Z(0) @ Z(1)) + -1.2 * X(2) + 0.1 * I(0)",
    "(\n    0.5 * (Z(0) @ Z(1) @ Y(2))\n  + 0.25 * (0.5 * (Z(0) + X(3)))\n)",
    "0.5 * Z(0) @ Z(1)\n+ -1.2 * X(2)\n+ 0.1 * I",
    "qml.PauliZ(wires=[3]) @ qml.Identity(0) - qml.X(1)",
    "(0.5+0j) [Z0 Z1] +\n(-0.25+0j) [] +\n0.1 [X3]",
    '{"ZZ": 0.5, "XI": -1e-3}',
    "Observable({'Z': 1, 'X': 2})",
    "X0 Y0 Z0 * 1j + 3",
    "-(Z0 - X1 Y2) / 2 * Z0",
    "X[0] + 1.5 X[3] PauliZ[1] - I[2]",
)
"""What people type, and what libraries print."""
JUNK: Final = (
    "", "+", "-", "*", "/", "@", "(", ")", "[", "]", "{", "}", ",", ":", "=", "...", "…", "\n", "0",
    "1e999", "-0.0", "2.5e-3", "1j", "I", "Z", "ZZZ", "X7", "Z1000", "Z999999999999", "Y₂", "'a'",
    '"ZZ"', "J", "nan", "inf", "<b>", "__proto__", "constructor", "toString(", "🙂", "\x00",
    "\u2028", "\r\n", "coeffs=", "wires=", "X(", "I()", "π", "½", "１", "^", "**", "1_000",
    "\u00a0", "0x1f", "ZZ ZZ", "(" * 61, "- - 2", "1.", ".", "1e", "'ZZ", "Z(0, 1)", "Y0 * ",
    "ZZ(0)", "ZZ[0]", "Z0 [1]", "Z0 XX", "(X0) ZZ", "Z[0, 1]", "X[", "[7]",
)  # fmt: skip
"""What stands where it should not, some of it hostile."""


def sum_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """All forms, and `count` of them damaged."""
    for form in FORMS:
        yield _case(form)
    for _ in range(count):
        text = rng.choice(FORMS)
        for _ in range(rng.choice((1, 1, 2, 3))):
            at = rng.randrange(len(text) + 1)
            end = at + rng.choice((0, 0, 1, 2, 5))
            text = text[:at] + rng.choice((*JUNK, rng.choice(FORMS))) + text[end:]
        yield _case(text)


def _case(text: str) -> dict[str, Any]:
    try:
        found = read_sum(text)
        labels = [each for each in found.labels().items() if each[1]]
        return {"text": text, "size": found.size, "labels": labels}
    except QdesignError as failure:
        return {"text": text, "error": str(failure)}
