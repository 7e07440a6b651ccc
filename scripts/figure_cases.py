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


def structure_cases() -> Iterator[dict[str, Any]]:
    """Circuits of any size with the structures that Python proves, and their dead parameters."""
    for circuit, observable in _structures():
        easy = analyze.simulability(circuit, observable)
        names, *found = (easy.columns[key] for key in ("structure", "holds", "bits", "why"))
        yield {
            "document": Document(circuit, observable=observable).dumps(),
            "ways": {
                str(name): list(way)
                for name, *way in zip(names, *found, strict=True)
                if name not in ("small_algebra", "bond_dimension")
            },
            "dead": dict(analyze.light_cone(circuit, observable, points=0).dead),
        }


def _structures() -> Iterator[tuple[Circuit, Observable]]:
    for text, terms in CIRCUITS:
        observable = Observable(terms)
        yield Circuit.of(observable.num_qubits, text), observable
    yield sim(5, num_qubits=4), Observable({"IIZZ": 1.0})
    n, ends = 24, (*range(22), 23)
    near = Observable.from_sparse(n, {((q, "Z"), (q + 1, "Z")): -1.0 for q in range(n - 1)})
    pair = Observable.from_sparse(n, {((10, "Z"), (11, "Z")): 1.0})
    hadamards = "; ".join(f"h {q}" for q in range(n))
    ising = "; ".join(
        f"{'; '.join(f'rzz(g{k}) {q} {q + 1}' for q in range(n - 1))}; "
        f"{'; '.join(f'rx(b{k}) {q}' for q in range(n))}"
        for k in range(2)
    )
    wall = "; ".join(
        f"ry(a{k}_{q}) {q}; rz(b{k}_{q}) {q}; ry(c{k}_{q}) {q + 1}; cx {q} {q + 1}"
        for k in range(3)
        for q in range(k % 2, n - 1, 2)
    )
    chain = "; ".join(f"cx {q} {q + 1}" for q in range(n - 1))
    for text, observable in (
        (f"{hadamards}; {ising}", near),
        (wall, near),
        (f"{hadamards}; {chain}; t 0; t 5; swap 3 20; cz 4 9; s 2; rx(pi/2) 7", near),
        (f"{hadamards}; {'; '.join(f'cp(a{q}) {q} {q + 1}' for q in ends if q < 23)}; h 10", pair),
        (f"{chain}; ccx 0 1 2; cry(a) 2 3; iswap 3 4; crx(2*a + b) 4 5; x 5; {chain}", near),
    ):
        yield Circuit.of(n, text), observable


def _case(circuit: Circuit, observable: Observable, values: dict[str, float]) -> dict[str, Any]:
    document = Document(circuit, observable=observable).with_values(values)
    # The page names the first parameter of the gates as they stand in columns.
    first, *_, last = Document.loads(document.dumps()).body.parameters
    spectra = {
        chosen: analyze.fourier_spectrum(circuit, observable, chosen or first, values=values)
        for chosen in ("", last)
    }
    dimension = 2**circuit.num_qubits
    edges = np.arange(BINS + 1) / BINS
    above = (1 - edges) ** (dimension - 1)
    return {
        "document": document.dumps(),
        "filled": int((PAIRS * (above[:-1] - above[1:]) >= 5).sum()),
        "haar": (above[:-1] - above[1:]).tolist(),
        "spectra": [
            {
                "parameter": chosen,
                "frequencies": list(found.frequencies),
                "amplitudes": list(found.amplitude),
            }
            for chosen, found in spectra.items()
        ],
    }


def _sampled(figure: analyze.Figure) -> list[float]:
    value, error = figure.value, figure.error
    assert value is not None
    return [value, error if error else math.ulp(value)]
