"""Figures of ansätze that the page makes too: exact parts alike, sampled ones within errors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from qdesign import analyze
from qdesign.ansatz import sim
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.pauli import Observable

CIRCUITS: Final = (
    ("ry(a) 0; ry(b) 1; cx 0 1; rz(c) 1; rx(d) 0", {"IZ": 1.0, "ZZ": -0.5}),
    ("rx(a) 0; crz(2*a) 0 1; rxx(b) 1 2; ry(a + b) 2; cx 2 0; p(c) 0", {"IIX": 0.7, "ZII": -1.0}),
    ("h 0; rzz(a) 0 1; rzz(a) 1 2; rx(2*b) 0; rx(2*b) 1; ry(c) 3", {"IIZZ": 1.0}),
    ("crx(a) 0 1; h 0; crx(a) 0 1; ry(b) 0; cry(b) 1 0", {"XX": 0.3, "ZI": 0.4}),
)
BINS: Final = 75
PAIRS: Final = 5000


def figure_cases() -> Iterator[dict[str, Any]]:
    """Documents with what Python finds of each."""
    for text, terms in CIRCUITS:
        observable = Observable(terms)
        circuit = Circuit.of(observable.num_qubits, text)
        values = {name: 0.3 + 0.7 * k for k, name in enumerate(circuit.parameters)}
        yield _case(circuit, observable, values)
    circuit, observable = sim(2, num_qubits=3), Observable({"IZZ": 1.0})
    values = dict.fromkeys(circuit.parameters, 0.4)
    yield _case(circuit, observable, values) | {
        "entangling": analyze.entangling_capability(circuit).value,
        "expressibility": _sampled(analyze.expressibility(circuit)),
        "variance": _sampled(analyze.gradient_variance(circuit, observable)),
    }


def _case(circuit: Circuit, observable: Observable, values: dict[str, float]) -> dict[str, Any]:
    document = Document(circuit, observable=observable).with_values(values)
    # The page names the first parameter of the gates as they stand in columns.
    first = Document.loads(document.dumps()).body.parameters[0]
    found = analyze.fourier_spectrum(circuit, observable, first, values=values)
    cone = analyze.light_cone(circuit, observable)
    dimension = 2**circuit.num_qubits
    edges = np.arange(BINS + 1) / BINS
    above = (1 - edges) ** (dimension - 1)
    return {
        "document": document.dumps(),
        "filled": int((PAIRS * (above[:-1] - above[1:]) >= 5).sum()),
        "haar": (above[:-1] - above[1:]).tolist(),
        "frequencies": list(found.frequencies),
        "amplitudes": list(found.amplitude),
        "seen": [name for name in circuit.parameters if name not in cone.dead],
    }


def _sampled(figure: analyze.Figure) -> list[float]:
    value, error = figure.value, figure.error
    assert value is not None
    return [value, error if error else math.ulp(value)]
