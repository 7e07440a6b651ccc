"""A diagram's circuit, or where it has none the exact derivatives of its map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np

from qdesign.analyze.jacobian import MAX_BYTES, Complex, Real
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidDiagram, NotConvertible, NotExtractable, TooLarge
from qdesign.formula import is_derived
from qdesign.simulate.chain import Chain
from qdesign.zx.dense import tensor, width
from qdesign.zx.extraction import extract
from qdesign.zx.reading import read_off

MAX_OPEN: Final = 14


@lru_cache(maxsize=2)
def circuit_for(diagram: Diagram) -> tuple[Circuit, str] | None:
    """A circuit that was shown to be equal to a diagram, and which one; None where none is.

    Ranks, figures and standings ask for it, one after the other.
    """
    drawn = read_off(diagram)
    if drawn is not None and equivalent(diagram, drawn).equal:
        return drawn, "of the circuit that the diagram stands as"
    try:
        made = extract(diagram)
    except (NotExtractable, NotConvertible, InvalidDiagram):
        return None
    return (made, "of the extracted circuit") if equivalent(diagram, made).equal else None


def check_width(diagram: Diagram) -> None:
    """Refuses a diagram whose map is too large to differentiate, before memory is taken.

    Raises:
        TooLarge: more than 14 edges would be open at once, or too many numbers.
    """
    found = width(diagram)
    ports = len(diagram.inputs) + len(diagram.outputs)
    size = 16 * (len(diagram.symbols) + 2) << ports
    if found > MAX_OPEN or size > MAX_BYTES:
        raise TooLarge(
            f"This diagram has no circuit form, and its map is too wide to differentiate: {found} "
            f"edges are open at once, at most {MAX_OPEN} are taken. Simplify it first."
        )


def point(diagram: Diagram, names: Sequence[str], rng: np.random.Generator) -> dict[str, float]:
    """Random values at which every phase goes round; those of Boolean parameters are 0 or 1."""
    smallest = dict.fromkeys(names, 1.0)
    for spider in diagram.spiders:
        for name, coefficient in spider.phase.terms:
            if name in smallest:
                smallest[name] = min(smallest[name], abs(float(coefficient)))
    chain = Chain(names, sorted(filter(is_derived, diagram.symbols)))
    scales = np.array([smallest[name] for name in names])
    drawn = chain.point(lambda: rng.uniform(-np.pi, np.pi, len(scales)) / scales)
    return dict(zip(names, drawn.tolist(), strict=True))


def map_tangents(
    diagram: Diagram,
    names: Sequence[str],
    values: Mapping[str, float],
    *,
    ask: Callable[[], None] = lambda: None,
) -> tuple[Complex, Complex, Real]:
    """The map of a diagram and its derivatives.

    A map is A + e^(iφ)·B in each phase φ, so its derivative is i/2 · (map - map at φ + π), exactly.

    Args:
        diagram: narrow enough for `check_width`.
        names: p names.
        values: radians of each.
        ask: called before each derivative; may raise.

    Returns:
        The map, shape (2**outputs, 2**inputs), derivatives, shape (p, 2**outputs, 2**inputs), and
        the size of what each is a sum of, shape (p,).
    """
    formulas = sorted(filter(is_derived, diagram.symbols))
    places = {name: k for k, name in enumerate((*names, *formulas))}
    whole = tensor(diagram, values)
    slopes = np.zeros((len(places), *whole.shape), dtype=complex)
    sizes = np.zeros(len(places))
    for k, spider in enumerate(diagram.spiders):
        if not spider.phase.terms:
            continue
        ask()
        spiders = list(diagram.spiders)
        spiders[k] = replace(spider, phase=spider.phase + Angle(Fraction(1)))
        turned = tensor(diagram.with_spiders(spiders), values)
        size = 0.5 * float(np.linalg.norm(whole) + np.linalg.norm(turned))
        for name, coefficient in spider.phase.terms:
            slopes[places[name]] += float(coefficient) * 0.5j * (whole - turned)
            sizes[places[name]] += abs(float(coefficient)) * size
    free = len(names)
    if not formulas:
        return whole, slopes, sizes
    chained = Chain(names, formulas).slopes(np.array([values[name] for name in names]))
    derivatives = slopes[:free] + np.einsum("dp,drc->prc", chained, slopes[free:])
    return whole, derivatives, sizes[:free] + sizes[free:] @ np.abs(chained)
