"""Running text dressed with inline elements; the text a reader sees stays the same."""

from __future__ import annotations

from crawler.replica.markup.sheet import Sheet, esc

_FRAMES = (
    "<strong>{}</strong>", "<em>{}</em>", '<a href="/tag/lang-son">{}</a>', "<span>{}</span>",
    '<span style="color: #000000;">{}</span>', "<i>{}</i>",
)  # fmt: skip


def dressed(sheet: Sheet, text: str) -> str:
    """Give a text as HTML with the inline elements of the layout's manner."""
    manner = sheet.pick("inline")
    rng = sheet.rng
    if manner == "none" or len(text) < 60 or rng.random() < 0.4:
        return esc(text)
    words = text.split(" ")
    if manner == "nbsp":
        at = rng.randrange(len(words) - 1)
        return f"{esc(' '.join(words[: at + 1]))}&nbsp;{esc(' '.join(words[at + 1 :]))}"
    if manner == "wrapped":
        at = rng.randrange(1, len(words))
        return f"{esc(' '.join(words[:at]))}\n        {esc(' '.join(words[at:]))}"
    if manner == "split-words":
        return f"<span>{esc(text[:1])}</span>{esc(text[1:])}"
    start = rng.randrange(len(words) - 2)
    stop = start + rng.randint(1, 4)
    marked = rng.choice(_FRAMES).format(esc(" ".join(words[start:stop])))
    before, after = esc(" ".join(words[:start])), esc(" ".join(words[stop:]))
    return " ".join(part for part in (before, marked, after) if part)
