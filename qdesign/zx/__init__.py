"""ZX diagrams: circuit → diagram, rewriting with every step checked, diagram → circuit."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from qdesign.zx.dense import tensor
    from qdesign.zx.extraction import extract
    from qdesign.zx.layout import layout
    from qdesign.zx.rulebook import apply, explain, matches, rules, step
    from qdesign.zx.translate import to_diagram

_HOMES: Final[dict[str, str]] = {
    "apply": "rulebook",
    "explain": "rulebook",
    "matches": "rulebook",
    "extract": "extraction",
    "layout": "layout",
    "rules": "rulebook",
    "step": "rulebook",
    "tensor": "dense",
    "to_diagram": "translate",
}

__all__ = [
    "apply",
    "explain",
    "extract",
    "layout",
    "matches",
    "rules",
    "step",
    "tensor",
    "to_diagram",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'qdesign.zx' has no attribute '{name}'")
    module = importlib.import_module(f"qdesign.zx.{home}")
    value = getattr(module, name)
    globals()[name] = value
    return value
