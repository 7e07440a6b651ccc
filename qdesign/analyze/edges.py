"""Words that stand for pairs of points: the algebra so(m), seen without listing its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qdesign.analyze.spaces import Clashes, Ideal, Space, rotations
from qdesign.analyze.words import Word


@dataclass(frozen=True, slots=True)
class Tree:
    """Words as edges of a tree over points, so that each pair of points is a word: so(m).

    Attributes:
        edges: (point, later point) of each word of the tree.
        words: these words.
        at: by point, the product of the words on the way to it from the first one.
        steps: by what words of one pair differ; it commutes with all.
        clashes: which words of the tree do not commute with one.
    """

    edges: list[tuple[int, int]]
    words: list[int]
    at: list[int]
    steps: Space
    clashes: Clashes

    def pair(self, clash: int) -> tuple[int, ...]:
        """The fewer points on one side, by which edges a word does not commute with, as bits."""
        sides = [0] * len(self.at)
        for edge, (near, far) in enumerate(self.edges):
            sides[far] = sides[near] ^ (clash >> edge & 1)
        far_side = sum(sides)
        if min(far_side, len(sides) - far_side) > 2:
            return (0, 0, 0)
        side = int(2 * far_side <= len(sides))
        return tuple(k for k, at in enumerate(sides) if at == side)


def tree_of(part: Sequence[int], n: int, ask: Callable[[], None]) -> Tree | None:
    """The words as pairs of points, in an order of neighbors; None where that is not seen."""
    tree = Tree([(0, 1)], [part[0]], [0, part[0]], Space(), Clashes(part[:1], n))
    space = Space(part[:1])
    rest: list[int] = []
    for vector in part[1:]:
        ask()
        points = tree.pair(tree.clashes.of(vector))
        if len(points) == 1 and space.add(vector):
            tree.edges.append((points[0], len(tree.at)))
            tree.at.append(tree.at[points[0]] ^ vector)
            tree.words.append(vector)
            tree.clashes.add(vector)
        elif (len(points) == 1 and len(tree.at) == 3) or len(points) == 2:
            rest.append(vector)
        else:
            return None
    if len(tree.at) == 4:  # where two pairs of points are as good as the other two
        return None
    everything = Clashes(part if rest else (), n)
    for vector in rest:
        ask()
        points = tree.pair(tree.clashes.of(vector))
        if len(points) == 1 and len(tree.at) == 3:
            points = tuple({0, 1, 2}.difference(points))
        if len(points) != 2:
            return None
        step = vector ^ tree.at[points[0]] ^ tree.at[points[1]]
        if everything.of(step):
            return None
        tree.steps.add(step)
    return tree


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
        points = tree.pair(tree.clashes.of(vector))
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
