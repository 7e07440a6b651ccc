"""The instructor's page of a class."""

# Panel is typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

from qdesign.classes import Room
from qdesign.kits import PANEL

with PANEL.needed_by("A class"):
    import panel as pn


def class_page(room: Room) -> pn.viewable.Viewable:
    """The page of one browser session: how the class stands, as text, every two seconds."""
    shown = pn.pane.Str("", sizing_mode="stretch_both")

    def show() -> None:
        found = room.snapshot()
        lines = [f"{found.title}  {found.code}", *found.addresses]
        lines.append(f"{found.joined} joined, {found.active} active")
        for row in found.rows:
            met = sum(cell.passed for cell in row.cells)
            lines.append(f"{row.name:<14}{met} of {len(row.cells)} goals  {row.seen:.0f} s")
        shown.object = "\n".join(lines)

    show()
    pn.state.add_periodic_callback(show, period=2000)
    return shown
