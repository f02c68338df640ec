"""The body of a story: blocks in page order, as the truth has them."""

from __future__ import annotations

from random import Random

from crawler.replica import english
from crawler.replica.addresses import slug
from crawler.replica.phrases import PARTS, PHRASES
from crawler.replica.prose import Prose
from crawler.replica.story import Story, toned
from crawler.replica.truth import Block
from crawler.replica.vocabulary import DISTRICTS, FAMILY_NAMES, GIVEN_NAMES

_LONG = 115  # paragraphs of about ninety words: the paper's rare texts of 10,000 words


class BodyWriter:
    """Writes one body.

    Args:
        story: The head; its organisation, place, leader and event return in the text.
        rng: Random numbers for the body alone, so that listings need not write bodies.
        era: The era whose manner of naming image files is used.
        origin: Scheme and host of the paper.
    """

    def __init__(self, story: Story, rng: Random, era: int, origin: str) -> None:
        self._story = story
        self._rng = rng
        self._era = era
        self._origin = origin
        self._prose = story.prose.again(rng)
        self._images = 0
        self._seen = {story.lead}

    def write(self) -> tuple[str | None, list[Block]]:
        """Give (lead, body): a text of one paragraph without images has no lead."""
        story = self._story
        if story.kind == "one-sentence":
            return None, [_paragraph(story.lead)]
        if story.kind == "photo":
            return story.lead, [self._image(captioned=0.95) for _ in range(self._rng.randint(4, 12))]
        if story.kind == "infographic":
            return story.lead, [self._image(captioned=0) for _ in range(self._rng.choice((1, 1, 1, 2)))]
        return story.lead, self._report()

    def _report(self) -> list[Block]:
        rng, story = self._rng, self._story
        count = _LONG if story.kind == "long" else rng.randint(1, 4 if story.kind == "notice" else 9)
        blocks = [_paragraph(self._text(part)) for part in self._parts(count)]
        if story.quirks.repeated == "later":
            blocks.insert(rng.randint(1, len(blocks)), _paragraph(story.lead))
        if story.kind != "notice":
            blocks = self._with_images(self._with_headings(blocks))
        return self._with_rare_blocks(blocks)

    def _parts(self, count: int) -> list[str]:
        """Give the part that each paragraph plays, in the order of reports."""
        order = sorted(self._rng.randrange(len(PARTS)) for _ in range(count))
        return [PARTS[number] for number in order]

    def _text(self, part: str) -> str:
        """Write a paragraph of one to four sentences that does not stand in the story yet."""
        templates = english.SENTENCES if self._story.language == "en" else PHRASES[part]
        while True:
            size = self._rng.choice((1, 2, 2, 3, 4))
            text = self._toned(" ".join(self._prose.several(templates, size)))
            if text not in self._seen:
                self._seen.add(text)
                return text

    def _toned(self, text: str) -> str:
        return toned(self._rng, self._story.tones, text)

    def _phrase(self, kind: str, in_english: tuple[str, ...]) -> str:
        if self._story.language == "en":
            return self._prose.pick(in_english)
        return self._toned(self._prose.phrase(kind))

    def _with_headings(self, blocks: list[Block]) -> list[Block]:
        """Put subheadings before some paragraphs, never the first; one level in a story."""
        rng = self._rng
        if len(blocks) < 4 or rng.random() > (0.6 if len(blocks) > 20 else 0.16):
            return blocks
        level = rng.choice((2, 3, 3, 3, 4))
        found: list[Block] = []
        for number, block in enumerate(blocks):
            text = self._phrase("heading", english.HEADINGS) if number % 3 == 2 else ""
            if text and text not in self._seen and number < len(blocks):
                self._seen.add(text)
                found.append({"type": "heading", "level": level, "text": text})
            found.append(block)
        return found

    def _with_images(self, blocks: list[Block]) -> list[Block]:
        """Put images before paragraphs or at the end, never between a subheading and its text."""
        rng = self._rng
        for _ in range(rng.choices((0, 1, 2, 3, 4), (18, 40, 24, 12, 6))[0]):
            place = rng.randint(0, len(blocks))
            if place and blocks[place - 1]["type"] == "heading":
                place -= 1
            at_paragraph = place < len(blocks) and blocks[place]["type"] == "paragraph"
            blocks.insert(place, self._image(captioned=0.85 if at_paragraph else 1))
        return blocks

    def _image(self, captioned: float) -> Block:
        rng, story = self._rng, self._story
        self._images += 1
        block: Block = {"type": "image", "src": self._origin + self._file()}
        if rng.random() >= captioned:
            return block
        caption = self._phrase("caption", english.CAPTIONS)
        draw = rng.random()
        if draw < 0.35:
            stop = "" if draw < 0.06 else "."
            block["caption"] = caption + stop
            block["credit"] = self._photographer()
        elif draw < 0.38 and story.language == "vi":
            block["credit"] = self._photographer()
        else:
            block["caption"] = caption
        return block

    def _photographer(self) -> str:
        if self._story.kind == "agency":
            return "TTXVN"
        name = f"{self._rng.choice(FAMILY_NAMES)} {self._rng.choice(GIVEN_NAMES)}"
        return name.upper() if self._rng.random() < 0.2 else name

    def _file(self) -> str:
        story = self._story
        words = "-".join(slug(story.title).split("-")[:6])
        if self._era == 1:
            return f"/uploads/{story.published:%Y/%m/%d}/{words}-{self._images}.jpg"
        number = story.number * 10 + self._images
        return f"/upload/image/{story.published:%Y%m}/medium/{number}_{words}.jpg"

    def _with_rare_blocks(self, blocks: list[Block]) -> list[Block]:
        """Add a list, a table, a quotation or a video; each stands after a paragraph."""
        rng = self._rng
        for share, make in ((0.1, self._list), (0.06, self._table), (0.09, self._quote), (0.06, self._video)):
            if rng.random() < share:
                places = [n for n, block in enumerate(blocks) if block["type"] == "paragraph"]
                place = rng.choice(places) + 1
                blocks[place:place] = make()
        return blocks

    def _list(self) -> list[Block]:
        items = list(dict.fromkeys(self._phrase("item", english.HEADINGS) for _ in range(5)))
        ordered = self._rng.random() < 0.4
        mark = self._rng.choice(("", ".", ";"))
        opening = (
            "Hội nghị thống nhất các nhiệm vụ sau:" if self._story.language == "vi" else "The tasks are:"
        )
        return [
            _paragraph(opening),
            {"type": "list", "ordered": ordered, "items": [item + mark for item in items]},
        ]

    def _table(self) -> list[Block]:
        rng, prose = self._rng, self._prose
        head = (
            ["Huyện", "Chỉ tiêu", "Thực hiện (%)"]
            if self._story.language == "vi"
            else ["District", "Plan", "Done"]
        )
        rows = [[place, prose.fill("{hundreds}"), prose.fill("{pct}")] for place in rng.sample(DISTRICTS, 4)]
        if rng.random() < 0.4:
            rows[-1][1] = ""
        opening = "Kết quả cụ thể như sau:" if self._story.language == "vi" else "The results are as follows:"
        return [_paragraph(opening), {"type": "table", "rows": [head, *rows]}]

    def _quote(self) -> list[Block]:
        if self._story.language == "en":
            return []
        block: Block = {"type": "quote", "text": self._toned(self._prose.phrase("quote"))}
        if self._rng.random() < 0.6:
            block["cite"] = self._toned(self._prose.fill("Đồng chí {person}, {role}"))
        return [block]

    def _video(self) -> list[Block]:
        rng = self._rng
        letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
        name = "".join(rng.choice(letters) for _ in range(11))
        if rng.random() < 0.6:
            return [{"type": "video", "src": f"https://www.youtube.com/embed/{name}"}]
        return [{"type": "video", "src": f"{self._origin}/uploads/video/{name.lower()}.mp4"}]


def _paragraph(text: str) -> Block:
    return {"type": "paragraph", "text": text}


def tags(story: Story, rng: Random, prose: Prose) -> list[str]:
    """Draw the keywords; a third of the stories have none."""
    if rng.random() < 0.34:
        return []
    count = rng.randint(1, 5)
    if story.language == "en":
        return rng.sample(english.TAGS, min(count, len(english.TAGS)))
    return list(dict.fromkeys(prose.phrase("tag") for _ in range(count)))
