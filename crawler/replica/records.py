"""From a story to its true record."""

from __future__ import annotations

from crawler.replica.stamps import ENGLISH_VIEW_FORMS, STYLES, VIEW_FORMS
from crawler.replica.story import Story
from crawler.replica.truth import Block, Raw, Truth


def record(
    story: Story,
    era: int,
    url: str,
    aliases: list[str],
    lead: str | None,
    blocks: list[Block],
    tags: list[str],
) -> Truth:
    """Write the record of a story's page of an era.

    Args:
        story: The story's head.
        era: The era in whose form the page is served; it decides how the stamp is printed.
        url: The page's canonical address.
        aliases: Other addresses under which the article is served.
        lead: The lead, or None for a text of one paragraph.
        blocks: The body.
        tags: Keywords.
    """
    style = story.style if era == 1 else story.era2_style
    moment = story.stamped(style)
    return {
        "id": str(story.number),
        "url": url,
        "aliases": aliases,
        "section": story.section.section,
        "subsection": story.section.subsection,
        "kicker": story.kicker,
        "title": story.title,
        "published_at": moment.isoformat(),
        "view_count": story.views,
        "lead": lead,
        "body": blocks,
        "authors": list(story.byline.authors),
        "source": story.byline.source,
        "tags": tags,
        "language": story.language,
        "raw": _raw(story, STYLES[style](moment)),
    }


def _raw(story: Story, stamp: str) -> Raw:
    raw: Raw = {"published": stamp}
    if story.views is not None:
        forms = ENGLISH_VIEW_FORMS if story.language == "en" else VIEW_FORMS
        raw["view_count"] = forms[story.view_form](story.views)
    if story.byline.raw is not None:
        raw["byline"] = story.byline.raw
    if story.dateline is not None:
        raw["dateline"] = story.dateline
    return raw
