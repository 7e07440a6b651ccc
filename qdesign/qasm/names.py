"""Names of parameters and gates ↔ OpenQASM identifiers, exactly and reversibly.

A name that is an identifier and not reserved stays. Any other is `esc_` and the name, with each
character that is not a letter or digit written `_hex_`: `θ[0]` ↔ `esc_θ_5b_0_5d_`, `t` ↔ `esc_t`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Final

from qdesign.gates import ALIASES, GATES

_PREFIX: Final = "esc_"
_ORDERED: Final = re.compile(r"ord_(\d{3,})_(.+)\Z", re.DOTALL)
_CODE: Final = re.compile(r"_([0-9a-f]{1,6})_")
_DIGITS: Final = re.compile(r"\d*\Z")
_KEYWORDS: Final = frozenset(
    """
    OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end
    return for while in switch case default nop pragma input output const readonly mutable qreg
    qubit creg bool bit int uint float angle complex array void duration stretch gphase inv pow ctrl
    negctrl
    durationof delay reset measure barrier true false im opaque
    pi π tau τ euler ℇ dt ns us µs ms s
    sin cos tan arcsin arccos arctan asin acos atan exp log ln sqrt floor ceiling mod popcount
    rotl rotr real imag sizeof abs dim
    u0 u1 u2 u3 cu1 cu3 c3x c4x c3sqrtx c3sx rc3x rcccx
    """.split()  # noqa: SIM905
)
RESERVED: Final = _KEYWORDS | frozenset(GATES) | frozenset(ALIASES)
"""Identifiers that a program of ours uses, or that mean something in OpenQASM 2 or 3."""

_LETTERS: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nl"))


def encoded(name: str, *, ascii_only: bool = False, taken: Collection[str] = ()) -> str:
    """The identifier that stands for `name`; `taken` are those that a dialect has beside ours.

    Example:
        >>> encoded("θ[0]"), encoded("beta")
        ('esc_θ_5b_0_5d_', 'beta')
    """
    if _is_identifier(name, ascii_only) and not _is_taken(name):
        return _second(name, ascii_only) if name in taken else name
    return _PREFIX + _coded(name, ascii_only)


def decoded(identifier: str) -> str:
    """The name that an identifier stands for; itself unless it was written here."""
    if not identifier.startswith(_PREFIX):
        return identifier
    name = _CODE.sub(_character, identifier[len(_PREFIX) :])
    if not name:
        return identifier
    written = (encoded(name), encoded(name, ascii_only=True))
    again = (_second(name, False), _second(name, True))
    return name if identifier in written or identifier in again else identifier


def encoded_formals(names: Sequence[str], rename: Callable[[str], str]) -> list[str]:
    """Identifiers of a gate's formal angles, such that their order is the alphabetical one.

    Qiskit's reader gives a call's angles to the formal angles in alphabetical order. Where that
    is another order than theirs, each gets `ord_` and its number in front.

    Example:
        >>> encoded_formals(["phi", "lam"], encoded)
        ['ord_000_phi', 'ord_001_lam']
    """
    written = [rename(name) for name in names]
    if written == sorted(written) and not any(_ORDERED.match(name) for name in written):
        return written
    width = max(3, len(str(len(written))))
    return [f"ord_{place:0{width}}_{name}" for place, name in enumerate(written)]


def decoded_formals(identifiers: Sequence[str]) -> list[str]:
    """The formal angles that identifiers of `encoded_formals` stand for."""
    matches = [_ORDERED.match(identifier) for identifier in identifiers]
    if all(m is not None and int(m[1]) == place for place, m in enumerate(matches)):
        identifiers = [m[2] for m in matches if m is not None]
    return [decoded(identifier) for identifier in identifiers]


def register_name(letter: str, taken: Collection[str]) -> str:
    """A register's name that no identifier in `taken` has, alone or with a number behind it.

    Example:
        >>> register_name("q", ["theta"]), register_name("q", ["theta", "q", "q_7"])
        ('q', 'q__')
    """
    while any(other.startswith(letter) and _DIGITS.match(other, len(letter)) for other in taken):
        letter += "_"
    return letter


def gate_names(
    names: Sequence[str], inputs: Collection[str], *, ascii_only: bool = False
) -> dict[str, str]:
    """Identifiers of composite gates by name, none of which is an input's."""
    written = {name: encoded(name, ascii_only=ascii_only) for name in names}
    return {
        name: _second(name, ascii_only) if identifier in inputs else identifier
        for name, identifier in written.items()
    }


def _second(name: str, ascii_only: bool) -> str:
    """Another identifier for `name`: its first character's code has six digits."""
    return f"{_PREFIX}_{ord(name[0]):06x}_{_coded(name[1:], ascii_only)}"


def _coded(name: str, ascii_only: bool) -> str:
    return "".join(
        letter if _is_plain(letter, ascii_only) else f"_{ord(letter):x}_" for letter in name
    )


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x110000 else match[0]


def _is_plain(letter: str, ascii_only: bool) -> bool:
    if letter.isascii():
        return letter.isalnum()
    return not ascii_only and unicodedata.category(letter) in _LETTERS


def _is_identifier(name: str, ascii_only: bool) -> bool:
    if not name or (name[0].isascii() and name[0].isdigit()):
        return False
    if ascii_only and not (name[0].isalpha() and name[0].islower()):
        return False  # OpenQASM 2 begins identifiers with a small letter
    return all(letter == "_" or _is_plain(letter, ascii_only) for letter in name)


def _is_taken(name: str) -> bool:
    return name in RESERVED or name.startswith(_PREFIX)
