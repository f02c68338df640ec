"""The newspaper: deterministic, endless, truthful, and as varied as it says."""

from __future__ import annotations

import hashlib
import os
import re
import statistics
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.replica import Newspaper, Truth, render
from crawler.replica.addresses import slug, taken_apart
from crawler.replica.markup.layout import CHOICES
from crawler.replica.quirks import Quirks
from crawler.replica.sections import PERIOD, Roll, Run
from crawler.replica.stamps import VIETNAM, reads_both_ways

NOW = datetime(2026, 11, 1, 10, 20, 31, tzinfo=VIETNAM)
ERAS = ((1,), (2,), (1, 2))
FIELDS = list(Truth.__annotations__)


@cache
def paper(eras: tuple[int, ...] = (1, 2), articles: int = 2000) -> Newspaper:
    return Newspaper(seed=11, articles=articles, eras=eras)


def served(newspaper: Newspaper, indexes: range) -> Iterator[tuple[int, int]]:
    return ((index, era) for index in indexes for era in newspaper.served_eras(index))


# --- determinism ----------------------------------------------------------------------------------

DIGEST = """
import hashlib, sys
from datetime import datetime
from crawler.replica import Newspaper
from crawler.replica.stamps import VIETNAM
now = datetime(2026, 11, 1, 10, 20, 31, tzinfo=VIETNAM)
paper = Newspaper(seed=11, articles=2000)
pages = (paper.page(index, fetched_at=now) for index in range(0, 2000, 97))
print(hashlib.sha256(b"".join(pages)).hexdigest())
"""


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_pages_are_the_same_in_every_process(hash_seed: str) -> None:
    """Pages do not depend on the process, its hash seed or what was asked before."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", DIGEST]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    backwards = [paper().page(index, fetched_at=NOW) for index in reversed(range(0, 2000, 97))]
    assert hashlib.sha256(b"".join(reversed(backwards))).hexdigest() == printed.strip()


def test_markup_seed_changes_pages_but_no_text() -> None:
    """The markup seed is independent of the text seed."""
    one, other = (Newspaper(seed=11, articles=60, markup_seed=markup) for markup in (1, 2))

    assert [one.truth(index) for index in range(60)] == [other.truth(index) for index in range(60)]
    assert all(one.page(i, fetched_at=NOW) != other.page(i, fetched_at=NOW) for i in range(60))


def test_text_seed_changes_the_texts() -> None:
    """Another text seed gives other articles."""
    titles = {
        seed: [Newspaper(seed=seed, articles=50).truth(i)["title"] for i in range(50)] for seed in (1, 2)
    }

    assert len(set(titles[1]) & set(titles[2])) < 5


def test_the_clock_is_all_that_fetching_changes_on_a_plain_page() -> None:
    """Two fetches differ by the header's clock, never by the truth."""
    early = datetime(2026, 10, 1, 9, 0, 0, tzinfo=VIETNAM)
    index = next(
        i for i in range(1500, 2000)
        if paper().layout(i).pick["clock"] == "banner" and paper().layout(i).pick["widget"] == "none"
        and not paper().layout(i).pick["jsonld"].startswith("wrong")
    )  # fmt: skip
    pages = [paper().page(index, fetched_at=moment).decode() for moment in (early, NOW)]

    assert pages[0] != pages[1]
    assert pages[0].replace("Thứ năm,  01/10/2026", "") == pages[1].replace("Chủ nhật,  01/11/2026", "")


def test_another_origin_changes_addresses_only() -> None:
    """The same paper under another host has the same records with other addresses."""
    here = paper().at("http://127.0.0.1:8000/")
    for index in range(0, 2000, 41):
        there, moved = paper().truth(index), here.truth(index)
        assert moved["url"] == there["url"].replace("https://baolangson.vn", "http://127.0.0.1:8000")
        assert (moved["title"], moved["lead"]) == (there["title"], there["lead"])


# --- truth ----------------------------------------------------------------------------------------


def texts(value: Any) -> Iterator[str]:
    """Walk all strings of a record."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


@pytest.mark.parametrize("eras", ERAS)
def test_truths_are_valid(eras: tuple[int, ...]) -> None:
    """Every record has all fields, clean texts, an address that bears its number, a stamp that fits."""
    newspaper = paper(eras, 600)
    for index, era in served(newspaper, range(600)):
        truth = newspaper.truth(index, era)
        asked = taken_apart(truth["url"].removeprefix("https://baolangson.vn"))
        assert asked is not None
        assert list(truth) == FIELDS
        assert asked.number in (int(truth["id"]), int(truth["id"]) + 1_000_000)
        assert datetime.fromisoformat(truth["published_at"]).utcoffset() == VIETNAM.utcoffset(None)
        assert truth["body"]
        for text in texts(dict(truth)):
            assert text == unicodedata.normalize("NFC", text)
            assert text == " ".join(text.split())


def test_ids_are_unique_and_found_again() -> None:
    """A number belongs to one article, in the old and in the migrated form."""
    for eras in ERAS:
        newspaper = paper(eras)
        numbers = [newspaper.story(index).number for index in range(len(newspaper))]
        assert len(set(numbers)) == len(numbers)
        assert [newspaper.find(number) for number in numbers] == list(range(len(newspaper)))


@given(st.integers(min_value=0, max_value=10**10))
def test_a_foreign_number_is_no_article(number: int) -> None:
    """A number that no article bears leads nowhere, and none raises."""
    index = paper().find(number)
    if index is not None:
        assert paper().story(index).number in (number, number - 1_000_000)


def test_articles_follow_each_other_in_time() -> None:
    """A higher index is a later article, also for those that appear during a crawl."""
    for eras in ERAS:
        moments = [paper(eras).chronicle.published(index) for index in range(2100)]
        assert moments == sorted(set(moments))


def test_old_numbers_do_not_all_follow_the_date() -> None:
    """The oldest articles were imported section by section (site.md part 2)."""
    numbers = [paper().story(index).number for index in range(paper().chronicle.old)]

    assert numbers[:160] != sorted(numbers[:160])
    assert numbers[200:] == sorted(numbers[200:])


def test_english_stamps_can_be_read_one_way_only() -> None:
    """No English stamp fits its weekday in both orders."""
    newspaper = Newspaper(seed=5, articles=4000)
    stamps = [
        (newspaper.story(index).published, newspaper.truth(index, era)["raw"]["published"])
        for index, era in served(newspaper, range(4000))
        if newspaper.story(index).language == "en"
    ]

    assert len(stamps) > 50
    assert not [text for moment, text in stamps if "day" in text and reads_both_ways(moment)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đảng uỷ Khối – kỳ họp thứ 10", "dang-uy-khoi-ky-hop-thu-10"),
        ("“Dân vận khéo”: chuyện ở xã Hoà Lạc", "dan-van-kheo-chuyen-o-xa-hoa-lac"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    """Slugs are lower-case ASCII joined by hyphens."""
    assert slug(text) == expected


# --- sections by arithmetic -----------------------------------------------------------------------


@given(
    st.sets(st.integers(0, PERIOD - 1), max_size=9),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(-3, 60),
    st.integers(0, 30),
)
def test_rolls_agree_with_counting(places: set[int], start: int, stop: int, first: int, size: int) -> None:
    """A slice of a listing found by arithmetic is what walking all articles gives."""
    walked = [index for index in reversed(range(start, stop)) if index % PERIOD in places]
    run = Run(tuple(sorted(places)), start, stop)
    roll = Roll((run, Run((3,), 0, 240)))

    assert list(run) == walked
    everything = [*walked, 123, 3]
    first = max(0, first)
    assert roll.cut(first, first + size) == everything[first : first + size]


def test_a_large_paper_answers_without_walking_it() -> None:
    """The oldest page of a listing of 100,000 articles is had at once."""
    newspaper = Newspaper(seed=3, articles=100_000, eras=(1,))
    roll = newspaper.roll("chinh-tri", 1)
    last = roll.cut(len(roll) - 5, len(roll))

    assert len(roll) == 47_500
    assert len(last) == 5
    assert all(newspaper.section(index).section == "chinh-tri" for index in last)
    assert newspaper.find(newspaper.story(99_999).number) == 99_999


# --- pages ----------------------------------------------------------------------------------------

BREAKING = {
    "p", "div", "h1", "h2", "h3", "h4", "li", "td", "th", "tr", "table", "section", "figure", "figcaption",
    "br", "dd", "dt", "address", "blockquote", "article", "main", "footer", "cite", "form", "aside", "time",
}  # fmt: skip
UNSEEN = {"script", "style", "noscript", "template", "head", "textarea"}


def visible(element: Any) -> Iterator[str]:
    """Give the text that a reader sees, elements that break lines parted by a line's end."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN or "none" in element.get("style", ""):
        return
    breaks = element.tag in BREAKING
    yield "\n" if breaks else ""
    yield element.text or ""
    for inner in element:
        yield from visible(inner)
        yield inner.tail or ""
    yield "\n" if breaks else ""


CODES = {"legacy": "cp1258", "wide": "utf-16"}


def seen(page: bytes, charset: str = "declared") -> str:
    """Give a page as a reader sees it, in one line."""
    html = page.decode(CODES.get(charset, "utf-8"))
    parser = lxml.html.HTMLParser(encoding="utf-8")
    body = lxml.html.document_fromstring(html.encode(), parser=parser).find("body")
    return " ".join(unicodedata.normalize("NFC", "".join(visible(body))).split())


def reading_order(truth: Truth, era: int) -> list[str]:
    """Give what a reader must meet, in this order, from the stamp on."""
    wanted = [truth["raw"]["published"], truth["lead"] or ""]
    for block in truth["body"]:
        wanted += [
            block.get("text", ""),
            block.get("cite", ""),
            block.get("caption", ""),
            block.get("credit", ""),
        ]
        wanted += block.get("items", [])
        wanted += [cell for row in block.get("rows", []) for cell in row]
    wanted += [truth["raw"].get("byline", ""), truth["url"] if era == 1 else "", *truth["tags"]]
    return [text for text in wanted if text]


@pytest.mark.parametrize("eras", ERAS)
def test_pages_say_the_truth_in_reading_order(eras: tuple[int, ...]) -> None:
    """A careful reader finds title, stamp, views, lead, body, byline, address and keywords in order."""
    newspaper = paper(eras, 400)
    for index, era in served(newspaper, range(0, 400, 2)):
        truth = newspaper.truth(index, era)
        charset = newspaper.story(index).quirks.of_era(era).charset
        text = seen(newspaper.page(index, fetched_at=NOW, era=era), charset)
        place = text.index(truth["title"])
        assert truth["raw"].get("view_count", "") in text[place:]
        for wanted in reading_order(truth, era):
            found = text.find(wanted, place)
            assert found >= 0, f"{index} (era {era}): {wanted!r} is not where it should be"
            place = found + len(wanted)


def test_glued_pages_carry_an_excerpt_that_is_no_text() -> None:
    """The machine excerpt of 2010 stands before the text and is neither lead nor body."""
    newspaper = paper((1,))
    indexes = [i for i in range(200) if newspaper.story(i).quirks.repeated == "glued"]
    assert len(indexes) > 20
    for index in indexes[:20]:
        truth, charset = newspaper.truth(index), newspaper.story(index).quirks.charset
        text = seen(newspaper.page(index, fetched_at=NOW), charset)
        assert truth["lead"] is not None
        assert text.count(truth["lead"]) == 2
        assert not [part for part in texts(dict(truth)) if part.endswith("...")]


def test_pages_weigh_what_real_pages_weigh() -> None:
    """Pages weigh 25 to 300 kB, half of them between 50 and 120."""
    sizes = [len(paper().page(index, fetched_at=NOW)) for index in range(0, 2000, 7)]
    low, _, high = statistics.quantiles(sizes, n=4)

    assert min(sizes) > 25_000
    assert max(sizes) < 400_000
    assert 75_000 < low < high < 225_000


def test_headers_declare_what_the_page_pretends() -> None:
    """The content type is as declared, right or wrong."""
    types = Counter(paper().headers(index)["Content-Type"] for index in range(2000))

    assert types["text/html; charset=UTF-8"] > 1600
    assert set(types) >= {"text/html", "text/html; charset=ISO-8859-1", "text/html; charset=windows-1258"}


# --- variety --------------------------------------------------------------------------------------


@cache
def counted() -> Counter[str]:
    newspaper = paper()
    return Counter(
        feature for index, era in served(newspaper, range(2000)) for feature in newspaper.features(index, era)
    )


@pytest.mark.parametrize("feature", [f"{name}={choice}" for name in CHOICES for choice, _ in CHOICES[name]])
def test_every_choice_of_markup_occurs(feature: str) -> None:
    """Each way of setting a page is met among 2,000 articles."""
    assert counted()[feature] >= 4


@pytest.mark.parametrize(
    "feature",
    [
        *(f"kind={name}" for name in ("report", "one-sentence", "photo", "infographic")),
        *(f"kind={name}" for name in ("long", "agency", "notice")),
        *(f"repeated={name}" for name in ("glued", "twice", "later")),
        *(f"letters={name}" for name in ("decomposed", "named", "numeric")),
        *(f"charset={name}" for name in ("undeclared", "header-latin", "meta-latin", "meta-legacy")),
        *(f"charset={name}" for name in ("legacy", "wide")),
        *(f"block={name}" for name in ("paragraph", "heading", "image", "list", "table", "quote", "video")),
        *(f"dateline={mark}" for mark in ("LSO-", "LSO -", "(LSO) –", "–")),
        *(f"source={name}" for name in ("baolangson.vn", "TTXVN", "TTXVN/Vietnam+")),
        "authors=0", "authors=2", "language=en", "migrated=True", "kicker=True",
    ],
)  # fmt: skip
def test_every_kind_of_text_occurs(feature: str) -> None:
    """Each peculiarity of the paper's texts is met among 2,000 articles."""
    assert counted()[feature] >= 2


def test_layouts_are_distinct() -> None:
    """Two hundred layouts are two hundred markups, and a paper of one layout has one an era."""
    newspaper = paper()
    heads = {newspaper.numbered_layout(number, 1 + number // 100).chrome.top for number in range(200)}
    single = Newspaper(seed=11, articles=100, layouts=1)

    assert len(heads) > 150
    assert {single.layout_number(index, 1) for index in range(50)} == {0}


def test_long_articles_have_ten_thousand_words() -> None:
    """The rare long text has about 10,000 words."""
    index = next(i for i in range(2000) if paper().story(i).kind == "long")
    words = sum(len(text.split()) for text in texts(dict(paper().truth(index))))

    assert 7_000 < words < 14_000


# --- any given record -----------------------------------------------------------------------------

GIVEN: Truth = {
    "id": "531000",
    "url": "https://baolangson.vn/chinh-tri/531000-le-trao-huy-hieu-dang.html",
    "aliases": [],
    "section": "chinh-tri",
    "subsection": None,
    "kicker": None,
    "title": "Lễ trao Huy hiệu Đảng đợt 7/11",
    "published_at": "2022-10-05T15:48:48+07:00",
    "view_count": 1408,
    "lead": "Sáng 5/10, Đảng bộ xã Hoà Lạc trao Huy hiệu Đảng cho 12 đảng viên.",
    "body": [
        {"type": "image", "src": "https://baolangson.vn/uploads/le.jpg", "caption": "Quang cảnh buổi lễ"},
        {"type": "paragraph", "text": "Các đảng viên được trao Huy hiệu đều có nhiều năm cống hiến."},
        {"type": "paragraph", "text": "Buổi lễ diễn ra trang trọng, đúng nghi thức."},
    ],
    "authors": ["MINH SƠN"],
    "source": "baolangson.vn",
    "tags": [],
    "language": "vi",
    "raw": {
        "published": "Thứ 4, 05.10.2022 | 15:48:48",
        "view_count": "1.408 lượt xem",
        "byline": "MINH SƠN/baolangson.vn",
    },
}  # fmt: skip


@pytest.mark.parametrize("era", [1, 2])
def test_any_record_can_be_set_into_any_markup(era: int) -> None:
    """A given record is read in the same order in each of fifty different markups."""
    pages = [render(GIVEN, layout, era, NOW) for layout in range(50)]

    assert len(set(pages)) == 50
    for page in pages:
        text = seen(page)
        place = text.index(GIVEN["title"])
        for wanted in reading_order(GIVEN, era):
            place = text.index(wanted, place) + len(wanted)


@pytest.mark.parametrize("letters", ["decomposed", "named", "numeric"])
def test_letters_may_be_written_in_other_ways(letters: str) -> None:
    """NFD and entities change the bytes, not what is read."""
    plain = render(GIVEN, 8, 1, NOW)
    page = render(GIVEN, 8, 1, NOW, Quirks(letters=letters))

    assert page != plain
    assert seen(page) == seen(plain)
    if letters != "decomposed":
        assert re.sub(rb"<(script|style).*?</\1>", b"", page, flags=re.DOTALL).isascii()
