"""Names of parameters → what figures and drawings call them: Greek letters, an index below."""

from __future__ import annotations

import re
from typing import Final

GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω",
}  # fmt: skip
SUBSCRIPTS: Final = str.maketrans("0123456789_", "₀₁₂₃₄₅₆₇₈₉,")
_INDEX: Final = re.compile(r"_\d+\Z")


def plain_name(name: str) -> str:
    """A parameter's name in one line of plain text, as the studio's titles have it.

    Example:
        >>> plain_name("theta_1_0"), plain_name("gamma"), plain_name("random")
        ('θ₁,₀', 'γ', 'random')
    """
    stem = name
    while (found := _INDEX.search(stem)) is not None and found.start() > 0:
        stem = stem[: found.start()]
    return GREEK.get(stem, stem) + name[len(stem) + 1 :].translate(SUBSCRIPTS)
