"""Names of parameters → which of them are inputs of labeled data.

`extension/src/document/inputs.ts` says the same for the page; a corpus holds both together.
"""

from __future__ import annotations

import re
from typing import Final

_INPUT: Final = re.compile(r"x_(0|[1-9][0-9]{0,5})")


def input_of(feature: int) -> str:
    """The parameter that takes a feature, which is counted from 0."""
    return f"x_{feature}"


def feature_of(name: str) -> int | None:
    """The feature that a parameter takes; None for a weight.

    Example:
        >>> [feature_of(name) for name in ("x_12", "x_01", "x", "theta_0")]
        [12, None, None, None]
    """
    found = _INPUT.fullmatch(name)
    return int(found[1]) if found else None
