"""Asks about proofs: rules that run in Python, lemmas, the person's rulebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.rows import rows
from qdesign.session import port
from qdesign.session.replies import Answer, Report
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import explain, step

if TYPE_CHECKING:
    from qdesign.proofs import Lemma


def check_proof(question: port.DocumentQuestion, report: Report) -> Answer[port.ProofResult]:
    """Every step of the document's proof, verified again."""
    from qdesign.proofs.proof import Proof

    stored = question.document.kept.get("proof")
    if stored is None:
        raise InvalidRequest("This document holds no proof. Take a rule first.")
    report("Checking the proof")
    found = Proof.check_stored(stored.data, lambda share: report("Checking the proof", share))
    unknown = tuple(name for name, verdict in found.verdicts.items() if verdict.equal is None)
    held = {n: v for n, v in found.verdicts.items() if v.equal and n not in found.wrong}
    return Answer(port.ProofResult(dict(found.wrong), unknown, held, str(found)))


def zx_step(question: port.RuleQuestion, report: Report) -> Answer[port.RuleResult]:
    """Rules that run in Python: which apply to a selection, or one of them taken there."""
    document = question.document
    if not isinstance(document.body, Diagram):
        raise InvalidRequest("Rules rewrite a ZX diagram. Edit the circuit as a diagram first.")
    ours = [row for row in rows(RuleRow).values() if _in_python(row)]
    if not question.rule:
        seen = explain(document.body, question.selection, among=ours)
        told = [port.RuleSeen(each.name, each.refused, each.spiders, each.edges) for each in seen]
        return Answer(port.RuleResult(tuple(told), None))
    made = step(document.body, question.rule, question.selection, **question.options)
    after = document.with_body(made.diagram)
    return Answer(port.RuleResult((), port.Rewritten(after, made.origins, made.verdict)))


def _in_python(row: RuleRow) -> bool:
    return row.runs == "python" or row.origin != "qdesign"


def lemma(question: port.LemmaQuestion, report: Report) -> Answer[port.LemmasResult]:
    """A lemma of two diagrams, once they are found equal."""
    from qdesign.proofs import Lemma, save_lemma

    report("Comparing the two sides")
    make = Lemma.of_change if question.part else Lemma
    made = make(question.left.body, question.right.body, name=question.name)
    if question.keep:
        save_lemma(made)
    return Answer(_listed([made]))


def rulebook(question: port.RulebookQuestion, report: Report) -> Answer[port.LemmasResult]:
    """The lemmas of the person's own rulebook."""
    from qdesign.proofs import lemma_names, load_lemma, remove_lemma

    if question.remove:
        remove_lemma(question.remove)
    known: list[Lemma] = []
    for name in lemma_names():
        try:
            known.append(load_lemma(name))
        except QdesignError:
            continue  # one that does not hold is no rule; `load_lemma` says so by name
    return Answer(_listed(known))


def _listed(lemmas: Iterable[Lemma]) -> port.LemmasResult:
    from qdesign.proofs import Proof

    proof = Proof(Diagram())
    proof.lemmas.update({each.name: each for each in lemmas})
    return port.LemmasResult(Document(Diagram()).with_proof(proof))
