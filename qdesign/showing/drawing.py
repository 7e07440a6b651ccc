"""Bodies → what notebooks and terminals show of them, by the exporters of the catalog."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from qdesign.errors import InvalidRequest
from qdesign.rows import catalog
from qdesign.showing.tables import text_of


class Drawing(str):
    """A drawing as text; notebooks show it as a picture and terminals as it is.

    Attributes:
        picture: the drawing as SVG text.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> Circuit.of(2, "h 0; cx 0 1").draw()
        q0: ─H─●─
               │
        q1: ───⊕─
    """

    __slots__ = ("picture",)

    picture: str

    def __new__(cls, text: str, picture: str) -> Drawing:
        made = super().__new__(cls, text)
        made.picture = picture
        return made

    def __repr__(self) -> str:
        return str(self).rstrip("\n")

    def _repr_svg_(self) -> str:
        return self.picture

    def _repr_html_(self) -> str:
        return image(self.picture)


def draw(body: Any, format: str, *, kind: str) -> Drawing:  # noqa: A002 (as exporters call it)
    """A drawing of a body.

    Args:
        body: a circuit or a diagram.
        format: the name of an exporter of pictures.
        kind: `circuit` or `diagram`, as exporters say what they take.

    Raises:
        InvalidRequest: no such picture of this kind of body.
    """
    rows = {
        name: row
        for name, row in catalog("exporter").items()
        if row.group == "Pictures" and row.takes in (kind, "body")
    }
    if format not in rows:
        raise InvalidRequest(
            f"A {kind} is not drawn as '{str(format)[:60]}'. Choose one of: {', '.join(rows)}."
        )
    row = rows[format]
    return Drawing((row.glance if format == "text" else row.write)(body), svg(body))


def svg(body: Any) -> str:
    """The picture of a body that a notebook shows; of a large one the first part."""
    return catalog("exporter")["svg"].glance(body)


def image(picture: str) -> str:
    """SVG text as an HTML image.

    Viewers of saved notebooks clean HTML, JupyterLab's and GitHub's too: they take SVG out of it
    and leave images in.
    """
    title = picture.partition("<title>")[2].partition("</title>")[0]
    data = b64encode(picture.encode()).decode("ascii")
    return f'<img alt="{text_of(title)}" src="data:image/svg+xml;base64,{data}">'
