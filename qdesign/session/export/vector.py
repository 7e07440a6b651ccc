"""A picture made of lines, boxes, circles and words → SVG or PDF, with no library.

The PDF uses the fonts that every reader has; Greek letters come from Symbol.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape as escape_markup
from xml.sax.saxutils import quoteattr


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


Shape = Line | Box | Circle | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in drawing order on a white page, in px."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]


def text_width(text: str, size: float = 13.0) -> float:
    """About how wide a text is, in px."""
    return size * sum(0.32 if letter in "ijlt.,()/|[] " else 0.6 for letter in text)


# SVG

_NO_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def escape(text: str) -> str:
    """Text as XML says it; characters that XML has no way to say are left out."""
    return escape_markup(_NO_XML.sub("", text))


def to_svg(picture: Picture) -> str:
    """The picture as SVG text that stands alone; words are text, never markup."""
    w, h = _number(picture.width), _number(picture.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
        f'viewBox="0 0 {w} {h}" role="img" font-family="system-ui, sans-serif">'
    )
    parts = [
        head,
        f"<title>{escape(picture.title)}</title>",
        f'<rect width="{w}" height="{h}" fill="#ffffff"/>',
    ]
    parts += [_svg_shape(shape) for shape in picture.shapes]
    return "\n".join([*parts, "</svg>", ""])


def _svg_shape(shape: Shape) -> str:
    n = _number
    if isinstance(shape, Line):
        dashes = ' stroke-dasharray="5 3"' if shape.dashed else ""
        return (
            f'<line x1="{n(shape.x1)}" y1="{n(shape.y1)}" x2="{n(shape.x2)}" y2="{n(shape.y2)}" '
            f'stroke="{shape.color}" stroke-width="{n(shape.width)}"{dashes}/>'
        )
    if isinstance(shape, Words):
        return (
            f'<text x="{n(shape.x)}" y="{n(shape.y)}" font-size="{n(shape.size)}" '
            f'fill="{shape.color}" text-anchor={quoteattr(shape.anchor)} '
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


# PDF

_SYMBOL: Final = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", "abgdezhqiklmnxoprstujcyw", strict=True)) | {
    "†": "'",
    "√": "\xd6",
    "⟩": "\xf1",
    "⟨": "\xe1",
    "−": "-",
    "×": "\xb4",
    "⋯": "\xbc",
}
_SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_CURVE: Final = 0.5523
_POINTS: Final = 0.75


def to_pdf(picture: Picture) -> bytes:
    """The picture as a PDF of one page, vectors and real text."""
    width, height = picture.width * _POINTS, picture.height * _POINTS
    drawing = [f"{_POINTS} 0 0 {-_POINTS} 0 {_number(height)} cm"]
    drawing += [_pdf_shape(shape) for shape in picture.shapes]
    stream = zlib.compress("\n".join(drawing).encode("latin-1", "replace"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_number(width)} {_number(height)}] "
        "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> /Contents 4 0 R >>".encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>",
    ]
    data = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


def _pdf_shape(shape: Shape) -> str:
    n = _number
    if isinstance(shape, Line):
        dashes = "[5 3] 0 d" if shape.dashed else "[] 0 d"
        return (
            f"{_rgb(shape.color)} RG {n(shape.width)} w {dashes} "
            f"{n(shape.x1)} {n(shape.y1)} m {n(shape.x2)} {n(shape.y2)} l S"
        )
    if isinstance(shape, Words):
        return _pdf_words(shape)
    fill, line = _rgb(shape.fill), _rgb(shape.line)
    head = f"{fill} rg {line} RG 1 w [] 0 d "
    if isinstance(shape, Box):
        return head + f"{n(shape.x)} {n(shape.y)} {n(shape.width)} {n(shape.height)} re B"
    x, y, r = shape.x, shape.y, shape.radius
    k = r * _CURVE
    return head + (
        f"{n(x + r)} {n(y)} m {n(x + r)} {n(y + k)} {n(x + k)} {n(y + r)} {n(x)} {n(y + r)} c "
        f"{n(x - k)} {n(y + r)} {n(x - r)} {n(y + k)} {n(x - r)} {n(y)} c "
        f"{n(x - r)} {n(y - k)} {n(x - k)} {n(y - r)} {n(x)} {n(y - r)} c "
        f"{n(x + k)} {n(y - r)} {n(x + r)} {n(y - k)} {n(x + r)} {n(y)} c B"
    )


def _pdf_words(words: Words) -> str:
    runs: list[tuple[str, str]] = []
    for letter in words.text:
        letter = _SUBSCRIPTS.get(letter, letter)
        font, code = ("F2", _SYMBOL[letter]) if letter in _SYMBOL else ("F1", letter)
        if font == "F1" and ord(code) > 255:
            code = "?"
        if runs and runs[-1][0] == font:
            runs[-1] = (font, runs[-1][1] + code)
        else:
            runs.append((font, code))
    width = text_width(words.text, words.size)
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    x, y = words.x - shift * width, words.y + words.size * 0.35
    pieces = [f"BT {_rgb(words.color)} rg 1 0 0 -1 {_number(x)} {_number(y)} Tm"]
    for font, code in runs:
        quoted = code.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        pieces.append(f"/{font} {_number(words.size)} Tf ({quoted}) Tj")
    return " ".join([*pieces, "ET"])


def _rgb(color: str) -> str:
    return " ".join(_number(int(color[k : k + 2], 16) / 255) for k in (1, 3, 5))
