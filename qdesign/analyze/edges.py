"""Words that stand for pairs of points: the algebra so(m), seen without listing its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qdesign.analyze.spaces import Ideal, Space, product, rotations
from qdesign.analyze.words import Bits, Word, odd, packed


@dataclass(frozen=True, slots=True)
class Tree:
    """Words as edges of a tree over points, so that each pair of points is a word: so(m).

    Attributes:
        edges: (point, later point) of each word of the tree.
        words: these words.
        at: by point, the product of the words on the way to it from the first one.
        steps: by what words of one pair differ; it commutes with all.
    """

    edges: list[tuple[int, int]]
    words: list[int]
    at: list[int]
    steps: Space

    def pair(self, products: Sequence[bool]) -> tuple[int, ...]:
        """The fewer points on one side, by whether a word commutes with each edge."""
        sides = [False] * len(self.at)
        for (near, far), differs in zip(self.edges, products, strict=True):
            sides[far] = sides[near] ^ differs
        ones = sum(sides)
        side = 2 * ones <= len(sides)
        if min(ones, len(sides) - ones) > 2:
            return (0, 0, 0)
        return tuple(k for k, at in enumerate(sides) if at is side)


def tree_of(part: Sequence[int], n: int, ask: Callable[[], None]) -> Tree | None:
    """The words as pairs of points, in an order of neighbors; None where that is not seen."""
    mask = (1 << n) - 1
    x, z = packed((v & mask for v in part), n), packed((v >> n for v in part), n)
    tree = Tree([(0, 1)], [part[0]], [0, part[0]], Space())
    space, rows = Space(part[:1]), [0]
    rest: list[int] = []
    for k in range(1, len(part)):
        ask()
        vector = part[k]
        points = tree.pair((odd(x[rows] & z[k]) ^ odd(z[rows] & x[k])).tolist())
        if len(points) == 1 and space.add(vector):
            tree.edges.append((points[0], len(tree.at)))
            tree.at.append(tree.at[points[0]] ^ vector)
            tree.words.append(vector)
            rows.append(k)
        elif (len(points) == 1 and len(tree.at) == 3) or len(points) == 2:
            rest.append(k)
        else:
            return None
    if len(tree.at) == 4:  # where two pairs of points are as good as the other two
        return None
    for k in rest:
        ask()
        points = tree.pair((odd(x[rows] & z[k]) ^ odd(z[rows] & x[k])).tolist())
        if len(points) == 1 and len(tree.at) == 3:
            points = tuple({0, 1, 2}.difference(points))
        if len(points) != 2:
            return None
        step = part[k] ^ tree.at[points[0]] ^ tree.at[points[1]]
        if (odd(x & _bits(step >> n, n)) ^ odd(z & _bits(step & mask, n))).any():
            return None
        tree.steps.add(step)
    return tree


def _bits(number: int, n: int) -> Bits:
    return packed([number], n)[0]


def of_pairs(tree: Tree, n: int) -> Ideal:
    """The algebra so(m) of all pairs of points."""
    mask = (1 << n) - 1
    m = len(tree.at)
    of_tree = Space(tree.words)
    for step in tree.steps.rows.values():
        of_tree.add(step)

    def member(vector: int) -> bool:
        if of_tree.reduced(vector):
            return False
        points = tree.pair([bool(product(vector, word, n)) for word in tree.words])
        if len(points) == 1 and m == 3:
            points = tuple({0, 1, 2}.difference(points))
        if len(points) != 2:
            return False
        return not tree.steps.reduced(vector ^ tree.at[points[0]] ^ tree.at[points[1]])

    flips = Space(v & mask for v in tree.steps.rows.values())
    alike = Counter(flips.reduced(v & mask) for v in tree.at)
    ways = 1 << (len(tree.steps) - len(flips))
    diagonal = ways * sum(math.comb(k, 2) for k in alike.values())
    generators = tuple(Word(v & mask, v >> n) for v in tree.words)
    return rotations(generators, m, len(tree.steps), member, diagonal)
