"""Proofs of ZXLive → proofs, every step compared; rules of ZXLive → lemmas."""

from __future__ import annotations

from typing import Final

from qdesign.convert.zxlive import DrawnRule, DrawnStep
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.equivalence import equivalent
from qdesign.proofs.lemma import Lemma
from qdesign.proofs.proof import Proof
from qdesign.zx.step_verdict import step_verdict
from qdesign.zx.verdict import Verdict

_MOST_WHOLE: Final = 100
"""So many steps are compared as a whole, where the part that changes does not decide."""


def proof_of(start: Diagram, steps: tuple[DrawnStep, ...]) -> Proof:
    """The proof whose steps are those; one that is not equal is kept, and its verdict says so."""
    proof = Proof(start)
    before = start
    whole = 0
    for each in steps:
        verdict = step_verdict(before, each.diagram, ())
        same = (before.inputs, before.outputs) == (each.diagram.inputs, each.diagram.outputs)
        if verdict.equal is not True or not same:
            whole += 1
            verdict = Verdict(None, "it was not compared yet; check the proof")
            if whole <= _MOST_WHOLE:
                verdict = equivalent(before, each.diagram)
        proof.told(each.rule, each.diagram, verdict, name=each.name, group=each.group)
        before = each.diagram
    return proof


def lemma_document(rule: DrawnRule) -> Document:
    """The left side, with a proof that has the rule as a lemma.

    Raises:
        RefusedRewrite: the two sides are not equal, or that is not known.
    """
    lemma = Lemma(rule.left, rule.right, name=" ".join(rule.name.split())[:100] or "rule")
    proof = Proof(rule.left)
    proof.lemmas[lemma.name] = lemma
    return Document(rule.left).with_proof(proof)
