"""An instance of WebAssembly that the browser runs, from Python in its page (Pyodide).

Two memories: that of Python, which is WebAssembly too, and that of the instance. So numbers are
copied between them. JavaScript does not tell what a function gives, so the file itself is read.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final

_ALL: Final = 0xFFFFFFFF
_TYPES, _IMPORTS, _FUNCTIONS, _EXPORTS = 1, 2, 3, 7
_FLOATS: Final = (0x7C, 0x7D)


class PageModule:
    """An instance of a module that imports nothing, made at once: for a worker, as kernels are.

    Args:
        data: the bytes of the module.
        javascript: the `js` of Pyodide; that which is there when None.
    """

    def __init__(self, data: bytes, javascript: Any = None) -> None:
        self._js: Any = importlib.import_module("js") if javascript is None else javascript
        held = self._js.Uint8Array.new(len(data))
        held.assign(data)
        module = self._js.WebAssembly.Module.new(held)
        self._exports: Any = self._js.WebAssembly.Instance.new(module).exports
        self._gives_float = floating(data)

    def function(self, name: str) -> Callable[..., Any]:
        """An exported function; 32-bit results are unsigned."""
        called, floats = getattr(self._exports, name), self._gives_float[name]

        def call(*arguments: float) -> Any:
            # A whole number may be of numpy, which JavaScript would not know.
            result = called(*map(float, arguments))
            if result is None:
                return None
            return float(result) if floats else int(result) & _ALL

        return call

    def read(self, start: int, size: int) -> bytes:
        """Bytes of the memory, copied."""
        return self._seen(start, size).to_bytes()

    def write(self, start: int, data: bytes) -> None:
        """Put bytes into the memory."""
        self._seen(start, len(data)).assign(data)

    def _seen(self, start: int, size: int) -> Any:
        """Made anew each time: the memory may have grown, which takes what was there away."""
        return self._js.Uint8Array.new(self._exports.memory.buffer, start, size)


def floating(data: bytes) -> dict[str, bool]:
    """For each function that a module exports: does it give a number with a fraction?

    Source: WebAssembly Core Specification, 5.5 (binary format of modules).
    """
    at = 8
    types: list[bool] = []
    kinds: list[int] = []
    found: dict[str, bool] = {}
    while at < len(data):
        section, (size, at) = data[at], _number(data, at + 1)
        end = at + size
        if section == _IMPORTS and size > 1:
            raise ValueError("A module that imports nothing is expected.")
        if section in (_TYPES, _FUNCTIONS, _EXPORTS):
            count, at = _number(data, at)
            for _ in range(count):
                if section == _TYPES:
                    num_given, at = _number(data, at + 1)
                    num_results, at = _number(data, at + num_given)
                    types.append(num_results > 0 and data[at] in _FLOATS)
                    at += num_results
                elif section == _FUNCTIONS:
                    kind, at = _number(data, at)
                    kinds.append(kind)
                else:
                    length, at = _number(data, at)
                    name, kind = data[at : at + length].decode(), data[at + length]
                    index, at = _number(data, at + length + 1)
                    if kind == 0:
                        found[name] = types[kinds[index]]
        at = end
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A whole number as the format writes it, seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
