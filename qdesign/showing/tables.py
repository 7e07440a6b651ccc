"""Words and numbers → HTML tables: escaped, without script, in the page's own colors."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Final

_CELL: Final = "text-align:left"
_BAR: Final = 20


def text_of(words: object) -> str:
    """Words as HTML says them."""
    return html.escape(str(words))


def table(
    rows: Iterable[Sequence[object]], *, title: str = "", heads: Sequence[str] = (), foot: str = ""
) -> str:
    """A table with its title above and its foot below.

    Args:
        rows: cells, the first of which heads its row.
        title: above the table.
        heads: above the columns.
        foot: a sentence below, such as where the numbers come from.
    """
    parts: list[str] = []
    if title:
        parts.append(f"<div><b>{text_of(title)}</b></div>")
    parts.append("<table>")
    if heads:
        cells = "".join(f'<th style="{_CELL}">{text_of(head)}</th>' for head in heads)
        parts.append(f"<thead><tr>{cells}</tr></thead>")
    parts.append("<tbody>")
    for first, *others in rows:
        cells = "".join(f'<td style="{_CELL}">{text_of(cell)}</td>' for cell in others)
        parts.append(f'<tr><th style="{_CELL}">{text_of(first)}</th>{cells}</tr>')
    parts.append("</tbody></table>")
    if foot:
        parts.append(f"<div>{text_of(foot)}</div>")
    return "".join(parts)


def signed(value: float) -> str:
    """A coefficient: as many digits as it has, up to six, with a true minus."""
    return f"{value:.6g}".replace("-", "−")


def number(value: float, digits: int = 6) -> str:
    """A number as a person reads it, with a true minus."""
    return f"{value:.{digits}f}".replace("-", "−")


def bar(share: float) -> str:
    """A bar of letters, 0 to 1 of the longest: drawn wherever text is."""
    eighths = round(share * 8 * _BAR)
    rest = eighths % 8
    return "█" * (eighths // 8) + (" ▏▎▍▌▋▊▉"[rest] if rest else "")


def count(number: int, noun: str, plural: str = "") -> str:
    """So many of something: `1 qubit`, `2 qubits`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def some(items: Sequence[str], most: int = 4) -> str:
    """The first of several, and how many more there are."""
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])}, … {len(items) - most:,} more"
