"""`qdesign check`: the proof of a document, every step verified again."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import print_json, progress_line
from qdesign.cli.reading import open_file

if TYPE_CHECKING:
    from qdesign.proofs.checking import Checked


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.document import body_json
    from qdesign.errors import InvalidRequest
    from qdesign.proofs.checking import check_current
    from qdesign.proofs.naming import film_numbers, rule_title
    from qdesign.proofs.proof import Proof

    document = open_file(options.file)
    stored = document.kept.get("proof")
    if stored is None:
        raise InvalidRequest(f"{options.file} holds no proof. Begin one in the studio with Prove.")
    with progress_line(quiet=options.json) as progress:
        found = Proof.check_stored(stored.data, progress)
    shown = check_current(stored.data, body_json(document.body))
    steps = stored.data["steps"]
    if options.json:
        told = [
            {
                "id": name,
                "rule": step["rule"],
                "verdict": str(found.verdicts.get(name, "not checked")),
                "wrong": found.wrong.get(name, ""),
            }
            for name, step in steps.items()
        ]
        print_json({"ok": found.ok and not shown, "steps": told, "shown": shown})
        return _status(found, shown)
    numbers = film_numbers({name: step.get("after", "") for name, step in steps.items()})
    for name, step in steps.items():
        wrong = found.wrong.get(name)
        sign = "✗" if wrong else "✓" if found.verdicts[name].equal is not None else "?"
        title = step.get("name") or rule_title(step["rule"])
        print(f"{sign} {numbers[name]:<5} {title:<24} {wrong or found.verdicts[name]}")
    for name in found.wrong.keys() - steps.keys():
        print(f"✗ {name or 'the proof'}: {found.wrong[name]}")
    if shown:
        print(f"✗ {shown}")
    print(found, file=sys.stderr if not found.ok else sys.stdout)
    return _status(found, shown)


def _status(found: Checked, shown: str) -> int:
    if shown or not found.ok:
        return 1
    return 3 if found.unknown else 0


CHECK = Command(
    name="check",
    about="every step of a proof again: 0 all hold, 1 one fails, 3 unknown",
    declare=_declare,
    run=_run,
)
