"""TikZ pictures as TikZit and PyZX write them → diagrams. Text is read here and never run."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from qdesign.angle import Angle
from qdesign.convert.phase_text import read_phase
from qdesign.convert.pyzx_json import FURTHER, MOST_SPIDERS, sides
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidAngle, InvalidDiagram, InvalidDocument, NotConvertible, TooLarge
from qdesign.given import given_text

METADATA: Final = "% pyzx-metadata: "
"""Begins the line in which PyZX says which symbols are Boolean, in base 64."""

_COLORS: Final = {"Z": "z|green|white", "X": "x|red|gr[ae]y"}
_SHAPES: Final = r"( (phase|dot|spider|node))*"
_STYLES: Final[tuple[tuple[re.Pattern[str], SpiderKind | str], ...]] = (
    (re.compile("none|empty|boundary"), SpiderKind.BOUNDARY),
    (re.compile(f"({_COLORS['Z']}){_SHAPES}"), SpiderKind.Z),
    (re.compile(f"({_COLORS['X']}){_SHAPES}"), SpiderKind.X),
    (re.compile("(small )?(hadamard|h)( box)?"), SpiderKind.H),
    (re.compile(r"w( input| output| triangle)?"), "W-node"),
    (re.compile("(z|green|white) ?box( phase)?|(green|white|z) phase box"), "Z-box"),
    (re.compile("text|label|dummy( node| spider| phase spider)"), "label"),
)
_NODE: Final = re.compile(
    r"\\node\s*(?:\[(?P<style>[^\]]{0,400})\])?\s*\((?P<id>[^()]{1,60})\)\s*"
    r"at\s*\(\s*(?P<x>-?[\d.]{1,30})\s*,\s*(?P<y>-?[\d.]{1,30})\s*\)\s*\{"
)
_EDGE: Final = re.compile(
    r"\\draw\s*(?:\[(?P<style>[^\]]{0,400})\])?\s*\((?P<from>[^()]{1,60})\)\s*"
    r"(?:to|--)\s*(?:\[(?P<more>[^\]]{0,400})\])?\s*\((?P<to>[^()]{0,60})\)\s*;"
)
_START: Final = re.compile(r"\\begin\s*\{tikzpicture\}")
_FARTHEST: Final = 1e6
_REFUSED: Final = "Draw it as TikZit does, with the styles Z dot, X dot, hadamard and none."


def looks_like_tikz(text: str) -> bool:
    """Is it a picture whose nodes are those of a diagram?"""
    return _START.search(text[:20_000]) is not None


def from_tikz(text: str) -> Diagram:
    r"""The diagram of a `tikzpicture` of TikZit, PyZX or qdesign.

    Nodes of the style `none` are boundaries, and where two edges meet in one, a bend.

    Raises:
        InvalidDocument, NotConvertible, TooLarge: what cannot be read, named.

    Example:
        >>> from_tikz(r'''\begin{tikzpicture}
        ... \node [style=none] (0) at (0, 0) {};
        ... \node [style=Z phase dot] (1) at (1, 0) {$\frac{\pi}{2}$};
        ... \draw [style=hadamard edge] (0) to (1);
        ... \end{tikzpicture}''')
        Diagram(1 spider, 1 edge, 0 parameters, 1 input, 0 outputs)
    """
    text = given_text(text, "A picture")
    if not looks_like_tikz(text):
        raise InvalidDocument(r"This has no \begin{tikzpicture}. " + _REFUSED)
    symbols, names, ports, further = _metadata(text)
    drawn = "\n".join(re.split(r"(?<!\\)%", line, maxsplit=1)[0] for line in text.splitlines())
    pictures = len(_START.findall(drawn))
    if pictures > 1:
        raise InvalidDocument(
            f"This has {pictures:,} pictures, as a proof has. Give the text of one."
        )
    spiders: dict[str, Spider] = {}
    for number, found in enumerate(_NODE.finditer(drawn)):
        if number >= MOST_SPIDERS:
            raise TooLarge(f"This picture has over {MOST_SPIDERS:,} nodes, more than is read.")
        name = found["id"].strip()
        if name in spiders:
            raise InvalidDocument(f"Two nodes of this picture are called ({name}).")
        kind = _kind(name, found["style"] or "")
        phase = _phase(name, kind, _braced(name, drawn, found.end()), (symbols, names))
        spiders[name] = Spider(f"s{number}", kind, phase, *_place(name, found))
    if drawn.count("\\node") != len(spiders):
        raise InvalidDocument(
            f"{drawn.count(chr(92) + 'node') - len(spiders)} nodes of this picture are not written "
            r"as \node [style=Z dot] (0) at (x, y) {…};. " + _REFUSED
        )
    booleans = further.union(names.get(symbol, symbol) for symbol in symbols)
    return _joined(spiders, list(_edges(drawn, spiders)), ports, booleans)


def _metadata(
    text: str,
) -> tuple[frozenset[str], dict[str, str], dict[str, list[str]], frozenset[str]]:
    """What a line of PyZX says: Boolean symbols; and of ours: names and the order of the ends.

    And of ours Boolean parameters that no phase has times π.
    """
    found = re.search(r"% pyzx-metadata:\s*(\S{1,1000000})", text)
    if not found:
        return frozenset(), {}, {}, frozenset()
    try:
        data: Any = json.loads(base64.urlsafe_b64decode(found[1].encode("ascii", "replace")))
    except (ValueError, RecursionError, binascii.Error):
        return frozenset(), {}, {}, frozenset()
    facts = cast("dict[str, Any]", data if isinstance(data, dict) else {})

    def texts(key: str) -> dict[str, Any]:
        value = facts.get(key)
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    symbols = frozenset(name for name, yes in texts("variable_types").items() if yes is True)
    names = {symbol: name for symbol, name in texts("names").items() if isinstance(name, str)}
    ports = {
        side: [str(each) for each in cast("list[Any]", given)]
        for side in ("inputs", "outputs")
        if isinstance(given := facts.get(side), list)
    }
    listed = facts.get(FURTHER)
    further = cast("list[Any]", listed) if isinstance(listed, list) else []
    return symbols, names, ports, frozenset(str(each) for each in further)


def _kind(name: str, options: str) -> SpiderKind:
    words = [part.strip() for part in options.split(",")]
    named = [part.partition("=")[2].strip() for part in words if re.match(r"style\s*=", part)]
    style = (named[0] if named else words[0]).strip("{}").lower()
    for pattern, kind in _STYLES:
        if pattern.fullmatch(style):
            if isinstance(kind, SpiderKind):
                return kind
            raise NotConvertible(
                f"Node ({name}) is a {kind}. A diagram has Z- and X-spiders, H-boxes and "
                "boundaries."
            )
    raise NotConvertible(
        f"Node ({name}) has the style '{style[:40]}', which is not known. {_REFUSED}"
    )


def _braced(name: str, text: str, start: int) -> str:
    depth = 1
    for at in range(start, min(len(text), start + 4000)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at]
    raise InvalidDocument(f"The label of node ({name}) has no end.")


def _phase(
    name: str, kind: SpiderKind, label: str, known: tuple[frozenset[str], Mapping[str, str]]
) -> Angle:
    label = re.sub(r"\\[ ,;!]|[$~]|\\(scriptsize|footnotesize|small|tiny)\b", "", label).strip()
    if kind is SpiderKind.BOUNDARY:
        return Angle()
    if not label:
        return Angle.pi_times(1) if kind is SpiderKind.H else Angle()
    if label == r"\neg":
        return Angle.pi_times(1)
    if kind is SpiderKind.H and "pi" not in label and re.fullmatch(r"[-+]?[\d.]+", label):
        # A number on an H-box is its label, not a phase.
        if float(label) != -1 and label != "0":
            raise NotConvertible(
                f"H-box ({name}) has the label {label[:20]}; only labels e^(i·phase) are kept."
            )
        return Angle.pi_times(1 if float(label) == -1 else 0)
    try:
        return read_phase(_plain(label), *known)
    except (InvalidAngle, InvalidDocument) as error:
        raise InvalidDocument(f"Node ({name}): {error}") from None


def _plain(label: str) -> str:
    r"""Fractions and braces as slashes and parentheses; the index of a symbol belongs to it."""
    for _ in range(20):
        made = re.sub(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))", label)
        made = re.sub(r"_\s*\{\s*(\w+)\s*\}", r"_\1", made)
        made = re.sub(r"\\(?:mathrm|mathit|text)\s*\{([^{}]*)\}", r"\1", made)
        if made == label:
            break
        label = made
    label = re.sub(r"\\(?:cdot|times)\b", "*", label)
    return label.replace("{", "(").replace("}", ")")


def _place(name: str, found: re.Match[str]) -> tuple[float, float]:
    try:
        x, y = float(found["x"]), float(found["y"])
    except ValueError:
        x = y = 2 * _FARTHEST
    if max(abs(x), abs(y)) > _FARTHEST:
        raise InvalidDocument(f"Node ({name}) has no place; that is two numbers up to 10^6.")
    return x, -y + 0.0


def _edges(drawn: str, spiders: Mapping[str, Spider]) -> Iterator[tuple[str, str, EdgeKind]]:
    count = 0
    for found in _EDGE.finditer(drawn):
        count += 1
        # () closes a loop in TikZit.
        source, target = _end(found["from"]), _end(found["to"]) or _end(found["from"])
        for end in (source, target):
            if end not in spiders:
                raise InvalidDocument(f"An edge ends at ({end[:40]}), which is no node.")
        style = f"{found['style'] or ''},{found['more'] or ''}".lower()
        if re.search(r"\bw( io)? edge", style):
            raise NotConvertible(f"The edge ({source}) to ({target}) is of a W-node.")
        hadamard = re.search("hadamard|h[- ]edge", style)
        yield source, target, EdgeKind.HADAMARD if hadamard else EdgeKind.PLAIN
    if drawn.count("\\draw") != count:
        raise InvalidDocument(
            f"{drawn.count(chr(92) + 'draw') - count} edges of this picture are not written as "
            r"\draw (0) to (1);. " + _REFUSED
        )


def _end(text: str) -> str:
    return text.strip().removesuffix(".center").strip()


def _joined(
    spiders: dict[str, Spider],
    drawn: list[tuple[str, str, EdgeKind]],
    ports: Mapping[str, list[str]],
    booleans: frozenset[str],
) -> Diagram:
    edges = [
        Edge(f"e{k}", spiders[source].id, spiders[target].id, kind)
        for k, (source, target, kind) in enumerate(drawn)
    ]
    degree = dict.fromkeys((spider.id for spider in spiders.values()), 0)
    for edge in edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    # A node without a style in which edges meet is a bend of a wire: a spider that does nothing.
    every = tuple(
        replace(s, kind=SpiderKind.Z) if s.kind is SpiderKind.BOUNDARY and degree[s.id] == 2 else s
        for s in spiders.values()
    )
    ends = {s.id for s in every if s.kind is SpiderKind.BOUNDARY}
    known = {
        side: [spiders[name].id for name in listed if name in spiders and spiders[name].id in ends]
        for side, listed in ports.items()
    }
    said = (known.get("inputs", []), known.get("outputs", []))
    inputs, outputs = sides(every, edges, {*said[0], *said[1]})
    try:
        return Diagram(
            every, tuple(edges), (*said[0], *inputs), (*said[1], *outputs), tuple(sorted(booleans))
        )
    except InvalidDiagram as error:
        names = {spider.id: name for name, spider in spiders.items()}
        words = str(error)
        for each in words.split("'")[1::2]:
            words = words.replace(f"'{each}'", f"({names.get(each, each)})")
        raise InvalidDocument(words) from None
