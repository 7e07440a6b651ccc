"""ZX diagrams: circuit → diagram, rewriting with every step checked, diagram → circuit."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from qdesign.proofs import Lemma, Proof
    from qdesign.zx.dense import tensor
    from qdesign.zx.extraction import extract, extraction_figures
    from qdesign.zx.files import from_tikz, load, save, to_tikz
    from qdesign.zx.laying import layout
    from qdesign.zx.rulebook import apply, explain, matches, rules, step
    from qdesign.zx.translate import to_diagram
    from qdesign.zx.webs import pauli_webs

_HOMES: Final[dict[str, str]] = {
    "apply": "rulebook",
    "explain": "rulebook",
    "matches": "rulebook",
    "pauli_webs": "webs",
    "extract": "extraction",
    "extraction_figures": "extraction",
    "from_tikz": "files",
    "layout": "laying",
    "load": "files",
    "rules": "rulebook",
    "save": "files",
    "step": "rulebook",
    "tensor": "dense",
    "to_diagram": "translate",
    "to_tikz": "files",
    "Lemma": "qdesign.proofs",
    "Proof": "qdesign.proofs",
}

__all__ = [
    "Lemma",
    "Proof",
    "apply",
    "explain",
    "extract",
    "extraction_figures",
    "from_tikz",
    "layout",
    "load",
    "matches",
    "pauli_webs",
    "rules",
    "save",
    "step",
    "tensor",
    "to_diagram",
    "to_tikz",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'qdesign.zx' has no attribute '{name}'")
    # Proofs stand above the rulebook, and are called by its name.
    module = importlib.import_module(home if "." in home else f"qdesign.zx.{home}")
    value = getattr(module, name)
    globals()[name] = value
    return value
