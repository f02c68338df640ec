"""The words by which a Vietnamese reader knows the parts of a news page.

Compared after `fold` (lower case, no diacritics, single blanks). Sources: the notes on the site, and the
labels of the paper's CMS family (baocaobang.vn, baoquangninh.vn, baohungyen.vn) and of WordPress themes.
"""

from __future__ import annotations

import re

# Headings of boxes that list other articles.
_BOX = re.compile(
    r"^(?:cac |nhung |mot so )?(?:"
    r"(?:tin|bai|tin bai|bai viet|tin tuc|noi dung|chu de|chuyen de)(?: \w+){0,2} (?:lien quan|"
    r"cung chuyen muc|cung muc|"
    r"khac|moi|moi nhat|moi hon|cu hon|da dua|da dang|noi bat|tieu diem|doc nhieu|xem nhieu|tai tro|nen doc)|"
    r"tin moi|tin khac|bai khac|tin noi bat|tin nong|tin hot|tin anh(?! \w)|tin video|"
    r"tin lien quan|bai lien quan|"
    r"lien quan|moi nhat|tin moi nhat|doc nhieu|xem nhieu|nhieu nguoi doc|duoc quan tam|"
    r"quan tam nhieu(?! \w)|"
    r"cung chuyen muc|cung muc|trong cung chuyen muc|cung tac gia|cung su kien|cung chu de(?! \w)|"
    r"xem them|doc them|doc tiep|xem tiep|co the ban quan tam|ban co the quan tam|co the ban chua doc|"
    r"goi y cho ban|danh cho ban|dong su kien|thoi su trong ngay|"
    r"quang cao(?! \w)|thong tin quang cao|tai tro(?! \w)|lien ket website|lien ket(?! \w)|"
    r"video noi bat|media noi bat|"
    r"thu vien anh|"
    r"tep dinh kem|file dinh kem|tai lieu dinh kem|van ban dinh kem|thoi tiet(?! \w)|ty gia|gia vang|"
    r"tham do y kien|binh chon|"
    r"related(?: (?:news|articles|posts|stories))?|most (?:read|viewed|popular)|latest(?: news| posts)?|"
    r"other news|more news|read more|see also|you may also like|more from|recent posts|popular posts|"
    r"trending)\b"
)
# Headings of the readers' part: nothing below them is the article.
_COMMENTS = re.compile(
    r"^(?:\d+ )?(?:binh luan|y kien ban doc|y kien doc gia|y kien cua ban|gui binh luan|viet binh luan|"
    r"gui y kien|ban doc binh luan|comments?|leave a (?:comment|reply)|thao luan|phan hoi|de lai binh luan|"
    r"tra loi|y kien|chia se y kien)(?: \d+)?(?: y kien| binh luan| cua ban| ban doc)?$|"
    r"^(?:(?:gui |viet )?(?:binh luan|y kien) (?:cua ban|ve bai|ban doc|\d)|comments? (?:on|\d))"
)
_TAGS = re.compile(
    r"^[\s•·\-–*#🏷]*(từ kh[oó][aá]|từ khoá|tags?|keywords?|thẻ|chủ đề)\s*(?:[:：\-–]\s*|$)", re.I
)
_TAGS_BEFORE_LINKS = re.compile(
    r"^[\s•·\-–*#]*(từ khóa|từ khoá|tags?|keywords?|thẻ|chủ đề)\b\s*[:：\-–]?\s*", re.I
)
_FOOTER = re.compile(
    r"^(?:giay phep|gp so|so giay phep|ban quyen|copyright|tong bien tap|pho tong bien tap|toa soan|tru so|"
    r"co quan chu quan|co quan cua|dien thoai|(?:tong )?(?:so )?luot truy cap|tong (?:so )?luot|"
    r"(?:tong )?so nguoi truy cap|dang truy cap|"
    r"dang online|thiet ke boi|phat trien boi|chiu trach nhiem|ghi ro nguon|hotline|all rights reserved|"
    r"duong day nong|lien he quang cao|khong sao chep|coppyright|c \d{4}|\d{4} ban quyen)\b"
)
# Buttons and controls: share bars, font sizes, printing, players. Whole phrases, since single words
# (`anh`, `nam`, `trung`) are names too.
_CONTROLS = re.compile(
    r"^(?:(?:chia se(?: bai viet| bai| qua| len| voi| ban be| mang xa hoi)*|facebook|zalo|twitter|email|"
    r"e mail|"
    r"(?:gui|goi) (?:email|mail|cho ban be|bai viet|bai)|in|in (?:bai viet nay|bai viet|bai nay|bai|"
    r"trang nay|trang|an)|ban in|co chu|"
    r"nghe(?: doc| bai viet| bai| audio| noi dung| tin)*|doc bai(?: viet)?|audio|luu(?: bai viet| bai|"
    r" lai| tin)?|"
    r"theo doi(?: bao lang son| dien tu| chung toi| bao| tren)*|google news|sao chep(?: lien ket| link)?|"
    r"copy(?: link)?|thich|like|share|tweet|print|mail|save|listen|font size|a|aa|x|telegram|linkedin|"
    r"pinterest|"
    r"messenger|youtube|tiktok|(?:nu|nam) mien (?:bac|trung|nam)|giong (?:nu|nam|doc)(?: mien (?:bac|nam))?|"
    r"toc do(?: doc)?|tam dung|phat|dung|tiep tuc|mac dinh|nho hon|lon hon|(?:tang|giam)(?: co chu)?|"
    r"danh gia|"
    r"quay lai|tro lai|tro ve|ve dau trang|xem anh|phong to|[012]x|tat|bat)(?: \d{1,2} \d{2})?(?: |$))+$"
)
_HOME = frozenset(("trang chu", "home", "trang nhat", "bao lang son", "homepage"))
_PRINTED_ADDRESS = re.compile(
    r"^(?:(?:nguồn|link|url|địa chỉ(?: bài viết)?)\s*:\s*)?(?:https?://|www\.|(?:old\.)?baolangson\.vn/)\S+$",
    re.I,
)


def is_box_heading(folded: str) -> bool:
    """Whether a line heads a box of other articles or of services."""
    return len(folded) <= 60 and _BOX.match(folded) is not None


_SERVICE = re.compile(
    r"^(?:muc luc|trong bai nay|tham do|binh chon|lay y kien|thoi tiet|ty gia|gia vang|quang cao|"
    r"lich phat song|tien ich|ung ho|dang ky nhan tin)\b"
)


def is_service_heading(folded: str) -> bool:
    """Whether a line heads a service box: a poll, the weather, a subscription."""
    return len(folded) <= 60 and _SERVICE.match(folded) is not None


def is_comments_heading(folded: str) -> bool:
    """Whether a line heads the comments."""
    return len(folded) <= 60 and _COMMENTS.match(folded) is not None


# Words that head the readers' part, or a part of an article: `Trả lời:` in questions and answers.
_AMBIGUOUS = frozenset(("thao luan", "tra loi", "y kien", "phan hoi"))


def may_be_subheading(folded: str) -> bool:
    """Whether what heads comments or names keywords elsewhere may head a part of the text as well."""
    return folded in _AMBIGUOUS or folded.startswith(("chu de ", "binh luan ve ")) or folded == "chu de"


def is_footer(folded: str) -> bool:
    """Whether a line belongs to the page's imprint: licence, editor in chief, visit totals."""
    return _FOOTER.match(folded) is not None


def is_junk(folded: str) -> bool:
    """Whether a short line is made of share buttons, font sizes, audio controls and the like."""
    return len(folded) <= 90 and _CONTROLS.match(folded) is not None


def is_home(folded: str) -> bool:
    """Whether a link text leads to the front page."""
    return folded in _HOME


def tags_label(text: str, *, linked: bool) -> str | None:
    """What stands behind a keywords label ("" for a bare label), or None for any other line.

    >>> tags_label("• Từ khóa", linked=False), tags_label("Tags: Đảng, Đoàn", linked=False)
    ('', 'Đảng, Đoàn')
    """
    match = (_TAGS_BEFORE_LINKS if linked else _TAGS).match(text)
    return text[match.end() :].strip() if match else None


def is_printed_address(text: str) -> bool:
    """Whether a line is nothing but a web address."""
    return _PRINTED_ADDRESS.match(text) is not None
