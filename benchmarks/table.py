"""The benchmarks' figures as plain text: medians, spreads, tables, targets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

Row = Sequence[str]


def middle(values: Sequence[float], digits: int = 2) -> str:
    """Give the median as text; a dash where nothing was measured."""
    return f"{median(values):.{digits}f}" if values else "–"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Give the least and the greatest value as text.

    >>> spread([2.31, 2.18, 2.5], 1)
    '2.2–2.5'
    """
    return f"{min(values):.{digits}f}–{max(values):.{digits}f}" if values else "–"


def ratios(values: Sequence[float], of: Sequence[float]) -> list[float]:
    """Give the quotients of what was measured in the same rounds.

    >>> ratios([6.0, 8.0], [2.0, 4.0])
    [3.0, 2.0]
    """
    return [value / base for value, base in zip(values, of, strict=True)]


def table(title: str, columns: Row, rows: Sequence[Row]) -> str:
    """Set rows under their columns: the first column to the left, the others to the right.

    >>> print(table("Speed", ("tool", "ms"), [("lxml", "1.05"), ("trafilatura", "12.1")]))
    Speed
    tool           ms
    lxml         1.05
    trafilatura  12.1
    """
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    lines = [title]
    for name, *cells in (columns, *rows):
        aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join((name.ljust(widths[0]), *aligned)).rstrip())
    return "\n".join(lines)


def verdict(
    what: str, values: Sequence[float], *, most: float | None = None, least: float | None = None
) -> str:
    """Say whether a median meets its target.

    >>> verdict("CPU", [2.0, 3.0, 9.0], most=4.0)
    'CPU: 3.00, target at most 4.0: met'
    """
    value = median(values)
    met = (most is None or value <= most) and (least is None or value >= least)
    target = f"at most {most}" if most is not None else f"at least {least}"
    return f"{what}: {value:.2f}, target {target}: {'met' if met else 'NOT met'}"
