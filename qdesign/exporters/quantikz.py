"""Circuits → Quantikz, the LaTeX package for circuits."""

from __future__ import annotations

import re
from typing import Final

from qdesign.angle import Angle
from qdesign.angle_text import LATEX
from qdesign.circuit import Circuit, Operation
from qdesign.exporter import Exporter
from qdesign.exporters.words import GREEK
from qdesign.formula import styled
from qdesign.gates import GATES, target_symbol
from qdesign.operation import has_controls
from qdesign.placing import column_numbers

_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "^": r"\^{}", "_": r"\_", "~": r"\~{}", "%": r"\%",
}  # fmt: skip

_HEAD: Final = "% \\usepackage{tikz} \\usetikzlibrary{quantikz2}\n"


def quantikz(circuit: Circuit) -> str:
    r"""LaTeX that `\usetikzlibrary{quantikz2}` compiles; blocks and composite gates expanded."""
    flat = circuit.flat()
    # What a block or composite gate stood for has no column among the others.
    drawn = (flat if circuit.is_flat else flat.unplaced()).placed()
    operations = [o for o in drawn.operations if isinstance(o, Operation)]
    columns = column_numbers(operations)
    place = {column: index + 1 for index, column in enumerate(columns)}
    width = len(columns) + 2
    cells = [["" for _ in range(width)] for _ in range(drawn.num_qubits)]
    names = drawn.qubit_names or tuple(f"q{k}" for k in range(drawn.num_qubits))
    for wire, name in enumerate(names):
        cells[wire][0] = rf"\lstick{{{tex_text(name)}}}"
    for operation in operations:
        _draw(operation, cells, place[operation.column or 0])
    lines = [" & ".join(cell or "" for cell in row) + r" \\" for row in cells]
    if lines:
        lines[-1] = lines[-1].removesuffix(r" \\")
    body = "\n".join(f"  {line}" for line in lines)
    return f"{_HEAD}\\begin{{quantikz}}\n{body}\n\\end{{quantikz}}\n"


def _draw(operation: Operation, cells: list[list[str]], column: int) -> None:
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
        cells[anchor][column] = r"\meter{}"
    else:
        span = max(targets) - anchor + 1
        wires = rf"[{span}]" if span > 1 else ""
        cells[anchor][column] = rf"\gate{wires}{{{_label(operation)}}}"


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
