"""Angles and names as a person reads them."""

from __future__ import annotations

import re
from typing import Final

from qdesign.angle import Angle
from qdesign.angle_text import SCREEN, angle_text

GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω",
}  # fmt: skip
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NAME: Final = re.compile(r"([A-Za-z]+?)_?\[?(\d+)\]?$")
_LONGEST: Final = 24


def name_text(name: str) -> str:
    """A parameter's name with Greek letters and an index below: `theta_1` → θ₁."""
    match = _NAME.fullmatch(name)
    if match is None:
        return GREEK.get(name, name)
    stem, index = match.groups()
    return GREEK.get(stem, stem) + index.translate(_SUBSCRIPTS)


def short_angle(angle: Angle) -> str:
    """An angle in a few letters: π/2, 2θ₁ + π/4; a long one is cut."""
    text = angle_text(angle, SCREEN, name_text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
