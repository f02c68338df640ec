"""The templates, with everything escaped that is not of our own writing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.report.page import words


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.report.page"),
        autoescape=True,
        undefined=StrictUndefined,  # a name that is not there is our fault, and no empty place on the page
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    names = ("shown", "link", "number", "counted", "percent", "day", "moment", "duration")
    environment.filters |= {name: getattr(words, name) for name in names}
    return environment


def render(names: Mapping[str, Any]) -> bytes:
    """Give the page.

    Args:
        names: See `page.view`.
    """
    text = _environment().get_template("page.html").render(names)
    return text.encode("utf-8", "replace")
