"""The changed articles of a run, what the paper changed apart from what was only read otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from crawler.report.page.changed import AMENDED, REREAD, REVISED, UNTOLD, VIEWS_ONLY
from crawler.report.page.words import counted

# kind -> (heading, what it means)
_HEADS: Final[Mapping[str, tuple[str, str]]] = {
    REVISED: ("Revised by the paper", "Title, lead, body or authors are others than before."),
    AMENDED: ("Amended", "The text is the same; what stands around it differs, such as tags or times."),
    REREAD: ("Read otherwise", "The paper’s words are the same or read by other rules: its markup differs, or"
                               " the extractor."),
    UNTOLD: ("Changed, the record before no longer kept", "`langson history` compares their revisions."),
    VIEWS_ONLY: ("Views alone", "Nothing but the number of views differs; they are not listed."),
}  # fmt: skip


def changes_by_kind(changed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the groups that the page shows.

    Args:
        changed: A report's `changed`, see `changed.changed_articles`; of a report that was written before
            kinds were told, all its articles are one group without a name.

    Returns:
        Of each kind that occurs: `kind`, `name`, `meaning`, `number`, its `articles`, and how many `more`
        there are that are not listed.
    """
    articles = changed.get("articles", ())
    if "kinds" not in changed:
        plain = {"kind": "all", "name": "", "meaning": "", "number": 0, "more": 0, "articles": list(articles)}
        return [plain] if articles else []
    groups = []
    for kind, number in changed["kinds"].items():
        name, meaning = _HEADS[kind]
        listed = [article for article in articles if article["kind"] == kind]
        more = 0 if kind == VIEWS_ONLY else number - len(listed)
        group = {"kind": kind, "name": name, "meaning": meaning, "number": number, "more": more}
        groups.append({**group, "articles": listed})
    return groups


def apart_from_the_text(changed: Mapping[str, Any]) -> str:
    """Say how many changed articles have the same text as before; empty where none has.

    >>> apart_from_the_text({"kinds": {"revised": 2, "amended": 1}})
    ' (1 article of them not in its text)'
    """
    kinds = changed.get("kinds", {})
    number = sum(kinds.get(kind, 0) for kind in (AMENDED, REREAD, VIEWS_ONLY))
    if not number:
        return ""
    return f" ({counted(number, 'article')} of them not in {'its' if number == 1 else 'their'} text)"
