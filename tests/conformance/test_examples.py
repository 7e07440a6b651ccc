"""Every example: a document that comes back from its text, with a proof whose steps hold."""

from __future__ import annotations

import pytest

import qdesign as qd
from qdesign.document import Document
from qdesign.examples.example import Example
from qdesign.rows import rows


@pytest.mark.parametrize("row", rows(Example).values(), ids=lambda row: row.name)
def test_an_example_comes_back_and_its_proof_holds(row: Example) -> None:
    made = row.make()
    read = Document.loads(made.dumps())
    assert read == made
    proof = read.proof
    assert proof is not None
    assert proof.body == made.body
    assert all(step.verdict.equal for step in proof.steps)
    checked = proof.check()
    assert checked.ok, str(checked)
    assert checked.unknown == ()
    assert row.help
    assert row.source


def test_the_examples_show_what_they_say() -> None:
    gadget, ladder, sim = (row.make() for row in list(rows(Example).values())[:3])
    assert isinstance(gadget.body, qd.Diagram)
    assert sum(not spider.phase.is_zero for spider in gadget.body.spiders) == 1
    assert isinstance(ladder.body, qd.Diagram)
    assert ladder.body.num_spiders == 0
    assert ladder.proof.reached
    assert isinstance(sim.body, qd.Diagram)
    assert len(sim.body.parameters) == 28
    assert sum(bool(spider.phase.parameters) for spider in sim.body.spiders) == 22
