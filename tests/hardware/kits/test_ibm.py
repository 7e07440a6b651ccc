"""IBM's kit in its own environment against its loopback service: the whole suite.

The environment weighs about 370 MB and takes half a minute: `qdesign kit install ibm`.
"""

from __future__ import annotations

import pytest

import qdesign as qd
from qdesign.hardware.environment import environment_of
from qdesign.hardware.providers.ibm import IBM_QUANTUM

_MISSING = environment_of(IBM_QUANTUM).missing

pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"ibm: {_MISSING}")


def test_it_passes_the_suite() -> None:
    report = qd.providers.conformance("ibm")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 40
