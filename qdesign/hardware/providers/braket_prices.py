"""The public prices of Amazon Braket that ship, with their source and date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def prices() -> Mapping[str, Any]:
    """USD a task, a shot by the device's name, a minute by the simulator's."""
    return json.loads((files(__package__ or "") / "braket_prices.json").read_text("utf-8"))
