"""What the apps share: forms made of options, an address that holds them, work beside the page."""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from qdesign.errors import QdesignError
from qdesign.kits import PANEL, PLOTLY
from qdesign.rows import Option, Value

with PANEL.needed_by("An app"):
    import panel as pn

    from qdesign.ui.door import shut_autoload, shut_components

_T = TypeVar("_T")

_MOST_ADDRESS: Final = 6_000
"""Characters of an address that every server and browser takes."""

_STYLE: Final = """
html, body { margin: 0; color-scheme: light dark; }
body { background: light-dark(#ffffff, #14171c); color: light-dark(#1a1f26, #e7eaee);
  font: 13px/1.45 Inter, system-ui, sans-serif; }
body:not(:has(> [data-root-id]:not(:empty)))::before {
  content: "Loading…"; display: block; padding: 18px 22px; }
"""

SHEET: Final = """
:host { color: light-dark(#1a1f26, #e7eaee); font: 13px/1.45 Inter, system-ui, sans-serif; }
label, .bk-label { color: light-dark(#515c68, #a9b3be); font-size: 12px; }
.bk-input { background-color: light-dark(#ffffff, #242a32); color: inherit; border-radius: 6px;
  border: 1px solid light-dark(#c9d0d8, #434d59); }
.bk-input:focus { border-color: light-dark(#2b57d9, #86a8ff); outline: none;
  box-shadow: 0 0 0 2px light-dark(#a9bdf3, #4a63a8); }
select.bk-input:not([multiple]) option { background: light-dark(#ffffff, #242a32); }
select.bk-input[multiple] option { padding: 2px 6px; border-radius: 4px; color: inherit; }
select.bk-input[multiple] option:checked { color: light-dark(#1a1f26, #e7eaee);
  background: linear-gradient(light-dark(#d3dffb, #35477a), light-dark(#d3dffb, #35477a)); }
:host .bk-btn { border-radius: 6px; border: 1px solid light-dark(#c9d0d8, #434d59) !important;
  background: light-dark(#ffffff, #242a32) !important; color: inherit !important;
  font-weight: 500; box-shadow: none; }
:host .bk-btn:hover { background: light-dark(#eceff3, #2a313a) !important; }
.bk-btn:focus-visible { outline: 2px solid light-dark(#2b57d9, #86a8ff); outline-offset: 1px; }
:host .bk-btn.bk-btn-primary { background: light-dark(#2b57d9, #86a8ff) !important;
  border-color: transparent !important; color: light-dark(#ffffff, #0d1426) !important; }
.bk-btn[disabled] { opacity: .5; }
h1 { font-size: 17px; margin: 0 0 2px; font-weight: 600; }
h2 { font-size: 12px; margin: 10px 0 2px; font-weight: 600; color: light-dark(#515c68, #a9b3be); }
p { margin: 2px 0; }
small, .quiet { color: light-dark(#515c68, #a9b3be); font-size: 12px; }
.ok { color: light-dark(#13683a, #7fd8a0); }
.wrong { color: light-dark(#a81e22, #ff9a94); }
.number { font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 3px 8px; white-space: nowrap;
  border-bottom: 1px solid light-dark(#e2e6ea, #2b323b); }
th { color: light-dark(#515c68, #a9b3be); font-weight: 500; }
th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; }
progress { width: 100%; height: 6px; accent-color: light-dark(#2b57d9, #86a8ff); }
"""
"""The studio's colors, light and dark as the page is, inside Panel's parts."""

_SIDE: Final = 300
_INK: Final = "#6b7685"  # read on a white and on a black page
_GRID: Final = "rgba(128, 128, 128, 0.25)"


def is_served(name: str) -> bool:
    """Is a file with this `__name__` what `panel serve` runs, and not imported?"""
    return name.startswith("bokeh_app_")


def begin() -> None:
    """Sets up the page of one session."""
    shut_autoload()
    shut_components()
    log = logging.getLogger("bokeh.server.views.ws")
    if _heard_by_somebody not in log.filters:
        log.addFilter(_heard_by_somebody)
    pn.extension("plotly", raw_css=[_STYLE])


def _heard_by_somebody(record: logging.LogRecord) -> bool:
    """Leaves out that a page was closed while it was told something: it wants to hear no more."""
    return "connection was closed" not in record.getMessage()


def signed(number: float, form: str = ".6f") -> str:
    """A number as text, with a true minus."""
    return f"{number:{form}}".replace("-", "−")


def when(part: Any, names: Sequence[str], call: Callable[[], None]) -> None:
    """Calls where a parameter of a Panel part changes."""

    def changed(_: object) -> None:
        call()

    part.param.watch(changed, list(names))


def html(text: str, **layout: Any) -> pn.pane.HTML:
    """A text with tags; what comes from people is escaped before."""
    layout.setdefault("margin", (0, 0))
    layout.setdefault("sizing_mode", "stretch_width")
    return pn.pane.HTML(text, stylesheets=[SHEET], **layout)


def chart(**layout: Any) -> pn.pane.Plotly:
    """A place for a Plotly figure."""
    layout.setdefault("sizing_mode", "stretch_width")
    config = {"displaylogo": False, "responsive": True, "modeBarButtonsToRemove": ["lasso2d"]}
    return pn.pane.Plotly(None, config=config, **layout)


def figure(traces: Sequence[Any], *, title: str, labels: tuple[str, str], height: int) -> Any:
    """A Plotly figure that is read on light and on dark pages; texts may have Plotly's few tags."""
    with PLOTLY.needed_by("An app"):
        import plotly.graph_objects as go

    kit: Any = go
    axis = {"gridcolor": _GRID, "zerolinecolor": _GRID, "linecolor": _GRID}
    made = kit.Figure(list(traces))
    made.update_layout(
        template="none",
        height=height,
        margin={"t": 36, "r": 10, "l": 64, "b": 46},
        font={"color": _INK, "size": 12, "family": "Inter, system-ui, sans-serif"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        title={"text": title, "font": {"size": 13}, "x": 0, "xref": "paper", "xanchor": "left"},
        xaxis={"title": {"text": labels[0], "font": {"size": 12}}, **axis},
        yaxis={"title": {"text": labels[1], "font": {"size": 12}}, **axis},
        showlegend=False,
    )
    return made


def button(name: str, run: Callable[[], None], *, primary: bool = False) -> pn.widgets.Button:
    """A button that calls `run`."""
    made = pn.widgets.Button(
        name=name,
        button_type="primary" if primary else "default",
        stylesheets=[SHEET],
        sizing_mode="stretch_width",
        margin=(6, 0, 0, 0),
    )
    made.on_click(lambda _: run())
    return made


def choice(title: str, known: Mapping[str, Any], chosen: str, default: str) -> pn.widgets.Select:
    """A menu of rows; `chosen` is its value where there is such a row."""
    return pn.widgets.Select(
        name=title,
        options={row.title: name for name, row in known.items()},
        value=chosen if chosen in known else default,
        stylesheets=[SHEET],
        sizing_mode="stretch_width",
        margin=(4, 0),
    )


def spread(side: Sequence[Any], main: Sequence[Any], *, widest: str = "1100px") -> pn.FlexBox:
    """Controls at the left and what they lead to beside; below each other where it is narrow."""
    column: dict[str, Any] = {"margin": 0}
    left = pn.Column(
        *side,
        **column,
        width=_SIDE,
        styles={"flex": f"0 0 {_SIDE}px"},
    )
    right = pn.Column(
        *main,
        **column,
        min_width=300,
        styles={"flex": "1 1 420px", "min-width": "0", "max-width": widest},
    )
    return pn.FlexBox(
        left,
        right,
        sizing_mode="stretch_width",
        gap="28px",
        align_items="flex-start",
        flex_direction="row",
        flex_wrap="wrap",
        margin=0,
        styles={"padding": "18px 22px", "box-sizing": "border-box"},
    )


class Form:
    """Fields made of options, whose values are always allowed ones.

    Args:
        options: one a field.
        given: texts by name, such as an address has; one that is not allowed is left out, with a
            sentence in `wrong`.
        changed: called when a person changed one.
    """

    def __init__(
        self, options: Sequence[Option], given: Mapping[str, str], changed: Callable[[], None]
    ) -> None:
        self.wrong: list[str] = []
        self.fields: dict[str, Any] = {}
        self._options = {option.name: option for option in options}
        for option in options:
            value = option.default
            if option.name in given:
                try:
                    value = option.parsed(given[option.name])
                except QdesignError as error:
                    self.wrong.append(str(error))
            field = _field(option, value)
            when(field, ["value"], changed)
            self.fields[option.name] = field

    @property
    def values(self) -> dict[str, Value]:
        """What the fields say.

        Raises:
            InvalidRequest: one says what is not allowed.
        """
        return {
            name: option.checked(self.fields[name].value) for name, option in self._options.items()
        }

    @property
    def texts(self) -> dict[str, str]:
        """What differs from the defaults, as an address holds it."""
        return {
            name: _written(self.fields[name].value)
            for name, option in self._options.items()
            if self.fields[name].value != option.default
        }


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _field(option: Option, value: object) -> Any:
    common: dict[str, Any] = {
        "name": f"{option.title} ({option.unit})" if option.unit else option.title,
        "stylesheets": [SHEET],
        "sizing_mode": "stretch_width",
        "margin": (4, 0),
        "value": value,
    }
    if option.kind == "choice":
        titles = option.titles or option.choices
        options = dict(zip(titles, option.choices, strict=True))
        return pn.widgets.Select(options=options, **common)
    if option.kind == "flag":
        return pn.widgets.Checkbox(**common)
    if option.kind == "text":
        return pn.widgets.TextInput(placeholder=option.help, **common)
    if option.kind == "integer":
        return pn.widgets.IntInput(start=option.low, end=option.high, step=1, **common)
    return pn.widgets.FloatInput(start=option.low, end=option.high, step=0.05, **common)


class Address:
    """The query of the page's address: what was chosen, so that it can be sent to somebody."""

    def __init__(self) -> None:
        self._place: Any = pn.state.location if pn.state.curdoc is not None else None
        search = str(self._place.search) if self._place is not None else ""
        pairs = parse_qsl(search.lstrip("?")[:_MOST_ADDRESS])
        self.given: dict[str, str] = dict(pairs)
        self._query = ""
        self._is_shown = False
        if self._place is not None:
            pn.state.onload(self._shown)

    def tell(self, texts: Mapping[str, str]) -> None:
        """Puts the choices into the address; what is not ours there, such as a token, stays."""
        if self._place is None:
            return
        kept = {"token": self.given["token"]} if "token" in self.given else {}
        query = urlencode({**kept, **texts}, safe=",:-")
        if len(query) > _MOST_ADDRESS:
            return
        self._query = f"?{query}" if query else ""
        if self._is_shown:
            self._place.search = self._query

    def _shown(self) -> None:
        """A page that is not there yet would not hear of it."""
        self._is_shown = True
        if self._query:
            self._place.search = self._query


class Work:
    """Computes beside the page, one thing at a time; what is begun anew ends what ran."""

    def __init__(self) -> None:
        self._page: Any = pn.state.curdoc
        self._stop = threading.Event()
        self._early: list[Callable[[], None]] | None = None
        if self._page is not None:
            pn.state.on_session_destroyed(lambda _: self.stop())
            self._early = []
            pn.state.onload(self._loaded)

    def begin(
        self,
        run: Callable[[threading.Event], _T],
        done: Callable[[_T], None],
        failed: Callable[[str], None],
    ) -> None:
        """Runs `run` in a thread, with an event that says to stop, then `done` in the page.

        Args:
            run: takes the event.
            done: takes what `run` returned; not called where something else was begun since.
            failed: takes the sentence of an error.
        """
        self.stop()
        stop = self._stop = threading.Event()

        def work() -> None:
            try:
                found = run(stop)
            except QdesignError as error:
                self._unless(stop, partial(failed, str(error)))
            else:
                self._unless(stop, partial(done, found))

        threading.Thread(target=work, daemon=True).start()

    def tell(self, call: Callable[[], None]) -> None:
        """Calls in the page what `run` has to say on its way."""
        self._unless(self._stop, call)

    def stop(self) -> None:
        """Ends what runs, and what it found is left."""
        self._stop.set()

    def _loaded(self) -> None:
        early, self._early = self._early or [], None
        for told in early:
            told()

    def _unless(self, stop: threading.Event, call: Callable[[], None]) -> None:
        def told() -> None:
            if self._early is not None:  # a page that is not there yet may not hear of it
                self._early.append(told)
            elif not stop.is_set():
                call()

        if self._page is None:
            told()
        elif self._page.session_context is not None:
            self._page.add_next_tick_callback(told)
