"""Bodies → drawings made of letters, for terminals and mails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from qdesign.circuit import Block, Circuit, Item, Operation
from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind
from qdesign.exporter import Exporter
from qdesign.exporters.words import item_label, item_symbol, short_angle
from qdesign.gates import GATES

_WIDTH: Final = 100
_WIRES: Final = 24
_SPIDERS: Final = 40
_TARGETS: Final = {"not": "⊕", "dot": "●", "swap": "×"}


def text(body: Circuit | Diagram) -> str:
    """A circuit as wires of letters; a diagram as one line a spider with its neighbors."""
    if isinstance(body, Circuit):
        return _circuit(body, body.num_qubits, None)
    return _diagram(body, len(body.spiders))


def text_glance(body: Circuit | Diagram) -> str:
    """As `text`, of a large body as much as a terminal shows."""
    if isinstance(body, Circuit):
        return _circuit(body, _WIRES, _WIDTH)
    return _diagram(body, _SPIDERS)


def _circuit(circuit: Circuit, most_wires: int, most_letters: int | None) -> str:
    wires = min(circuit.num_qubits, most_wires)
    names = circuit.qubit_names or tuple(f"q{k}" for k in range(circuit.num_qubits))
    labels = [_plain(n if len(n) <= 12 else n[:11] + "…") for n in names[:wires]]
    left = max(map(len, labels), default=0)
    # A wire and the gap below it are a line each.
    gap = " " * (left + 3)
    lines = [line for label in labels for line in (f"{label:>{left}}: ─", gap)]
    items = circuit.placed().operations
    columns = [list(group) for _, group in groupby(items, key=lambda item: item.column)]
    shown = 0
    for column in columns:
        cells = _column([item for item in column if max(item.wires, default=0) < wires], wires)
        width = max((len(cell) for cell in cells), default=0)
        if most_letters and shown and len(lines[0]) + width + 1 > most_letters:
            break
        for index, cell in enumerate(cells):
            fill = " " if index % 2 else "─"
            lines[index] += cell.center(width, fill) + fill
        shown += 1
    lines = [line.rstrip() for line in lines[:-1]]
    notes: list[str] = []
    if shown < len(columns):
        more = len(columns) - shown
        notes.append(f"… {more:,} more column{'' if more == 1 else 's'}")
    if wires < circuit.num_qubits:
        more = circuit.num_qubits - wires
        notes.append(f"… {more:,} more qubit{'' if more == 1 else 's'}, and what acts on them")
    return "\n".join([*lines, *notes] or ["(no qubits)"]) + "\n"


def _column(items: Iterable[Item], wires: int) -> list[str]:
    """What stands on each line of a column; empty where nothing does."""
    cells = [""] * (2 * wires)
    for item in items:
        on = item.wires
        if not on:
            continue
        for line in range(2 * min(on) + 1, 2 * max(on)):
            if not cells[line]:
                cells[line] = "│" if line % 2 else "┼"
        for wire, letters in _letters(item):
            cells[2 * wire] = letters
    return cells


def _letters(item: Item) -> list[tuple[int, str]]:
    """What is written on the item's wires."""
    if isinstance(item, Block):
        return [(wire, f"[{_plain(item_label(item))}]") for wire in item.wires]
    if item.gate == "barrier":
        return [(wire, "░") for wire in item.qubits]
    row = GATES.get(item.gate)
    own = row.num_controls if row is not None else 0
    targets: Sequence[int] = item.qubits[own:]
    symbol = _TARGETS.get(item_symbol(item))
    if symbol is None:
        symbol = _label(item)
    return [
        *((wire, "●") for wire in (*item.controls, *item.qubits[:own])),
        *((wire, "○") for wire in item.anticontrols),
        *((wire, symbol) for wire in targets),
    ]


def _label(item: Operation) -> str:
    row = GATES.get(item.gate)
    label = row.label if row is not None else item.gate
    angles = ", ".join(short_angle(angle) for angle in item.angles)
    words = f"{label}({angles})" if angles else label
    return _plain(f"if {words}" if item.conditions else words)


def _diagram(diagram: Diagram, most: int) -> str:
    number = {s.id: index for index, s in enumerate(diagram.spiders)}
    ends = {end: f"in{k}" for k, end in enumerate(diagram.inputs)}
    ends.update({end: f"out{k}" for k, end in enumerate(diagram.outputs)})

    def name(spider: Spider) -> str:
        return ends.get(spider.id) or f"{spider.kind.value}{number[spider.id]}"

    named = {s.id: name(s) for s in diagram.spiders}
    neighbors = diagram.neighbors
    inner = [s for s in diagram.spiders if s.kind is not SpiderKind.BOUNDARY]
    lines: list[str] = []
    for spider in inner[:most]:
        phase = "" if spider.phase.is_zero else f"({_plain(short_angle(spider.phase))})"
        joined = [
            ("= " if edge.kind is EdgeKind.HADAMARD else "- ")
            + named[edge.target if edge.source == spider.id else edge.source]
            for edge in neighbors[spider.id]
        ]
        lines.append(f"{named[spider.id]}{phase} {', '.join(joined)}".rstrip())
    for edge in diagram.edges:
        if len(lines) < most and edge.source in ends and edge.target in ends:
            sign = "=" if edge.kind is EdgeKind.HADAMARD else "-"
            lines.append(f"{named[edge.source]} {sign} {named[edge.target]}")
    if len(inner) > most:
        lines.append(f"… {len(inner) - most:,} more spiders")
    return "\n".join(lines or ["(nothing)"]) + "\n"


def _plain(words: str) -> str:
    """Words without what a terminal would obey or a line would end on."""
    return "".join(letter if letter.isprintable() else "·" for letter in words)


TEXT: Final = Exporter(
    name="text",
    title="Text drawing",
    group="Pictures",
    help="The drawing in letters, for terminals and mails",
    source="https://www.unicode.org/charts/PDF/U2500.pdf",
    write=text,
    glance=text_glance,
    takes="body",
    mime="text/plain",
    suffix=".txt",
)
