"""ZX diagrams → ZXLive's files and PyZX's JSON."""

from __future__ import annotations

from typing import Final

from qdesign.convert.pyzx_json import dumps
from qdesign.exporter import Exporter

ZXG: Final = Exporter(
    name="zxg",
    title="ZXLive diagram",
    group="Diagrams",
    help="The ZX diagram as ZXLive and PyZX read it",
    source="github.com/zxcalc/zxlive",
    write=dumps,
    takes="diagram",
    mime="application/json",
    suffix=".zxg",
)
