"""A goal: a proof whose steps all hold, from the start to a body, or to few spiders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from qdesign.diagram import Diagram
from qdesign.document import read_body
from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import Answer
from qdesign.lessons.goals.kind import GoalKind
from qdesign.proofs import Proof
from qdesign.proofs.proof import Step
from qdesign.rows import catalog
from qdesign.showing.tables import count


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    proof = cast("Proof | None", answer.document.proof)
    if proof is None or not proof.steps:
        return Found("fail", "No step is taken yet.")
    if proof.start != _begun(answer):
        return Found("fail", "The proof begins with another drawing than the lesson.")
    path = proof.path
    by_hand = next((step for step in path if not _is_rewrite(step)), None)
    if by_hand is not None:
        return Found("fail", f"Step {by_hand.id} is no single rule; take rules here.", by_hand.id)
    most = goal.get("steps")
    if most is not None and len(path) > most:
        return Found("fail", f"{count(len(path), 'step')}; {len(path) - int(most)} too many.")
    short = _short(goal, proof)
    if short:
        return Found("fail", short)
    wrong = next(iter(proof.check().failed), "")
    if wrong:
        return Found("fail", f"Step {wrong} does not hold.", wrong)
    return Found("pass", f"Reached in {count(len(path), 'step')}, and each holds.")


def _is_rewrite(step: Step) -> bool:
    """Is it a rule or a lemma, here or everywhere, or only another form of the same?"""
    everywhere = step.kind == "strategy" and step.rule in catalog("rule")
    return everywhere or step.kind in ("rule", "lemma", "diagram", "extract")


def _begun(answer: Answer) -> object:
    kept = cast("Proof | None", answer.start.proof)
    return answer.start.body if kept is None else kept.start


def _short(goal: Mapping[str, Any], proof: Proof) -> str:
    """What is missing of the goal; empty where it is reached."""
    body = proof.body
    if "body" in goal:
        proof.goal = read_body(goal["body"], "/body")
        if not proof.reached:
            return "The drawing of the goal is not reached yet."
    if "at_most" in goal and isinstance(body, Diagram):
        number = sum(spider.kind.value != "boundary" for spider in body.spiders)
        if number > goal["at_most"]:
            over = number - int(goal["at_most"])
            return f"{count(number, 'spider')}; {over} too many."
    return ""


PROOF: Final = GoalKind(
    name="proof",
    title="Prove it by rewriting",
    takes=("body", "steps", "at_most"),
    one_of=("body", "steps", "at_most"),
    look=_look,
)
