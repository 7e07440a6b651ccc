"""Writes what the page with no server has to open: examples and lessons, as JSON.

`python -m scripts.gallery FOLDER` writes gallery.json, documents with words for their cards, and
lessons.json, each without its reference answer; docs/static-page.md says what the page is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import qdesign as qd

_BELL: Final = """OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c[0] = measure q[0];
c[1] = measure q[1];
"""
_HIDDEN: Final = """OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
bit[3] c;
x q[3];
h q;
cx q[0], q[3];
cx q[2], q[3];
h q[0];
h q[1];
h q[2];
c[0] = measure q[0];
c[1] = measure q[1];
c[2] = measure q[2];
"""


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the start screen.

    Attributes:
        title: of the card, and the name of the document that it opens.
        help: one line, what it shows.
        make: the document.
    """

    title: str
    help: str
    make: Callable[[], qd.Document]


def _drawn(gates: str, num_qubits: int, values: Mapping[str, float] | None = None) -> qd.Document:
    document = qd.Document(qd.Circuit.of(num_qubits, gates))
    return document.with_values(values) if values else document


def _program(text: str) -> qd.Document:
    return qd.Document(qd.qasm.loads(text))


def _tuned(template: str, problem: str, num_qubits: int | None = None) -> qd.Document:
    """A template with a problem's observable, where its energy is lowest."""
    size = {} if num_qubits is None else {"num_qubits": num_qubits, "layers": 2}
    circuit = qd.ansatz.template(template, **size)
    posed = qd.problems.get(problem, **({} if num_qubits is None else {"num_qubits": num_qubits}))
    found = qd.optimize(circuit, posed.observable, seed=0)
    return qd.Document(circuit, observable=posed.observable).with_values(found.values)


CARDS: Final = (
    Card("Bell pair", "Two bits that always agree", lambda: _program(_BELL)),
    Card(
        "GHZ state",
        "All zeros and all ones at once",
        lambda: _drawn("h 0; cx 0 1; cx 1 2; cx 2 3", 4),
    ),
    Card(
        "Teleportation",
        "A state moved by two bits",
        lambda: _drawn("ry(theta) 0; h 1; cx 1 2; cx 0 1; h 0; cx 1 2; cz 0 2", 3, {"theta": 0.8}),
    ),
    Card(
        "Fourier transform",
        "Phases turned into bits",
        lambda: _drawn("h 2; cp(pi/2) 1 2; cp(pi/4) 0 2; h 1; cp(pi/2) 0 1; h 0; swap 0 2", 3),
    ),
    Card("Ising chain", "Four sliders for the ground state", lambda: _tuned("hva_tfim", "tfim", 4)),
    Card("MaxCut on a ring", "QAOA with two layers", lambda: _tuned("qaoa_ring", "maxcut", 4)),
    Card("H₂, UCCSD", "The molecule at 0.735 Å", lambda: _tuned("uccsd_h2", "h2")),
    Card(
        "Circuit 2 of Sim et al.",
        "Rotations and a ladder",
        lambda: qd.Document(qd.ansatz.sim(2, num_qubits=4, layers=1)),
    ),
    Card(
        "Phase estimation",
        "A phase read in two bits",
        lambda: _drawn(
            "h 0; h 1; x 2; cp(phi) 0 2; cp(2*phi) 1 2; h 1; cp(-pi/2) 0 1; h 0",
            3,
            {"phi": 1.5707963267948966},
        ),
    ),
    Card("A hidden string", "Bernstein–Vazirani, one question", lambda: _program(_HIDDEN)),
)


def gallery() -> list[dict[str, object]]:
    """Each card with its figures and the text of its document."""
    made: list[dict[str, object]] = []
    for card in CARDS:
        document = card.make()
        assert isinstance(document.body, qd.Circuit)
        stats = document.body.stats
        made.append(
            {
                "title": card.title,
                "help": card.help,
                "qubits": stats.num_qubits,
                "parameters": stats.num_parameters,
                "two_qubit": stats.num_two_qubit,
                "document": json.dumps(json.loads(document.dumps()), separators=(",", ":")),
            }
        )
    return made


def lessons() -> list[dict[str, object]]:
    """Each lesson as its file has it but for the reference answer, with what hand-ins name."""
    made: list[dict[str, object]] = []
    for lesson in qd.catalog("lesson").values():
        told = {name: part for name, part in lesson.data.items() if name != "reference"}
        made.append({"revision": lesson.revision, "lesson": told})
    return made


def _write(path: Path, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    _write(folder / "gallery.json", gallery())
    _write(folder / "lessons.json", lessons())
