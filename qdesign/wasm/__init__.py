"""Modules of WebAssembly that are built with the package, as functions of numbers and memory.

`open_instance` gives a fresh one: through wasmtime, or in a page (Pyodide, JupyterLite), where the
browser runs the same file, through JavaScript.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.kits import WASMTIME

_T = TypeVar("_T", bound=np.generic)
_Held = TypeVar("_Held", bound=np.generic, covariant=True)


class Window(Protocol[_Held]):
    """Numbers in the memory of an instance. It may be stale after a call that takes memory."""

    def read(self) -> NDArray[_Held]:
        """A copy of them as they are now."""
        ...

    def write(self, values: NDArray[Any], start: int = 0) -> None:
        """Put numbers there, the first in place `start`."""
        ...


class Instance(Protocol):
    """One instance of a module, with a memory of its own."""

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """By name; they take and give numbers, 32-bit ones as unsigned."""
        ...

    def window(self, start: int, count: int, kind: type[_T]) -> Window[_T]:
        """`count` numbers from byte `start` on."""
        ...


class Module:
    """An instance to call by name, for what is asked now and then.

    Example:
        >>> module = Module("engine.wasm")
        >>> start = module.call("input", 16)
        >>> module.write(start, np.array([0.5, 2.0]))
        >>> module.read(start, 2, np.float64).tolist()
        [0.5, 2.0]
    """

    __slots__ = ("_instance",)

    def __init__(self, name: str) -> None:
        self._instance = open_instance(name)

    def call(self, name: str, *arguments: float) -> Any:
        """What a function of the module gives back, a 32-bit number as signed."""
        result = self._instance.functions[name](*arguments)
        return result - (1 << 32) if isinstance(result, int) and result >= 1 << 31 else result

    def read(self, start: int, count: int, kind: type[_T]) -> NDArray[_T]:
        """A copy of `count` numbers from byte `start` on."""
        return self._instance.window(start, count, kind).read()

    def write(self, start: int, values: NDArray[Any]) -> None:
        """Put numbers into the memory from byte `start` on."""
        self._instance.window(start, values.size, values.dtype.type).write(values)


def open_instance(name: str) -> Instance:
    """A fresh instance of a file of `qdesign/static/`; instances share nothing.

    Raises:
        InvalidRequest: the file is not built.
        MissingKit: there is nothing here that runs it.
    """
    data = _bytes_of(name)
    if sys.platform == "emscripten":
        from qdesign.wasm.windows import PageInstance

        return PageInstance(data)
    with WASMTIME.needed_by("Computing numbers"):
        from qdesign.wasm.native import NativeInstance
    return NativeInstance(name, data)


@cache
def _bytes_of(name: str) -> bytes:
    try:
        return (files("qdesign") / "static" / name).read_bytes()
    except OSError:
        raise InvalidRequest(
            f"The engine is not built: qdesign/static/{name} is missing. Run `make`."
        ) from None
