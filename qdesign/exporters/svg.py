"""A drawing as SVG text that stands alone."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.exporter import Exporter
from qdesign.exporters.picture import glance, picture
from qdesign.showing.vector import to_svg


def svg(body: Circuit | Diagram) -> str:
    """A drawing of a circuit or a diagram, as SVG text that stands alone."""
    return to_svg(picture(body))


def svg_glance(body: Circuit | Diagram) -> str:
    """The drawing for a notebook, of a large body its first part, as SVG text."""
    return to_svg(glance(body))


SVG: Final = Exporter(
    name="svg",
    title="SVG picture",
    group="Pictures",
    help="The drawing as a vector picture",
    source="https://www.w3.org/TR/SVG2",
    write=svg,
    glance=svg_glance,
    takes="body",
    mime="image/svg+xml",
    suffix=".svg",
)
