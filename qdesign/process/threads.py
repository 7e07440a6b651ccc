"""Threads: how many linear algebra takes, and what stands for them where there are none.

Small matrices are done sooner by one than by many.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


_P = ParamSpec("_P")
_T = TypeVar("_T")


class AtOnce(Executor):
    """Does each thing when it is asked for: Python in a web page has no threads.

    Example:
        >>> with AtOnce() as pool:
        ...     pool.submit(max, 1, 2).result()
        2
    """

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Its result, or why there is none, is there already."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def pool_of(count: int) -> Executor:
    """Does things in so many threads, where there are threads."""
    return AtOnce() if sys.platform == "emscripten" else ThreadPoolExecutor(count)


@contextmanager
def one_thread(*, when: bool = True) -> Generator[None, None, None]:
    """BLAS runs in the calling thread alone inside; with `when` False nothing changes."""
    if not when or sys.platform == "emscripten":
        yield
        return
    with cast("Any", _controller()).limit(limits=1, user_api="blas"):  # typed in part
        yield


@cache
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    import_module("scipy.linalg")  # its own BLAS is found only once it is loaded
    return ThreadpoolController()
