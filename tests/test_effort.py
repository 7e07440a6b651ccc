"""The measure of work that other tests rely on."""

import pytest

from tests.effort import TooMuch, at_most, calls_of


def nothing() -> None:
    return None


def often(count: int) -> None:
    for _ in range(count):
        nothing()


def test_calls_are_counted_alike_each_time() -> None:
    assert calls_of(lambda: often(100)) - calls_of(lambda: often(50)) == 50
    assert calls_of(lambda: often(100)) == calls_of(lambda: often(100))


def test_endless_work_is_stopped_and_what_is_allowed_is_not() -> None:
    with pytest.raises(TooMuch, match="more than 1,000 calls"), at_most(1000):
        often(10**9)
    with at_most(1000):
        often(900)


def test_work_that_takes_the_error_for_its_own_is_found_out() -> None:
    def deaf() -> None:
        try:
            often(10**9)
        except Exception:
            return

    with pytest.raises(TooMuch), at_most(1000):
        deaf()
