"""Messages to a widget that no page of ours sends: each put is answered, nothing falls apart."""

import json
from random import Random
from typing import Any

import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.document import Document
from scripts.campaign import cases
from tests.damaging import NO_JSON, VALUES, damaged

MESSAGES = "damaged messages to a widget"
DRAWN = Document(Circuit.of(2, "h 0; rx(theta) 1; cx 0 1")).with_values({"theta": 0.25})
OTHER = Document(Circuit.of(2, "ry(a) 0; rx(theta) 1; x 0")).with_values({"a": 1.0})
FIELDS: list[dict[str, Any]] = [
    {"values": {"theta": 0.5}},
    {"document": OTHER.dumps(), "values": {"a": 0.5, "theta": 0.75}},
    {"settings": {"theme": "dark", "panes": {"left": 200}}, "name": "drawn", "saved": "unsaved"},
]


@pytest.mark.sized(MESSAGES)
def test_every_damaged_put_is_answered_and_document_and_text_agree() -> None:
    random = Random(20)
    studio = qd.Studio(DRAWN)
    answers: list[dict[str, Any]] = []
    studio.send = lambda content, buffers=None: answers.append(content)
    for number in range(1, cases(MESSAGES) + 1):
        # A page of a few messages: one with a damaged number takes none that are lower.
        whole = {"put": random.choice(FIELDS), "by": f"page {number // 5}", "number": number}
        whole["seen"] = studio.document_changes
        whole["values_seen"] = studio.values_changes
        message = damaged(whole, random, [*VALUES, *NO_JSON])
        is_put = isinstance(message, dict) and "put" in message
        before = len(answers)
        studio._receive(studio, message, [])
        if is_put:
            assert len(answers) == before + 1, message
            assert answers[-1]["held"] == message.get("number") or "refused" in answers[-1]
            assert answers[-1].get("refused", ".").endswith("."), message
        assert Document.loads(studio.document_text) == studio.document, message
        assert set(studio.values) == set(studio.document.body.parameters), message
        # What pages are told can be told.
        json.dumps(studio.get_state(), allow_nan=False, ensure_ascii=False, default=str).encode()
    message = {"put": {"document": DRAWN.dumps()}, "by": "b", "number": 1, "seen": 0}
    studio._receive(studio, {**message, "seen": studio.document_changes}, [])
    assert studio.document == DRAWN


@pytest.mark.sized(MESSAGES)
def test_what_a_page_writes_past_the_puts_is_taken_whole_or_not_at_all() -> None:
    random = Random(21)
    studio = qd.Studio(DRAWN)
    state = {"document_text": OTHER.dumps(), "parameter_values": {"theta": 1.0}}
    whole = {"method": "update", "state": {**state, "revision": 3}, "buffer_paths": []}
    for _ in range(cases(MESSAGES)):
        data = damaged(whole, random, [*VALUES, *NO_JSON])
        studio._handle_msg({"content": {"data": data}, "buffers": []})
        assert Document.loads(studio.document_text) == studio.document, data
        assert set(studio.values) == set(studio.document.body.parameters), data
    studio._handle_msg({"content": {}, "buffers": []})
    studio._handle_msg({"content": {"data": whole}, "buffers": []})
    assert studio.document.body == OTHER.body
    assert studio.values["theta"] == 1.0
