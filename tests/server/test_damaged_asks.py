"""Asks that no page of ours sends: each is answered or refused in words, and the server goes on."""

import json
from random import Random
from typing import Any

import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from scripts.campaign import cases
from tests.damaging import NO_JSON, VALUES, damaged
from tests.server.conftest import Server

ASKS = "damaged asks to a server"
TEXT = Document(Circuit.of(2, "ry(theta) 0; cx 0 1")).dumps()
QUESTIONS: list[dict[str, Any]] = [
    {"ask": "parse", "text": "OPENQASM 3.0;\nqubit[2] q;\nh q[0];\n", "format": "openqasm3"},
    {"ask": "parse", "text": TEXT, "format": "qdesign"},
    {"ask": "export", "document": TEXT, "format": "openqasm3"},
    {"ask": "to_diagram", "document": TEXT},
    {"ask": "template", "name": "ry_linear", "options": {"num_qubits": 3, "layers": 1}},
    {"ask": "problem", "name": "tfim", "options": {"field": 0.5}, "num_qubits": 3},
    {"ask": "catalog"},
]


@pytest.mark.sized(ASKS)
def test_every_damaged_ask_is_answered_or_refused_in_words(server: Server) -> None:
    random = Random(17)
    for number in range(1, cases(ASKS) + 1):
        whole = {"client": "test", "ask": {"id": number, **random.choice(QUESTIONS)}}
        message = damaged(whole, random, [*VALUES, *NO_JSON])
        body = json.dumps(message)
        path = "/qdesign/api/ask" if random.random() < 0.95 else "/qdesign/api/cancel"
        answer = server.request(path, method="POST", body=body)
        if answer.code == 204 and path.endswith("cancel"):
            continue
        if answer.code == 200:
            final = json.loads(answer.body.splitlines()[-1])
            assert final["reply"] in ("done", "failed"), body
            assert final.get("error", {}).get("kind") != "Bug", (body, final)
            words = final.get("error", {}).get("message", ".")
        else:
            assert answer.code == 400, (answer.code, body)
            words = json.loads(answer.body)["message"]
        assert words.endswith("."), (body, words)
    whole = {"client": "test", "ask": {"id": 1, "ask": "catalog"}}
    answer = server.request("/qdesign/api/ask", method="POST", body=json.dumps(whole))
    assert json.loads(answer.body.splitlines()[-1])["reply"] == "done"
