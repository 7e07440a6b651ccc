"""A picture made of lines, boxes, circles and words → SVG, with no library."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dashed` for Hadamard edges."""

    x1: float
    y1: float
    x2: float
    y2: float
    color: str = "#7d8793"
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic curve from its first point to its last by two control points: four times x, y."""

    points: tuple[float, float, float, float, float, float, float, float]
    color: str = "#7d8793"
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with a title for screen readers."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "#ffffff"
    line: str = "#8993a0"
    radius: float = 4.0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    fill: str
    line: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Text around (x, y): `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    size: float = 13.0
    color: str = "#1a1f26"
    anchor: str = "middle"


Shape = Line | Curve | Box | Circle | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in drawing order, in px, on no page: they are read on light and dark ones."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]


def text_width(text: str, size: float = 13.0) -> float:
    """About how wide a text is in the wide fonts among those of pages, in px."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    """The width of a letter, in its size."""
    if letter in "ijl.,/| ":
        return 0.34
    if letter in "ftr()[]":
        return 0.42
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.35
    # Letters of few fonts come from one that nobody knows.
    if letter in "mwMW@%…" or ord(letter) >= 0x530:
        return 1.0
    return 0.78 if letter.isupper() else 0.64


# SVG

_ROOM: Final = 14.0
_BEFORE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
_NO_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def escape(text: str) -> str:
    """Text as XML says it; characters that XML has no way to say are left out."""
    return html.escape(_NO_XML.sub("", text), quote=False)


def to_svg(picture: Picture) -> str:
    """The picture as SVG text that stands alone; words are text, never markup."""
    left, top, right, bottom = _frame(picture)
    x, y, w, h = (_number(value) for value in (left, top, right - left, bottom - top))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
        f'viewBox="{x} {y} {w} {h}" role="img" font-family="system-ui, sans-serif">'
    )
    parts = [
        head,
        f"<title>{escape(picture.title)}</title>",
    ]
    parts += [_svg_shape(shape) for shape in picture.shapes]
    return "\n".join([*parts, "</svg>", ""])


def _frame(picture: Picture) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the picture with room for all of its words."""
    left, top, right, bottom = 0.0, 0.0, picture.width, picture.height
    for words in picture.shapes:
        if isinstance(words, Curve):
            # A curve is within its control points.
            xs, ys = words.points[::2], words.points[1::2]
            left, right = min(left, *xs), max(right, *xs)
            top, bottom = min(top, *ys), max(bottom, *ys)
        if not isinstance(words, Words):
            continue
        width = text_width(words.text, words.size)
        start = words.x - width * _BEFORE[words.anchor]
        left, right = min(left, start - _ROOM), max(right, start + width + _ROOM)
        top, bottom = min(top, words.y - words.size), max(bottom, words.y + words.size)
    return left, top, right, bottom


def _svg_shape(shape: Shape) -> str:
    n = _number
    if isinstance(shape, Line):
        dashes = ' stroke-dasharray="5 3"' if shape.dashed else ""
        return (
            f'<line x1="{n(shape.x1)}" y1="{n(shape.y1)}" x2="{n(shape.x2)}" y2="{n(shape.y2)}" '
            f'stroke="{shape.color}" stroke-width="{n(shape.width)}"{dashes}/>'
        )
    if isinstance(shape, Curve):
        dashes = ' stroke-dasharray="5 3"' if shape.dashed else ""
        x1, y1, *rest = (n(value) for value in shape.points)
        return (
            f'<path d="M{x1} {y1}C{" ".join(rest)}" fill="none" '
            f'stroke="{shape.color}" stroke-width="{n(shape.width)}"{dashes}/>'
        )
    if isinstance(shape, Words):
        return (
            f'<text x="{n(shape.x)}" y="{n(shape.y)}" font-size="{n(shape.size)}" '
            f'fill="{shape.color}" text-anchor="{shape.anchor}" '
            f'dominant-baseline="central">{escape(shape.text)}</text>'
        )
    title = f"<title>{escape(shape.title)}</title>" if shape.title else ""
    if isinstance(shape, Circle):
        return (
            f'<circle cx="{n(shape.x)}" cy="{n(shape.y)}" r="{n(shape.radius)}" '
            f'fill="{shape.fill}" stroke="{shape.line}">{title}</circle>'
        )
    return (
        f'<rect x="{n(shape.x)}" y="{n(shape.y)}" width="{n(shape.width)}" '
        f'height="{n(shape.height)}" rx="{n(shape.radius)}" fill="{shape.fill}" '
        f'stroke="{shape.line}">{title}</rect>'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
