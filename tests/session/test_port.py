"""The port's values: questions read back as they were written, and refusals name the field."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidRequest
from qdesign.hardware.job import State
from qdesign.session import port
from qdesign.session.asks import ASKS
from qdesign.session.port.values import from_json, to_json
from qdesign.session.replies import failure_of
from qdesign.zx.verdict import Verdict
from scripts.port_types import example

SUBMIT = {
    "document": Document(Circuit(1)).dumps(),
    "target": "local:ideal",
    "label": "bell",
    "token": "once",
    "layout": [],
    "max_cost": None,
    "options": {},
    "energy": False,
    "shots": 1,
    "seed": 0,
    "level": 2,
}


@pytest.mark.parametrize("name", ASKS)
def test_questions_read_back_as_they_were_written(name: str) -> None:
    rng = random.Random(0)
    for _ in range(20):
        question = example(ASKS[name].question, rng)
        text = json.dumps(to_json(question), allow_nan=False)
        assert from_json(ASKS[name].question, json.loads(text)) == question


@pytest.mark.parametrize("name", ASKS)
def test_results_are_json_with_every_field(name: str) -> None:
    rng = random.Random(1)
    result = ASKS[name].result
    for _ in range(20):
        data = json.loads(json.dumps(to_json(example(result, rng)), allow_nan=False))
        assert list(data) == list(result.__dataclass_fields__)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": 3}, "The ask needs 'target' as text."),
        ({"shots": "10"}, "The ask needs 'shots' as a whole number."),
        ({"shots": True}, "The ask needs 'shots' as a whole number."),
        ({"shots": 0}, "'shots' is 0; it lies between 1 and 10,000,000."),
        ({"document": None}, "The ask needs 'document' as text."),
    ],
)
def test_a_wrong_field_is_refused_by_name(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        from_json(port.SubmitQuestion, SUBMIT | change)
    assert str(caught.value) == words


def test_a_document_that_is_none_is_refused_as_one() -> None:
    with pytest.raises(InvalidDocument):
        from_json(port.SubmitQuestion, SUBMIT | {"document": "{}"})


def test_what_is_no_field_is_ignored() -> None:
    question = from_json(port.SubmitQuestion, SUBMIT | {"id": 3, "mood": 7})
    assert question == from_json(port.SubmitQuestion, SUBMIT)


def test_not_compared_is_told_apart_from_no_error() -> None:
    assert to_json(Verdict(None, "too large"))["max_error"] is None
    assert to_json(Verdict(True, "exact", 0, 0.0))["max_error"] == 0.0


def test_jupyterlab_keeps_the_settings_of_the_port_with_their_defaults() -> None:
    (schema,) = (Path(__file__).parents[2] / "extension" / "schema").glob("*.json")
    kept = json.loads(schema.read_text("utf-8"))["properties"]
    assert {name: each["default"] for name, each in kept.items()} == to_json(port.Settings())


def test_numbers_of_numpy_and_states_become_plain() -> None:
    assert to_json((np.float64(0.5), np.int64(3), State.QUEUED)) == [0.5, 3, "QUEUED"]
    assert [type(each) for each in to_json((np.float64(0.5), State.QUEUED))] == [float, str]
    with pytest.raises(TypeError, match="no form"):
        to_json(float("nan"))


def test_a_failure_says_its_place_only_where_there_is_one() -> None:
    assert to_json(failure_of(InvalidRequest("No."))) == {
        "message": "No.",
        "kind": "InvalidRequest",
    }
