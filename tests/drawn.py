"""What a drawn diagram misleads about: edges through foreign spiders, edges along others.

Read off the shapes of the picture, not off what drew them.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from qdesign.diagram import Diagram
from qdesign.exporters.picture import picture
from qdesign.showing.vector import Box, Circle, Curve, Line

Points = NDArray[np.float64]

STEP = 2.0
# Edges seem to be one where they are nearer than this over such a length, beyond their own spiders.
NEAR, LENGTH = 2.0, 24.0


def misleading(diagram: Diagram) -> tuple[int, int]:
    """How many edges run through a foreign spider, and how many lie along another edge."""
    shapes = picture(diagram).shapes
    paths = [_points(shape) for shape in shapes if isinstance(shape, Line | Curve)]
    boxes = [_box(shape) for shape in shapes if isinstance(shape, Box | Circle)]
    names = [spider.id for spider in sorted(diagram.spiders, key=lambda spider: spider.x)]
    assert len(boxes) == len(names)
    assert len(paths) == len(diagram.edges)
    by_name = dict(zip(names, boxes, strict=True))
    through = 0
    free: list[Points] = []
    for edge, path in zip(diagram.edges, paths, strict=True):
        own = {edge.source, edge.target}
        low, high = path.min(axis=0) - 60, path.max(axis=0) + 60
        through += any(
            _distance(box, path).min() < 1
            for name, box in by_name.items()
            if name not in own and low[0] < box[0] < high[0] and low[1] < box[1] < high[1]
        )
        near = np.min([_distance(by_name[name], path) for name in own], axis=0)
        free.append(path[near > 3])
    along = _along(free)
    return through, along


def _points(shape: Line | Curve) -> Points:
    if isinstance(shape, Line):
        start, end = np.array([shape.x1, shape.y1]), np.array([shape.x2, shape.y2])
        controls = np.array([start, start + (end - start) / 3, end - (end - start) / 3, end])
    else:
        controls = np.array(shape.points).reshape(4, 2)
    length = np.linalg.norm(np.diff(controls, axis=0), axis=1).sum()
    t = np.linspace(0, 1, max(8, int(length / STEP) + 1))[:, None]
    s = 1 - t
    a, b, c, d = controls
    return s**3 * a + 3 * s**2 * t * b + 3 * s * t**2 * c + t**3 * d


def _box(shape: Box | Circle) -> tuple[float, float, float, float]:
    if isinstance(shape, Circle):
        return shape.x, shape.y, 2 * shape.radius, 2 * shape.radius
    return shape.x + shape.width / 2, shape.y + shape.height / 2, shape.width, shape.height


def _distance(box: tuple[float, float, float, float], points: Points) -> Points:
    """From each point to a box with round sides, below 0 inside."""
    x, y, width, height = box
    dx = np.maximum(0, np.abs(points[:, 0] - x) - (width - height) / 2)
    return np.hypot(dx, points[:, 1] - y) - height / 2


def _along(paths: list[Points]) -> int:
    """How many paths are near another one over a length."""
    points = np.concatenate([*paths, np.empty((0, 2))])
    owner = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    pairs = KDTree(points).query_pairs(NEAR, output_type="ndarray")
    pairs = pairs[owner[pairs[:, 0]] != owner[pairs[:, 1]]]
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    near: dict[tuple[int, int], set[int]] = {}
    for k, n in pairs.tolist():
        near.setdefault((int(owner[k]), int(owner[n])), set()).add(k)
    return len({edge for (edge, _), found in near.items() if _longest(sorted(found), points)})


def _longest(found: list[int], points: Points) -> bool:
    run = 0.0
    for before, k in pairwise(found):
        step = float(np.hypot(*(points[k] - points[before])))
        run = run + step if step < 3 * STEP and k - before <= 2 else 0.0
        if run > LENGTH:
            return True
    return False
