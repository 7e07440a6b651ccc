"""`qdesign demo`: the whole main job on a built-in ansatz, step by step."""

from __future__ import annotations

import argparse

from qdesign.cli.parser import Command


def _run(options: argparse.Namespace) -> int:
    from qdesign.demo import run

    run()
    return 0


DEMO = Command(
    name="demo",
    about="the whole main job on a built-in ansatz, step by step",
    run=_run,
)
