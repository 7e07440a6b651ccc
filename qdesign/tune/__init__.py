"""Trained values, landscapes and sweeps of an ansatz with an observable.

`cut` and `minima` load when used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from qdesign.tune.cuts import cut
    from qdesign.tune.valleys import minima

__all__ = ["cut", "minima"]

_HOMES: Final = {"cut": "cuts", "minima": "valleys"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qdesign.tune' has no attribute '{name}'")
    return getattr(importlib.import_module(f"qdesign.tune.{_HOMES[name]}"), name)
