"""Names of parameters, and which feature each takes as an input of labeled data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from qdesign.problems.inputs import feature_of, input_of

NAMES: Final = (
    "x_0", "x_7", "x_10", "x_123", "x_999999", "x_1000000", "x_99999999999999999999",
    "x_", "x", "x0", "x_-1", "x_+1", "x_01", "x_00", "x_1.0", "x_1e3", "x_1_0", "x_ 1", " x_1",
    "x_1 ", "x_1\n", "\nx_1", "x_1\nx_2", "X_1", "x_a", "ax_1", "x_1a", "x__1", "x[1]", "x₁",
    "x_١", "x_１", "x_²", "х_1", "2*x_0", "theta_0", "", "__proto__",
)  # fmt: skip
"""Names that are inputs, and those that are nearly: other digits and letters, signs, lines."""


def input_cases() -> Iterator[dict[str, Any]]:
    """Each name with its feature, and the name of the input of that feature; null for a weight."""
    for name in NAMES:
        feature = feature_of(name)
        again = None if feature is None else input_of(feature)
        yield {"name": name, "feature": feature, "input": again}
