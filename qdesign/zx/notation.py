"""Diagrams drawn as text, as in docs/conventions.md: examples of rules, and tests.

in0 - Z(π/4) = X(θ) - out0     ('-' plain, '=' Hadamard edge)
in1 - a:Z - out1               (a name lets later lines come back)
"""

from __future__ import annotations

import re
from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidDiagram

_SPIDER: Final = re.compile(r"(?:(?P<name>\w+):)?(?P<kind>[ZXH])(?:\((?P<phase>[^)]*)\))?\Z")


def diagram(text: str) -> Diagram:
    """The diagram that is drawn."""
    spiders: dict[str, Spider] = {}
    edges: list[Edge] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = re.findall(r"[^\s(]*+\([^()]*\)|\S+", line)
        ids = [_spider(token, spiders) for token in parts[::2]]
        for sign, source, target in zip(parts[1::2], ids[:-1], ids[1:], strict=True):
            kind = {"-": EdgeKind.PLAIN, "=": EdgeKind.HADAMARD}[sign]
            edges.append(Edge(f"e{len(edges)}", source, target, kind))
    ends = {
        side: tuple(sorted((s for s in spiders if _side(s) == side), key=_number))
        for side in ("in", "out")
    }
    return Diagram(tuple(spiders.values()), tuple(edges), ends["in"], ends["out"])


def _side(name: str) -> str:
    """`in` or `out` of a boundary's name; empty for any other."""
    found = re.match(r"(in|out)\d", name)
    return found[1] if found else ""


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def _spider(token: str, spiders: dict[str, Spider]) -> str:
    if token in spiders:
        return token
    if re.match(r"(in|out)\d+\Z", token):
        spiders[token] = Spider(token, SpiderKind.BOUNDARY)
        return token
    match = _SPIDER.match(token)
    if match is None:
        raise InvalidDiagram(
            f"'{token}' is not a spider, a boundary or a name that was given before."
        )
    name = match["name"] or f"s{len(spiders)}"
    phase = Angle.parse(match["phase"]) if match["phase"] else Angle()
    if match["kind"] == "H" and not match["phase"]:
        phase = Angle.pi_times(1)
    spiders[name] = Spider(name, SpiderKind(match["kind"]), phase)
    return name
