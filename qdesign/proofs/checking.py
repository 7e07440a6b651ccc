"""The steps of a stored proof → what is wrong with each; shares no code with the rulebook.

Changes are put in and parts are cut out here once more, from the stored JSON. What changed, with
what stands beside it, is compared as a map; where that does not decide, the whole bodies are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import read_body
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidDocument, QdesignError
from qdesign.proofs.maps import apart, as_tensor, proved_equal
from qdesign.showing.tables import count
from qdesign.zx.verdict import EQUAL, Verdict

Json = Mapping[str, Any]
Body = Circuit | Diagram

_MOST_LEGS: Final = 13
_POINTS: Final = 3
_PROVED: Final = "PyZX reduces a∘b† and a∘a† to wires"
_SEED: Final = 20_261_127


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a proof found.

    Attributes:
        verdicts: of each step, on its body against the one before.
        wrong: of each step that does not hold, why; and of each lemma, as `lemma:NAME`.
    """

    verdicts: Mapping[str, Verdict]
    wrong: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Do all steps hold?"""
        return not self.wrong

    @property
    def unknown(self) -> tuple[str, ...]:
        """The steps of which it is not known whether they hold."""
        return tuple(n for n, v in self.verdicts.items() if v.equal is None and n not in self.wrong)

    @property
    def failed(self) -> tuple[str, ...]:
        """The steps that do not hold."""
        return tuple(self.wrong)

    def with_replay(self, wrong: Mapping[str, str], unknown: Mapping[str, str]) -> Checked:
        """What was found, with steps whose rule gives something else, or is not here."""
        verdicts = {**self.verdicts, **{n: Verdict(None, why) for n, why in unknown.items()}}
        return Checked(verdicts, {**wrong, **self.wrong})

    def __str__(self) -> str:
        steps = count(len(self.verdicts), "step")
        if self.ok:
            unknown = len(self.unknown)
            if unknown and unknown == len(self.verdicts):
                return f"{steps}: unknown whether {'it holds' if unknown == 1 else 'they hold'}"
            rest = f", {unknown} of them unknown" if unknown else ""
            verb = "holds" if len(self.verdicts) == 1 else "hold"
            return f"{steps} {verb}{rest}"
        first, why = next(iter(self.wrong.items()))
        if first not in self.verdicts:
            return f"{steps}, of which something does not hold; {first or 'the whole'}: {why}"
        verb = "does" if len(self.wrong) == 1 else "do"
        failed = count(len(self.wrong), "step")
        return f"{failed} of {len(self.verdicts)} {verb} not hold; step {first}: {why}"


def check_steps(data: Json, progress: Callable[[float], None] | None = None) -> Checked:
    """Verify every step of a stored proof against the body that it follows."""
    bodies: dict[str, Json] = {"": cast("Json", data["start"])}
    verdicts: dict[str, Verdict] = {}
    wrong: dict[str, str] = {}
    steps = cast("Mapping[str, Json]", data["steps"])
    for number, (name, stored) in enumerate(steps.items()):
        before = bodies.get(cast("str", stored.get("after", "")))
        if before is None:
            wrong[name] = f"it follows '{stored.get('after')}', which is no step before it"
            continue
        try:
            after = _after(before, stored)
            verdict = _compared(before, after, stored)
        except QdesignError as error:
            wrong[name] = str(error)
            continue
        bodies[name] = after
        verdicts[name] = verdict
        why = _claims(stored, verdict) or _place(before, after, stored)
        if why:
            wrong[name] = why
        if progress is not None:
            progress((number + 1) / len(steps))
    return Checked(verdicts, wrong)


def check_current(data: Json, body: Json) -> str:
    """Why a document's body is not the one that its proof shows; empty where it is."""
    at = cast("str", data.get("current", ""))
    bodies: dict[str, Json] = {"": cast("Json", data["start"])}
    try:
        for name, stored in cast("Mapping[str, Json]", data["steps"]).items():
            bodies[name] = _after(bodies[cast("str", stored.get("after", ""))], stored)
        shown = read_body(bodies[at])
        return "" if shown == read_body(body) else "the drawing is not the body at the step shown"
    except (KeyError, QdesignError):
        return "the step that is shown cannot be made"


def _after(before: Json, stored: Json) -> Json:
    if "body" in stored:
        return cast("Json", stored["body"])
    change = cast("Json", stored.get("change", {}))
    made: dict[str, Any] = {"kind": "diagram"}
    for kind in ("spiders", "edges"):
        items = dict(cast("Json", before.get(kind, {})))
        for name in change.get(f"gone_{kind}", ()):
            if items.pop(name, None) is None:
                raise InvalidDocument(f"'{str(name)[:40]}' goes, and is not in the body before")
        items.update(change.get(kind, {}))
        made[kind] = items
    for kind in ("inputs", "outputs", "booleans"):
        listed = change.get(kind, before.get(kind, []))
        if listed or kind != "booleans":
            made[kind] = listed
    return made


# --- maps -----------------------------------------------------------------------------------------


def _compared(before: Json, after: Json, stored: Json) -> Verdict:
    a, b = read_body(before), read_body(after)
    if isinstance(a, Diagram) and isinstance(b, Diagram):
        region = _region(before, after, cast("Iterable[str]", stored["selection"]))
        if region is not None:
            verdict = _of_parts(_cut(before, region), _cut(after, region))
            if verdict is not None:
                exact = verdict.is_exact or not proved_equal(a, b)
                return verdict if exact else Verdict(True, _PROVED, is_exact=True)
    return equivalent(a, b, seed=_SEED)


def _region(before: Json, after: Json, selection: Iterable[str]) -> set[str] | None:
    """What differs or is selected, with all beside it; None where ports differ."""
    if any(before.get(k, []) != after.get(k, []) for k in ("inputs", "outputs")):
        return None
    found = {n for n in selection if n in before["spiders"]}
    for body, other in ((before, after), (after, before)):
        for name, spider in body["spiders"].items():
            twin = other["spiders"].get(name)
            if twin is None or _meaning(twin) != _meaning(spider):
                found.add(name)
        for name, edge in body["edges"].items():
            if other["edges"].get(name) != edge:
                found.update((edge["source"], edge["target"]))
    around = set(found)
    for body in (before, after):
        for edge in body["edges"].values():
            ends = (edge["source"], edge["target"])
            if found.intersection(ends):
                around.update(ends)
    return around


def _meaning(spider: Json) -> tuple[Any, Any]:
    return spider["kind"], spider.get("phase", "0")


def _cut(body: Json, region: set[str]) -> Diagram:
    """The region with its ports and its edges to the rest as outputs, in the order of their ids."""
    spiders = {n: s for n, s in body["spiders"].items() if n in region}
    outputs = [n for n, s in spiders.items() if s["kind"] == "boundary"]
    edges: dict[str, Any] = {}
    for name, edge in sorted(body["edges"].items()):
        inside = [edge[end] in region for end in ("source", "target")]
        if all(inside):
            edges[name] = edge
        elif any(inside):
            leg = f"leg {name}"
            spiders[leg] = {"kind": "boundary", "x": 0, "y": 0}
            edges[name] = {**edge, "target" if inside[0] else "source": leg}
            outputs.append(leg)
    data: dict[str, Any] = {"kind": "diagram", "spiders": spiders, "edges": edges}
    data |= {"inputs": [], "outputs": sorted(outputs)}
    if body.get("booleans"):
        data["booleans"] = body["booleans"]
    return cast("Diagram", read_body(data))


def _of_parts(a: Diagram, b: Diagram) -> Verdict | None:
    """Equal, where the parts are; None where that is not found, which says nothing of the whole."""
    if a.outputs != b.outputs or len(a.outputs) > _MOST_LEGS:
        return None
    names = tuple(dict.fromkeys((*a.parameters, *b.parameters)))
    booleans = sorted({*a.booleans, *b.booleans})
    rng = np.random.default_rng(_SEED)
    worst = 0.0
    points = _POINTS if names else 1
    for _ in range(points):
        bits = {name: Angle.of(float(rng.integers(2))) for name in booleans}
        first, second = a.substitute(bits), b.substitute(bits)
        values = {name: float(rng.uniform(-7, 7)) for name in names}
        one, other = as_tensor(first, values), as_tensor(second, values)
        if one is None or other is None:
            return None
        worst = max(worst, apart(one, other))
        if worst > EQUAL:
            return None
    how = "the part that changes with what stands beside it, as a map"
    return Verdict(True, how, 0 if not names else points, worst, is_exact=not names)


# --- what a step says of itself -------------------------------------------------------------------


def _claims(stored: Json, verdict: Verdict) -> str:
    said = stored["verdict"]["equal"]
    if verdict.equal is None:
        return ""
    if verdict.equal is False:  # also where it says so itself, as an edit may
        return f"the map is another one ({verdict})"
    if (said == "equal") is not verdict.equal and said != "unknown":
        return f"it says '{said}', and is not ({verdict})"
    return ""


def _place(before: Json, after: Json, stored: Json) -> str:
    """Why a step's selection is not where it changed something; empty where it is."""
    selection = cast("list[str]", stored["selection"])
    if stored.get("kind", "rule") not in ("rule", "lemma") or not selection:
        return ""
    ids = {**before.get("spiders", {}), **before.get("edges", {})}
    for name in selection:
        if name not in ids:
            return f"it names '{str(name)[:40]}', which is not in the body before"
    for name, roots in cast("Mapping[str, list[str]]", stored.get("origins", {})).items():
        if name not in after["spiders"] or any(root not in before["spiders"] for root in roots):
            return f"its origins of '{name[:40]}' name what is not there"
    touched = {
        name
        for kind in ("spiders", "edges")
        for body, other in ((before, after), (after, before))
        for name, data in body.get(kind, {}).items()
        if other.get(kind, {}).get(name) != data
    }
    ends = {
        end
        for body in (before, after)
        for name, edge in body.get("edges", {}).items()
        if name in touched
        for end in (edge["source"], edge["target"])
    }
    if touched and not any(name in touched or name in ends for name in selection):
        return (
            f"nothing changed at {', '.join(selection[:4])}, where it says that the rule was taken"
        )
    return ""
