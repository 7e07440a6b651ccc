"""`qd.Studio`: circuit, values and document both ways, sliders, saved output."""

import json
import math
import sys
import threading
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest, MissingValue, UnknownParameter
from qdesign.ui.subshells import keep_reachable
from qdesign.zx.translate import to_diagram

ANSATZ = Circuit.of(2, "ry(theta) 0; cx 0 1; rz(2*phi) 1")


def changes(studio: Any, name: str) -> list[Any]:
    """What `observe` tells of a trait from now on."""
    seen: list[Any] = []
    studio.observe(lambda change: seen.append(change["new"]), name)
    return seen


def test_a_studio_starts_with_its_circuit() -> None:
    studio = qd.Studio(ANSATZ)
    assert studio.circuit == ANSATZ
    assert studio.values == {"theta": 0.0, "phi": 0.0}
    assert Document.loads(studio.document_text).body == ANSATZ


def test_its_bundle_takes_one_byte_a_letter_in_each_kernel() -> None:
    # One letter beyond Latin-1 would make it two for all of its letters.
    bundle = str(vars(qd.Studio)["_esm"])
    assert max(bundle) <= "\xff"


def test_an_empty_studio_has_two_qubits() -> None:
    assert qd.Studio().circuit == Circuit(2)


def test_a_qiskit_circuit_is_taken_as_it_is() -> None:
    from qiskit import QuantumCircuit
    from qiskit.circuit import Parameter

    circuit = QuantumCircuit(1)
    circuit.ry(Parameter("a"), 0)
    assert qd.Studio(circuit).circuit.parameters == ("a",)


def test_anything_else_is_refused_in_words() -> None:
    with pytest.raises(InvalidRequest, match="not int"):
        qd.Studio(3)


def test_an_assigned_circuit_reaches_the_page_and_keeps_values() -> None:
    studio = qd.Studio(ANSATZ)
    studio.values = {"theta": 0.3, "phi": 0.1}
    texts = changes(studio, "document_text")
    studio.circuit = Circuit.of(1, "ry(theta) 0")
    assert studio.values == {"theta": 0.3}
    assert len(texts) == 1
    assert Document.loads(texts[0]).values == {"theta": 0.3}


def test_assigned_values_reach_the_page_and_the_document() -> None:
    studio = qd.Studio(ANSATZ)
    sent = changes(studio, "parameter_values")
    studio.values = [0.5, -1.0]
    assert sent == [{"theta": 0.5, "phi": -1.0}]
    assert studio.document.values == {"theta": 0.5, "phi": -1.0}


def test_values_with_a_wrong_name_are_refused_and_change_nothing() -> None:
    studio = qd.Studio(ANSATZ)
    with pytest.raises(UnknownParameter, match="omega"):
        studio.values = {"theta": 0.1, "phi": 0.2, "omega": 1.0}
    with pytest.raises(MissingValue, match="phi"):
        studio.values = {"theta": 0.1}
    assert studio.values == {"theta": 0.0, "phi": 0.0}


def test_what_the_page_draws_reaches_python_as_one_event() -> None:
    studio = qd.Studio(ANSATZ)
    circuits, documents = changes(studio, "circuit"), changes(studio, "document")
    drawn = Document(Circuit.of(2, "h 0; rx(theta) 1"))
    studio.set_state({"document_text": drawn.dumps()})
    assert circuits == [drawn.body]
    assert documents == [drawn]
    assert studio.values == {"theta": 0.0}


def test_a_document_that_the_page_sent_leaves_its_sliders_where_they_are_by_now() -> None:
    studio = qd.Studio(ANSATZ)
    let_go = studio.document.with_values({"theta": 0.3, "phi": 0.0})
    studio.set_state({"parameter_values": {"theta": 0.4, "phi": 0.0}})
    sent = changes(studio, "parameter_values")
    studio.set_state({"document_text": let_go.dumps()})
    assert studio.document.values["theta"] == 0.3
    assert studio.values["theta"] == 0.4
    assert sent == []


def test_a_drag_in_the_page_moves_values_but_not_the_document() -> None:
    studio = qd.Studio(ANSATZ)
    values, documents = changes(studio, "values"), changes(studio, "document")
    studio.set_state({"parameter_values": {"theta": 0.25, "phi": 0.0}})
    assert values == [{"theta": 0.25, "phi": 0.0}]
    assert documents == []


def test_a_document_with_a_diagram_has_no_circuit() -> None:
    studio = qd.Studio(ANSATZ)
    studio.document = Document(to_diagram(ANSATZ))
    assert studio.circuit is None
    studio.values = {"theta": 0.5, "phi": 0.0}
    assert studio.document.values["theta"] == 0.5


def test_sliders_are_linked_both_ways() -> None:
    studio = qd.Studio(ANSATZ)
    sliders = studio.sliders
    assert list(sliders) == ["theta", "phi"]
    sliders["theta"].value = 0.7
    assert studio.values["theta"] == 0.7
    studio.values = {"theta": -0.2, "phi": 5.0}
    assert sliders["theta"].value == -0.2
    assert (sliders["phi"].value, sliders["phi"].max) == (5.0, 5.0)
    assert math.isclose(sliders["phi"].min, -math.pi)


def test_sliders_follow_a_drag_in_the_page() -> None:
    studio = qd.Studio(ANSATZ)
    slider = studio.sliders["theta"]
    studio.set_state({"parameter_values": {"theta": 0.4, "phi": 0.0}})
    assert slider.value == 0.4


def test_what_a_page_reads_back_from_a_slider_changes_nothing() -> None:
    studio = qd.Studio(ANSATZ)
    slider = studio.sliders["theta"]
    studio.values = {"theta": 0.123456, "phi": 0.0}
    studio.values = {"theta": -1.75, "phi": 0.0}
    # Where it drew the present value and, late, the one before.
    for said in (-1.7500000000000002, 0.12345600000000017):
        slider.set_state({"value": said})
        assert (slider.value, studio.values["theta"]) == (-1.75, -1.75)
    slider.set_state({"value": 0.123456})
    assert studio.values["theta"] == 0.123456
    slider.set_state({"value": 0.5})
    assert studio.values["theta"] == 0.5


def test_interact_takes_the_sliders() -> None:
    from ipywidgets import interactive

    studio = qd.Studio(Circuit.of(1, "ry(theta) 0"))
    made = interactive(lambda theta: theta, **studio.sliders)
    assert list(made.kwargs_widgets) == [studio.sliders["theta"]]


def test_the_saved_output_holds_a_picture() -> None:
    data, _ = qd.Studio(ANSATZ)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == "Studio(2 qubits, 2 parameters)"
    root = ElementTree.fromstring(data["image/svg+xml"])
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["q0", "q1", "RY θ", "RZ 2φ"]


def test_names_are_never_markup_in_the_picture() -> None:
    evil = Circuit(1, qubit_names=("<img src=x onerror=alert(1)>",))
    data, _ = qd.Studio(evil)._repr_mimebundle_()
    assert "<img" not in data["image/svg+xml"]
    ElementTree.fromstring(data["image/svg+xml"])


def test_asks_of_the_page_are_answered_by_this_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    studio = qd.Studio(ANSATZ)
    replies: list[dict[str, Any]] = []
    done = threading.Event()

    def keep(reply: dict[str, Any], buffers: list[bytes]) -> None:
        replies.append(reply)
        if reply["reply"] != "progress":
            done.set()

    monkeypatch.setattr(studio, "send", keep)
    message = {"id": 7, "ask": "to_diagram", "document": studio.document_text}
    studio._handle_custom_msg(json.loads(json.dumps(message)), [])
    assert done.wait(60)
    assert replies[-1]["id"] == 7
    assert replies[-1]["reply"] == "done"


def test_every_change_is_a_revision_and_its_put_is_answered_with_it() -> None:
    studio = qd.Studio(ANSATZ)
    sent: list[dict[str, Any]] = []
    studio.send = lambda content, buffers=None: sent.append(content)
    seen = [studio.revision]
    studio.values = {"theta": 0.3, "phi": 0.1}
    seen.append(studio.revision)
    put = {"put": {"values": {"theta": 0.4}}, "by": "a", "number": 1}
    studio._receive(studio, put | {"seen": 0}, [])
    seen.append(studio.revision)
    assert studio.values["theta"] == 0.4
    studio.circuit = Circuit.of(1, "h 0")
    seen.append(studio.revision)
    assert seen == sorted(set(seen))
    assert sent == [{"held": 1, "by": "a", "revision": seen[2]}]


def test_pages_are_told_of_one_revision_whatever_another_thread_does() -> None:
    studio = qd.Studio(Circuit.of(1, "ry(a) 0"))
    done = threading.Event()

    def draw() -> None:
        for number in range(1, 200):
            text = Document(Circuit.of(1, "ry(a) 0")).with_values({"a": number}).dumps()
            put = {"document": text, "values": {"a": float(number)}}
            studio._receive(studio, {"put": put, "by": "a", "number": number, "seen": 0}, [])
        done.set()

    thread = threading.Thread(target=draw)
    thread.start()
    told: dict[int, Any] = {}
    while not done.is_set():
        state = studio.get_state()
        values = Document.loads(state["document_text"]).values
        assert values == state["parameter_values"]
        assert told.setdefault(state["revision"], values) == values
    thread.join()


def test_messages_go_to_a_subshell_that_is_there() -> None:
    class Comm:
        """As ipykernel's, whose last message came from a subshell that is gone."""

        def _reply_subshell_for(self, data: object, default: str | None) -> str | None:
            return "gone"

    comm: Any = Comm()
    manager = SimpleNamespace(list_subshell=lambda: ["new"])
    comm.kernel = SimpleNamespace(shell_channel_thread=SimpleNamespace(manager=manager))
    keep_reachable(comm)
    named = ("new", "gone", None)
    assert [comm._reply_subshell_for({}, name) for name in named] == ["new", None, None]
    keep_reachable(object())


def test_a_cell_and_a_page_that_set_at_once_leave_one_document() -> None:
    """Each comes in a thread of its own; whoever is last, all traits say the same."""
    studio = qd.Studio(Circuit.of(1, "ry(a) 0"))
    studio.send = lambda content, buffers=None: None
    texts = [Document(Circuit.of(1, f"ry(a) 0; {gate} 0")).dumps() for gate in "xyz"]

    def draw() -> None:
        for number in range(1, 301):
            put = {"document": texts[number % 3], "values": {"a": number / 100}}
            message = {"put": put, "by": "page", "number": number}
            message["seen"] = studio.document_changes
            message["values_seen"] = studio.values_changes
            studio._receive(studio, message, [])

    def assign() -> None:
        for number in range(300):
            studio.values = {"a": -number / 100}

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=each) for each in (draw, assign)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert studio.circuit == studio.document.body == Document.loads(studio.document_text).body
    assert studio.values == studio.parameter_values
    assert studio.values["a"] in (3.0, -2.99)
