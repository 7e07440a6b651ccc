"""The extension in a real Jupyter server: asks, progress, cancel, and who may ask."""

import base64
import json
import random
import threading
import time
from typing import Any

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.pauli import Observable
from tests.server.conftest import TOKEN, Server

ANSATZ = Circuit.of(2, "ry(theta) 0; cx 0 1")
TEXT = Document(ANSATZ, observable=Observable({"ZZ": -1.0, "XI": -0.5})).dumps()


def ask(server: Server, **message: object) -> list[dict[str, Any]]:
    """All replies to one ask."""
    body = json.dumps({"client": "test", "ask": {"id": 1, **message}})
    answer = server.request("/qdesign/api/ask", method="POST", body=body)
    assert answer.code == 200, answer.body
    return [json.loads(line) for line in answer.body.splitlines()]


def test_an_ask_is_answered_without_a_kernel(server: Server) -> None:
    replies = ask(server, ask="to_diagram", document=TEXT)
    assert replies[-1]["reply"] == "done"
    diagram = Document.loads(replies[-1]["result"]["document"])
    assert diagram.body.parameters == ("theta",)


def test_buffers_travel_beside_the_reply(server: Server) -> None:
    final = ask(server, ask="exact", document=TEXT)[-1]
    exact = np.linalg.eigvalsh(Observable({"ZZ": -1.0, "XI": -0.5}).matrix())[0]
    assert final["result"]["energy"] == pytest.approx(exact, abs=1e-9)
    chances = np.frombuffer(base64.b64decode(final["buffers"][0]))
    assert chances.shape == (4,)
    assert chances.sum() == pytest.approx(1.0)


def test_a_failure_names_its_kind_and_place(server: Server) -> None:
    final = ask(server, ask="parse", text='{"format": "qdesign"}', format="qdesign")[-1]
    assert final["reply"] == "failed"
    assert final["error"]["kind"] == "InvalidDocument"
    assert "version" in final["error"]["message"]


def test_an_unknown_ask_is_refused_in_words(server: Server) -> None:
    final = ask(server, ask="run_this")[-1]
    assert final["error"]["kind"] == "InvalidRequest"
    assert final["error"]["message"].startswith("There is no ask 'run_this'.")


@pytest.mark.parametrize("path", ["/qdesign/api/ask", "/qdesign/api/cancel"])
def test_nobody_asks_without_the_token(server: Server, path: str) -> None:
    body = json.dumps({"client": "x", "ask": {"id": 1, "ask": "catalog"}})
    assert server.request(path, method="POST", body=body, token=None).code == 403
    assert server.request(path, method="POST", body=body, token="wrong").code == 403


def test_a_cookie_alone_does_not_ask(server: Server) -> None:
    """A page elsewhere sends the cookie along, but not the XSRF header."""
    visit = server.request("/api/status")
    cookies = "; ".join(c.split(";")[0] for c in visit.headers.get_list("Set-Cookie"))
    body = json.dumps({"client": "x", "ask": {"id": 1, "ask": "catalog"}})
    answer = server.request(
        "/qdesign/api/ask", method="POST", body=body, token=None, headers={"Cookie": cookies}
    )
    assert answer.code == 403


def test_a_foreign_page_is_refused_with_every_cookie(server: Server) -> None:
    visits = [server.request(p, token=None) for p in (f"/api/status?token={TOKEN}", "/login")]
    lines = [line for visit in visits for line in visit.headers.get_list("Set-Cookie")]
    cookies = {line.split("=", 1)[0]: line.split(";")[0] for line in lines}
    headers = {
        "Cookie": "; ".join(cookies.values()),
        "X-XSRFToken": cookies["_xsrf"].split("=", 1)[1],
    }
    body = json.dumps({"client": "x", "ask": {"id": 1, "ask": "catalog"}})
    path = "/qdesign/api/ask"
    own = server.request(path, method="POST", body=body, token=None, headers=headers)
    assert own.code == 200
    headers["Origin"] = "http://elsewhere.example"
    foreign = server.request(path, method="POST", body=body, token=None, headers=headers)
    assert foreign.code in (403, 404)


NO_ASKS = [
    "",
    "[]",
    "[" * 100_000,
    '{"ask": 3}',
    '{"ask": {"id": "1", "ask": "catalog"}}',
    '{"ask": {"id": true, "ask": "catalog"}}',
    '{"ask": {"id": 1e3, "ask": "catalog"}}',
    '{"ask": {"id": NaN, "ask": "catalog"}}',
    '{"ask": {"id": 1, "ask": "catalog", "x": Infinity}}',
    '{"ask": {"id": 1, "ask": "\\ud800"}}',
    '{"ask": {"id": 1, "ask": ["catalog"]}}',
    '{"ask": {"id": 1, "cancel": 1}}',
    '{"ask": {"id": 1, "ask": "catalog", "cancel": 1}}',
    '{"client": ["x"], "ask": {"id": 1, "ask": "catalog"}}',
    b"\xff\xfe{}",
]


@pytest.mark.parametrize("body", NO_ASKS)
def test_what_is_no_ask_is_refused_in_words(server: Server, body: bytes | str) -> None:
    answer = server.request("/qdesign/api/ask", method="POST", body=body)
    assert answer.code == 400
    assert json.loads(answer.body)["message"].endswith(".")


def test_asks_that_only_cancel_leave_the_extension_working(server: Server) -> None:
    for number in range(70):
        body = json.dumps({"ask": {"id": number, "cancel": 1}})
        assert server.request("/qdesign/api/ask", method="POST", body=body).code == 400
    assert ask(server, ask="parse", text="", format="qasm")[-1]["reply"] in ("done", "failed")


def test_an_ask_longer_than_a_document_is_refused_before_it_is_read(server: Server) -> None:
    for body in ("[" + "[]," * 20_000_000 + "[]]", " " * 10_000_001):
        assert server.request("/qdesign/api/ask", method="POST", body=body).code == 413


@pytest.mark.parametrize("body", ["{}", '{"cancel": []}', '{"cancel": true}'])
def test_what_is_no_cancel_is_refused(server: Server, body: str) -> None:
    assert server.request("/qdesign/api/cancel", method="POST", body=body).code == 400


def test_cancel_ends_an_open_ask(server: Server) -> None:
    """Sixteen qubits take seconds; the cancelled reply comes in well under that."""
    dice = random.Random(0)
    labels = {"".join(dice.choices("XYZ", k=16)): 1.0 for _ in range(400)}
    text = Document(Circuit.of(16, "h 0"), observable=Observable(labels)).dumps()
    replies: list[dict[str, Any]] = []
    thread = threading.Thread(
        target=lambda: replies.extend(ask(server, ask="exact", document=text))
    )
    thread.start()
    deadline = time.monotonic() + 300
    while thread.is_alive() and time.monotonic() < deadline:
        body = json.dumps({"client": "test", "cancel": 1})
        assert server.request("/qdesign/api/cancel", method="POST", body=body).code == 204
        thread.join(0.05)
    assert replies[-1]["reply"] == "cancelled"


def test_the_preview_of_panel_is_off(server: Server) -> None:
    assert server.request("/panel-preview/render/any.ipynb").code == 404


def test_a_number_is_not_asked_again_while_it_is_open(server: Server) -> None:
    """Two of one number at once, of which neither ends by itself: one is refused, one cancelled."""
    dice = random.Random(1)
    labels = {"".join(dice.choices("XYZ", k=16)): 1.0 for _ in range(400)}
    text = Document(Circuit.of(16, "h 0"), observable=Observable(labels)).dumps()
    body = json.dumps({"client": "test", "ask": {"id": 1, "ask": "exact", "document": text}})
    told: list[bytes] = []

    def post() -> None:
        told.append(server.request("/qdesign/api/ask", method="POST", body=body).body)

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    while all(thread.is_alive() for thread in threads):
        threads[0].join(0.05)
    end = json.dumps({"client": "test", "cancel": 1})
    while any(thread.is_alive() for thread in threads):
        server.request("/qdesign/api/cancel", method="POST", body=end)
        threads[0].join(0.05)
    refused, ended = told
    assert b"Ask 1 is open already." in refused
    assert json.loads(ended.splitlines()[-1])["reply"] == "cancelled"
