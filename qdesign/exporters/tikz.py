"""ZX diagrams → TikZ, as TikZit writes it and PyZX reads it."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from qdesign.angle import Angle
from qdesign.convert.phase_text import multiple
from qdesign.convert.pyzx_json import FURTHER, sides, unturned
from qdesign.convert.tikz import METADATA
from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind
from qdesign.exporter import Exporter
from qdesign.exporters.words import short_angle
from qdesign.formula import boolean_turn, is_derived
from qdesign.showing.bends import Shape, bends
from qdesign.showing.names import GREEK
from qdesign.showing.vector import text_width

_STYLES: Final = {
    SpiderKind.Z: "Z dot", SpiderKind.X: "X dot", SpiderKind.H: "hadamard",
    SpiderKind.BOUNDARY: "none",
}  # fmt: skip
_PHASED: Final = {SpiderKind.Z: "Z phase dot", SpiderKind.X: "X phase dot"}
# One line, as PyZX expects its layers in the lines behind it.
_BEGIN: Final = r"\begin{tikzpicture}[" + ", ".join(
    (
        "Z dot/.style={circle, draw, fill=green!25, inner sep=2pt, minimum size=6pt}",
        "X dot/.style={circle, draw, fill=red!25, inner sep=2pt, minimum size=6pt}",
        r"Z phase dot/.style={Z dot, rounded corners=6pt, rectangle, font=\footnotesize}",
        r"X phase dot/.style={X dot, rounded corners=6pt, rectangle, font=\footnotesize}",
        "hadamard/.style={draw, fill=yellow!60, minimum size=5pt, inner sep=1pt}",
        "none/.style={inner sep=0pt}",
        "hadamard edge/.style={blue, dashed}]",
    )
)
_INDEXED: Final = re.compile(r"([A-Za-z]+?|[α-ω])(?:_(\d{1,6})|(\d{1,6})|\[(\d{1,6})\])?", re.ASCII)
_LETTERS: Final = {letter: word for word, letter in GREEK.items()}
_SMALLEST: Final = 1e-15  # radians that are written
_PX: Final = 48.0  # a centimeter, so that shapes are as large beside it as on a page


def tikz(body: Diagram) -> str:
    r"""The diagram as a `tikzpicture` with the layers `nodelayer` and `edgelayer` of TikZit.

    Phases are read back by PyZX as the same diagram; what LaTeX cannot write of a parameter's name
    stands in the line of metadata above.
    """
    number = {spider.id: index for index, spider in enumerate(body.spiders)}
    symbols = _symbols(body)
    body = body.with_spiders(_apart(body.spiders))
    nodes: list[str] = []
    for spider in body.spiders:
        label = _label(spider, symbols)
        style = _PHASED.get(spider.kind, _STYLES[spider.kind]) if label else _STYLES[spider.kind]
        at = f"({spider.x!r}, {-spider.y + 0.0!r})"
        nodes.append(rf"\node [style={style}] ({number[spider.id]}) at {at} {{{label}}};")
    shapes = {spider.id: _shape(spider) for spider in body.spiders}
    controls = bends(shapes, [(edge.source, edge.target) for edge in body.edges])
    edges: list[str] = []
    for edge, bend in zip(body.edges, controls, strict=True):
        words = ["style=hadamard edge"] if edge.kind == EdgeKind.HADAMARD else []
        if bend is not None:
            words += _leaving("out", shapes[edge.source], bend[:2])
            words += _leaving("in", shapes[edge.target], bend[2:])
        style = f"[{', '.join(words)}] " if words else ""
        edges.append(rf"\draw {style}({number[edge.source]}) to ({number[edge.target]});")
    lines = [_BEGIN, *_layer("nodelayer", nodes), *_layer("edgelayer", edges)]
    drawn = "\n".join((*lines, r"\end{tikzpicture}", ""))
    return _metadata(body, symbols, number) + drawn


def _layer(name: str, lines: list[str]) -> list[str]:
    inside = [f"    {line}" for line in lines]
    return [rf"  \begin{{pgfonlayer}}{{{name}}}", *inside, r"  \end{pgfonlayer}"]


def _apart(spiders: Iterable[Spider]) -> Iterator[Spider]:
    """At their places; PyZX takes two at one for one, so a second stands a little aside."""
    taken: set[tuple[float, float]] = set()
    for spider in spiders:
        x, y = round(spider.x, 3), round(spider.y, 3) + 0.0
        while (x, y) in taken:
            x = round(x + 0.05, 3)
        taken.add((x, y))
        yield replace(spider, x=x, y=y)


def _shape(spider: Spider) -> Shape:
    width = 12.0 if spider.phase.is_zero else 14.0 + text_width(short_angle(spider.phase), 10)
    return spider.x * _PX, spider.y * _PX, width, 12.0 if spider.phase.is_zero else 18.0


def _leaving(side: str, shape: Shape, control: tuple[float, float]) -> list[str]:
    """How a bent edge leaves a spider: the angle, and how far its control point is."""
    dx, dy = control[0] - shape[0], shape[1] - control[1]
    far = math.hypot(dx, dy) / _PX
    return [f"{side}={math.degrees(math.atan2(dy, dx)):.0f}", f"{side} distance={far:.3g}cm"]


def _label(spider: Spider, symbols: Mapping[str, str]) -> str:
    """The phase in math mode; a Hadamard box has none, and one of the phase 0 says so."""
    if spider.kind is SpiderKind.BOUNDARY:
        return ""
    if spider.kind is SpiderKind.H:
        if spider.phase == Angle.pi_times(1):
            return ""
        return "$0$" if spider.phase.is_zero else f"${_phase(spider.phase, symbols)}$"
    return "" if spider.phase.is_zero else f"${_phase(spider.phase, symbols)}$"


def _phase(angle: Angle, symbols: Mapping[str, str]) -> str:
    """A phase that PyZX reads: numbers of radians as decimals of π, fractions alone as such."""
    turn = angle.pi
    if not angle.terms and not angle.radians:
        return _fraction(turn)
    parts = [(c, symbols[name]) for name, c in angle.terms]
    if abs(angle.radians) > _SMALLEST:
        number = multiple(angle.radians + (float(turn) * math.pi if turn else 0.0))
        parts.append((Fraction(repr(number)), r"\pi"))
    elif turn:
        parts.append((turn, r"\pi"))
    if not parts:
        return "0"
    text = "".join(f" {'-' if c < 0 else '+'} {_term(abs(c), name)}" for c, name in parts)
    return text[3:] if text[1] == "+" else f"-{text[3:]}"


def _fraction(turn: Fraction) -> str:
    top, bottom = turn.as_integer_ratio()
    written = {1: r"\pi", -1: r"-\pi"}.get(top, rf"{top}\pi")
    return written if bottom == 1 else rf"\frac{{{written}}}{{{bottom}}}"


def _term(number: Fraction, name: str) -> str:
    top, bottom = number.as_integer_ratio()
    if bottom > 10**6:
        return f"{float(number):.17f}".rstrip("0") + name
    return ("" if top == 1 else str(top)) + name + ("" if bottom == 1 else f"/{bottom}")


def _symbols(body: Diagram) -> dict[str, str]:
    """What stands for each symbol; no two are read alike."""
    written: dict[str, str] = {}
    for name in body.symbols:
        turned = boolean_turn(name)
        text = _symbol(turned if turned in body.booleans and turned else name)
        if not text or "at" in text or text in written.values():
            text = next(f"f_{k}" for k in range(1, 10**7) if f"f_{k}" not in written.values())
        written[name] = text
    return written


def _symbol(name: str) -> str:
    """A parameter's name in math mode, as PyZX reads one symbol; empty where there is no way."""
    found = None if is_derived(name) else _INDEXED.fullmatch(name)
    if found is None:
        return ""
    stem, *given = found.groups()
    index = next(filter(None, given), "")
    word = _LETTERS.get(stem, stem)
    if word in GREEK and word not in ("pi", "omicron"):
        return rf"\{word}_{{{index}}}" if index else rf"\{word}"
    if not stem.isascii() or "pi" in stem.lower():
        return ""
    return f"{stem}_{index}" if len(stem) == len(index) == 1 else stem + index


def _metadata(body: Diagram, symbols: Mapping[str, str], number: Mapping[str, int]) -> str:
    """The line of PyZX that says what is Boolean; ours has names, and ends that no place tells."""
    read = {name: re.sub(r"[\\{}]", "", text) for name, text in symbols.items()}
    turned = {name: boolean_turn(name) for name in symbols}
    facts: dict[str, object] = {
        "variable_types": {read[name]: turned[name] in body.booleans for name in symbols}
    }
    plain = {name: turned[name] if turned[name] in body.booleans else name for name in symbols}
    names = {read[name]: plain[name] for name in symbols if read[name] != plain[name]}
    if names:
        facts["names"] = names
    further = unturned(body)
    if further:
        facts[FURTHER] = further
    if sides(body.spiders, body.edges, ()) != (list(body.inputs), list(body.outputs)):
        facts["inputs"] = [number[name] for name in body.inputs]
        facts["outputs"] = [number[name] for name in body.outputs]
    if not symbols and len(facts) == 1:
        return ""
    return METADATA + base64.urlsafe_b64encode(json.dumps(facts).encode()).decode() + "\n"


TIKZ: Final = Exporter(
    name="tikz",
    title="TikZ diagram",
    group="Pictures",
    help="The ZX diagram for papers, as TikZit and PyZX read it",
    source="https://tikzit.github.io",
    write=tikz,
    takes="diagram",
    mime="application/x-tex",
    suffix=".tikz",
)
