"""Quirk's circuits: its JSON, a link with it, or the end of such a link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, cast
from urllib.parse import unquote

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.document import Display, Document
from qdesign.errors import InvalidAngle, InvalidDocument, TooLarge
from qdesign.importers.importer import Importer

_MARK: Final = "#circuit="
_MAX_QUBITS: Final = 1000
_MAX_CELLS: Final = 1_000_000
_CONTROLS: Final = ("•", "◦")
_FIXED: Final = MappingProxyType({"H": "h", "X": "x", "Y": "y", "Z": "z"})
_POWERS: Final = MappingProxyType({"½": "1/2", "¼": "1/4", "⅛": "1/8", "⅟₁₆": "1/16"})
_POWER: Final = re.compile(r"([XYZ])\^(-?)(½|¼|⅛|⅟₁₆)\Z")
_DISPLAY: Final = re.compile(r"(Bloch|Density|Chance|Amps|Sample)([0-9]*)\Z")
_MOST_SHOWN: Final = 6  # qubits whose probabilities fit into a display
_OURS: Final = MappingProxyType({"Bloch": "bloch", "Density": "density", "Chance": "probabilities"})
"""Our displays. Of Quirk's others, of amplitudes, samples and larger ones, none is here."""
_INITIAL: Final[Mapping[object, tuple[str, ...]]] = MappingProxyType(
    {0: (), 1: ("x",), "+": ("h",), "-": ("x", "h"), "i": ("h", "s"), "-i": ("h", "sdg")}
)
_KNOWN: Final = (
    "H, X, Y, Z and their powers ½, ¼, ⅛ and ⅟₁₆, Rx, Ry and Rz of fixed angles, Swap, Measure "
    "and the controls • and ◦ are read"
)


def _looks_like_quirk(value: object) -> bool:
    if not isinstance(value, str):
        return False
    start = value.lstrip("\ufeff \t\r\n")
    if start.startswith((_MARK, "http://", "https://")):
        return _MARK in start
    return start.startswith("{") and '"cols"' in start and '"format"' not in start


def _read(text: str) -> Document:
    _, mark, behind = text.partition(_MARK)
    source = unquote(behind.strip()) if mark and not text.lstrip().startswith("{") else text
    try:
        value = json.loads(source.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise _refusal("it is no JSON text; copy the whole link") from None
    if not isinstance(value, dict):
        raise _refusal("it is no object with 'cols'")
    facts = cast("dict[str, Any]", value)
    columns = facts.get("cols")
    if not isinstance(columns, list) or not all(isinstance(each, list) for each in columns):  # pyright: ignore[reportUnknownVariableType]  # JSON
        raise _refusal("'cols' is no list of columns")
    return _document(cast("list[list[Any]]", columns), facts.get("init", []))


def _document(columns: list[list[Any]], initial: Any) -> Document:
    if not isinstance(initial, list):
        raise _refusal("'init' is no list of states")
    states = cast("list[Any]", initial)
    if sum(map(len, columns)) > _MAX_CELLS:
        raise TooLarge(f"This Quirk circuit has over {_MAX_CELLS:,} places, more than is taken.")
    num_qubits = max([1, len(states), *map(len, columns)])
    if num_qubits > _MAX_QUBITS:
        raise TooLarge(f"This Quirk circuit has over {_MAX_QUBITS:,} qubits, more than is taken.")
    operations: list[Operation] = []
    for qubit, state in enumerate(states):
        if not isinstance(state, int | str) or state not in _INITIAL:
            raise _refusal(f"qubit {qubit} starts as {_shown(state)}; 0, 1, +, -, i, -i are read")
        operations += [Operation(gate, (qubit,)) for gate in _INITIAL[state]]
    shown: list[tuple[str, tuple[int, ...], int]] = []
    for column, cells in enumerate(columns, 1):
        operations += _column(column, cells)
        shown += [(kind, qubits, len(operations)) for kind, qubits in _displays(cells, num_qubits)]
    measured = any(each.gate == "measure" for each in operations)
    named = tuple(replace(each, id=f"o{k}") for k, each in enumerate(operations, 1))
    circuit = Circuit(num_qubits, named, num_clbits=num_qubits if measured else 0).placed()
    columns_by_id = {item.id: item.column or 0.0 for item in circuit.operations}
    displays: list[Display] = []
    for kind, qubits, before in shown:
        behind = (columns_by_id[o.id] for o in named[:before] if set(o.wires) & set(qubits))
        column = max(behind, default=-1)
        displays.append(Display(f"d{len(displays) + 1}", kind, qubits, column))
    return Document(circuit, displays=tuple(displays))


def _displays(cells: list[Any], num_qubits: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Those of a column that are ours; under controls they show other numbers than ours would."""
    if "•" in cells or "◦" in cells:
        return
    for qubit, cell in enumerate(cells):
        found = _DISPLAY.match(cell) if isinstance(cell, str) else None
        kind = _OURS.get(found[1]) if found else None
        size = int(found[2][:4] or 1) if found else 1
        if (
            kind
            and qubit + size <= num_qubits
            and (size == 1 or (kind == "probabilities" and size <= _MOST_SHOWN))
        ):
            yield kind, tuple(range(qubit, qubit + size))


def _column(column: int, cells: list[Any]) -> list[Operation]:
    controls = tuple(k for k, cell in enumerate(cells) if cell == "•")
    anticontrols = tuple(k for k, cell in enumerate(cells) if cell == "◦")
    made: list[Operation] = []
    swapped = tuple(k for k, cell in enumerate(cells) if cell == "Swap")
    if len(swapped) not in (0, 2):
        raise _refusal(f"column {column} has {len(swapped)} Swap, not two")
    if swapped:
        made.append(Operation("swap", swapped))
    for qubit, cell in enumerate(cells):
        if cell == "Measure" and (controls or anticontrols):
            raise _refusal(f"column {column} has a Measure with controls")
        if cell not in (*_CONTROLS, "Swap"):
            made += _gates(column, qubit, cell)
    if not controls and not anticontrols:
        return [each for each in made if each.gate != "gphase"]
    return [Operation(each.gate, each.qubits, each.angles, controls, anticontrols) for each in made]


def _gates(column: int, qubit: int, cell: Any) -> tuple[Operation, ...]:
    """A gate with its phase, which counts where it is controlled: X^t is e^(iπt/2) Rx(πt)."""
    if (type(cell) is int and cell == 1) or cell == "…":
        return ()
    facts = cast("dict[str, Any]", cell if isinstance(cell, dict) else {"id": cell})
    name = facts.get("id")
    if not isinstance(name, str):
        raise _refusal(f"column {column} has {_shown(cast('object', cell))}, which is no gate")
    if _DISPLAY.match(name):
        return ()
    if name == "Measure":
        return (Operation("measure", (qubit,), clbits=(qubit,)),)
    if name in _FIXED:
        return (Operation(_FIXED[name], (qubit,)),)
    if power := _POWER.match(name):
        axis, sign, part = power.groups()
        return _power(axis, qubit, Angle.parse(f"{sign}pi*{_POWERS[part]}"))
    argument = facts.get("arg")
    if name in ("Rxft", "Ryft", "Rzft") and isinstance(argument, str):
        return (Operation(name[:2].lower(), (qubit,), (_fixed(column, name, argument),)),)
    raise _refusal(f"column {column} has the gate {_shown(name)}")


def _power(axis: str, qubit: int, turn: Angle) -> tuple[Operation, ...]:
    if axis == "Z":
        return (Operation("p", (qubit,), (turn,)),)
    phase = Operation("gphase", (), (turn * Fraction(1, 2),))
    return (Operation(f"r{axis.lower()}", (qubit,), (turn,)), phase)


def _fixed(column: int, name: str, argument: str) -> Angle:
    try:
        angle = Angle.parse(argument)
    except InvalidAngle:
        angle = None
    if angle is None or angle.parameters:
        raise _refusal(f"column {column} has {name[:2]} of {_shown(argument)}, no fixed angle")
    return angle


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _refusal(what: str) -> InvalidDocument:
    return InvalidDocument(f"This Quirk circuit cannot be read: {what}. {_KNOWN}.")


QUIRK: Final = Importer(
    name="quirk",
    title="Quirk circuit",
    group="Files",
    help="A link to Quirk, or its JSON; displays of amplitudes and samples stay behind",
    source="github.com/Strilanc/Quirk",
    accepts=_looks_like_quirk,
    read=_read,
    example=lambda: 'https://algassert.com/quirk#circuit={"cols":[["H"],["•","X"],["Z^¼","Y"]]}',
    found_in=(".json", ".txt"),
    is_text=True,
)
