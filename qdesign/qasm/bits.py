"""Classical bits of a program, and known ones."""

from __future__ import annotations

from typing import NamedTuple


class BitList(NamedTuple):
    """Classical bits of the circuit, lowest first; `scalar` when declared or indexed as one bit."""

    bits: tuple[int, ...]
    scalar: bool


class Word(NamedTuple):
    """Known bits: a number and how many bits it has."""

    value: int
    width: int
