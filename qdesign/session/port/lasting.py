"""What lasts between a page and its host, by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SavedState = Literal["saved", "saving", "unsaved", "failed", "lost"]
"""Whether what a person drew is kept; lost: nobody answers, so that nothing is."""


@dataclass(frozen=True, slots=True)
class Panels:
    """What is folded out, and sizes in px."""

    palette: bool = True
    inspector: bool = True
    bottom: bool = True
    bottom_height: int = 256


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose.

    Attributes:
        language: of the words; `host` is as the page around it, or as chosen in the browser.
        words: somebody's own words by their English text, over those of the language.
        live_limit: qubits up to which the state is simulated live.
        qubit_order: where qubit 0 stands in bitstrings that are shown.
        page: address of a page with no server, which links of drawings lead to; empty for none.
        panels: sizes in px and what is folded away.
    """

    theme: Literal["host", "light", "dark"] = "host"
    language: Literal["host", "en", "de"] = "host"
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    live_limit: int = 20
    qubit_order: Literal["q0_right", "q0_left"] = "q0_right"
    page: str = ""
    panels: Panels = field(default_factory=Panels)


@dataclass(frozen=True, slots=True)
class Fields:
    """What lasts, by field. The host keeps it; both sides may set it.

    Attributes:
        document: text of the `.qdesign` document. Set by the studio once a committed change, never
            while dragging.
        values: radians by parameter name. Set by the studio while dragging too, at most once a
            frame.
        settings: what a person chose; remembered per person, not in the document.
        name: name shown in the toolbar, without its ending.
        saved: whether the host has kept the latest document. Only the host sets it.
    """

    document: str
    values: Mapping[str, float]
    settings: Settings
    name: str
    saved: SavedState
