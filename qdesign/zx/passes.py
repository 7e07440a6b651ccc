"""How often each of PyZX's passes changed a graph, told by the rules of ours that do the same."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Any, Final

PASSES: Final = MappingProxyType(
    {
        "fuse_simp": "fuse",
        "remove_self_loop_simp": "remove_loops",
        "id_simp": "remove_identity",
        "pivot_simp": "pivot",
        "lcomp_simp": "local_complement",
        "pivot_boundary_simp": "boundary_pivot",
        "pivot_gadget_simp": "gadget_pivot",
        "gadget_simp": "fuse_gadgets",
        "copy_simp": "copy",
        "supplementarity_simp": "supplementarity",
    }
)
"""Names in `pyzx.simplify`, and those of our rules."""

_COUNTS: Final[ContextVar[dict[str, int] | None]] = ContextVar("counts", default=None)


@contextmanager
def counted() -> Generator[dict[str, int]]:
    """Counts, while it is open, what passes change; some change several places at a time.

    Example:
        >>> import pyzx
        >>> from qdesign.convert.pyzx import to_pyzx
        >>> from qdesign.zx.translate import to_diagram
        >>> from qdesign.circuit import Circuit
        >>> with counted() as counts:
        ...     pyzx.full_reduce(to_pyzx(to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0"))))
        >>> counts
        {'fuse': 1}
    """
    _tell_counts()
    counts: dict[str, int] = {}
    token = _COUNTS.set(counts)
    try:
        yield counts
    finally:
        _COUNTS.reset(token)


@lru_cache(maxsize=1)
def _tell_counts() -> None:
    """Has every pass say what it does, once for the process; PyZX itself counts nothing."""
    import pyzx

    for name, rule in PASSES.items():
        made: Any = getattr(pyzx.simplify, name)
        # What runs on the whole graph at once stands before what is done place by place.
        places = ("simp_override", "simp_applier", "applier")
        place = next(each for each in places if getattr(made, each, None) is not None)
        setattr(made, place, _telling(getattr(made, place), rule))


def _telling(act: Callable[..., Any], rule: str) -> Callable[..., Any]:
    @wraps(act)
    def told(*given: Any) -> Any:
        done = act(*given)
        counts = _COUNTS.get()
        if counts is not None and done is not False:
            counts[rule] = counts.get(rule, 0) + 1
        return done

    return told
