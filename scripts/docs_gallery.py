"""Makes the gallery of the documentation: `.venv/bin/python -m scripts.docs_gallery`.

Each piece is a document that opens (docs/gallery/NAME.qdesign), its picture beside it, and an entry
of docs/gallery.md; the pictures of other pages go to docs/pictures/. Tuning is seeded, so that a
second run changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import qdesign as qd

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
OPENING: Final = """# Gallery

<!-- Made by scripts/docs_gallery.py -->

Documents to open and change. Download one, then `qdesign studio FILE`, or a double click in
JupyterLab. Each was made by `scripts/docs_gallery.py`; energies are exact, computed by the engine,
and stand beside the energy to reach.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document of the gallery, and what it shows in a sentence or two."""

    name: str
    title: str
    words: str
    make: Callable[[], qd.Document]


def drawn(circuit: qd.Circuit, **values: float) -> qd.Document:
    """A document of a circuit with values."""
    return qd.Document(circuit).with_values(values)


def tuned(
    circuit: qd.Circuit, problem: qd.problems.Problem, start: list[float] | None = None
) -> qd.Document:
    """A document of a circuit, tuned to a problem."""
    best = qd.optimize(circuit, problem, start=start, seed=7)
    values = {name: round(value, 6) for name, value in best.values.items()}
    return qd.Document(circuit).with_values(values).with_problem(problem)


def hydrogen() -> qd.Document:
    """One angle is enough for H₂ on two qubits."""
    return tuned(qd.Circuit.of(2, "ry(theta) 1; x 0; cx 1 0"), qd.problems.h2())


def ising(layers: int = 3) -> qd.Document:
    """The Hamiltonian variational ansatz of four spins."""
    problem = qd.problems.tfim(4)
    return tuned(qd.ansatz.hamiltonian_variational(problem, layers), problem)


def lithium() -> qd.Document:
    """Excitations of the Hartree-Fock state, from that state on."""
    problem = qd.problems.get("lih_22")
    assert problem.ansatz is not None
    return tuned(problem.ansatz, problem, [0.0] * len(problem.ansatz.parameters))


def ring() -> qd.Document:
    """Two layers of QAOA for the largest cut of a ring of six."""
    problem = qd.problems.get("maxcut", num_qubits=6, graph="ring")
    return tuned(qd.ansatz.qaoa(problem, 2), problem)


def noisy() -> qd.Document:
    """The Ising chain with the noise of a made-up device."""
    rates = {"depolarizing": {"1": 5e-4, "2": 1e-2}, "readout": 2e-2}
    return ising(2).with_noise(qd.Noise(rates))


def teleported() -> qd.Document:
    """Qubit 0 is measured, qubit 2 gets its state."""
    program = """OPENQASM 3.0;
include "stdgates.inc";
input float[64] theta;
input float[64] phi;
qubit[3] q;
bit[2] c;
ry(theta) q[0];
rz(phi) q[0];
h q[1];
cx q[1], q[2];
cx q[0], q[1];
h q[0];
c[0] = measure q[0];
c[1] = measure q[1];
if (c[1]) x q[2];
if (c[0]) z q[2];
"""
    return drawn(qd.qasm.loads(program), theta=0.9, phi=0.4)


def spins() -> qd.Document:
    """A layer that keeps the total spin, on the Heisenberg chain."""
    problem = qd.problems.heisenberg(4)
    circuit = qd.ansatz.template("su2_equivariant", 4, layers=1)
    return tuned(circuit, problem, [0.1] * len(circuit.parameters))


def renormalized() -> qd.Document:
    """A tree with disentanglers, on eight spins."""
    circuit = qd.catalog("template")["mera"].make(num_qubits=8, brick="ry_cx")
    document = qd.Document(circuit).with_values(dict.fromkeys(circuit.parameters, 0.3))
    return document.with_problem(qd.problems.tfim(8))


def features() -> qd.Document:
    """Three features and their products."""
    circuit = qd.ansatz.pauli_feature_map(3, 1)
    return drawn(circuit, x_0=0.4, x_1=1.1, x_2=2.0)


def overlap() -> qd.Document:
    """Two states and a qubit that tells how alike they are."""
    values = {"theta_0": 0.5, "theta_1": 1.2, "theta_2": 0.7, "theta_3": 1.0}
    return qd.Document(qd.catalog("template")["swap_test"].make(size=2)).with_values(values)


def chebyshev() -> qd.Document:
    """Signal processing at zeros."""
    circuit = qd.ansatz.qsp(4)
    return qd.Document(circuit).with_values({**dict.fromkeys(circuit.parameters, 0.0), "x_0": 0.3})


def clusters() -> qd.Document:
    """Coupled cluster with the signs of fermions."""
    problem = qd.problems.get("heh+")
    circuit = qd.ansatz.uccsd(4, 2)
    return tuned(circuit, problem, [0.0] * len(circuit.parameters))


def example(name: str) -> Callable[[], qd.Document]:
    """A document that the studio's menu has too."""
    return lambda: qd.catalog("example")[name].make()


PIECES: Final = (
    Piece(
        name="bell",
        title="Two outcomes that agree",
        words="Both outcomes always agree. The angle says how random they are: not at all at 0, "
        "wholly at π/2.",
        make=lambda: drawn(qd.Circuit.of(2, "ry(theta) 0; cx 0 1"), theta=1.570796),
    ),
    Piece(
        name="hydrogen",
        title="Hydrogen with one angle",
        words="H₂ at 0.735 Å on two qubits. One rotation and one CX hold the exact ground state; "
        "drag θ and see the energy rise.",
        make=hydrogen,
    ),
    Piece(
        name="lithium-hydride",
        title="Lithium hydride in its sector",
        words="Two electrons in two orbitals. Every gate keeps the number of electrons, so tuning "
        "never leaves the molecule.",
        make=lithium,
    ),
    Piece(
        name="ising",
        title="An Ising chain, three layers",
        words="Evolutions under the bonds and the field by turns, as one block that repeats. It "
        "is the picture on the first page.",
        make=ising,
    ),
    Piece(
        name="ising-noisy",
        title="The same chain with noise",
        words="Two layers, depolarizing and readout errors. Bars are noisy, ticks ideal: the "
        "energy to reach is out of reach.",
        make=noisy,
    ),
    Piece(
        name="ring",
        title="QAOA on a ring of six",
        words="The largest cut of a ring has all six edges. Two layers do not reach it: each "
        "qubit sees only part of the ring.",
        make=ring,
    ),
    Piece(
        name="coupled-cluster",
        title="Coupled cluster for HeH⁺",
        words="UCCSD: one double and two single excitations with the signs of fermions, from the "
        "Hartree-Fock state on.",
        make=clusters,
    ),
    Piece(
        name="spins",
        title="Spins that stay a singlet",
        words="Singlets and Heisenberg evolutions, one angle for XX, YY and ZZ together: every "
        "state on the way has total spin 0.",
        make=spins,
    ),
    Piece(
        name="mera",
        title="A tree with disentanglers",
        words="MERA on eight spins, root first. Energies of local terms see a few gates each, "
        "however many qubits there are.",
        make=renormalized,
    ),
    Piece(
        name="feature-map",
        title="Features and their products",
        words="The ZZ feature map of three inputs. Products of features are derived parameters: "
        "drag x₀, and three gates follow.",
        make=features,
    ),
    Piece(
        name="swap-test",
        title="How alike are two states?",
        words="The last qubit is 0 with probability (1 + overlap)/2. Give both states the same "
        "angles, and it is always 0.",
        make=overlap,
    ),
    Piece(
        name="chebyshev",
        title="A polynomial from phases",
        words="Quantum signal processing. With all phases 0 the amplitude of |0⟩ is cos(4x), a "
        "Chebyshev polynomial; turn a phase to bend it.",
        make=chebyshev,
    ),
    Piece(
        name="circuit-5",
        title="Circuit 5, to be simplified",
        words="28 parameters, of which 22 count: Analyze says which. Choose Simplify: half of the "
        "two-qubit gates go, with a proof for all values.",
        make=lambda: drawn(qd.ansatz.sim(5, num_qubits=4)),
    ),
    Piece(
        name="teleportation",
        title="Teleportation",
        words="Measured bits decide what happens next. The State tab shows the mixture over all "
        "branches, exactly.",
        make=teleported,
    ),
    Piece(
        name="phase-gadget",
        title="A phase gadget, step by step",
        words="A ladder of CX gates round one rotation (drawn: the start) is a phase on the "
        "parity of three qubits. The film shows each verified step.",
        make=example("phase_gadget"),
    ),
    Piece(
        name="cnot-ladder",
        title="The period of a CNOT ladder",
        words="On four qubits, four ladders in a row do nothing. The proof begins as drawn and "
        "ends in bare wires.",
        make=example("cnot_ladder"),
    ),
    Piece(
        name="why-22",
        title="Why 28 parameters are 22",
        words="Circuit 5 as a ZX diagram: halves of controlled rotations meet on one qubit, and "
        "add up.",
        make=example("sim_5"),
    ),
    Piece(
        name="two-layers",
        title="Two layers, to be fused by hand",
        words="Where two layers of circuit 10 meet, two turns stand on each wire. A proof to "
        "begin, for you to end.",
        make=example("sim_10"),
    ),
)


def figures(document: qd.Document) -> str:
    """What is counted and computed of a document, in one line."""
    body = document.body
    if isinstance(body, qd.Diagram):
        phases = sum(bool(spider.phase.parameters) for spider in body.spiders)
        parts = [f"{body.num_spiders} spiders", f"{len(body.parameters)} parameters"]
        parts += [f"{phases} phases that they turn"] if phases < len(body.parameters) else []
        parts += [f"{len(document.proof.steps)} verified steps"] if document.proof.steps else []
    else:
        stats = body.stats
        parts = [f"{body.num_qubits} qubits", f"{len(body.parameters)} parameters"]
        parts += [f"{stats.num_two_qubit} two-qubit gates", f"depth {stats.depth}"]
        problem = document.problem
        if problem is not None and problem.exact_energy is not None:
            simulator = qd.Simulator(body, problem.observable, noise=document.noise)
            energy = simulator.expectation(document.values)
            told = f"energy {energy:.6f} (exact), to reach {problem.exact_energy:.6f}"
            parts.append(told.replace("-", "−"))
    return " · ".join(part[:-1] if part.startswith("1 ") else part for part in parts)


def entries() -> Iterator[str]:
    """The page, part by part; writes each document and picture on the way."""
    yield OPENING
    for piece in PIECES:
        document = piece.make()
        document.save(DOCS / "gallery" / f"{piece.name}.qdesign")
        proof = document.proof
        if proof and proof.steps:
            proof.go(0)
        body = proof.body if proof else document.body
        if isinstance(body, qd.Circuit) and any(
            isinstance(each, qd.Block) for each in body.operations
        ):
            body = body.flat()  # to be seen without opening it
        picture(f"gallery/{piece.name}.svg", body)
        yield (
            f"\n## {piece.title}\n\n{piece.words}\n\n"
            f"![{piece.title}, drawn](gallery/{piece.name}.svg)\n\n"
            f"{figures(document)}. [Download](gallery/{piece.name}.qdesign)\n"
        )


def picture(name: str, body: qd.Circuit | qd.Diagram) -> None:
    """Writes a drawing as SVG."""
    (DOCS / name).write_text(qd.catalog("exporter")["svg"].write(body), "utf-8")


def tutorial() -> None:
    """The pictures of the tutorial and of the page on ZX."""
    product = qd.Circuit.of(4, "ry(a) 0; ry(a) 1; ry(a) 2; ry(a) 3")
    picture("pictures/product.svg", product)
    bonds = "rzz(g) 0 1; rzz(g) 1 2; rzz(g) 2 3; rx(b) 0; rx(b) 1; rx(b) 2; rx(b) 3"
    picture("pictures/one-layer.svg", qd.Circuit.of(4, "h 0; h 1; h 2; h 3; " + bonds))
    wasteful = qd.Circuit.of(
        2, "rz(a) 0; cx 0 1; rz(b) 1; cx 0 1; cx 0 1; rz(c) 1; cx 0 1; rz(d) 0"
    )
    picture("pictures/wasteful.svg", wasteful)
    picture("pictures/simplified.svg", qd.simplify(wasteful).body)
    small = qd.Circuit.of(2, "h 0; cx 0 1; rz(a) 1")
    picture("pictures/zx-circuit.svg", small)
    picture("pictures/zx-diagram.svg", qd.zx.layout(qd.to_diagram(small)))
    turns = qd.to_diagram(qd.Circuit.of(1, "rz(a) 0; rz(b) 0"))
    picture("pictures/zx-before.svg", qd.zx.layout(turns))
    picture("pictures/zx-after.svg", qd.zx.layout(qd.zx.apply(turns, "fuse", ["s1", "s2"])))


def main() -> int:
    """Writes everything."""
    (DOCS / "gallery").mkdir(exist_ok=True)
    (DOCS / "pictures").mkdir(exist_ok=True)
    (DOCS / "gallery.md").write_text("".join(entries()), "utf-8")
    tutorial()
    return 0


if __name__ == "__main__":
    sys.exit(main())
