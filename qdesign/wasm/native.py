"""Instances through wasmtime: functions called with little cost, windows that are the memory."""

from __future__ import annotations

import atexit
import importlib
import weakref
from collections.abc import Callable
from functools import cache
from typing import Any, Final, Generic, TypeVar

import numpy as np
import wasmtime
from numpy.typing import NDArray

from qdesign.wasm.calls import wrapped

_T = TypeVar("_T", bound=np.generic)
_MODULES: Final[dict[str, tuple[wasmtime.Engine, wasmtime.Module]]] = {}


class NativeInstance:
    """An instance that wasmtime runs."""

    __slots__ = ("__weakref__", "_memory", "_store", "functions")

    def __init__(self, name: str, data: bytes) -> None:
        engine, module = _compiled(name, data)
        self._store = wasmtime.Store(engine)
        # Also at exit: wasmtime's own clean-up fails once the interpreter is half gone.
        weakref.finalize(self, self._store.close)
        exports = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory: Any = exports["memory"]
        self.functions: dict[str, Callable[..., Any]] = _Functions(exports, self._store)

    def window(self, start: int, count: int, kind: type[_T]) -> NativeWindow[_T]:
        """`count` numbers from byte `start` on."""
        size = count * np.dtype(kind).itemsize
        buffer = self._memory.get_buffer_ptr(self._store, size, start)
        return NativeWindow(np.frombuffer(buffer, dtype=kind))


class NativeWindow(Generic[_T]):
    """Numbers where they lie."""

    __slots__ = ("_numbers", "read")

    def __init__(self, numbers: NDArray[_T]) -> None:
        self._numbers = numbers
        self.read = numbers.copy

    def write(self, values: NDArray[Any], start: int = 0) -> None:
        """Put numbers there, the first in place `start`."""
        self._numbers[start : start + values.size] = values


class _Functions(dict[str, Callable[..., Any]]):
    """The exported functions by name, each wrapped when it is first called."""

    def __init__(self, exports: Any, store: Any) -> None:
        super().__init__()
        self._exports, self._store = exports, store

    def __missing__(self, name: str) -> Callable[..., Any]:
        made = wrapped(self._exports[name], self._store, _ffi())
        self[name] = made
        return made


def _compiled(name: str, data: bytes) -> tuple[wasmtime.Engine, wasmtime.Module]:
    """Once a process."""
    found = _MODULES.get(name)
    if found is None:
        engine = wasmtime.Engine(_config())
        found = _MODULES[name] = engine, wasmtime.Module(engine, data)
        # Stores close first: exit handlers run last in, first out.
        atexit.register(engine.close)
        atexit.register(found[1].close)
    return found


def _config() -> wasmtime.Config:
    """With a cache, where wasmtime may keep one: compiling takes a tenth of a second."""
    config = wasmtime.Config()
    try:
        config.cache = True
    except wasmtime.WasmtimeError:  # no folder of its own that it can write
        return wasmtime.Config()
    return config


@cache
def _ffi() -> Any:
    """What wasmtime itself calls the library through; None where it is not as expected."""
    try:
        ffi: Any = importlib.import_module("wasmtime._ffi")
        names = "wasmtime_val_t WASMTIME_I32 WASMTIME_F64 wasm_trap_t wasmtime_func_call"
        known = all(hasattr(ffi, name) for name in names.split())
        return ffi if known and hasattr(wasmtime.Store, "_context") else None
    except ImportError:
        return None
