"""Hold the manners of `discover.manners` for every crawl, however it was started."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from crawler.discover.manners import check_manners, user_agent
from crawler.discover.scope import Scope
from crawler.errors import SettingError


def hold_manners(settings: BaseSettings, scope: Scope) -> None:
    """Check contact, pace and obedience of a crawl, and pin them, so that nothing read later changes them.

    Args:
        settings: The crawl's, not frozen yet.
        scope: Whom it asks.

    Raises:
        SettingError: See `check_manners`; robots.txt would not be obeyed; or a setting is no number.
    """
    contact = (settings.get("LANGSON_CONTACT") or "").strip()
    check_manners(scope, contact=contact, delay=_least_pause(settings))
    obeys = settings.getbool("ROBOTSTXT_OBEY")
    if not obeys and not scope.is_local():
        message = "ROBOTSTXT_OBEY: robots.txt is obeyed"
        raise SettingError(f"{message}; only a copy on this machine may be asked against its rules")
    settings.set("ROBOTSTXT_OBEY", obeys, priority="cmdline")
    settings.set("USER_AGENT", user_agent(contact), priority="cmdline")
    # A spider's argument `download_delay` would otherwise win over the setting that was checked.
    settings.set("DOWNLOAD_DELAY", settings.getfloat("DOWNLOAD_DELAY"), priority="cmdline")


def _least_pause(settings: BaseSettings) -> float:
    """The shortest pause between two requests that Scrapy's settings allow.

    Scrapy varies its pause by a share (the jitter), and a host may have settings of its own.
    """
    try:
        delay, jitter = settings.getfloat("DOWNLOAD_DELAY"), settings.getfloat("DOWNLOAD_DELAY_JITTER")
        slots = settings.getdict("DOWNLOAD_SLOTS").values()
        pauses = [(delay, jitter), *((float(s.get("delay", delay)), s.get("jitter", jitter)) for s in slots)]
        return min(pause * (1 - float(share)) for pause, share in pauses)
    except (TypeError, ValueError, AttributeError) as error:
        raise SettingError(f"DOWNLOAD_DELAY, DOWNLOAD_DELAY_JITTER or DOWNLOAD_SLOTS: {error}") from None
