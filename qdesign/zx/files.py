"""Files of ZX tools ↔ diagrams: ZXLive, PyZX, TikZit and OpenQASM, told by what is in them."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any, Final, cast

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.convert.tikz import from_tikz
from qdesign.convert.zxlive import DrawnRule, write_rule
from qdesign.diagram import Diagram
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.exporter import Exporter
from qdesign.files import read_text, write_text
from qdesign.rows import catalog, find, rows
from qdesign.zx.translate import to_diagram

__all__ = ["from_tikz", "load", "save", "to_tikz"]

_ALSO: Final = {".json": "zxg", ".tex": "tikz"}


def load(path: str | os.PathLike[str]) -> Diagram:
    """The diagram in a file of ZXLive, PyZX or TikZit, or of a program's circuit.

    Raises:
        InvalidFile: no such text.
        InvalidDocument, NotConvertible, TooLarge: what cannot be read, named.
    """
    text = read_text(path)
    importers = [row for row in catalog("importer").values() if row.is_text]
    # What nothing else takes is a program, and its errors have a place.
    chosen = next((row for row in importers if row.accepts(text)), importers[-1])
    try:
        body = cast("Circuit | Diagram", chosen.read(text).body)
    except QdesignError as error:
        error.args = (f"{os.fspath(path)}: {error}",)
        raise
    return body if isinstance(body, Diagram) else to_diagram(body)


def save(diagram: Any, path: str | os.PathLike[str]) -> None:
    """Writes a diagram or a proof in the format that the ending of `path` says.

    Args:
        diagram: a diagram, or a circuit or graph that stands for one; or a proof, or a lemma.
        path: with the ending `.zxg` or `.json` (ZXLive and PyZX), `.tikz` or `.tex`, or that of
            another export. A proof becomes a `.zxp`, its pictures a `.tikz`, its program a `.py`;
            a lemma becomes a `.zxr`.

    Raises:
        InvalidRequest: nothing is written with such an ending.
        InvalidFile: nothing can be written there.
    """
    ending = Path(path).suffix.lower()
    if ending == ".zxr":
        write_text(path, _rule_text(diagram))
        return
    is_proof = hasattr(diagram, "to_tikz") and hasattr(diagram, "steps")
    known: dict[str, str] = {}
    for each in rows(Exporter).values():
        if (each.takes == "proof") >= is_proof:
            known.setdefault(each.suffix, each.name)
    name = (known if is_proof else known | _ALSO).get(ending)
    if name is None and is_proof and ending == ".qdesign":
        raise InvalidRequest(
            "A document keeps a proof with its body: "
            "qdesign.Document(proof.body).with_proof(proof).save('x.qdesign')."
        )
    if name is None:
        raise InvalidRequest(
            f"Nothing is written as '{ending}'. Give the file one of these endings: "
            f"{', '.join(sorted(known if is_proof else {*_ALSO, *known}))}."
        )
    row = find(Exporter, name)
    if is_proof:
        write_text(path, row.write(diagram))
        return
    if row.takes == "proof":  # one that only begins; proofs stand above diagrams
        begun = importlib.import_module("qdesign.proofs").Proof(as_body(diagram))
        write_text(path, row.write(begun))
        return
    body = as_body(diagram)
    if row.takes == "circuit":
        raise InvalidRequest(
            f"{row.title} is of circuits. Extract one and write it: "
            "qdesign.qasm.dumps(qdesign.zx.extract(diagram))."
        )
    write_text(path, row.write(_diagram(body)))


def _rule_text(lemma: Any) -> str:
    if not (hasattr(lemma, "left") and hasattr(lemma, "right")):
        raise InvalidRequest(
            "A rule of ZXLive has two sides. Write a lemma: qdesign.zx.Lemma(left, right, name=…)."
        )
    return write_rule(DrawnRule(lemma.name, "", lemma.left, lemma.right))


def to_tikz(diagram: Any) -> str:
    """The diagram as a `tikzpicture`, which TikZit and PyZX read.

    Args:
        diagram: a diagram, or a circuit or graph that stands for one.
    """
    return find(Exporter, "tikz").write(_diagram(as_body(diagram)))


def _diagram(body: Circuit | Diagram) -> Diagram:
    return body if isinstance(body, Diagram) else to_diagram(body)
