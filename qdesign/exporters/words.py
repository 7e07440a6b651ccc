"""Angles and names as a person reads them."""

from __future__ import annotations

import re
from typing import Final

from qdesign.angle import Angle

GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω",
}  # fmt: skip
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NAME: Final = re.compile(r"([A-Za-z]+?)_?\[?(\d+)\]?$")
_WORD: Final = re.compile(r"`[^`]*`|[^\W\d]\w*(?:\[\d+\])?")
_LONGEST: Final = 24


def name_text(name: str) -> str:
    """A parameter's name with Greek letters and an index below: `theta_1` → θ₁."""
    match = _NAME.fullmatch(name)
    if match is None:
        return GREEK.get(name, name)
    stem, index = match.groups()
    return GREEK.get(stem, stem) + index.translate(_SUBSCRIPTS)


def angle_text(angle: Angle) -> str:
    """An angle in a few letters: π/2, 2θ₁ + π/4; a long one is cut."""
    text = _WORD.sub(lambda match: name_text(match[0].strip("`")), str(angle))
    text = text.replace("*", "").replace("-", "−")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
