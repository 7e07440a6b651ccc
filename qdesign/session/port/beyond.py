"""The question for an energy that no engine of the page finds."""

from __future__ import annotations

from dataclasses import dataclass

from qdesign.document import Document


@dataclass(frozen=True, slots=True)
class BeyondQuestion:
    """The energy of the document's observable at its values, without noise.

    Attributes:
        engine: as `Simulator` names them, such as `mps`, or `auto`.
    """

    document: Document
    engine: str


@dataclass(frozen=True, slots=True)
class BeyondResult:
    """An energy with what found it.

    Attributes:
        error: how far off it may be; 0 where it is exact.
        estimate: about how far off it is.
        engine: its title, for a person.
        why: what there is to know of the run, such as its bond dimension.
    """

    energy: float
    error: float
    estimate: float
    engine: str
    why: str
