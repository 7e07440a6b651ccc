"""A proof: a body, and verified steps from it, each from the body of another; together a tree.

All that is done with a proof is one object's, so the file is long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, cast

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram
from qdesign.document import Document, body_json, read_body
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidDocument, InvalidRequest, QdesignError, RefusedRewrite
from qdesign.given import given_text
from qdesign.json_text import Place
from qdesign.proofs.changes import change_between, read_verdict, stored_verdict, with_change
from qdesign.proofs.checking import Checked, check_steps
from qdesign.proofs.lemma import Lemma
from qdesign.proofs.origins import origins_between
from qdesign.proofs.personal import lemma_names, load_lemma, readable_lemmas
from qdesign.proofs.replaying import replayed
from qdesign.reduction.simplify import simplify
from qdesign.rows import Value, catalog
from qdesign.shapes import check_shape
from qdesign.showing.tables import count
from qdesign.zx.bodies import diagram_of
from qdesign.zx.extraction import traced_extract
from qdesign.zx.laying import layout
from qdesign.zx.reduce import different_reason
from qdesign.zx.rulebook import Rewrite, Rule, everywhere, matches, rules, step
from qdesign.zx.tracing import circuit_origins, parts_of
from qdesign.zx.translate import traced_diagram
from qdesign.zx.verdict import Verdict

Body = Circuit | Diagram
Kind = Literal["rule", "strategy", "lemma", "edit", "extract", "diagram"]

_MOST_PLACES: Final = 2_000

START: Final = ""
"""The id that stands for the body that a proof begins with."""


@dataclass(frozen=True, slots=True)
class Step:
    """One verified rewrite.

    Attributes:
        id: unique in the proof.
        after: the step before; empty for the start.
        kind: what made it.
        rule: name of the rule, strategy or lemma.
        selection: where, as ids of the body before.
        options: what the rule was given besides.
        body: what it gave.
        verdict: on this body against the one before.
        origins: of spiders and gates that came or changed, those of the body before that went into
            them; one that is left out is itself where it was there before.
        name, group: what a person calls it, and steps that are shown as one.
        inner: of a strategy its own steps, with how often each.
    """

    id: str
    after: str
    kind: Kind
    rule: str
    selection: tuple[str, ...]
    body: Body
    verdict: Verdict
    options: Mapping[str, Value] = field(default_factory=dict[str, Value])
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    name: str = ""
    group: str = ""
    inner: tuple[tuple[str, int], ...] = ()

    @property
    def title(self) -> str:
        """What it is called, or the title of its rule."""
        if self.name or self.kind != "rule":
            return self.name or self.rule.removeprefix("lemma:")
        row = catalog("rule").get(self.rule)
        return row.title if row else self.rule

    def __repr__(self) -> str:
        return f"Step({self.id!r}, {self.title!r}, {self.verdict.words})"


class Proof:
    """Rewrites of a body, each verified when it is made; they can be checked again and replayed.

    Args:
        body: a circuit or a diagram, or what stands for one.

    Example:
        >>> from qdesign.zx.translate import to_diagram
        >>> proof = Proof(to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0")))
        >>> proof.apply("fuse", ["s1", "s2"])
        Step('p1', 'Fuse spiders', equal at 2 points)
        >>> proof.check().ok
        True
    """

    def __init__(self, body: object) -> None:
        self.start: Body = Document(as_body(body)).body
        self._goal: Body | None = None
        self.lemmas: dict[str, Lemma] = {}
        self.at = START
        self._steps: dict[str, Step] = {}
        # Stored lemmas that do not hold, with why; kept as they are.
        self._refused: dict[str, tuple[Any, str]] = {}

    # --- looking ----------------------------------------------------------------------------------

    @property
    def body(self) -> Body:
        """The body at the step that is shown."""
        return self._body(self.at)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order in which they were made."""
        return tuple(self._steps.values())

    @property
    def goal(self) -> Body | None:
        """The body that is to be reached; None where there is none."""
        return self._goal

    @goal.setter
    def goal(self, body: object) -> None:
        self._goal = None if body is None else as_body(body)

    @property
    def path(self) -> tuple[Step, ...]:
        """The steps that lead from the start to the one that is shown."""
        found: list[Step] = []
        at = self.at
        while at != START:
            found.append(self._steps[at])
            at = self._steps[at].after
        return tuple(reversed(found))

    @property
    def reached(self) -> bool:
        """Is the body that is shown the goal, spider by spider or gate by gate, up to ids?"""
        return self.goal is not None and _same(self.body, self.goal)

    def __repr__(self) -> str:
        return f"Proof({count(len(self._steps), 'step')}, at {self.at or 'the start'!r})"

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def origins(
        self, step: int | str | None = None, *, since: int | str = START
    ) -> dict[str, tuple[str, ...]]:
        """Of each spider or gate of a step, the parts of an earlier body that went into it.

        A part with no origin was put in; a part of the earlier body that nothing names cancelled,
        or went into edges.

        Args:
            step: the step that is shown where left out.
            since: the earlier one. One of another line is told through the body that both come
                from: what shares an origin there.
        """
        later = self.at if step is None else self._id(step)
        return origins_between(self, later, self._id(since))

    def rules(self, selection: Sequence[str] = ()) -> tuple[Rule, ...]:
        """The rules that apply at a selection of the body that is shown, then the lemmas.

        Lemmas of your rulebook that cannot be read are left out, which the log says.
        """
        own = [each for each in readable_lemmas() if each.name not in self.lemmas]
        lemmas = [*self.lemmas.values(), *own]
        return rules(diagram_of(self.body), selection, lemmas=lemmas)

    def matches(
        self, rule: str | Rule | Lemma, *, backwards: bool = False
    ) -> tuple[tuple[str, ...], ...]:
        """Every selection at which a rule or a lemma applies to the body that is shown."""
        meant, options = self._meant(rule, {"backwards": True} if backwards else {})
        return matches(diagram_of(self.body), meant, backwards=bool(options.get("backwards")))

    # --- going on ---------------------------------------------------------------------------------

    def apply(
        self, rule: str | Rule | Lemma, selection: Sequence[str] = (), **options: Value
    ) -> Step:
        """Take a rule, or a lemma of this proof as `lemma:NAME`, at a selection.

        Raises:
            InvalidRequest: a rule, a lemma, an option or an id that is not known.
            RefusedRewrite: it does not apply, with why; or its result does not verify.
        """
        meant, chosen = self._meant(rule, options)
        made = step(diagram_of(self.body), meant, selection, **chosen)
        if isinstance(meant, Lemma):
            self.lemmas[meant.name] = meant
            return self._took("lemma", made)
        return self._took("rule", made)

    def _meant(
        self, rule: object, options: Mapping[str, Value]
    ) -> tuple[str | Lemma, dict[str, Value]]:
        """The name of a rule, or a lemma, with all options."""
        if isinstance(rule, Rule):
            options = {**rule.options, **options}
            rule = rule.lemma or rule.name
        if isinstance(rule, str) and rule.startswith("lemma:"):
            rule = self._known(rule.removeprefix("lemma:"))
        if not isinstance(rule, (str, Lemma)):
            raise InvalidRequest(
                f"A rule is given by its name, or is a lemma, not {type(rule).__name__}."
            )
        return rule, dict(options)

    def _took(self, kind: Literal["rule", "lemma"], made: Rewrite) -> Step:
        verdict = made.verdict
        if verdict.equal is None:
            verdict = equivalent(self.body, made.diagram)
        return self._add(
            kind,
            made.rule,
            made.diagram,
            verdict,
            selection=made.selection,
            options=made.options,
            origins=made.origins,
        )

    def simplify(self, strategy: str = "full", **options: Any) -> Step:
        """Take a strategy of `qd.simplify` as one step; `inner` lists what it ran.

        Raises:
            RefusedRewrite: it finds nothing less.
        """
        before = self.body
        found = simplify(before, strategy, **options)
        if found.strategy == "input" or found.body == before:
            raise RefusedRewrite(f"The strategy '{strategy}' finds nothing less here.")
        inner: dict[str, int] = {}
        for run in found.steps:
            for rule, times in run.rules or ((run.name, 1),):
                inner[rule] = inner.get(rule, 0) + times
        body = Document(_placed(found.body, before)).body
        told = found.origins
        if isinstance(before, Circuit) and isinstance(body, Circuit):
            told = circuit_origins(before, body)
        return self._add(
            "strategy",
            strategy,
            body,
            found.verdict,
            inner=tuple(inner.items()),
            origins=told,
        )

    def everywhere(self, rule: str | Rule | Lemma, *, backwards: bool = False) -> Step:
        """Take a rule or a lemma at every place where it applies, again while there is less.

        All that is one step, of 2,000 places at most.

        Raises:
            InvalidRequest: a rule or a lemma that is not known.
            RefusedRewrite: it applies nowhere; or its result does not verify.
        """
        meant, options = self._meant(rule, {"backwards": True} if backwards else {})
        way = bool(options.get("backwards"))
        name = f"lemma:{meant.name}" if isinstance(meant, Lemma) else meant
        made, origins, taken = everywhere(
            diagram_of(self.body), meant, backwards=way, most=_MOST_PLACES
        )
        if not taken:
            raise RefusedRewrite(f"The rule '{name}' applies nowhere here.")
        verdict = equivalent(self.body, made)
        if verdict.equal is False:
            raise RefusedRewrite(
                f"The rule '{name}' gave something different here; the diagram stays as it was. "
                "Please report it."
            )
        if isinstance(meant, Lemma):
            self.lemmas[meant.name] = meant
        return self._add(
            "strategy",
            name,
            made,
            verdict,
            options={"backwards": True} if way else {},
            inner=((name, taken),),
            origins=origins,
        )

    def extract(self) -> Step:
        """Take the circuit of the diagram as a step.

        Raises:
            NotExtractable: the diagram has no circuit form.
            RefusedRewrite: the circuit is another map, with why.
        """
        if isinstance(self.body, Circuit):
            return self._add("extract", "extract", self.body, equivalent(self.body, self.body))
        made = traced_extract(self.body)
        verdict = equivalent(self.body, made.body)
        if verdict.equal is False:
            raise RefusedRewrite(different_reason(self.body))
        return self._add("extract", "extract", made.body, verdict, origins=made.origins)

    def to_diagram(self) -> Step:
        """Take the diagram of the circuit as a step."""
        if isinstance(self.body, Diagram):
            return self._add("diagram", "to_diagram", self.body, equivalent(self.body, self.body))
        made = traced_diagram(self.body)
        verdict = equivalent(self.body, made.body)
        return self._add("diagram", "to_diagram", made.body, verdict, origins=made.origins)

    def edit(self, body: object, name: str = "Edit") -> Step:
        """Put in a body that was drawn by hand; the verdict says whether it is equal."""
        made = as_body(body)
        return self._add("edit", name, made, equivalent(self.body, made))

    def told(
        self, rule: str, body: Diagram, verdict: Verdict, *, name: str = "", group: str = ""
    ) -> Step:
        """Add a step that another tool took and that was compared already."""
        made = self._add("strategy", rule, body, verdict)
        named = replace(made, name="" if name == rule else name, group=group)
        self._steps[made.id] = named
        return named

    def _known(self, name: str) -> Lemma:
        """A lemma of this proof, or of the person's rulebook."""
        if name in self.lemmas:
            return self.lemmas[name]
        if name in self._refused:
            raise RefusedRewrite(self._refused[name][1])
        own = lemma_names()
        if name in own:
            return load_lemma(name)
        known = ", ".join(dict.fromkeys((*self.lemmas, *own))) or "none yet"
        raise InvalidRequest(
            f"There is no lemma '{name[:60]}' in this proof or in your rulebook: {known}."
        )

    def _add(self, kind: Kind, rule: str, body: Body, verdict: Verdict, **facts: Any) -> Step:
        body = Document(body).body  # with ids and columns, as it will be saved
        if isinstance(self.body, Circuit) and kind in ("rule", "lemma"):
            self.to_diagram()  # what is selected names spiders of it
        origins = facts.pop("origins", {})
        facts["origins"] = {
            name: tuple(origins[name])
            for name in parts_of(body)
            if name in origins and tuple(origins[name]) != (name,)
        }
        number = len(self._steps) + 1
        while f"p{number}" in self._steps:
            number += 1
        made = Step(
            f"p{number}", self.at, kind, rule, facts.pop("selection", ()), body, verdict, **facts
        )
        self._steps[made.id] = made
        self.at = made.id
        return made

    # --- moving about -----------------------------------------------------------------------------

    def go(self, step: int | str) -> Proof:
        """Show a step, by its place in `steps` counted from 1 or by its id; 0 is the start."""
        self.at = self._id(step)
        return self

    def branch(self, step: int | str) -> Proof:
        """Go to a step, from which the next one leads elsewhere; what followed it stays."""
        return self.go(step)

    def rename(self, step: int | str, name: str) -> None:
        """Call a step by a name."""
        name = given_text(name, "The name of a step")
        at = self._id(step)
        if at == START:
            raise InvalidRequest("The start has no name of its own. Name a step.")
        self._steps[at] = replace(self._steps[at], name=name)

    def group(self, first: int | str, last: int | str, name: str) -> None:
        """Show the steps of a run as one."""
        name = given_text(name, "The name of a group")
        for each in self._run(first, last):
            self._steps[each.id] = replace(each, group=name)

    def lemma(self, first: int | str, last: int | str, name: str) -> Lemma:
        """Make a lemma of what a run of steps changes: before the first, and after the last.

        Raises:
            InvalidRequest: no such run, or its bodies are no diagrams.
        """
        run = self._run(first, last)
        before = self._body(run[0].after)
        made = Lemma.of_change(before, run[-1].body, name=name)
        self.lemmas[made.name] = made
        return made

    def _run(self, first: int | str, last: int | str) -> list[Step]:
        begin, at = self._id(first), self._id(last)
        found: list[Step] = []
        while at != START:
            found.append(self._steps[at])
            if at == begin:
                return found[::-1]
            at = self._steps[at].after
        raise InvalidRequest(
            f"No run of steps leads from {first!r} to {last!r}. Choose two of one line."
        )

    def _id(self, step: int | str) -> str:
        if isinstance(step, int) and not isinstance(step, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            ids = [START, *self._steps]
            if 0 <= step < len(ids):
                return ids[step]
            raise InvalidRequest(f"There is no step {step}; there are 0 to {len(ids) - 1}.")
        if isinstance(step, str) and (step == START or step in self._steps):
            return step
        raise InvalidRequest(f"There is no step '{str(step)[:40]}' in this proof.")

    def body_at(self, step: int | str) -> Body:
        """The body at a step; 0 is the start."""
        return self._body(self._id(step))

    def _body(self, at: str) -> Body:
        return self.start if at == START else self._steps[at].body

    # --- checking and telling ---------------------------------------------------------------------

    def check(self, progress: Callable[[float], None] | None = None) -> Checked:
        """Verify every step again; nothing that a step says of itself is believed.

        Maps are compared by code that shares none with the rulebook, and each rule is taken again
        at its selection, which has to give the same body.

        Returns:
            What was found of each step; `.ok` where all hold, `.failed` with the ids of the others.
        """
        return Proof.check_stored(self.to_dict(), progress)

    @staticmethod
    def check_stored(
        data: Mapping[str, Any], progress: Callable[[float], None] | None = None
    ) -> Checked:
        """As `check`, of a proof as documents have it, also where it does not hang together.

        Raises:
            InvalidDocument: it has not the shape of a proof; with the place.
        """
        check_shape(Place(data, "/proof"), "Proof")
        found = check_steps(data, progress=progress)
        try:
            read = Proof.from_dict(data)
        except QdesignError as error:
            return found if found.wrong else found.with_replay({"": str(error)}, {})
        wrong, unknown = replayed(read.steps, read._body, read._lemma_or_why)
        for name, (_, why) in read._refused.items():
            wrong.setdefault(f"lemma:{name}", why)
        return found.with_replay(wrong, unknown)

    def _lemma_or_why(self, name: str) -> Lemma | str:
        try:
            return self._known(name)
        except InvalidRequest:
            return f"the lemma '{name}' is not in this document or in your rulebook"
        except QdesignError as error:
            return str(error)

    def to_tikz(self) -> str:
        """The steps to the one that is shown as pictures, joined by `=` with the rule above."""
        from qdesign.proofs.pictures import tikz_text

        return tikz_text(self)

    def to_python(self) -> str:
        """A program that makes the proof again, step by step, and checks it."""
        text = Document(self.start).dumps()
        places = {START: 0, **{each: k for k, each in enumerate(self._steps, 1)}}
        lines = [
            '"""A proof, made again step by step."""',
            "",
            "import qdesign as qd",
            "",
            f"START = {text!r}",
            "",
            "proof = qd.zx.Proof(qd.Document.loads(START).body)",
        ]
        for name in dict.fromkeys(s.rule for s in self.steps if _is_lemma(s.rule)):
            known = self._lemma_or_why(name.removeprefix("lemma:"))
            if isinstance(known, Lemma):
                sides = (f"qd.Document.loads({Document(d).dumps()!r}).body" for d in known.sides)
                lines.append(
                    f"proof.lemmas[{known.name!r}] = qd.zx.Lemma({', '.join(sides)}, "
                    f"name={known.name!r})"
                )
        at = START
        for each in self.steps:
            if each.after != at:
                lines.append(f"proof.branch({places[each.after]})")
            none = each.kind == "strategy" and each.body == self._body(each.after)
            lines.append(_edited(each) if none else _call(each))
            at = each.id
        lines += ["", "checked = proof.check()", "print(checked)", "assert checked.ok"]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        from qdesign.proofs.pictures import film

        return film(self)

    # --- keeping ----------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The proof as JSON of a document."""
        data: dict[str, Any] = {"start": body_json(self.start)}
        data["steps"] = {each.id: self._stored(each) for each in self.steps}
        if self.goal is not None:
            data["goal"] = body_json(self.goal)
        lemmas: dict[str, Any] = {name: stored for name, (stored, _) in self._refused.items()}
        lemmas |= {name: lemma.to_dict() for name, lemma in self.lemmas.items()}
        if lemmas:
            data["lemmas"] = lemmas
        if self.at != START:
            data["current"] = self.at
        return data

    def _stored(self, each: Step) -> dict[str, Any]:
        data: dict[str, Any] = {"after": each.after} if each.after != START else {}
        data |= {"kind": each.kind, "rule": each.rule, "selection": list(each.selection)}
        if each.options:
            data["options"] = dict(each.options)
        change = change_between(self._body(each.after), each.body)
        data |= {"body": body_json(each.body)} if change is None else {"change": change}
        if each.origins:
            data["origins"] = {name: list(ids) for name, ids in each.origins.items()}
        data["verdict"] = stored_verdict(each.verdict)
        for key in ("name", "group"):
            if getattr(each, key):
                data[key] = getattr(each, key)
        if each.inner:
            data["inner"] = [{"rule": rule, "count": number} for rule, number in each.inner]
        return data

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Proof:
        """The proof that JSON of a document holds.

        Raises:
            InvalidDocument: a step follows one that is not there before it, or does not fit.
        """
        made = Proof(read_body(data["start"], "/proof/start"))
        for name, stored in data["steps"].items():
            path = f"/proof/steps/{name}"
            after = stored.get("after", START)
            if after != START and after not in made._steps:
                raise InvalidDocument(
                    f"At {path}: it follows '{after[:40]}', which is no step before."
                )
            before = made._body(after)
            if "body" in stored:
                body = read_body(stored["body"], f"{path}/body")
            else:
                body = with_change(before, stored.get("change", {}), f"{path}/change")
            made._steps[name] = Step(
                name,
                after,
                cast("Kind", stored.get("kind", "rule")),
                stored["rule"],
                tuple(stored["selection"]),
                body,
                read_verdict(stored["verdict"]),
                options=stored.get("options", {}),
                origins={key: tuple(ids) for key, ids in stored.get("origins", {}).items()},
                name=stored.get("name", ""),
                group=stored.get("group", ""),
                inner=tuple((each["rule"], each["count"]) for each in stored.get("inner", ())),
            )
        made.at = made._id(data.get("current", START))
        if "goal" in data:
            made.goal = read_body(data["goal"], "/proof/goal")
        for name, stored in data.get("lemmas", {}).items():
            try:
                made.lemmas[name] = Lemma.from_dict(name, stored)
            except (InvalidRequest, RefusedRewrite) as error:
                made._refused[name] = (stored, str(error))
        return made


def _placed(body: Body, before: Body) -> Body:
    """A diagram with what stays where it stood, and all else beside it."""
    if not isinstance(body, Diagram) or not isinstance(before, Diagram):
        return body
    stood = before.by_id
    kept = [
        replace(each, x=stood[each.id].x, y=stood[each.id].y) if each.id in stood else each
        for each in body.spiders
    ]
    return layout(body.with_spiders(kept), keep=[each.id for each in kept if each.id in stood])


def _call(each: Step) -> str:
    """The line of Python that makes a step."""
    options = "".join(f", {name}={value!r}" for name, value in each.options.items())
    if each.kind in ("rule", "lemma"):
        return f"proof.apply({each.rule!r}, {list(each.selection)!r}{options})"
    if each.kind == "strategy" and (each.rule in catalog("rule") or _is_lemma(each.rule)):
        return f"proof.everywhere({each.rule!r}{options})"
    if each.kind == "strategy" and each.rule in catalog("strategy"):
        return f"proof.simplify({each.rule!r})"
    if each.kind == "strategy":
        return _edited(each)
    if each.kind == "extract":
        return "proof.extract()"
    if each.kind == "diagram":
        return "proof.to_diagram()"
    return _edited(each)


def _is_lemma(rule: str) -> bool:
    return rule.startswith("lemma:")


def _edited(each: Step) -> str:
    return f"proof.edit(qd.Document.loads({Document(each.body).dumps()!r}).body, {each.rule!r})"


def _same(a: Body, b: Body) -> bool:
    """Are two bodies one drawing, up to ids and places?"""
    if isinstance(a, Diagram) and isinstance(b, Diagram):
        import networkx

        nx: Any = networkx
        return nx.vf2pp_is_isomorphic(_labeled(a), _labeled(b), node_label="label")
    if isinstance(a, Circuit) and isinstance(b, Circuit):
        return _gates(a) == _gates(b)
    return False


def _gates(body: Circuit) -> list[Any]:
    data = cast("dict[str, Any]", body_json(body))
    return list(data["operations"].values())


def _labeled(diagram: Diagram) -> Any:
    """A graph without loops and parallel edges: edges stand in it as nodes."""
    import networkx

    nx: Any = networkx
    graph = nx.Graph()
    ends = {name: f"in {k}" for k, name in enumerate(diagram.inputs)}
    ends |= {name: f"out {k}" for k, name in enumerate(diagram.outputs)}
    for spider in diagram.spiders:
        said = ends.get(spider.id) or f"{spider.kind.value} {spider.phase}"
        graph.add_node(("spider", spider.id), label=said)
    for edge in diagram.edges:
        graph.add_node(("edge", edge.id), label=f"edge {edge.kind.value}")
        graph.add_edge(("edge", edge.id), ("spider", edge.source))
        graph.add_edge(("edge", edge.id), ("spider", edge.target))
    return graph
