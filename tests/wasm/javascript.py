"""What Pyodide's `js` gives `qdesign/wasm/page.py`, over wasmtime, so that CPython can run it.

As there, numbers come back as Python's int where they are whole, memory is looked at through arrays
made for the purpose, and an array made before the memory grew is empty.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import wasmtime


class _Bytes:
    def __init__(self, data: bytearray) -> None:
        self.data = data

    def assign(self, data: bytes) -> None:
        assert len(data) == len(self.data)
        self.data[:] = data


class _Buffer:
    def __init__(self, instance: _Instance) -> None:
        self.instance, self.size = instance, instance.memory.data_len(instance.store)

    @property
    def is_detached(self) -> bool:
        return self.size != self.instance.memory.data_len(self.instance.store)


class _Seen:
    def __init__(self, buffer: _Buffer, start: int, size: int) -> None:
        self.buffer, self.start, self.size = buffer, start, size

    def assign(self, data: bytes) -> None:
        assert not self.buffer.is_detached
        instance = self.buffer.instance
        assert len(data) == self.size
        instance.memory.write(instance.store, data, self.start)

    def to_bytes(self) -> bytes:
        assert not self.buffer.is_detached
        instance = self.buffer.instance
        found = instance.memory.read(instance.store, self.start, self.start + self.size)
        return bytes(found)


class _Memory:
    def __init__(self, instance: _Instance) -> None:
        self._instance = instance

    @property
    def buffer(self) -> _Buffer:
        return _Buffer(self._instance)


class _Instance:
    def __init__(self, module: Any) -> None:
        self.store = wasmtime.Store(_ENGINE)
        self._exports = wasmtime.Instance(self.store, module.made, []).exports(self.store)
        self.memory: Any = self._exports["memory"]

    def __getattr__(self, name: str) -> Any:
        function: Any = self._exports[name]
        kinds = [str(kind) for kind in function.type(self.store).params]

        def call(*arguments: float) -> Any:
            given = [
                (int(each) + (1 << 31)) % (1 << 32) - (1 << 31) if kind == "i32" else each
                for each, kind in zip(arguments, kinds, strict=True)
            ]
            result = function(self.store, *given)
            return int(result) if isinstance(result, float) and result.is_integer() else result

        return call


_ENGINE = wasmtime.Engine()


@cache
def _compiled(data: bytes) -> wasmtime.Module:
    return wasmtime.Module(_ENGINE, data)


class _Module:
    def __init__(self, held: _Bytes) -> None:
        self.made = _compiled(bytes(held.data))


class Uint8Array:
    @staticmethod
    def new(first: Any, start: int = 0, size: int = 0) -> Any:
        return _Bytes(bytearray(first)) if isinstance(first, int) else _Seen(first, start, size)


class WebAssembly:
    class Module:
        new = _Module

    class Instance:
        @staticmethod
        def new(module: _Module) -> Any:
            return _Held(_Instance(module))


class _Held:
    def __init__(self, instance: _Instance) -> None:
        self.exports = _Exports(instance)


class _Exports:
    def __init__(self, instance: _Instance) -> None:
        self._instance = instance
        self.memory = _Memory(instance)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._instance, name)
