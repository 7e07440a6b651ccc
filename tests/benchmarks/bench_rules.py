"""Rules on a selection of a ZX diagram, in Python and in a page's language, beside PyZX."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from qdesign.convert.pyzx import to_pyzx
from qdesign.diagram import Diagram, SpiderKind
from qdesign.document import Document
from qdesign.rows import rows as rows_of
from qdesign.zx.edit import Edit
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import explain, matches
from scripts.rule_cases import random_diagram
from tests.benchmarks.report import Row, interleaved, minimum_time

ROOT: Final = Path(__file__).parents[2]
LISTED: Final = {100: 20.0, 300: 50.0, 1000: 100.0}
"""Spiders, and the goal in milliseconds of the list of rules for a selection."""
MATCHED: Final = 50.0


def rows() -> Iterable[Row]:
    diagrams = {size: random_diagram(random.Random(size), spiders=size) for size in LISTED}
    selections = {size: _selections(made) for size, made in diagrams.items()}
    in_page = _in_node(diagrams, selections)
    for size, made in diagrams.items():
        times = [
            minimum_time(lambda d=made, s=s: explain(d, s), seconds=0.2) for s in selections[size]
        ]
        yield _listed("in Python", size, [1e3 * t for t in times])
        yield _listed("in the page", size, in_page[size]["explained"])
    large = diagrams[1000]
    names = [row.name for row in rows_of(RuleRow).values() if row.runs == "everywhere"]
    found = {n: 1e3 * minimum_time(lambda n=n: matches(large, n), seconds=0.1) for n in names}
    yield _matched("in Python", found)
    yield _matched("in the page", in_page[1000]["matches"])
    yield from _beside_pyzx(large)
    yield _fused()


def _selections(made: Diagram) -> list[tuple[str, ...]]:
    """Nothing, a spider, an edge, two joined spiders, one with many neighbors and those."""
    edit = Edit(made)
    busiest = max(edit.colored_names(), key=edit.degree)
    edge = made.edges[len(made.edges) // 2]
    near = [n for n in edit.neighbors(busiest) if edit.is_colored(n)]
    return [(), (busiest,), (edge.id,), (edge.source, edge.target), (busiest, *near)]


def _listed(where: str, size: int, times: list[float]) -> Row:
    return Row.at_most(
        f"list of all rules for a selection, {size:,} spiders, {where}: slowest of {len(times)}",
        goal=LISTED[size],
        measured=max(times),
        unit="ms",
    )


def _matched(where: str, found: dict[str, float]) -> Row:
    slowest = sorted(found, key=lambda name: -found[name])[:3]
    return Row.at_most(
        f"all matches of a rule, 1,000 spiders, {where}: slowest of {len(found)} rules",
        goal=MATCHED,
        measured=found[slowest[0]],
        unit="ms",
        note=", ".join(f"{name} {found[name]:.1f}" for name in slowest),
    )


def _beside_pyzx(made: Diagram) -> Iterator[Row]:
    from pyzx.rewrite_rules.bialgebra_rule import check_bialgebra
    from pyzx.rewrite_rules.fuse_rule import check_fuse
    from pyzx.rewrite_rules.hopf_rule import check_hopf

    graph = to_pyzx(made)
    for rule, check in (
        ("fuse", check_fuse),
        ("bialgebra", check_bialgebra),
        ("hopf", check_hopf),
    ):

        def theirs(check: Any = check) -> list[Any]:
            pairs = dict.fromkeys(tuple(sorted(graph.edge_st(e))) for e in graph.edges())
            return [(a, b) for a, b in pairs if a != b and check(graph, a, b)]

        times = interleaved({"ours": lambda r=rule: matches(made, r), "theirs": theirs})
        yield Row.at_most(
            f"all matches of {rule}, 1,000 spiders, over PyZX's check of every edge",
            goal=1,
            measured=times["ours"] / times["theirs"],
            note=f"{1e3 * times['ours']:.1f} ms, PyZX {1e3 * times['theirs']:.1f} ms",
        )


def _fused() -> Row:
    from qdesign.circuit import Circuit
    from qdesign.zx.translate import to_diagram

    made = to_diagram(Circuit.of(1, "; ".join(["rz(pi/4) 0"] * 1001)))
    names = [s.id for s in made.spiders if s.kind is not SpiderKind.BOUNDARY]
    random.Random(1).shuffle(names)
    change = rows_of(RuleRow)["fuse"].change
    seconds = minimum_time(lambda: change(Edit(made), names, {}))
    return Row.at_most("1,001 spiders fused at once", goal=50, measured=1e3 * seconds, unit="ms")


def _in_node(
    diagrams: dict[int, Diagram], selections: dict[int, list[tuple[str, ...]]]
) -> dict[int, Any]:
    cases = [
        {"document": Document(made).dumps(), "selections": selections[size]}
        for size, made in diagrams.items()
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cases.json"
        path.write_text(json.dumps(cases), "utf-8")
        done = subprocess.run(
            ["node", "bench/rules.mjs", str(path)],
            cwd=ROOT / "extension",
            capture_output=True,
            text=True,
            check=True,
        )
    return dict(zip(diagrams, json.loads(done.stdout), strict=True))
