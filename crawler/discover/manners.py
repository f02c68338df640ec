"""How we present ourselves to the paper, and how fast we may ask. Pure."""

from __future__ import annotations

import math
import re

from crawler import __version__
from crawler.discover.scope import Scope
from crawler.errors import SettingError

ROBOTS_AGENT = "langson"  # the name that robots.txt is asked about
MIN_DELAY = 1.0  # seconds between two requests to a server that is not on this machine
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+")


def user_agent(contact: str) -> str:
    """Name the program, its purpose and whom to write to.

    >>> user_agent("desk@example.org").partition(" ")[2]
    '(research crawler of political news; contact: desk@example.org)'
    """
    whom = contact.strip() or "none given"
    return f"{ROBOTS_AGENT}/{__version__} (research crawler of political news; contact: {whom})"


def check_manners(scope: Scope, *, contact: str, delay: float) -> None:
    """Hold what a server is owed before it is asked for anything: a name and a pace.

    Raises:
        SettingError: Another machine would be asked without a contact or too fast, or the contact is
            neither a mail nor a web address.
    """
    if contact and not _CONTACT.fullmatch(contact.strip()):
        raise SettingError(f"contact: {contact!r} is neither a mail address nor a web address")
    if not 0 <= delay < math.inf:  # also not a number
        raise SettingError(f"delay: {delay:g} is negative or no number; give seconds, such as 1")
    if scope.is_local():
        return
    if not contact:
        message = "say who asks: set LANGSON_CONTACT or give --contact: your mail or web address"
        raise SettingError(f"{message}; the server sees it in the user agent")
    if delay < MIN_DELAY:
        message = f"delay: a server is asked at most every {MIN_DELAY:g} s"
        raise SettingError(f"{message}; only a copy on this machine (--origin) may be asked faster")
