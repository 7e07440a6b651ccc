"""Bodies → pictures: what a viewer without a kernel sees.

Sizes follow the studio: wires 44 px apart, gates 32 px high, columns as wide as their content.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from qdesign.circuit import Block, Circuit, Item, Operation
from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind
from qdesign.exporters.classical import classical_wires
from qdesign.exporters.words import exact_angle, item_label, item_symbol, item_title, short_angle
from qdesign.gates import GATES
from qdesign.placing import column_numbers
from qdesign.showing.bends import bends
from qdesign.showing.vector import Box, Circle, Curve, Line, Picture, Shape, Words, text_width

_PITCH: Final = 44.0
_HEIGHT: Final = 32.0
_GAP: Final = 12.0
_MARGIN: Final = 16.0
_SPIDER_PITCH: Final = (88.0, 64.0)  # along wires and across, as in the studio
# Bare lines and words are of colors that are read on a white and on a black page.
_DOT: Final = "#3f68b5"
_NAME: Final = "#6b7685"
_FILLS: Final = {
    "clifford": ("#edf2fb", "#7891c4", "#20365f"),
    "rotation": ("#ffffff", "#8993a0", "#1a1f26"),
    "controlled": ("#ffffff", _DOT, "#20365f"),
    "nonunitary": ("#f0f1f3", "#949eaa", "#343c46"),
    "composite": ("#fdf5e4", "#cda54f", "#5a4006"),
}
_SPIDERS: Final = {
    SpiderKind.Z: ("#d3f2d6", "#2c8a46", "#0e3d1c"),
    SpiderKind.X: ("#fbd3d0", "#c53a34", "#611310"),
    SpiderKind.H: ("#fbe9a0", "#a98408", "#463700"),
    SpiderKind.BOUNDARY: (_NAME, _NAME, _NAME),
}
_NARROW: Final = ("not", "dot", "swap", "barrier")
_LONGEST_NAME: Final = 32  # longer ones are cut in the middle, so that indices stay
_MAX_ITEMS: Final = 2_000
_MAX_WIRES: Final = 64
_GLANCE_WIDTH: Final = 1_380.0  # beyond that, a page shrinks letters until nobody reads them
_GLANCE_WIRES: Final = 24
_GLANCE_SPIDERS: Final = 300


def picture(body: Circuit | Diagram) -> Picture:
    """A drawing of a circuit or a diagram; a very large one is drawn in part and says so."""
    if isinstance(body, Circuit):
        return _circuit(body, _MAX_WIRES, math.inf)
    return _diagram(body, _MAX_ITEMS)


def glance(body: Circuit | Diagram) -> Picture:
    """A drawing for a notebook: as `picture`, of a large body the first part, which says so."""
    if isinstance(body, Circuit):
        return _circuit(body, _GLANCE_WIRES, _GLANCE_WIDTH)
    return _diagram(body, _GLANCE_SPIDERS)


def _circuit(circuit: Circuit, most_wires: int, most_width: float) -> Picture:
    drawn = circuit.placed().operations
    columns = column_numbers(drawn)
    items = [item for item in drawn if max(item.wires, default=0) < most_wires][:_MAX_ITEMS]
    wires = min(circuit.num_qubits, most_wires)
    names = circuit.qubit_names or tuple(f"q{k}" for k in range(circuit.num_qubits))
    labels = [
        name if len(name) <= _LONGEST_NAME else f"{name[:16]}…{name[-15:]}"
        for name in names[:wires]
    ]
    left = _MARGIN + max((text_width(label) for label in labels), default=0) + 8
    widths: dict[float, float] = {}
    for item in items:
        column = item.column or 0
        widths[column] = max(widths.get(column, 0.0), _width(item))
    centers: dict[float, float] = {}
    x = left + _GAP
    for column in sorted(widths):
        if centers and x + widths[column] > most_width:
            break
        centers[column] = x + widths[column] / 2
        x += widths[column] + _GAP
    right = x + _GAP
    items = [item for item in items if (item.column or 0) in centers]
    more = sum(1 for column in columns if column > max(centers)) if centers else 0
    shapes: list[Shape] = []
    for wire, label in enumerate(labels):
        y = _y(wire)
        shapes.append(Words(left - 8, y, label, anchor="end", color=_NAME))
        shapes.append(Line(left, y, right, y))
    placed = [
        (item, centers[item.column or 0], _y(min(item.qubits)), _width(item) / 2)
        for item in items
        if isinstance(item, Operation) and item.qubits
    ]
    shapes += classical_wires(placed, _HEIGHT / 2, _GAP)
    for item in items:
        column = item.column or 0
        shapes += _item(item, centers[column], widths[column])
    height = 2 * _MARGIN + max(wires, 1) * _PITCH
    if more > 0:
        words = f"… {more:,} more column{'' if more == 1 else 's'}"
        shapes.append(Words(right + 8, height / 2, words, anchor="start", color=_NAME))
        right += 16 + text_width(words)
    near = len(drawn) if not more else sum(1 for o in drawn if (o.column or 0) <= max(centers))
    if len(items) < near or wires < circuit.num_qubits:
        words = f"{wires} of {circuit.num_qubits:,} qubits and "
        words += f"{len(items):,} of {len(drawn):,} operations are shown"
        shapes.append(Words(_MARGIN, height - 8, words, size=11, anchor="start", color=_NAME))
        right = max(right, _MARGIN + text_width(words, 11))
    qubits = f"{circuit.num_qubits} qubit{'' if circuit.num_qubits == 1 else 's'}"
    count = circuit.num_operations
    title = f"Circuit on {qubits}, {count:,} operation{'' if count == 1 else 's'}"
    return Picture(max(right + _MARGIN, 200), height, title, tuple(shapes))


def _y(wire: int) -> float:
    return _MARGIN + _PITCH * (wire + 0.5)


def _width(item: Item) -> float:
    if isinstance(item, Operation) and item_symbol(item) in _NARROW:
        return _HEIGHT
    return max(_HEIGHT, text_width(item_label(item)) + 16)


def _item(item: Item, x: float, width: float) -> Iterator[Shape]:
    wires = item.wires
    if not wires:
        return
    if isinstance(item, Block):
        yield from _box(x, width, min(wires), max(wires), item_label(item), kind="composite")
        return
    if item.gate == "barrier":
        y1, y2 = _y(min(wires)) - _PITCH / 2, _y(max(wires)) + _PITCH / 2
        yield Line(x, y1, x, y2, width=1.5, dashed=True)
        return
    row = GATES.get(item.gate)
    own = row.num_controls if row is not None else 0
    controls, targets = (*item.controls, *item.qubits[:own]), item.qubits[own:]
    if len(wires) > 1 and (controls or item.anticontrols or item_symbol(item) == "swap"):
        yield Line(x, _y(min(wires)), x, _y(max(wires)), color=_DOT, width=1.5)
    for wire in controls:
        yield Circle(x, _y(wire), 4.5, _DOT, _DOT, title=f"control on q{wire}")
    for wire in item.anticontrols:
        yield Circle(x, _y(wire), 4.5, "#ffffff", _DOT, title=f"anticontrol on q{wire}")
    yield from _targets(item, targets, x, width)


def _targets(item: Operation, targets: tuple[int, ...], x: float, width: float) -> Iterator[Shape]:
    if not targets:
        return
    title = f"{item_title(item)} on {', '.join(f'q{w}' for w in targets)}"
    symbol = item_symbol(item)
    if symbol == "not":
        y = _y(targets[0])
        yield Circle(x, y, 10, "#ffffff", _DOT, title=title)
        yield Line(x - 10, y, x + 10, y, color=_DOT, width=1.5)
        yield Line(x, y - 10, x, y + 10, color=_DOT, width=1.5)
        return
    if symbol == "dot":
        yield Circle(x, _y(targets[0]), 4.5, _DOT, _DOT, title=title)
        return
    if symbol == "swap":
        for wire in targets:
            y = _y(wire)
            yield Line(x - 6, y - 6, x + 6, y + 6, color=_DOT, width=1.5)
            yield Line(x - 6, y + 6, x + 6, y - 6, color=_DOT, width=1.5)
        return
    row = GATES.get(item.gate)
    kind = row.kind if row is not None else "composite"
    yield from _box(x, width, min(targets), max(targets), item_label(item), kind=kind, title=title)
    if item.conditions:
        yield Words(x, _y(max(targets)) + 20, "if", size=10, color=_NAME)


def _box(
    x: float, width: float, top: int, bottom: int, label: str, *, kind: str, title: str = ""
) -> Iterator[Shape]:
    fill, line, ink = _FILLS[kind]
    y, height = _y(top) - _HEIGHT / 2, _HEIGHT + (bottom - top) * _PITCH
    yield Box(x - width / 2, y, width, height, fill, line, title=title or label)
    yield Words(x, y + height / 2, label, color=ink)


def _size(spider: Spider) -> tuple[float, float]:
    """Width and height of what is drawn of a spider."""
    if spider.kind == SpiderKind.BOUNDARY:
        return 6.0, 6.0
    if spider.kind == SpiderKind.H:
        return 16.0, 16.0
    if spider.phase.is_zero:
        return 18.0, 18.0
    return max(22.0, text_width(short_angle(spider.phase), 11) + 12), 22.0


def _diagram(diagram: Diagram, most: int) -> Picture:
    spiders = sorted(diagram.spiders, key=lambda s: s.x)[:most]
    low_x = min((s.x for s in spiders), default=0.0)
    low_y = min((s.y for s in spiders), default=0.0)
    at = {
        s.id: (
            _MARGIN * 2 + (s.x - low_x) * _SPIDER_PITCH[0],
            _MARGIN * 2 + (s.y - low_y) * _SPIDER_PITCH[1],
        )
        for s in spiders
    }
    sizes = {s.id: (*at[s.id], *_size(s)) for s in spiders}
    edges = [edge for edge in diagram.edges if edge.source in at and edge.target in at]
    controls = bends(sizes, [(edge.source, edge.target) for edge in edges])
    shapes: list[Shape] = []
    for edge, bend in zip(edges, controls, strict=True):
        ends = (*at[edge.source], *at[edge.target])
        hadamard = edge.kind == EdgeKind.HADAMARD
        color = "#2d6fdb" if hadamard else "#5d6875"
        if bend is None:
            shapes.append(Line(*ends, color=color, width=1.5, dashed=hadamard))
        else:
            points = (*ends[:2], *bend, *ends[2:])
            shapes.append(Curve(points, color=color, width=1.5, dashed=hadamard))
    for spider in spiders:
        x, y = at[spider.id]
        fill, line, ink = _SPIDERS[spider.kind]
        label = "" if spider.phase.is_zero else short_angle(spider.phase)
        phase = exact_angle(spider.phase) if label else ""
        title = f"{spider.kind} {phase}".strip()
        if spider.kind == SpiderKind.BOUNDARY:
            shapes.append(Circle(x, y, 3, fill, line, title=title))
        elif spider.kind == SpiderKind.H:
            shapes.append(Box(x - 8, y - 8, 16, 16, fill, line, radius=1, title=title))
        else:
            width, _ = _size(spider)
            if label:
                shapes.append(Box(x - width / 2, y - 11, width, 22, fill, line, 11, title))
                shapes.append(Words(x, y, label, size=11, color=ink))
            else:
                shapes.append(Circle(x, y, 9, fill, line, title=title))
    width = max((x for x, _ in at.values()), default=0.0) + 2 * _MARGIN
    height = max((y for _, y in at.values()), default=0.0) + 2 * _MARGIN
    if len(spiders) < len(diagram.spiders):
        words = f"{len(spiders):,} of {len(diagram.spiders):,} spiders and boundaries are shown"
        shapes.append(Words(_MARGIN, height, words, size=11, anchor="start", color=_NAME))
        width, height = max(width, 2 * _MARGIN + text_width(words, 11)), height + _MARGIN
    title = f"ZX diagram, {diagram.num_spiders:,} spider{'' if diagram.num_spiders == 1 else 's'}"
    return Picture(max(width, 100), max(height, 60), title, tuple(shapes))
