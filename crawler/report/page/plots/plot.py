"""What a plot consists of: widths in percent of the screen, heights in pixels; text keeps its size. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

HEIGHT = 190  # pixels of the bars
HEAD = 16  # above them, for the highest line's number
FOOT = 24  # below, for the names of the ticks
OTHER = 5  # the colour of what has none of its own


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: `x` and `width` in percent, `y` and `height` in pixels; `colour` counts from 0."""

    x: float
    y: float
    width: float
    height: float
    colour: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid with its number."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A name: below the bars, or at `y`. `anchor`: start, middle or end, as SVG has it."""

    x: float
    label: str
    anchor: str = "middle"
    y: float = HEAD + HEIGHT + 16


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a plot, for whoever does not see it; cells are texts, the first of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot.

    Attributes:
        name: Its identifier on the page.
        title: What it shows.
        summary: What there is to see, for whoever does not see it.
        height: Pixels.
        bars, lines, ticks: What is drawn.
        legend: (colour, name) where there is more than one.
        table: The numbers.
    """

    name: str
    title: str
    summary: str
    height: int
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[int, str], ...]
    table: Table


def top_of(highest: float) -> float:
    """Give a round number at or above the highest value, which four lines divide well.

    >>> [top_of(value) for value in (0, 1, 3, 7, 42, 130, 0.3)]
    [1.0, 1.0, 4.0, 8.0, 60.0, 200.0, 0.4]
    """
    if highest <= 0:
        return 1.0
    power = 10.0 ** floor(log10(highest))
    steps = (1, 2, 4, 6, 8, 10)
    return next(step * power for step in steps if step * power >= highest * (1 - 1e-9))


def grid(top: float, unit: str = "") -> tuple[Line, ...]:
    """Give the lines at nothing, half and the top; no half of one."""
    halves = (0.0, top / 2, top) if top != 1 else (0.0, top)
    return tuple(Line(height_at(value, top), f"{value:,.10g}{unit if value else ''}") for value in halves)


def height_at(value: float, top: float) -> float:
    """Give the place of a value, in pixels from above."""
    return round(HEAD + HEIGHT * (1 - value / top), 2)


def stacks(columns: Sequence[Sequence[float]], notes: Sequence[str], top: float) -> tuple[Bar, ...]:
    """Give stacked bars side by side.

    Args:
        columns: The values of each column, from below.
        notes: What is said of each column.
        top: The highest value that has room.
    """
    step = 100 / max(len(columns), 1)
    gap = step * (0.18 if len(columns) < 80 else 0.08)
    bars = []
    for place, (values, note) in enumerate(zip(columns, notes, strict=True)):
        low = 0.0
        for colour, value in enumerate(values):
            if value > 0:
                y, foot = height_at(low + value, top), height_at(low, top)
                x, width = round(place * step + gap / 2, 3), round(step - gap, 3)
                bars.append(Bar(x, y, width, round(foot - y, 2), colour, note))
            low += value
    return tuple(bars)


def spaced(labels: Sequence[str], most: int = 5) -> tuple[Tick, ...]:
    """Name some of the columns, so that the names have room on a phone: the first, the last, some between."""
    count = len(labels)
    if count == 0:
        return ()
    step = max(ceil((count - 1) / max(most - 1, 1)), 1)
    places = [place for place in range(0, count, step) if count - 1 - place >= step * 0.75] + [count - 1]
    return tuple(_tick(place, count, labels[place]) for place in dict.fromkeys(places))


def _tick(place: int, count: int, label: str) -> Tick:
    middle = round((place + 0.5) * 100 / count, 3)
    if count > 1 and place == 0 and middle < 8:
        return Tick(0, label, "start")
    if count > 1 and place == count - 1 and middle > 92:
        return Tick(100, label, "end")
    return Tick(middle, label)
