"""How many threads linear algebra takes: small matrices are done sooner by one than by many."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread(*, when: bool = True) -> Generator[None, None, None]:
    """BLAS runs in the calling thread alone inside; with `when` False nothing changes."""
    if not when:
        yield
        return
    with cast("Any", _controller()).limit(limits=1, user_api="blas"):  # typed in part
        yield


@cache
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    import_module("scipy.linalg")  # its own BLAS is found only once it is loaded
    return ThreadpoolController()
