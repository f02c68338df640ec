"""How a page was read, printed for people."""

from __future__ import annotations

from crawler.cli.console import say
from crawler.items import Page


def print_explanation(page: Page) -> None:
    """Print each landmark of a page, where it was found, what was refused and why.

    Raises:
        PageError: The page gives no record; what was found has been printed.
    """
    from crawler.extract.explain import explain  # not needed for records

    explanation = explain(page)
    for line in explanation.lines:
        say(line)
    if explanation.error is not None:
        raise explanation.error
