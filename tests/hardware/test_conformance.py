"""The conformance suite: the reference providers pass it, and one that lies does not."""

from __future__ import annotations

import pytest

import qdesign as qd
from qdesign.errors import InvalidRequest


@pytest.mark.parametrize("recovery", ["token_tasks", "search_tasks", "ask_tasks"])
def test_a_provider_of_each_class_of_recovery_passes(loopback: None, recovery: str) -> None:
    report = qd.providers.conformance(f"loopback/{recovery}")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 60


def test_a_provider_that_promises_too_much_is_found_out(loopback: None) -> None:
    report = qd.providers.conformance("loopback/liar")
    failed = {failure.promise: failure.reason for failure in report.failed}
    assert "2 jobs there" in failed["lost in answer to submit, taken"]
    assert "lost in answer to submit" not in failed
    assert "lost in answer to poll" in report.passed


def test_this_machine_passes_and_what_is_not_built_in_says_so() -> None:
    assert qd.providers.conformance("local").failed == ()
    assert qd.providers.conformance("ibm").failed == ()
    with pytest.raises(InvalidRequest, match="There is no provider 'nobody'"):
        qd.providers.conformance("nobody")
