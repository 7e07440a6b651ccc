"""The studio as a part of a Panel app: `document`, `circuit`, `values` and `energy` are parameters.

What a person does and what Python assigns both change all that follow from it, and then fire; a
watcher of one finds the others as they are by then.
"""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from qdesign.circuit import Circuit, values_for
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.importers import endings
from qdesign.kits import PANEL
from qdesign.session import Session
from qdesign.session.port import Settings
from qdesign.ui.bundle import BUNDLE, check_bundle
from qdesign.ui.page_fields import TRAITS, PageFields, gone_asks
from qdesign.ui.shown import circuit_in, circuit_of, document_of, known_values, lesson_in
from qdesign.ui.words import Wording, spoken

with PANEL.needed_by("The studio as an app"):
    import panel as pn
    import param
    from panel.custom import AnyWidgetComponent
    from panel.io.resources import LOCAL_DIST
    from param.parameterized import batch_call_watchers, discard_events

if TYPE_CHECKING:
    from qdesign.simulate.simulator import Simulator

_OWN: Final = ("document", "circuit", "values", "energy")


class _Shared(param.Parameter[Any]):
    """A parameter that others follow: assigning it goes by way of its studio."""

    def __set__(self, obj: Any, val: Any) -> None:
        if obj is None or obj.is_settling:
            super().__set__(obj, val)
        else:
            obj.assign(self.name, val)


class _Energy(_Shared):
    """Computed when it is read or watched: a slider that is dragged costs nothing else."""

    def __get__(self, obj: Any, objtype: Any = None) -> Any:
        return self if obj is None else obj.compute_energy()


class Studio(AnyWidgetComponent):
    """The studio as a Panel component.

    Attributes:
        document: the document shown; assign another to show it. It changes when a slider is let go.
        circuit: its circuit, None while it holds a diagram; assign a circuit to show it.
        values: radians by parameter name; assign a mapping or a sequence to move the sliders. They
            change while a slider is dragged.
        energy: the exact expectation of the document's observable; None where there is none, and
            where it is not computed live (diagrams, more than 20 qubits or `live_limit`).

    All four are parameters: `studio.param.watch(f, "values")`, `pn.bind(f, studio.param.energy)`.
    Of these `values` is bound as `studio.param["values"]`: Param has a method of that name. Every
    session of an app needs a studio of its own.

    Args:
        content: a circuit, diagram or document, of ours or of another library; empty when None.
        lesson: one to begin with, or its name or `.qlesson` file, in place of a drawing.
        name: of the document, shown in the toolbar.
        height: in px; None where `layout` says how high it is.
        settings: of the studio, such as `{"live_limit": 16}`.
        language: of its words, `"en"` or `"de"`; as the page's or the browser's when None.
        words: your own words by their English text, or a JSON file of them.
        layout: how Panel lays it out, such as `sizing_mode="stretch_width"`.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> studio = Studio(Circuit.of(1, "ry(a) 0"))
        >>> studio.values = {"a": 0.5}
        >>> studio.document.values
        {'a': 0.5}
    """

    document: Any = _Shared()
    circuit: Any = _Shared()
    values: Any = _Shared()
    energy: Any = _Energy()
    document_text: Any = param.String()
    document_name: Any = param.String(default="ansatz")
    parameter_values: Any = param.Dict(default={})
    saved_state: Any = param.String(default="saved")
    studio_settings: Any = param.Dict(default={})
    file_endings: Any = param.String()
    # Last, so that a page that hears of a change has all of it.
    document_changes: Any = param.Integer()
    values_changes: Any = param.Integer()

    _esm = BUNDLE
    _bundle = BUNDLE
    # Not told to the page, which has the fields of the port.
    _rename: ClassVar[Mapping[str, str | None]] = dict.fromkeys(_OWN)
    # A slider that is dragged must not wait for Panel's 50 ms.
    _priority_changes: ClassVar[list[str]] = ["parameter_values"]

    is_settling = True
    """Are parameters set together, without one setting the next?"""

    def __init__(
        self,
        content: Circuit | Diagram | Document | Any = None,
        *,
        lesson: Any = None,
        name: str = "ansatz",
        height: int | None = 640,
        settings: Mapping[str, Any] | None = None,
        language: str | None = None,
        words: Wording | None = None,
        **layout: Any,
    ) -> None:
        check_bundle()
        taught = lesson_in(content, lesson)
        document = taught.begun if taught else document_of(content)
        self._energies = _Energies()
        if height is not None:
            layout["height"] = height
        super().__init__(
            document=document,
            circuit=circuit_in(document),
            values=document.values,
            document_text=document.dumps(),
            document_name=name,
            parameter_values=document.values,
            studio_settings=spoken(settings, language=language, words=words),
            file_endings=",".join(endings()),
            **layout,
        )
        self.is_settling = False
        self._page: Any = pn.state.curdoc
        _keep_styles_here(self._page)
        self._session = Session(self._reply, lesson=taught)
        self._page_fields = PageFields(self._take, lambda message: self._reply(message, ()))

    def end(self) -> None:
        """Stops what the page asked for."""
        self._session.close()

    # What Python sets

    def assign(self, name: str, value: Any) -> None:
        """Sets one of the shared parameters and all that follow from it.

        Raises:
            QdesignError: nothing was changed.
        """
        if name == "document":
            if not isinstance(value, Document):
                raise InvalidRequest(
                    f"'document' takes a qdesign.Document, not {type(value).__name__}. "
                    "Assign a circuit to 'circuit'."
                )
            self._show(value)
        elif name == "circuit":
            self._show(self.document.with_body(circuit_of(value)))
        elif name == "values":
            values = values_for(self.document.body.parameters, value)
            changes = self.values_changes + 1
            self._page_fields.values_changes = changes
            self._settle(
                self.document.with_values(values),
                values,
                parameter_values=values,
                values_changes=changes,
            )
        else:
            raise InvalidRequest(
                "The energy follows from circuit, values and observable. Assign one of these."
            )

    def _show(self, document: Document) -> None:
        fields = self._page_fields
        fields.document_changes = self.document_changes + 1
        fields.values_changes = self.values_changes + 1
        self._settle(
            document,
            document.values,
            document_text=document.dumps(),
            parameter_values=document.values,
            document_changes=fields.document_changes,
            values_changes=fields.values_changes,
        )

    def _settle(self, document: Document, values: Mapping[str, float], **fields: Any) -> None:
        """Sets everything that a document and values say; watchers come after all of it."""
        wanted = {
            "document": document,
            "circuit": circuit_in(document),
            "values": dict(values),
            **fields,
        }
        is_watched = bool(self.param.watchers.get("energy", {}).get("value"))
        with batch_call_watchers(self):
            self.is_settling = True
            try:
                if is_watched:
                    # What it was until now, for Param to see whether it changes.
                    with discard_events(self):
                        self.energy = self.compute_energy()
                for name, value in wanted.items():
                    now = getattr(self, name)
                    if now is not value and now != value:
                        setattr(self, name, value)
                if is_watched:
                    self.energy = self.compute_energy()
            finally:
                self.is_settling = False

    def compute_energy(self) -> float | None:
        """The energy of what is shown."""
        most, limit = Settings().live_limit, self.studio_settings.get("live_limit")
        if isinstance(limit, int):
            most = min(most, limit)  # a page never makes the server compute more than by default
        return self._energies.of(self.document, self.values, max_qubits=most)

    # What the page sets

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data, dict):
            message = cast("dict[str, Any]", data)
            if self._page_fields.receive(message, lambda: str(self.document_text)):
                return
            answer = gone_asks(message, self._session.open_asks)
            if answer is not None:
                self._reply(answer, ())
                return
            self._session.receive(message)

    def _take(self, fields: dict[str, Any]) -> None:
        """Takes what a page put."""
        document, values = self.document, self.values
        if "document" in fields:
            document = Document.loads(fields["document"])  # refused before anything is changed
            if self._page_fields.is_late:
                kept = known_values(values, document)
                document = document.with_values({**document.values, **kept})
            values = {**document.values, **known_values(self.parameter_values, document)}
        values = {**values, **known_values(fields.get("values", {}), document)}
        # The page has them already; told to it, every edit would travel twice.
        with discard_events(self):
            for field, value in fields.items():
                setattr(self, TRAITS[field], value)
        self._settle(document, values)

    def _reply(self, reply: dict[str, Any], buffers: Sequence[bytes]) -> None:
        message = {**reply, "buffers": list(buffers)} if buffers else reply
        send = partial(self._send_msg, message)
        if self._page is None:
            send()
            return
        try:
            self._page.add_next_tick_callback(send)
        except AttributeError:
            # Bokeh has taken a page apart that is gone, and nobody is left to hear it.
            if self._page.session_context is not None:
                raise

    @property
    def _synced_params(self) -> list[str]:
        # Panel would watch the energy, and so have it computed.
        return [name for name in super()._synced_params if name not in _OWN]


def _keep_styles_here(page: Any) -> None:
    """Names where this server has Panel's styles.

    Panel does so when it writes a page. A session that takes the place of a lost one has none
    written, and its styles would come from the network.
    """
    if page is not None and page.session_context is not None:
        way = pn.state.rel_path
        page.template_variables.setdefault("dist_url", f"{way}/{LOCAL_DIST}" if way else LOCAL_DIST)


class _Energies:
    """Energies of one document after the other; a circuit is compiled once."""

    def __init__(self) -> None:
        self._of: tuple[Any, Any] = (None, None)
        self._simulator: Simulator | None = None
        self._last: tuple[Mapping[str, float] | None, float | None] = (None, None)

    def of(
        self, document: Document, values: Mapping[str, float], *, max_qubits: int
    ) -> float | None:
        circuit, observable = document.body, document.observable
        if not isinstance(circuit, Circuit) or observable is None:
            return None
        if circuit.num_qubits > max_qubits:
            return None
        if self._of[0] is not circuit or self._of[1] is not observable:
            self._of, self._simulator = (circuit, observable), _simulator(circuit, observable)
            self._last = (None, None)
        if self._last[0] != values:
            self._last = (dict(values), _expectation(self._simulator, values))
        return self._last[1]


def _simulator(circuit: Circuit, observable: Any) -> Simulator | None:
    from qdesign.simulate.simulator import Simulator

    try:
        return Simulator(circuit, observable)
    except QdesignError:
        return None  # the page says why


def _expectation(simulator: Simulator | None, values: Mapping[str, float]) -> float | None:
    try:
        return None if simulator is None else simulator.expectation(values)
    except QdesignError:
        return None
