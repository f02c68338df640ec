"""What the walk over a page does with each HTML element."""

from __future__ import annotations

# What the walk does with an element. A form is a block, since ASP.NET pages wrap everything in one;
# buttons and fields are controls. Anything unknown is a block, Word's <o:p> and its kin are inline.
INLINE, BOLD, ITALIC, LINK, BLOCK, HEADING, SKIP, BREAK, IMAGE, FILM, NOSCRIPT, SVG = range(12)
KINDS: dict[str, int] = {"a": LINK, "br": BREAK, "noscript": NOSCRIPT, "svg": SVG}
for _kind, _tags in (
    (SKIP, "script style template math head title link meta base button select option textarea input"),
    (SKIP, "object embed audio canvas map area param track dialog datalist"),
    (INLINE, "abbr acronym bdi bdo big cite code data del dfn font ins kbd label mark nobr picture q rp"),
    (INLINE, "rt ruby s samp small source span strike sub sup time tt u var wbr"),
    (BOLD, "b strong"),
    (ITALIC, "i em"),
    (HEADING, "h1 h2 h3 h4 h5 h6"),
    (IMAGE, "img amp-img"),
    (FILM, "iframe video amp-iframe amp-video"),
):
    KINDS.update(dict.fromkeys(_tags.split(), _kind))
