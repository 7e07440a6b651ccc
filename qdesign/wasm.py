"""Files of WebAssembly that are built with the package, loaded through wasmtime."""

from __future__ import annotations

import atexit
import weakref
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    import wasmtime

_T = TypeVar("_T", bound=np.generic)


@cache
def load(name: str) -> tuple[wasmtime.Engine, wasmtime.Module]:
    """The compiled module in a file of `qdesign/static/`, once a process.

    Instances of it share nothing.

    Raises:
        InvalidRequest: the file is not built.
    """
    import wasmtime

    path = files("qdesign") / "static" / name
    try:
        data = path.read_bytes()
    except OSError:
        raise InvalidRequest(
            f"The engine is not built: qdesign/static/{name} is missing. Run `make`."
        ) from None
    engine = wasmtime.Engine(_config())
    module = wasmtime.Module(engine, data)
    # Stores close first: exit handlers run last in, first out.
    atexit.register(engine.close)
    atexit.register(module.close)
    return engine, module


def _config() -> wasmtime.Config:
    """With a cache, where wasmtime may keep one: compiling takes a tenth of a second."""
    import wasmtime

    config = wasmtime.Config()
    try:
        config.cache = True
    except wasmtime.WasmtimeError:  # no folder of its own that it can write
        return wasmtime.Config()
    return config


class Instance:
    """One instance of a module, with its own memory, for calls that take and give numbers."""

    __slots__ = ("__weakref__", "_exports", "_store")

    def __init__(self, name: str) -> None:
        import wasmtime

        engine, module = load(name)
        self._store = wasmtime.Store(engine)
        # Also at exit: wasmtime's own clean-up fails once the interpreter is half gone.
        weakref.finalize(self, self._store.close)
        self._exports: Any = wasmtime.Instance(self._store, module, []).exports(self._store)

    def call(self, name: str, *arguments: float) -> Any:
        """What a function of the module gives back."""
        return self._exports[name](self._store, *arguments)

    def array(self, start: int, count: int, kind: type[_T]) -> NDArray[_T]:
        """Numbers in the memory of the instance, to read and write until the next call."""
        memory = self._exports["memory"]
        size = count * np.dtype(kind).itemsize
        view = memory.get_buffer_ptr(self._store, size, start)
        return np.frombuffer(view, dtype=kind)
