"""Random proofs, and what each part of a step came from: the page must find the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.proofs.proof import Proof


def origin_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Documents with proofs, and of each part of one step the parts of another it came from."""
    gates = "rz({}) 0; t 0; cx 0 1; rx({}) 1; rzz({}) 1 2; h 2; cx 0 1; rz({}) 0; cz 1 2; t 2"
    for _ in range(count):
        proof = Proof(Circuit.of(3, gates.format(*rng.choices(("a", "b", "c"), k=4))))
        for _ in range(4):
            rule = rng.choice(("fuse", "change_color", "insert_identity", "phase_to_gadget"))
            found = proof.matches(rule) if isinstance(proof.body, Diagram) else ()
            if found:
                proof.apply(rule, rng.choice(found))
            elif isinstance(proof.body, Circuit):
                proof.to_diagram()
            elif rng.random() < 0.5:
                proof.simplify("clifford")
            else:
                proof.extract()
            if rng.random() < 0.3:
                proof.branch(rng.randrange(len(proof) + 1))
        steps = ["", *(step.id for step in proof.steps)]
        yield {
            "document": Document(proof.start).with_proof(proof).dumps(),
            "links": [
                {"earlier": a, "later": b, "origins": proof.origins(b, since=a)}
                for a, b in itertools.product(steps, steps)
            ],
        }
