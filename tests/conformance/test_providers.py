"""Every provider: targets that say what they take or what is missing, found by their names."""

from __future__ import annotations

import pytest

from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.hardware.provider import Provider, provider_of, target, targets
from qdesign.hardware.target import check
from qdesign.rows import rows

PROVIDERS = list(rows(Provider).values())


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: row.name)
def test_a_provider_lists_targets_that_are_found_by_name(row: Provider) -> None:
    found = targets(row.name)
    assert found
    names = [each.name for each in found]
    assert len(set(names)) == len(names)
    for each in found:
        assert each.name.startswith(f"{row.name}:")
        assert provider_of(each) is row
        assert each.available != bool(each.missing)
        if not each.name.endswith("*"):
            assert target(each.name) == each
        if each.available:
            assert each.num_qubits > 0
            assert each.max_shots > 0
            assert row.run is not None or row.remote


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: row.name)
def test_targets_that_cannot_be_used_say_what_is_missing(row: Provider) -> None:
    from qdesign.circuit import Circuit

    for each in targets(row.name):
        if not each.available:
            with pytest.raises(InvalidTarget, match="not available: "):
                check(Circuit.of(1, "h 0"), each)


def test_unknown_names_are_refused_with_those_that_look_alike() -> None:
    with pytest.raises(InvalidTarget, match=r"Did you mean local:fake_manila"):
        target("local:fake_manilla")
    with pytest.raises(InvalidTarget, match=r"There is no target 'nobody:x'\. Try local:ideal or "):
        target("nobody:x")
    with pytest.raises(InvalidRequest, match="There is no provider 'nobody'"):
        targets("nobody")
