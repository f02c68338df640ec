"""What walls and "not found" pages say, Vietnamese and English. Pure data.

`CORES` are looked for in text without diacritics; `VOCABULARY` has the words as they are spelled, as without
their marks "Đảng" would be the word of "đăng nhập".
"""

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

# One of these stands on every paywall; as bytes, and without a first letter that may be a capital.
_READ = (
    "ể đọc",
    "ể xem",
    "ể tiếp tục",
    "ể mở kh",
    "rả phí",
    "huê bao",
    "đọc hết",
    "cho thành viên",
    "cho hội viên",
)
_READ_ENGLISH = ("o continue", "o keep", "o read", "o unlock", "ubscri", "embers only", "ree article")
_CLASSES = ("aywall", "ccessibleForFree")
GATE_WORDS: Final = tuple(
    word.encode() for word in (*_READ, *map(str.upper, _READ), *_READ_ENGLISH, *_CLASSES)
)

_SHARED = """
bạn quý độc giả khách người dùng chúng tôi xin lỗi rất tiếc thành thật cảm ơn thông vui lòng hãy mời thử
lại kiểm tra quay về trở trang chủ web website site báo lạng sơn điện tử online nội dung bài viết này đó
để và hoặc có thể nếu của cho trên ở một khác đã bị được đang muốn cần phải không chưa hiện tại thời
truy cập yêu cầu liên hệ hỗ trợ quản trị viên bấm vào nhấn nhập đây tiếp tục các những với từ tới đến mà
là thì do vì sau khi error sorry oops please the you your are is to a an of this that we our it i in on
or and if for with has have been was be can not t s re may page article content story back home go try
again contact us help
"""
_OF_MISSING = """
tìm thấy tồn còn ra sẵn khả dụng đường dẫn địa chỉ liên kết tin tức quả dữ liệu nào xóa xoá gỡ bỏ thảo
di chuyển thay đổi sai hết hạn sử chức năng số mã gõ vừa gặp sự cố lưu trữ chuyên mục thư tệp hệ thống
hợp lệ ôi chao url http https found whoops looking requested request does doesn exist exists no longer
available could couldn cannot find locate unable removed deleted moved its name changed temporarily
unavailable nothing here there what where seems looks like search check address link broken invalid 404
uh oh hmm ouch file resource server
"""
_OF_WALLS = """
bao bộ captcha robot rô bốt máy xác minh nhận thực danh tính mã bảo mật an toàn trình duyệt kết nối chặn từ
chối lưu lượng bất thường phát hiện tự động hệ thống mạng nhiều quá just moment checking browser before
accessing attention required requires cloudflare ddos guard protection by one more step verifying verify
verification human security check access denied blocked request unusual traffic from network computer
systems detected too many requests wait while complete below prove enable turn allow accept cookies
cookie javascript js disabled cài đặt kích hoạt bật phép chấp đồng ý đăng ký mua gói trả phí nâng cấp
thuê thành hội tài khoản khẩu tên email đọc xem đầy đủ miễn trọn vẹn khóa khoá mở riêng dành tháng hết
số lượt năm gửi subscribe subscriber subscribers subscription sign up register log login logged account
continue keep reading read unlock view full free only member members premium paying left month remaining
create already no as these reached limit articles chuyển hướng chờ giây lát trong forgot password
username remember me quên nhớ google facebook vip like unable process automatic must
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
