"""What walls and "not found" pages say, Vietnamese and English, as folded words. Pure data."""

from __future__ import annotations

import re
from typing import Final

_SAYS: dict[str, tuple[str, ...]] = {  # in this order: the first that a text has names it
    "captcha": (
        r"\bcaptcha\b",
        r"khong phai (?:la )?(?:ro ?bot|nguoi may|may)\b",
        r"not a (?:ro)?bot",
        r"(?:you are|re) (?:a )?human",
        r"human verification",
        r"verify (?:that )?you",
        r"xac (?:minh|nhan|thuc) (?:rang )?(?:ban|quy khach|nguoi dung)",
        r"are you a robot",
        r"ma xac (?:nhan|thuc|minh)",
        r"unusual traffic",
        r"luu luong (?:truy cap )?bat thuong",
    ),
    "challenge": (
        r"just a moment",
        r"checking (?:your browser|if the site|the site)",
        r"attention required",
        r"ddos protection",
        r"one more step",
        r"verifying your browser",
        r"security (?:check|verification)",
        r"kiem tra (?:bao mat|trinh duyet|ket noi)",
        r"access (?:to this page (?:has been )?)?(?:is )?denied",
        r"you have been blocked",
        r"request (?:has been |was )?blocked",
        r"truy cap (?:cua ban )?(?:da )?bi (?:chan|tu choi)",
        r"ban (?:da )?bi chan",
        r"tu choi truy cap",
        r"too many requests",
        r"qua nhieu (?:yeu cau|truy cap)",
        r"dang (?:chuyen huong|xac thuc) trinh duyet",
    ),
    "cookies": (
        r"(?:enable|turn on|allow|accept|requires?|bat|kich hoat|cho phep|chap nhan|dong y)\b.{0,40}\b"
        r"(?:cookies?|javascript)\b",
        r"(?:cookies?|javascript)\b.{0,20}\b(?:disabled|are required|is required|bi tat|bi vo hieu)",
    ),
    "paywall": (
        r"(?:dang nhap|dang ky|dat mua|mua|tra phi|nang cap|thue bao).{0,60}\bde "
        r"(?:doc|xem|tiep tuc|mo khoa)",
        r"(?:subscribe|sign up|register|log ?in|sign in|create (?:a |an )?(?:free )?account).{0,40}\bto "
        r"(?:continue|keep|read|unlock|view|access)",
        r"danh (?:rieng )?cho (?:thue bao|thanh vien|hoi vien|(?:doc gia|nguoi dung) "
        r"(?:tra phi|dang ky|vip))",
        r"noi dung (?:tra phi|co phi)",
        r"(?:for )?(?:subscribers?|members?) only",
        r"(?:doc|xem) het .{0,30}mien phi",
        r"free articles? (?:this month|left|remaining)",
        r"(?:article|content|story) is for (?:paying )?(?:subscribers|members)",
    ),
    "login": (
        r"\bdang nhap\b",
        r"\blog ?in\b",
        r"\bsign in\b",
    ),
    "soft-404": (
        r"\b404\b",
        r"khong (?:the |con )?(?:tim (?:thay|duoc|ra)|ton tai|kha dung|co san)",
        r"chua tim thay",
        r"chang tim thay",
        r"khong co (?:trang|bai viet|noi dung|ket qua|du lieu|duong dan)",
        r"(?:da|vua) (?:bi |duoc )?(?:xoa|go|thao|di chuyen)",
        r"not found",
        r"(?:does ?n t|does not|no longer) exist",
        r"no longer available",
        r"(?:not|cannot|t) be found",
        r"(?:cannot|can t|could ?n t|could not|unable to) (?:find|locate)",
        r"has been (?:removed|deleted|moved)",
        r"nothing (?:was )?found",
        r"tim khong (?:thay|ra)",
        r"khong hop le",
    ),
}
CORES: Final = tuple((kind, re.compile("|".join(texts))) for kind, texts in _SAYS.items())

READ_ON: Final = re.compile(
    r"\bde (?:doc|xem|tiep tuc|mo khoa)\b|\bto (?:continue|keep|read|unlock|view|access)\b|tra phi"
    r"|subscriber|thue bao|hoi vien|thanh vien|members? only|mien phi|free article"
)

# One of these stands on every paywall, as it is written: looked for before a page is taken apart.
GATE_WORDS: Final = (
    "để đọc", "để xem", "để tiếp tục", "để mở kh", "trả phí", "có phí", "thuê bao", "đọc hết", "xem hết",
    "cho thành viên", "cho hội viên", "to continue", "to keep", "to read", "to unlock", "to view",
    "to access", "subscri", "members only", "members-only", "paywall", "free article", "isaccessibleforfree",
)  # fmt: skip

_SHARED = """
    ban quy doc gia khach nguoi dung chung toi xin rat tiec thanh that cam on thong vui long hay moi thu
    lai kiem tra quay ve tro trang chu web site bao lang son dien tu online noi bai viet nay do de va
    hoac co the neu cua cho tren o mot khac da bi duoc dang muon can phai khong chua hien tai thoi truy
    cap yeu cau lien he ho quan tri vien loi error sorry oops please you your are is to a an of this we
    our it i in or and if for with has have been was be not t s re may page website article content
    story back home go try again contact us help bam vao nhan nhap day tiep tuc
"""
_OF_MISSING = """
    tim thay ton con ra san kha duong dan dia chi ket tin qua du lieu nao xoa bo thao di chuyen doi sai
    het han su chuc nang so ma url http https found whoops looking requested request does doesn exist
    exists no longer available could couldn cannot find locate unable removed deleted moved its name
    changed temporarily unavailable nothing here seems looks like search check address link broken
    invalid 404 uh oh hmm ouch hop le vua gap luu tru muc file what there
"""
_OF_WALLS = """
    captcha robot ro bot la xac minh thuc danh tinh ma mat toan trinh duyet ket chan choi luu luong bat
    thuong phat dong mang nhieu qua just moment checking browser before accessing attention required
    cloudflare ddos protection by one more step verifying verify verification human security check
    access denied blocked request unusual traffic from network computer too many requests wait while
    complete below prove enable turn allow accept cookies cookie javascript js disabled cai dat kich
    hoat phep chap y ky mua goi phi nang thue hoi khoan khau ten email xem du mien tron ven khoa mo
    rieng thang het so luot subscribe subscriber subscribers subscription sign up register log login
    account continue keep reading read unlock view full free only member members premium paying left
    month remaining create already no as these reached limit articles chuyen huong giay forgot password
    username remember me quen nho voi google facebook sso vip like tin chi tien hanh vua
"""
VOCABULARY: Final = {
    "soft-404": frozenset((_SHARED + _OF_MISSING).split()),
    "wall": frozenset((_SHARED + _OF_WALLS).split()),
}
EITHER: Final = VOCABULARY["soft-404"] | VOCABULARY["wall"]

# A part of a title that begins so is the paper's name and motto, however long.
SITE_NAMES: Final = ("bao lang son", "bao dien tu", "lang son online", "trang thong tin", "co quan")

# What the makers of walls leave in their pages; for short pages only, as comment forms use some of it.
CHALLENGE_MARKS: Final = (
    ("_cf_chl_opt", "challenge"),
    ("/cdn-cgi/challenge-platform/", "challenge"),
    ("cf-browser-verification", "challenge"),
    ("cf-error-details", "challenge"),
    ("challenges.cloudflare.com", "captcha"),
    ("_incapsula_resource", "challenge"),
    ("sucuri_cloudproxy", "challenge"),
    ("awswafintegration", "challenge"),
    ("awswafcookiedomainlist", "challenge"),
    ("captcha-delivery.com", "captcha"),
    ("px-captcha", "captcha"),
    ("ddos-guard", "challenge"),
    ("d1n=", "challenge"),
    ("g-recaptcha", "captcha"),
    ("h-captcha", "captcha"),
    ("data-sitekey", "captcha"),
)
LEADS_ON: Final = re.compile(
    r"document\.cookie|location\.(?:reload|replace|href)|window\.location|http-equiv\s*=\s*[\"']?refresh"
)
