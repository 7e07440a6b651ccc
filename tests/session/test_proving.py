"""Asks about proofs: rules that run in Python, lemmas, the rulebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import qdesign as qd
from qdesign.document import Document
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.session import port
from qdesign.session.asks import answer
from tests.notation import diagram

WIRE = Document(diagram("in0 - a:Z(x) - b:Z(y) - c:X(pi) - out0"))


def unheard(text: str, fraction: float | None = None, so_far: object = None) -> None:
    """Nobody listens to the progress."""


def asked(ask: str, **fields: Any) -> Any:
    return port.to_json(answer({"ask": ask, **fields}, unheard).result)


def test_a_rule_that_runs_in_python_is_seen_and_taken() -> None:
    about = {"document": WIRE.dumps(), "selection": ["a", "b"], "options": {}}
    seen = {each["name"]: each for each in asked("zx_step", rule="", **about)["rules"]}
    assert set(seen) == {"simplify_part", "clifford_normal_form"}
    assert seen["simplify_part"]["refused"] == ""
    assert seen["clifford_normal_form"]["refused"]
    made = asked("zx_step", rule="simplify_part", **about)["made"]
    after = Document.loads(made["document"]).body
    assert isinstance(after, qd.Diagram)
    assert after.num_spiders == 2
    assert made["verdict"]["equal"] is True
    assert set().union(*made["origins"].values()) == {"a", "b"}
    with pytest.raises(RefusedRewrite, match="Clifford normal form"):
        asked("zx_step", rule="clifford_normal_form", **about)
    with pytest.raises(InvalidRequest, match="Edit the circuit as a diagram"):
        asked("zx_step", rule="", **about | {"document": Document(qd.Circuit(1)).dumps()})


def test_a_lemma_is_made_kept_and_taken_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDESIGN_RULEBOOK", str(tmp_path / "rulebook.json"))
    proof = qd.zx.Proof(WIRE.body)
    proof.apply("fuse", ["a", "b"])
    about = {"left": WIRE.dumps(), "right": Document(proof.body).dumps(), "name": "one of two"}
    whole = Document.loads(asked("lemma", part=False, keep=False, **about)["document"]).proof
    assert whole.lemmas["one of two"].left.num_spiders == 3
    part = Document.loads(asked("lemma", part=True, keep=True, **about)["document"]).proof
    assert part.lemmas["one of two"].left.num_spiders == 2
    kept = Document.loads(asked("rulebook", remove="")["document"]).proof
    assert list(kept.lemmas) == ["one of two"]
    left = Document.loads(asked("rulebook", remove="one of two")["document"]).proof
    assert list(left.lemmas) == []


def test_a_check_tells_what_it_found_of_each_step_that_holds() -> None:
    proof = qd.zx.Proof(WIRE.body)
    made = proof.apply("fuse", ["a", "b"])
    assert not made.verdict.is_exact
    found = asked("check_proof", document=Document(proof.body).with_proof(proof).dumps())
    assert found["verdicts"][made.id]["is_exact"] is True
