"""The studio in a notebook: `qd.Studio(circuit)`, both ways, with plain sliders on demand."""

# Panel, ipywidgets and Jupyter's server are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import anywidget
import ipywidgets
import traitlets

from qdesign.circuit import Circuit, values_for
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.exporters.svg import svg
from qdesign.json_text import is_object
from qdesign.session import Session
from qdesign.ui.bundle import BUNDLE, check_bundle
from qdesign.ui.page_fields import TRAITS, PageFields, gone_asks
from qdesign.ui.plain_slider import PlainSlider
from qdesign.ui.shown import circuit_in, circuit_of, document_of, known_values, lesson_in
from qdesign.ui.subshells import keep_reachable
from qdesign.ui.words import Wording, spoken


class Studio(anywidget.AnyWidget):
    """The studio as a notebook widget.

    Attributes:
        document: the document shown; assign another to show it.
        circuit: its circuit, None while it holds a diagram; assign a circuit to show it.
        values: radians by parameter name; assign a mapping or a sequence to move the sliders.
            They change while a slider is dragged, the document when it is let go.

    `language` is that of its words, `"en"` or `"de"`; `words` are your own by their English text,
    or a JSON file of them (docs/languages.md).

    All three are traits: `studio.observe(f, "values")` calls `f` on every change.

    Example:
        >>> from qdesign.circuit import Circuit, values_for
        >>> studio = Studio(Circuit.of(1, "ry(a) 0"))
        >>> studio.values = {"a": 0.5}
        >>> studio.document.values, studio.sliders["a"].value
        ({'a': 0.5}, 0.5)
    """

    _esm = BUNDLE if BUNDLE.is_file() else ""
    document_text = traitlets.Unicode().tag(sync=True)
    document_name = traitlets.Unicode("ansatz").tag(sync=True)
    parameter_values = traitlets.Dict().tag(sync=True)
    saved_state = traitlets.Unicode("saved").tag(sync=True)
    studio_settings = traitlets.Dict().tag(sync=True)
    studio_height = traitlets.Int(640).tag(sync=True)
    document_place = traitlets.Unicode().tag(sync=True)
    document_changes = traitlets.Int().tag(sync=True)
    values_changes = traitlets.Int().tag(sync=True)
    revision = traitlets.Int().tag(sync=True)
    document = traitlets.Instance(Document)
    circuit = traitlets.Any()
    values = traitlets.Any({})

    def __init__(
        self,
        content: Circuit | Diagram | Document | Any = None,
        *,
        lesson: Any = None,
        name: str = "ansatz",
        height: int = 640,
        settings: Mapping[str, Any] | None = None,
        language: str | None = None,
        words: Wording | None = None,
    ) -> None:
        check_bundle()
        taught = lesson_in(content, lesson)
        document = taught.begun if taught else document_of(content)
        # Cells and pages each come in a thread of their own; nobody sees half of a change.
        self._lock = threading.RLock()
        self._quiet = True
        self._sliders: dict[str, PlainSlider] = {}
        super().__init__(
            document=document,
            document_text=document.dumps(),
            document_name=name,
            parameter_values=document.values,
            studio_settings=spoken(settings, language=language, words=words),
            studio_height=height,
            document_place=_place(name),
            circuit=circuit_in(document),
            values=document.values,
        )
        self._quiet = False
        self._session = Session(self._reply, lesson=taught)
        self._page_fields = PageFields(self._take, self._answer)
        self.on_msg(self._receive)
        keep_reachable(self.comm)

    # What Python sets

    def __setattr__(self, name: str, value: Any) -> None:
        """Sets one of the three whole: a page that draws meanwhile comes before or after it."""
        if name not in ("document", "circuit", "values"):
            super().__setattr__(name, value)
            return
        with self._lock:
            super().__setattr__(name, value)

    @traitlets.validate("document")
    def _check_document(self, proposal: Any) -> Document:
        return cast("Document", proposal["value"])

    @traitlets.validate("circuit")
    def _check_circuit(self, proposal: Any) -> Circuit | None:
        value = proposal["value"]
        if value is None or isinstance(value, Circuit):
            return value
        return circuit_of(value)

    @traitlets.validate("values")
    def _check_values(self, proposal: Any) -> dict[str, float]:
        given: Any = proposal["value"]
        if self._quiet:
            return {name: float(value) for name, value in given.items()}
        return values_for(self.document.body.parameters, given)

    @traitlets.observe("document")
    def _document_changed(self, change: Any) -> None:
        if not self._quiet:
            self._show(cast("Document", change["new"]))

    @traitlets.observe("circuit")
    def _circuit_changed(self, change: Any) -> None:
        if not self._quiet and change["new"] is not None:
            self.document = self.document.with_body(change["new"])

    @traitlets.observe("values")
    def _values_changed(self, change: Any) -> None:
        if self._quiet:
            return
        values = cast("dict[str, float]", change["new"])
        self._silently(
            document=self.document.with_values(values),
            parameter_values=values,
            values_changes=self.values_changes + 1,
        )
        self._move_sliders()

    # What the page sets

    @traitlets.observe("document_text")
    def _text_changed(self, change: Any) -> None:
        if self._quiet:
            return
        # The page may be further by now, so its sliders are read here and not written.
        document = Document.loads(change["new"])
        if self._page_fields.is_late:
            kept = known_values(cast("dict[str, float]", self.values), document)
            document = document.with_values({**document.values, **kept})
        self._silently(
            document=document,
            circuit=circuit_in(document),
            values={**document.values, **known_values(self.parameter_values, document)},
        )
        self._move_sliders()

    @traitlets.observe("parameter_values")
    def _page_values_changed(self, change: Any) -> None:
        if self._quiet:
            return
        self._silently(values={**self.values, **known_values(change["new"], self.document)})
        self._move_sliders()

    def _take(self, fields: dict[str, Any]) -> None:
        """Takes what a page put."""
        if "document" in fields:
            Document.loads(fields["document"])  # refused before anything is changed
        with self.hold_sync():
            self.revision += 1
            for field, trait in TRAITS.items():
                if field in fields:
                    self.set_trait(trait, fields[field])

    def set_state(self, sync_data: object) -> None:
        """What a page wrote past the puts of ours, as `jslink` does: the fields of a put alone."""
        state = sync_data if is_object(sync_data) else {}
        fields = {field: state[trait] for field, trait in TRAITS.items() if trait in state}
        with self._lock:
            if not self._page_fields.write(fields):
                self.send_state([*TRAITS.values()])

    def _handle_msg(self, msg: Any) -> None:
        # ipywidgets takes a message for what it should be, and ends in its own errors.
        data = msg["content"].get("data")
        if not is_object(data) or not isinstance(data.get("method"), str):
            return
        if data["method"] == "update":
            self.set_state(data.get("state"))
        else:
            super()._handle_msg(msg)

    def _show(self, document: Document) -> None:
        """Makes every trait say the same document."""
        self._page_fields.document_changes += 1
        self._silently(
            document_changes=self._page_fields.document_changes,
            values_changes=self.values_changes + 1,
            document=document,
            document_text=document.dumps(),
            circuit=circuit_in(document),
            values=document.values,
            parameter_values=document.values,
        )
        self._move_sliders()

    def _silently(self, **traits: Any) -> None:
        """Sets traits, with their events, without one setting the next."""
        with self._lock:
            quiet, self._quiet = self._quiet, True
            self._page_fields.values_changes = traits.get("values_changes", self.values_changes)
            try:
                with self.hold_trait_notifications(), self.hold_sync():
                    self.revision += 1
                    for name, value in traits.items():
                        self.set_trait(name, value)
            finally:
                self._quiet = quiet

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Any:
        """What pages are told, all of one revision: an older one is known as such."""
        with self._lock:
            return super().get_state(key=key, drop_defaults=drop_defaults)

    # Sliders

    @property
    def sliders(self) -> dict[str, ipywidgets.FloatSlider]:
        """A plain ipywidgets slider for every parameter, linked both ways, without rounding.

        Lay them out beside other widgets, or hand them to `interact(f, **studio.sliders)`.
        """
        for parameter in self.document.parameters:
            if parameter.name not in self._sliders:
                slider = PlainSlider(parameter, self.values[parameter.name])
                slider.observe(self._slider_moved, "value")
                self._sliders[parameter.name] = slider
        return {p.name: self._sliders[p.name] for p in self.document.parameters}

    def _slider_moved(self, change: Any) -> None:
        name = next((n for n, s in self._sliders.items() if s is change["owner"]), None)
        with self._lock:
            if name in self.values and self.values[name] != change["new"]:
                self.values = {**self.values, name: change["new"]}

    def _move_sliders(self) -> None:
        ranges = {parameter.name: parameter for parameter in self.document.parameters}
        for name, slider in self._sliders.items():
            value = self.values.get(name)
            if value is None or slider.value == value:
                continue
            parameter = ranges[name]
            low, high = min(parameter.low, value), max(parameter.high, value)
            with slider.hold_trait_notifications():
                slider.min, slider.max = min(low, slider.min), max(high, slider.max)
                slider.value = value

    # Asks

    def _receive(self, _: object, content: object, __: Sequence[Any]) -> None:
        with self._lock:
            if self._page_fields.receive(content, lambda: self.document_text):
                return
        answer = gone_asks(content, self._session.open_asks)
        if answer is not None:
            self.send(answer)
            return
        self._session.receive(content)

    def _answer(self, held: dict[str, Any]) -> None:
        self.send({**held, "revision": self.revision})

    def _reply(self, reply: dict[str, Any], buffers: Sequence[bytes]) -> None:
        self.send(reply, list(buffers))

    def close(self) -> None:
        """Takes the widget off every page and stops what it asked for."""
        # Also runs on what __init__ refused.
        session = self.__dict__.get("_session")
        if session is not None:
            session.close()
        super().close()

    # Saved output

    def __repr__(self) -> str:
        body = self.document.body
        plural = "" if isinstance(body, Circuit) and body.num_qubits == 1 else "s"
        what = f"{body.num_qubits} qubit{plural}" if isinstance(body, Circuit) else "diagram"
        count = len(body.parameters)
        return f"Studio({what}, {count} parameter{'' if count == 1 else 's'})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and for viewers without a kernel a picture of the document."""
        made: Any = super()._repr_mimebundle_(**kwargs)
        if made is None:
            return None
        data, metadata = made if isinstance(made, tuple) else (made, {})
        return {**data, "text/plain": repr(self), "image/svg+xml": svg(self.document.body)}, (
            metadata
        )


_made_by: dict[str, int] = {}
"""How many studios the run of a cell has made, by the message that runs it."""


def _place(name: str) -> str:
    """Where a studio is made: notebook, cell, the how manieth of the cell, name.

    The same when a cell is run again, in this kernel or in the next, so that a page finds what it
    drew there. Empty outside a kernel.
    """
    from IPython.core.getipython import get_ipython

    get_parent: Any = getattr(get_ipython(), "get_parent", None)
    parent: Any = get_parent() if callable(get_parent) else {}
    message = str(parent.get("header", {}).get("msg_id", ""))
    if not message:
        return ""
    cell = str(parent.get("metadata", {}).get("cellId", ""))
    count = _made_by.pop(message, 0) + 1
    _made_by.clear()
    _made_by[message] = count
    notebook = os.environ.get("JPY_SESSION_NAME") or str(Path.cwd())
    return "\n".join((notebook, cell, str(count), name))
