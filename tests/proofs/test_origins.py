"""What each part of a body came from: through translation, PyZX's rewrites and steps of proofs."""

from __future__ import annotations

import random

import pytest

import qdesign as qd
from qdesign.circuit import Circuit, GateDefinition, Operation
from qdesign.diagram import Diagram
from qdesign.proofs.proof import Proof
from qdesign.rows import catalog
from qdesign.zx.extraction import extract, traced_extract
from qdesign.zx.reduce import reduce, traced_reduce
from qdesign.zx.tracing import Traced, parts_of
from qdesign.zx.translate import to_diagram, traced_diagram
from tests.notation import diagram

GATES = ("rx", "rz", "ry", "p", "rzz", "rxx", "crz", "cp", "h", "s", "t", "x", "cx", "cz", "swap")


def circuit(seed: int, length: int = 24, num_qubits: int = 4) -> Circuit:
    """A random circuit in which every angle has a parameter of its own."""
    rng = random.Random(seed)
    found: list[Operation] = []
    for k in range(length):
        row = catalog("gate")[rng.choice(GATES)]
        wires = tuple(rng.sample(range(num_qubits), row.num_qubits))
        angles = tuple(qd.Angle.parameter(f"a{k}") for _ in row.angles)
        found.append(Operation(row.name, wires, angles))
    return Circuit(num_qubits, tuple(found)).placed()


def turned_by(body: Circuit | Diagram) -> dict[str, set[str]]:
    """Of each part with parameters in its angle, these."""
    if isinstance(body, Diagram):
        return {s.id: set(s.phase.parameters) for s in body.spiders if s.phase.parameters}
    return {
        o.id: {n for a in o.angles for n in a.parameters}
        for o in body.operations
        if isinstance(o, Operation)
    }


def check(before: Circuit | Diagram, made: Traced[Circuit] | Traced[Diagram]) -> None:
    """Origins are there, and name all whose parameters a part turns by."""
    old, known = turned_by(before), set(parts_of(before))
    for name in parts_of(made.body):
        roots = set(made.origins.get(name, ()))
        assert roots <= known
        wanted = turned_by(made.body).get(name, set())
        for parameter in wanted:
            assert {n for n, has in old.items() if parameter in has} & roots, (name, parameter)
    for spider in made.body.spiders if isinstance(made.body, Diagram) else ():
        if spider.phase.pi.denominator > 2:
            assert made.origins[spider.id]


@pytest.mark.parametrize("seed", range(8))
def test_translation_reductions_and_extraction_name_what_went_into_each_part(seed: int) -> None:
    given = circuit(seed)
    drawn = traced_diagram(given)
    assert drawn.body == to_diagram(given)
    check(given, drawn)
    for kind in ("full", "clifford"):
        reduced = traced_reduce(drawn.body, kind=kind)
        same = reduce(drawn.body, kind=kind)
        assert [(s.kind, s.phase) for s in reduced.body.spiders] == [
            (s.kind, s.phase) for s in same.spiders
        ]
        assert len(reduced.body.edges) == len(same.edges)
        assert reduced.body.inputs == drawn.body.inputs
        assert reduced.body.outputs == drawn.body.outputs
        check(drawn.body, reduced)
        back = traced_extract(drawn.body, kind=kind)
        assert back.body == extract(drawn.body, kind=kind)
        check(drawn.body, back)


@pytest.mark.parametrize("strategy", sorted(catalog("strategy")))
def test_every_strategy_is_a_step_that_tells_its_origins(strategy: str) -> None:
    for start in (circuit(3, 12, 3), to_diagram(circuit(4, 12, 3))):
        proof = Proof(start)
        before = proof.body
        step = proof.simplify(strategy)
        told = proof.origins()
        check(before, Traced(step.body, told))  # pyright: ignore[reportArgumentType]
        assert set(told) == set(parts_of(step.body))


def test_parts_of_composite_and_controlled_gates_are_their_gates() -> None:
    pair = GateDefinition("pair", 2, (Operation("rz", (0,), (qd.Angle.parameter("t"),)),
                                      Operation("cx", (0, 1))), ("t",))  # fmt: skip
    given = Circuit(
        3,
        (
            Operation("pair", (0, 1), (qd.Angle.parameter("a"),), id="mine", column=0),
            Operation("rz", (2,), (qd.Angle.parameter("b"),), (0,), id="held", column=1),
        ),
        gates=(pair,),
    )
    made = traced_diagram(given)
    assert {name for ids in made.origins.values() for name in ids} == {"mine", "held"}
    assert made.body == to_diagram(given)
    check(given, made)


def test_origins_follow_a_line_of_steps_and_meet_across_branches() -> None:
    proof = Proof(Circuit.of(2, "rz(a) 0; t 0; cx 0 1; t 0; rz(b) 0; rx(c) 1; h 1"))
    proof.apply("fuse", ["s2", "s3"])  # the circuit becomes a diagram first
    assert [step.kind for step in proof.steps] == ["diagram", "rule"]
    assert proof.origins()["s2"] == ("o1", "o2")
    proof.everywhere("fuse")
    assert set(proof.origins()["s2"]) == {"o1", "o2", "o3", "o4", "o5"}
    assert set(proof.origins(3, since=1)["s2"]) == {"s2", "s3", "s4", "s6", "s8"}
    proof.extract()
    angled = {o.id: set(proof.origins()[o.id]) for o in proof.body.plain_operations if o.angles}  # type: ignore[union-attr]
    assert {"o1", "o2", "o4", "o5"} <= next(ids for ids in angled.values() if "o1" in ids)
    proof.branch(2)
    proof.simplify("clifford")
    across = proof.origins(since=3)
    assert any("s2" in ids for ids in across.values())
    back = qd.Document.loads(qd.Document(proof.start).with_proof(proof).dumps()).proof
    assert back.origins() == proof.origins()
    assert back.check().ok


def test_what_a_lemma_puts_in_comes_from_the_whole_copy() -> None:
    proof = Proof(diagram("in0 - a:Z(t) - b:Z(u) - c:X(v) - out0"))
    left, right = diagram("in0 - a:Z(t) - b:Z(u) - out0"), diagram("in0 - z:Z(t + u) - out0")
    proof.lemmas["join"] = qd.zx.Lemma(left, right, name="join")
    proof.apply("lemma:join", ["a", "b"])
    assert set(proof.origins().values()) == {("a", "b"), ("c",), ("in0",), ("out0",)}
