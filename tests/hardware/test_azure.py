"""Azure Quantum, as far as it goes without its kit."""

from __future__ import annotations

import uuid
from importlib.resources import files
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.hardware.outcomes import Bits
from qdesign.hardware.provider import targets
from qdesign.hardware.providers.azure import Azure, job_id, recorded_bits
from qdesign.hardware.remote import Refused, Waiting, start


def test_bits_are_read_out_of_the_program() -> None:
    circuit = qd.qasm.loads("qubit[3] q; bit[2] θ; bit d; d = measure q[2]; θ[1] = measure q[0];")
    bits = recorded_bits(qd.qasm.dumps(circuit, dialect="qir"))
    assert bits == Bits(((None, 0), (1,)))
    assert bits.counts({"01": 3, "10": 4}) == {"0 10": 3, "1 00": 4}


def test_a_token_makes_one_id() -> None:
    token = str(uuid.uuid4())
    assert job_id(token) == token
    assert job_id(token.replace("-", "")) == token
    assert job_id("any words") == job_id("any words") != job_id("other words")
    assert uuid.UUID(job_id("any words"))


def test_without_the_kit_its_command_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    (row,) = targets("azure")
    assert not row.available
    assert row.missing == "its kit is not installed. Install it: qdesign kit install azure"
    assert qd.providers.conformance("azure").skipped == row.missing


def test_without_a_workspace_the_variables_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_QUANTUM_CONNECTION_STRING", raising=False)
    monkeypatch.delenv("AZURE_QUANTUM_WORKSPACE_NAME", raising=False)
    with pytest.raises(Waiting, match="variable AZURE_QUANTUM_CONNECTION_STRING, or its name"):
        Azure()


def test_the_lock_file_has_hashes_and_no_place() -> None:
    text = (files("qdesign.hardware.kits") / "azure.txt").read_text("utf-8")
    assert "azure-quantum==3.13.0" in text
    assert "://" not in text
    assert text.count("--hash=sha256:") > 24


def test_a_key_inside_a_connection_string_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_CONNECTION_STRING", "Name=here;ApiKey=abc-123-def;Place=there;")
    answer = start("tests.hardware.test_azure:Teller")
    said: list[object] = []
    answer({"ask": "find", "token": "t"}, [], lambda header, buffers=(): said.append(header))
    assert said == [{"error": "refused", "words": "No … here"}]


class Teller:
    """Says what it should not."""

    def find(self, token: str) -> str | None:
        raise Refused("No abc-123-def here")
