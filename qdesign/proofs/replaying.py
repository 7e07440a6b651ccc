"""Steps of a proof, taken again: those whose rule gives something else, or is not here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qdesign.errors import QdesignError
from qdesign.rows import catalog
from qdesign.zx.bodies import diagram_of
from qdesign.zx.rulebook import step

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.diagram import Diagram
    from qdesign.proofs.lemma import Lemma
    from qdesign.proofs.proof import Step


def replayed(
    steps: tuple[Step, ...],
    body_at: Callable[[str], Circuit | Diagram],
    lemma_of: Callable[[str], Lemma | str],
) -> tuple[dict[str, str], dict[str, str]]:
    """Why steps are wrong, and why it is not known of others, by their ids.

    Args:
        steps: of a proof.
        body_at: the body at a step.
        lemma_of: a lemma by its name, or why there is none.
    """
    wrong: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for each in steps:
        if each.kind not in ("rule", "lemma"):
            continue
        rule: str | Lemma = each.rule
        if each.kind == "lemma":
            rule = lemma_of(each.rule.removeprefix("lemma:"))
            if isinstance(rule, str):
                unknown[each.id] = rule
                continue
        elif each.rule not in catalog("rule"):
            unknown[each.id] = f"the rule '{each.rule}' is not installed"
            continue
        try:
            made = step(diagram_of(body_at(each.after)), rule, each.selection, **each.options)
        except QdesignError as error:
            wrong[each.id] = str(error)
            continue
        if made.diagram != each.body:
            place = ", ".join(each.selection) or "all"
            what = "lemma" if each.kind == "lemma" else "rule"
            name = each.rule.removeprefix("lemma:")
            wrong[each.id] = f"the {what} '{name}' at {place} gives something else"
    return wrong, unknown
