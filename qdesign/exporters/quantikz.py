"""Circuits → Quantikz, the LaTeX package for circuits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from qdesign.angle import Angle
from qdesign.angle_text import LATEX
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import NotConvertible
from qdesign.exporter import Exporter
from qdesign.formula import styled
from qdesign.gates import GATES, target_symbol
from qdesign.operation import has_controls
from qdesign.placing import column_numbers
from qdesign.registers import placed_in
from qdesign.showing.names import GREEK

_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "^": r"\^{}", "_": r"\_", "~": r"\~{}", "%": r"\%",
}  # fmt: skip

_HEAD: Final = "% \\usepackage{tikz} \\usetikzlibrary{quantikz2}\n"


def quantikz(circuit: Circuit) -> str:
    r"""LaTeX that `\usetikzlibrary{quantikz2}` compiles; blocks and composite gates expanded.

    Bits that conditions read have lines of their own below the qubits.

    Raises:
        NotConvertible: a condition that a register differs from a value.
    """
    flat = circuit.flat()
    # What a block or composite gate stood for has no column among the others.
    drawn = (flat if circuit.is_flat else flat.unplaced()).placed()
    operations = [o for o in drawn.operations if isinstance(o, Operation)]
    bits = sorted({bit for o in operations for c in o.conditions for bit in c.clbits})
    lines = {bit: drawn.num_qubits + k for k, bit in enumerate(bits)}
    place, last = _columns(operations, lines)
    cells = [["" for _ in range(last + 2)] for _ in range(drawn.num_qubits + len(bits))]
    names = drawn.qubit_names or tuple(f"q{k}" for k in range(drawn.num_qubits))
    for wire, name in enumerate(names):
        cells[wire][0] = rf"\lstick{{{tex_text(name)}}}"
    places = placed_in(drawn.declared.all_clbits(drawn.num_clbits))
    for bit, line in lines.items():
        register, index = places[bit]
        name = f"{register.name}[{index}]"
        cells[line][0] = rf"\lstick{{{tex_text(name)}}}\setwiretype{{c}}"
    for operation, column in zip(operations, place, strict=True):
        _draw(operation, cells, column, lines)
    rows = [" & ".join(row) + r" \\" for row in cells]
    if rows:
        rows[-1] = rows[-1].removesuffix(r" \\")
    body = "\n".join(f"  {line}" for line in rows)
    return f"{_HEAD}\\begin{{quantikz}}\n{body}\n\\end{{quantikz}}\n"


def _columns(operations: list[Operation], lines: Mapping[int, int]) -> tuple[list[int], int]:
    """The column of each operation; what has a line down to a bit stands in one of its own."""
    by_column: dict[float, list[int]] = {}
    for index, operation in enumerate(operations):
        by_column.setdefault(operation.column or 0, []).append(index)
    place = [0] * len(operations)
    last = 0
    for column in column_numbers(operations):
        alone = [k for k in by_column[column] if _reaches(operations[k], lines)]
        beside = [k for k in by_column[column] if k not in alone]
        for together in ([beside] if beside else []) + [[k] for k in alone]:
            last += 1
            for k in together:
                place[k] = last
    return place, last


def _reaches(operation: Operation, lines: Mapping[int, int]) -> bool:
    return bool(operation.conditions) or any(bit in lines for bit in operation.clbits)


def _draw(
    operation: Operation, cells: list[list[str]], column: int, lines: Mapping[int, int]
) -> None:
    row = GATES[operation.gate]
    if operation.gate == "barrier":
        for wire in operation.qubits:
            cells[wire][column] = r"\slice{}"
        return
    controls = (*operation.controls, *operation.qubits[: row.num_controls])
    targets = operation.qubits[row.num_controls :]
    if not targets:
        return
    anchor = min(targets)
    for condition in operation.conditions:
        _draw_condition(condition, cells, column, lines, anchor)
    for wire in controls:
        cells[wire][column] = rf"\ctrl{{{anchor - wire}}}"
    for wire in operation.anticontrols:
        cells[wire][column] = rf"\octrl{{{anchor - wire}}}"
    symbol = target_symbol(row, controlled=has_controls(operation))
    if symbol == "not":
        cells[anchor][column] = r"\targ{}"
    elif symbol == "dot":
        cells[anchor][column] = r"\control{}"
    elif symbol == "swap":
        first, second = sorted(targets)
        cells[first][column] = rf"\swap{{{second - first}}}"
        cells[second][column] = r"\targX{}"
    elif symbol == "measure":
        line = lines.get(operation.clbits[0])
        down = "" if line is None else rf"\wire[d][{line - anchor}]{{c}}"
        cells[anchor][column] = r"\meter{}" + down
    else:
        _draw_box(operation, targets, cells, column)


def _draw_condition(
    condition: Condition,
    cells: list[list[str]],
    column: int,
    lines: Mapping[int, int],
    anchor: int,
) -> None:
    value = condition.value
    if not condition.equal:
        if len(condition.clbits) > 1:
            raise NotConvertible(
                "Quantikz has no sign for a condition that a register differs from a value. "
                "Export a picture or OpenQASM 3."
            )
        value = 1 - value
    for place, bit in enumerate(condition.clbits):
        dot = "ctrl" if value >> place & 1 else "octrl"
        line = lines[bit]
        cells[line][column] = rf"\{dot}[vertical wire=c]{{{anchor - line}}}"


def _draw_box(
    operation: Operation, targets: Sequence[int], cells: list[list[str]], column: int
) -> None:
    """One box over neighbors; else a box on each wire, so that wires between them stay free."""
    row = GATES[operation.gate]
    label = _label(operation)
    numbered = row.is_directed
    ordered = sorted(targets)
    first, last = ordered[0], ordered[-1]
    if last - first == len(targets) - 1:
        wires = rf"[{len(targets)}]" if len(targets) > 1 else ""
        label = rf"\quad {label}" if numbered else label
        for wire in ordered:
            box = rf"\gate{wires}{{{label}}}" if wire == first else ""
            end = rf"\gateinput{{{targets.index(wire)}}}" if numbered else ""
            cells[wire][column] = box + end
        return
    for wire, below in zip(ordered, (*ordered[1:], None), strict=True):
        text = rf"{label}\;{targets.index(wire)}" if numbered else label
        down = "" if below is None else rf"\wire[d][{below - wire}]{{q}}"
        cells[wire][column] = rf"\gate{{{text}}}{down}"


def _label(operation: Operation) -> str:
    row = GATES[operation.gate]
    row = GATES[row.base] if row.base else row
    label = row.latex or _upright(row.label)
    if not operation.angles:
        return label
    return f"{label}({', '.join(tex_angle(angle) for angle in operation.angles)})"


def _upright(text: str) -> str:
    r"""Words in math mode; what is not plain as `\text`, which knows all that escaping gives."""
    if len(text) == 1 and text.isascii() and text.isalnum():
        return text
    plain = text.isascii() and text.isalnum()
    return rf"\mathrm{{{text}}}" if plain else rf"\text{{{tex_text(text)}}}"


def tex_text(text: str) -> str:
    """A text with LaTeX's own characters escaped; no empty lines, which end a paragraph."""
    text = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text)
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def tex_name(name: str) -> str:
    r"""A parameter's name in math mode: `theta_1` → \theta_{1}."""
    match = re.fullmatch(r"([A-Za-z]+?)_?\[?(\d+)\]?", name)
    stem, index = match.groups() if match else (name, "")
    known = {letter: word for word, letter in GREEK.items()}
    word = known.get(stem, stem)
    text = rf"\{word}" if word in GREEK else _upright(stem)
    if len(stem) == 1 and stem.isascii():
        text = stem
    return f"{text}_{{{index}}}" if index else text


def tex_angle(angle: Angle) -> str:
    """An angle in math mode."""
    return styled(angle, LATEX, tex_name, _tex_call)


def _tex_call(function: str, argument: str) -> str:
    if function == "sqrt":
        return rf"\sqrt{{{argument}}}"
    if function == "abs":
        return rf"\left|{argument}\right|"
    word = f"arc{function[1:]}" if function in ("asin", "acos", "atan") else function
    return rf"\{word}\left({argument}\right)"


QUANTIKZ: Final = Exporter(
    name="quantikz",
    title="Quantikz LaTeX",
    group="Pictures",
    help="The drawing for papers, in LaTeX",
    source="Kay, arXiv:1809.03842",
    write=quantikz,
    takes="circuit",
    mime="application/x-tex",
    suffix=".tex",
)
