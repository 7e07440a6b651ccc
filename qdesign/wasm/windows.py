"""The instances of `page.py` with arrays in place of bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from qdesign.wasm.page import PageModule

_T = TypeVar("_T", bound=np.generic)


class PageInstance:
    """An instance that the browser runs."""

    __slots__ = ("_module", "functions")

    def __init__(self, data: bytes, javascript: Any = None) -> None:
        self._module = PageModule(data, javascript)
        self.functions: dict[str, Callable[..., Any]] = _Functions(self._module)

    def window(self, start: int, count: int, kind: type[_T]) -> PageWindow[_T]:
        """`count` numbers from byte `start` on."""
        return PageWindow(self._module, start, count, kind)


class PageWindow(Generic[_T]):
    """Numbers in a memory that is not Python's."""

    __slots__ = ("_count", "_kind", "_module", "_start")

    def __init__(self, module: PageModule, start: int, count: int, kind: type[_T]) -> None:
        self._module, self._start, self._count = module, start, count
        self._kind = np.dtype(kind)

    def read(self) -> NDArray[_T]:
        """A copy of them as they are now."""
        data = self._module.read(self._start, self._count * self._kind.itemsize)
        return np.frombuffer(data, dtype=self._kind).copy()

    def write(self, values: NDArray[Any], start: int = 0) -> None:
        """Put numbers there, the first in place `start`."""
        data = np.ascontiguousarray(values, dtype=self._kind).tobytes()
        self._module.write(self._start + start * self._kind.itemsize, data)


class _Functions(dict[str, Callable[..., Any]]):
    """The exported functions by name, each looked up when it is first called."""

    def __init__(self, module: PageModule) -> None:
        super().__init__()
        self._module = module

    def __missing__(self, name: str) -> Callable[..., Any]:
        made = self[name] = self._module.function(name)
        return made
