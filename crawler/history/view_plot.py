"""View counts over time as a small plot of text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crawler.history.article import Observation

ROWS = 20
_WIDTH = 30
_EIGHTHS = " ▏▎▍▌▋▊▉"


def view_rows(
    views: Sequence[Observation], moment: Callable[[str], str], *, most: int = ROWS
) -> Iterator[str]:
    """Give a row for each observation: moment, count, what came since the row before, a bar from nought.

    Args:
        views: In order of time.
        moment: Words a moment.
        most: Where there are more, so many are shown, the first and the last among them.
    """
    if not views:
        yield "none was printed"
        return
    shown = sampled(views, most)
    highest = max(view.view_count for view in shown)
    width = len(str(highest))
    before: int | None = None
    for view in shown:
        since = "" if before is None else f"{view.view_count - before:+}"
        yield (
            f"{moment(view.seen_at)}  {view.view_count:{width}}  {since:{width + 1}}"
            f"  {bar(view.view_count, highest)}"
        ).rstrip()
        before = view.view_count
    if len(views) > len(shown):
        yield f"{len(views) - len(shown)} of {len(views)} observations are left out; --format json has them"


def sampled(views: Sequence[Observation], most: int) -> list[Observation]:
    """Take so many values at even steps, the first and the last among them."""
    if len(views) <= most:
        return list(views)
    step = (len(views) - 1) / (most - 1)
    return [views[round(number * step)] for number in range(most)]


def bar(value: int, highest: int, width: int = _WIDTH) -> str:
    """Give a bar of block letters, its whole width for the highest value.

    >>> bar(5, 10, 4), bar(1, 8, 4)
    ('██', '▌')
    """
    eighths = round(8 * width * value / highest) if highest else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
