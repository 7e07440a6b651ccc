"""Long work tells each second how long it has been at it."""

from __future__ import annotations

import pytest

from qdesign.analyze.work import Work
from qdesign.errors import Cancelled


def test_what_is_being_done_is_told_again_each_second() -> None:
    now, stops, told = [10.0], [False], list[str]()
    work = Work("The test", told.append, lambda: stops[0], clock=lambda: now[0])
    work.ask()
    work.say("Walking")
    for now[0] in (10.5, 10.9, 11.1, 11.9, 12.0, 12.2):
        work.ask()
    work.say("Running")
    for now[0] in (12.4, 13.3):
        assert not work.is_cancelled()
    assert told == ["Walking", "Walking · 1 s", "Walking · 2 s", "Running", "Running · 1 s"]
    stops[0] = True
    with pytest.raises(Cancelled, match="The test was cancelled"):
        work.ask()
