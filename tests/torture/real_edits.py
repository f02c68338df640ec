"""What an editor does to an article: each a change of title, lead, body or authors. Pure."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random

from crawler.replica.truth import Block, Truth

# Words, figures and names that an editor puts in; none of them is at home in the replica's texts.
WORDS = "sớm muộn rộng nhanh chậm vững thêm nữa luôn khá".split()
NAMES = ("Nông Thế Khải", "Lương Bích Hảo", "Vi Trọng Nghĩa", "Đàm Kim Oanh")
SENTENCE = (
    "Bên lề buổi làm việc, {name} trao đổi thêm {number} ý kiến gửi về ban soạn thảo trước ngày hôm sau."
)
# None: the article has nothing of the kind.
Edit = Callable[[Truth, Random], Truth | None]


def _blocks(truth: Truth, *kinds: str) -> list[Block]:
    return [block for block in truth["body"] if block["type"] in kinds]


def _swapped(
    text: str, random: Random, choose: Callable[[str], bool], put: Callable[[str], str]
) -> str | None:
    """The text with one of its words changed: never the first or the last, which have marks of their own."""
    words = text.split(" ")
    places = [at for at in range(1, len(words) - 1) if choose(words[at])]
    if not places:
        return None
    at = random.choice(places)
    words[at] = put(words[at])
    return " ".join(words)


def _is_word(word: str) -> bool:
    return word.isalpha() and word.islower()


def _in_paragraph(choose: Callable[[str], bool], put: Callable[[str, Random], str]) -> Edit:
    def edit(truth: Truth, random: Random) -> Truth | None:
        paragraphs = _blocks(truth, "paragraph")
        random.shuffle(paragraphs)
        for block in paragraphs:
            text = _swapped(block["text"], random, choose, lambda word: put(word, random))
            if text is not None:
                block["text"] = text
                return truth
        return None

    return edit


def _another_word(word: str, random: Random) -> str:
    return random.choice([other for other in WORDS if other != word])


def _another_number(word: str, random: Random) -> str:
    at = random.choice([n for n, char in enumerate(word) if char.isdigit()])
    return word[:at] + random.choice([digit for digit in "123456789" if digit != word[at]]) + word[at + 1 :]


def _has_figure(word: str) -> bool:
    return word.strip(",.;").isdigit()


def _another_name(word: str, random: Random) -> str:
    return random.choice(NAMES)


def _other_tone(word: str, random: Random) -> str:
    tones = dict(zip("aàáảãạoòóỏõọuùúủũụeèéẻẽẹ", "àáảãạaòóỏõọoùúủũụuèéẻẽẹe", strict=True))
    at = random.choice([n for n, char in enumerate(word) if char in tones])
    return word[:at] + tones[word[at]] + word[at + 1 :]


def _has_tone(word: str) -> bool:
    return _is_word(word) and any(char in "aàáảãạoòóỏõọuùúủũụeèéẻẽẹ" for char in word)


def _sentence(random: Random) -> str:
    return SENTENCE.format(name=random.choice(NAMES), number=random.randint(12, 98))


def _added(truth: Truth, random: Random) -> Truth | None:
    places = [at for at, block in enumerate(truth["body"], 1) if block["type"] == "paragraph"]
    if not places or (truth["lead"] is None and len(places) < 2):
        return None
    truth["body"].insert(random.choice(places), {"type": "paragraph", "text": _sentence(random)})
    return truth


def _removed(truth: Truth, random: Random) -> Truth | None:
    paragraphs = _blocks(truth, "paragraph")
    if len(paragraphs) < 3:
        return None
    gone = random.choice(paragraphs[1:])
    truth["body"] = [block for block in truth["body"] if block is not gone]
    return truth


def _moved(truth: Truth, random: Random) -> Truth | None:
    paragraphs = _blocks(truth, "paragraph")[1:]
    if len(paragraphs) < 2 or len({block["text"] for block in paragraphs}) < len(paragraphs):
        return None
    one, other = random.sample(paragraphs, 2)
    one["text"], other["text"] = other["text"], one["text"]
    return truth


def _caption(truth: Truth, random: Random) -> Truth | None:
    for block in _blocks(truth, "image"):
        text = _swapped(block.get("caption", ""), random, _is_word, lambda word: _another_word(word, random))
        if text is not None:
            block["caption"] = text
            return truth
    return None


def _title(truth: Truth, random: Random) -> Truth | None:
    text = _swapped(truth["title"], random, _is_word, lambda word: _another_word(word, random))
    if text is None:
        return None
    truth["title"] = text
    return truth


def _lead(truth: Truth, random: Random) -> Truth | None:
    text = _swapped(truth["lead"] or "", random, _is_word, lambda word: _another_word(word, random))
    if text is None:
        return None
    truth["lead"] = text
    return truth


def _author(truth: Truth, random: Random) -> Truth | None:
    """Another author; or the author that was not named."""
    raw, new = truth["raw"].get("byline"), random.choice(NAMES)
    if raw is None:
        truth["raw"]["byline"], truth["authors"] = new.upper(), [new.upper()]
        return truth
    named = [name for name in truth["authors"] if raw.count(name) == 1]
    if not named:
        return None
    old = random.choice(named)
    new = new.upper() if old.isupper() else new
    truth["raw"]["byline"] = raw.replace(old, new)
    truth["authors"] = [new if name == old else name for name in truth["authors"]]
    return truth


def _author_taken_away(truth: Truth, random: Random) -> Truth | None:
    if not truth["authors"] or truth["source"] or any("credit" in block for block in truth["body"]):
        return None
    del truth["raw"]["byline"]
    truth["authors"] = []
    return truth


def _in_part(kind: str, field: str) -> Edit:
    """A word of a subheading, a quotation…"""

    def edit(truth: Truth, random: Random) -> Truth | None:
        for block in _blocks(truth, kind):
            text = _swapped(block[field], random, _is_word, lambda word: _another_word(word, random))
            if text is not None:
                block[field] = text
                return truth
        return None

    return edit


def _item(truth: Truth, random: Random) -> Truth | None:
    for block in _blocks(truth, "list"):
        at = random.randrange(len(block["items"]))
        text = _swapped(block["items"][at], random, _is_word, lambda word: _another_word(word, random))
        if text is not None:
            block["items"][at] = text
            return truth
    return None


def _cell(truth: Truth, random: Random) -> Truth | None:
    for block in _blocks(truth, "table"):
        row = random.choice(block["rows"][1:])
        row[-1] = f"{random.randint(11, 99)},{random.randint(11, 99)}"
        return truth
    return None


def _picture(truth: Truth, random: Random) -> Truth | None:
    """Another picture in the place of one."""
    for block in _blocks(truth, "image"):
        block["src"] = block["src"].replace(".jpg", f"-{random.randint(10, 99)}.jpg")
        return truth
    return None


REAL_EDITS: dict[str, Edit] = {
    "a word": _in_paragraph(_is_word, _another_word),
    "a number": _in_paragraph(_has_figure, _another_number),
    "a name": _in_paragraph(str.istitle, _another_name),
    "a tone mark": _in_paragraph(_has_tone, _other_tone),
    "a paragraph added": _added,
    "a paragraph removed": _removed,
    "a paragraph moved": _moved,
    "a caption": _caption,
    "the title": _title,
    "the lead": _lead,
    "the author": _author,
    "the author taken away": _author_taken_away,
    "a subheading": _in_part("heading", "text"),
    "a quotation": _in_part("quote", "text"),
    "an item of a list": _item,
    "a cell of a table": _cell,
    "a picture": _picture,
}


def edited(truth: Truth, kind: str, random: Random) -> Truth | None:
    """Give the article as it is after an edit; None where it has nothing of the kind."""
    return REAL_EDITS[kind](deepcopy(truth), random)
