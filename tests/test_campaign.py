"""Sizes of campaigns, and the table of a whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.campaign import SIZES, VARIABLE, Outcome, cases, main, measured, note, outcomes, table

FIRST, SECOND, *REST = SIZES


def test_a_whole_campaign_is_larger_than_its_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SIZES:
        monkeypatch.delenv(VARIABLE, raising=False)
        sample = cases(name)
        monkeypatch.setenv(VARIABLE, "results")
        assert 0 < sample < cases(name)


def test_a_table_sums_and_names_what_did_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "results"
    monkeypatch.setenv(VARIABLE, str(file))
    note(Outcome(FIRST, 100, 0, 2.0))
    note(Outcome(FIRST, 100, 1, 3.5))
    note(Outcome("a test of its own", 1, 0, 60.0))
    measured(FIRST, "93 % right", goal="90 %")
    found = {row.campaign: row for row in outcomes(file.read_text().splitlines())}
    assert found[FIRST] == Outcome(FIRST, 200, 1, 5.5)
    assert found[SECOND] == Outcome(SECOND, 0, 1, 0.0)
    assert list(found)[-1] == "a test of its own"
    lines = table(found.values()).splitlines()
    assert lines[0].split() == ["campaign", "cases", "failures", "seconds"]
    assert lines[-1].split() == ["all", "201", str(1 + len(SIZES) - 1), "65.5"]
    assert main(str(file)) == 1
    printed = capsys.readouterr().out
    assert f"'{SECOND}' did not run." in printed
    assert f"\n{FIRST}: 93 % right (goal: 90 %)\n" in printed


def test_a_whole_run_without_failures_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "results"
    monkeypatch.setenv(VARIABLE, str(file))
    for name in SIZES:
        note(Outcome(name, 10, 0, 1.0))
    assert main(str(file)) == 0


def test_nothing_is_kept_of_a_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    note(Outcome(FIRST, 1, 0, 1.0))
    assert list(tmp_path.iterdir()) == []
