"""A layout: every choice of markup, drawn from the markup seed alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from zlib import crc32

from crawler.replica.markup.chrome import Chrome, drawn_chrome
from crawler.replica.markup.names import Namer

# Feature -> (choice, share), …. Tests ask that each choice occurs; the report counts them.
CHOICES: dict[str, tuple[tuple[str, int], ...]] = {
    "title": (
        ("h1", 50), ("h1-span", 8), ("h1-break", 4), ("h2", 13), ("role", 12), ("p-strong", 6), ("h3", 4),
        ("table", 3),
    ),
    "stamp": (
        ("span", 22), ("div", 22), ("time", 14), ("p", 14), ("li", 9), ("table", 9), ("em", 5), ("split", 5),
    ),
    "views": (
        ("same-line", 34), ("next-line", 38), ("same-text", 6), ("break", 10), ("before", 6), ("far", 6),
    ),
    "icon": (("none", 52), ("svg", 16), ("i", 18), ("img", 14)),
    "label": (("none", 86), ("Ngày đăng:", 6), ("Đăng lúc", 4), ("Xuất bản:", 4)),
    "paragraph": (
        ("p", 40), ("div", 14), ("break", 12), ("section", 6), ("span", 14), ("open", 5), ("font", 6),
        ("indent", 3),
    ),
    "lead": (
        ("strong-p", 28), ("h2", 16), ("div", 22), ("plain", 16), ("b-div", 8), ("em-strong", 4), ("h3", 6),
    ),
    "lead_place": (("inside", 68), ("outside", 32)),
    "caption": (
        ("figcaption", 22), ("table", 18), ("div", 14), ("italic", 16), ("plain", 12), ("break", 6),
        ("lines", 8), ("dl", 4),
    ),
    "image_source": (
        ("src", 46), ("data-src", 18), ("data-original", 10), ("srcset", 10), ("srcset-only", 4),
        ("picture", 6), ("noscript", 6),
    ),
    "image_path": (("absolute", 40), ("root", 44), ("dotted", 8), ("base", 8)),
    "heading": (("tag", 60), ("bold", 40)),
    "byline": (
        ("right-p", 30), ("strong-p", 18), ("div", 12), ("span", 8), ("tail", 12), ("plain", 6), ("after", 8),
        ("address", 6),
    ),
    "inner": (
        ("none", 46), ("headed", 20), ("bare-list", 10), ("thumbs", 10), ("see-also", 8), ("table", 6),
    ),
    "clock": (("banner", 46), ("stamp", 30), ("english", 12), ("none", 12)),
    "side_place": (("after", 60), ("before", 30), ("both", 10)),
    "columns": (("boxes", 84), ("table", 16)),
    "widget": (("none", 60), ("weather", 16), ("calendar", 12), ("poll", 12)),
    "breadcrumb": (("list", 40), ("line", 35), ("microdata", 25)),
    "jsonld": (
        ("none", 38), ("right", 30), ("wrong-time", 12), ("wrong-author", 10), ("wrong-both", 5),
        ("graph", 5),
    ),
    "opengraph": (("full", 50), ("bare", 25), ("none", 25)),
    "canonical": (("yes", 66), ("no", 34)),
    "comments": (("none", 50), ("list", 32), ("nested", 18)),
    "share": (("none", 25), ("top", 25), ("bottom", 30), ("both", 20)),
    "follow": (("none", 78), ("before", 8), ("after", 14)),
    "neighbour": (("stamp", 40), ("date", 20), ("time-date", 20), ("none", 20)),
    "doctype": (("html5", 78), ("xhtml", 16), ("none", 6)),
    "ad": (("none", 70), ("labelled", 15), ("mute", 15)),
    "sticky": (("no", 88), ("yes", 12)),
    "halves": (("no", 92), ("yes", 8)),
    "inline": (("none", 30), ("light", 40), ("nbsp", 15), ("wrapped", 10), ("split-words", 5)),
    "tags": (("links", 60), ("list", 25), ("commas", 15)),
    "address": (("p", 40), ("div", 25), ("link", 20), ("span", 15)),
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """One markup of the paper. `pick` holds the choice made for each feature of `CHOICES`.

    Attributes:
        seed: The layout's own seed.
        era: Which era's forms it speaks.
        pick: Feature -> choice.
        namer: Class names by role.
        chrome: Head, masthead, menus and footer, made once.
        wrap: Tags of the wrappers round the article, outermost first.
        inner_wrap: Tags of the wrappers inside the body's container.
        headings: Tag of the headings of side boxes.
        pretty: Whether lines are broken between elements.
        zone: What follows the stamp, such as `[(GMT +7)] A  A`.
        boxes: Order of what follows the article.
    """

    seed: int
    era: int
    pick: dict[str, str]
    namer: Namer
    chrome: Chrome
    wrap: tuple[str, ...]
    inner_wrap: tuple[str, ...]
    headings: str
    pretty: bool
    zone: str
    boxes: tuple[str, ...]

    def turn(self, matter: str, ways: int) -> int:
        """Choose in a small matter, independently of all others: a number below `ways`."""
        return crc32(f"{self.seed}:{self.era}:{matter}".encode()) % ways


@lru_cache(maxsize=512)
def drawn_layout(seed: int, era: int) -> Layout:
    """Draw the layout with this seed for an era; the same numbers give the same layout everywhere."""
    rng = Random(f"layout:{seed}:{era}")
    pick = {
        feature: rng.choices([name for name, _ in shares], [share for _, share in shares])[0]
        for feature, shares in CHOICES.items()
    }
    namer = Namer(f"layout:{seed}:{era}")
    wrappers = ("div", "div", "div", "main", "article", "section", "form", "table-cell")
    zones = ("", "", "") if era == 1 else (" [(GMT +7)] A  A", " [(GMT +7)]", "", " (GMT+7)")
    boxes = ["related", "newest", "read", "others"]
    rng.shuffle(boxes)
    return Layout(
        seed=seed,
        era=era,
        pick=pick,
        namer=namer,
        chrome=drawn_chrome(rng, namer, era),
        wrap=tuple(rng.choice(wrappers) for _ in range(rng.randint(0, 6))),
        inner_wrap=tuple(
            rng.choice(("div", "div", "section")) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))
        ),
        headings=rng.choice(("h2", "h3", "h4", "div", "p", "strong", "span")),
        pretty=rng.random() < 0.6,
        zone=rng.choice(zones),
        boxes=tuple(boxes),
    )
