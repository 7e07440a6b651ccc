"""The question for numbers that no engine of the page finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.document import Document


@dataclass(frozen=True, slots=True)
class BeyondQuestion:
    """The energy of the document's observable at its values, without noise, and Bloch vectors.

    Attributes:
        engine: as `Simulator` names them, such as `mps`, or `auto`.
        slopes: are derivatives asked for, too? They take longer.
    """

    document: Document
    engine: str
    slopes: bool


@dataclass(frozen=True, slots=True)
class BeyondResult:
    """An energy with what found it.

    Attributes:
        error: how far off it may be; 0 where it is exact.
        estimate: about how far off it is.
        engine: its title, for a person.
        why: what there is to know of the run, such as its bond dimension.
        vectors: ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn; empty where the engine has none.
        bounds: how far off each of these is at most.
        slopes: derivatives by each parameter, per radian; null where they were not asked for, or
            the engine has none that are exact.
    """

    energy: float
    error: float
    estimate: float
    engine: str
    why: str
    vectors: tuple[float, ...]
    bounds: tuple[float, ...]
    slopes: Mapping[str, float] | None
