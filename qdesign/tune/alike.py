"""Equality of results that hold arrays, which a dataclass's own cannot compare."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np


def alike(one: Any, other: object) -> bool:
    """Are they of one class, with all compared fields equal, arrays in each number?"""
    compared = [each.name for each in fields(one) if each.compare]
    return type(one) is type(other) and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in compared
    )
