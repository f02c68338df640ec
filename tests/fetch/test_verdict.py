"""Walls, "not found" with 200 and the way home are recognised; articles about such things stay articles."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest

from crawler.fetch.verdict import judge
from crawler.replica import Newspaper

URL = "https://baolangson.vn/chinh-tri/612345-hoi-nghi.html"
SITE = "Báo Lạng Sơn"
HEADLINES = [
    "Hội nghị giao ban công tác tháng của Huyện uỷ",
    "Nông dân vùng cao vào vụ thu hoạch na",
    "Khai mạc phiên họp thường kỳ của Hội đồng nhân dân",
    "Cảnh báo lừa đảo qua tin nhắn đăng nhập ngân hàng",
    "Trao quà cho học sinh nghèo vượt khó ở xã biên giới",
    "Đường tuần tra biên giới thêm mười cây số",
]


def chrome(inside: str, title: str = SITE, *, links: int = 40) -> bytes:
    """The paper's own frame: menu, list of the newest stories, search, comment form, cookie banner."""
    menu = "".join(f'<li><a href="/muc-{n}">Mục số {n}</a></li>' for n in range(links))
    side = "".join(f'<h3><a href="/{n}.html">{headline}</a></h3>' for n, headline in enumerate(HEADLINES))
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
    <script>var f = "Không tìm thấy trang"; grecaptcha.render({{"data-sitekey": "6Lc"}});</script>
    </head><body>
    <header><a href="/"><img alt="{SITE}"></a><ul>{menu}</ul>
    <form><input placeholder="Tìm kiếm"></form></header>
    {inside}
    <aside><h2>Tin mới</h2>{side}</aside><template><p>Không tìm thấy kết quả nào</p></template>
    <div class="modal"><h3>Đăng nhập</h3><form><input name="u"><input type="password"></form></div>
    <footer>Giấy phép xuất bản số 12</footer></body></html>""".encode()


def bare(inside: str, title: str = "") -> bytes:
    """A page of its own, without the paper's frame."""
    return f"<html><head><title>{title}</title></head><body>{inside}</body></html>".encode()


SOFT_404 = {
    "title": chrome("<p>Mời bạn xem tin khác.</p>", "Không tìm thấy trang - Báo Lạng Sơn"),
    "capitals": chrome("<h1>TRANG KHÔNG TỒN TẠI</h1>"),
    "decomposed": unicodedata.normalize(
        "NFD", chrome("<h1>Trang bạn tìm không tồn tại</h1>").decode()
    ).encode(),
    "entities": chrome("<h2>Kh&ocirc;ng t&igrave;m th&#7845;y b&agrave;i vi&#7871;t</h2>"),
    "no diacritics": chrome("<h1>Trang khong ton tai</h1>"),
    "paragraph": chrome(
        "<div class='x'><p>Bài viết không tồn tại hoặc đã bị xoá.</p><a href='/'>Về trang chủ</a></div>"
    ),
    "table": chrome(
        "<table><tr><td><font color=red>Nội dung bạn yêu cầu không còn tồn tại!</font></td></tr></table>"
    ),
    "span": chrome("<div><span>Xin lỗi, chúng tôi không tìm thấy <b>nội dung</b> bạn yêu cầu</span></div>"),
    "404 in the title": chrome("", "Lỗi 404 | Báo Lạng Sơn"),
    "404 alone": bare("<h1>404</h1>"),
    "404 heading": chrome("<h1>404</h1><p>Rất tiếc!</p>"),
    "English": chrome("<h1>Page not found</h1>", "Page not found – Báo Lạng Sơn"),
    "English sentence": bare("<p>Oops! That page can’t be found. It looks like nothing was found here.</p>"),
    "nginx": bare("<center><h1>404 Not Found</h1></center><hr><center>nginx</center>", "404 Not Found"),
    "IIS": bare(
        "<h2>HTTP Error 404.0 - Not Found</h2><h3>The resource you are looking for has been removed, had its "
        "name changed, or is temporarily unavailable.</h3>",
        "IIS Error",
    ),
    "removed": chrome("<h1>Bài viết đã bị gỡ bỏ</h1>"),
    "wrong link": chrome("<main><h2>Đường dẫn không hợp lệ hoặc không tồn tại</h2></main>"),
    "short answer": b"Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y trang",
    "windows-1258": bare("<h1>Trang không tồn tại</h1>")
    .decode()
    .replace("ồ", "ô\u0300")
    .replace("ạ", "a\u0323")
    .encode("cp1258"),
    "UTF-16": bare("<h1>Không tìm thấy trang</h1>").decode().encode("utf-16"),
}

WALLS = {
    "wall-login": {
        "title": chrome("<form><input type=password></form>", "Đăng nhập - Báo Lạng Sơn"),
        "bare form": bare(
            "<h1>Đăng nhập hệ thống</h1><form>Tên đăng nhập <input> Mật khẩu <input type='password'></form>"
        ),
        "English": bare(
            '<div>Please log in</div><form><input name=u><input type="password"></form>', "Log in"
        ),
        "wp-login": bare(
            "<form><label>Username</label><input><input type=password></form><a href=#>Quên mật khẩu</a>",
            "Log In ‹ Báo Lạng Sơn — WordPress",
        ).replace("‹".encode(), b"-"),
    },
    "wall-paywall": {
        "in the frame": chrome("<div class=m>Vui lòng đăng nhập để đọc tiếp bài viết này</div>"),
        "behind the lead": chrome(
            f"<h1>{HEADLINES[0]}</h1><p>Sáng nay, Huyện uỷ họp giao ban.</p>"
            "<div>Bạn cần đăng ký gói thuê bao để đọc toàn bộ nội dung</div>",
            HEADLINES[0],
        ),
        "capitals": chrome(
            f"<h1>{HEADLINES[0]}</h1><p>Sáng nay.</p><b>ĐĂNG NHẬP ĐỂ ĐỌC TIẾP</b>", HEADLINES[0]
        ),
        "metadata": chrome(
            f"<h1>{HEADLINES[0]}</h1><p>Sáng nay, Huyện uỷ họp.</p><script type='application/ld+json'>"
            '{"isAccessibleForFree": "False"}</script>',
            HEADLINES[0],
        ),
        "English": chrome(
            f"<h1>{HEADLINES[0]}</h1><p>This morning.</p><p>Subscribe to continue reading</p>", HEADLINES[0]
        ),
        "members": bare("<h2>Nội dung dành riêng cho thuê bao</h2>"),
        "free ones read": bare("<p>Bạn đã đọc hết số bài viết miễn phí trong tháng.</p>"),
    },
    "wall-captcha": {
        "sentence": bare(
            "<p>Vui lòng xác nhận bạn không phải là người máy</p><img src=c.png><input name=ma>"
        ),
        "code": bare("<form>Nhập mã xác nhận để tiếp tục <input><button>Gửi</button></form>", SITE),
        "recaptcha": bare("<form><div class='g-recaptcha' data-sitekey='6Lc'></div></form>"),
        "hcaptcha": bare("<h1>One more step</h1>").replace(
            b"One more step", b"Please complete the captcha below"
        ),
        "DataDome": bare(
            "<p id=cmsg>Please enable JS</p><script src='https://ct.captcha-delivery.com/c.js'></script>"
        ),
        "unusual traffic": bare(
            "<p>Our systems have detected unusual traffic from your computer network.</p>"
        ),
        "in the frame": chrome("<h1>Xác minh bạn không phải robot</h1><div class=box></div>"),
    },
    "wall-challenge": {
        "Cloudflare": bare(
            "<div id=cf><noscript>Enable JavaScript and cookies to continue</noscript></div><script>"
            "window._cf_chl_opt={}</script>",
            "Just a moment...",
        ),
        "Cloudflare blocked": bare(
            "<h1>Sorry, you have been blocked</h1><p>You are unable to access baolangson.vn</p>",
            "Attention Required! | Cloudflare",
        ),
        "older Cloudflare": bare(
            "<h1>Checking your browser before accessing baolangson.vn.</h1><p>This process is automatic.</p>"
        ),
        "cookie script": bare(
            "<script>document.cookie='D1N=9f'+';path=/';window.location.reload(true);</script>"
        ),
        "refresh only": b'<html><head><meta http-equiv="refresh" content="0;url=/c?x=1"></head></html>',
        "Incapsula": bare("<iframe src='/_Incapsula_Resource?x=1'></iframe>"),
        "Vietnamese": bare("<h2>Đang kiểm tra trình duyệt của bạn</h2><p>Vui lòng chờ trong giây lát…</p>"),
        "refused": bare("<h1>Truy cập của bạn đã bị chặn</h1>", "Thông báo"),
        "AWS": bare("<div></div><script>AwsWafIntegration.getToken()</script>"),
        "DDoS-Guard": bare("<h1>DDoS protection by DDoS-Guard</h1>", "DDOS-GUARD"),
        "too many": bare("<p>Bạn đã gửi quá nhiều yêu cầu. Vui lòng thử lại sau.</p>"),
    },
    "wall-cookies": {
        "Vietnamese": bare("<p>Vui lòng bật cookie trong trình duyệt để tiếp tục.</p>"),
        "JavaScript": bare("<p>Trang web này yêu cầu bạn kích hoạt JavaScript.</p>"),
        "English": bare("<h1>Please enable cookies</h1>"),
    },
}

STORIES = [
    "Không tìm thấy nạn nhân trong vụ lật thuyền trên sông Kỳ Cùng",
    "Không tìm thấy nạn nhân",
    "Chưa tìm thấy hai người mất tích sau lũ",
    "Cảnh báo trang web giả mạo yêu cầu đăng nhập tài khoản",
    "Mã captcha là gì và vì sao cần xác minh bạn không phải robot",
    "404 hộ nghèo được hỗ trợ xoá nhà tạm",
    "Page not found: what a broken link tells about archives",
    "Trang trại không tồn tại trên giấy tờ ở Hữu Lũng",
    "Đăng ký mua nhà ở xã hội để xem xét hỗ trợ lãi suất",
    "Access denied to border gate after heavy rain in Lang Son",
    "Bài viết đã bị gỡ bỏ, chủ tài khoản bị xử phạt",
    "Kiểm tra bảo mật hệ thống thông tin các cơ quan đảng",
]
PARAGRAPH = (
    "Sáng nay, cơ quan chức năng cho biết không tìm thấy trang hướng dẫn đăng nhập; mã captcha hiện sai và "
    "người dân phải đăng ký lại để xem kết quả. Lực lượng tìm kiếm còn ở hiện trường đến chiều nay. "
)


@pytest.mark.parametrize("page", SOFT_404.values(), ids=SOFT_404)
def test_soft_404(page: bytes) -> None:
    """A page that only says that there is none, with status 200."""
    trouble = judge(URL, URL, 200, page)
    assert trouble is not None
    assert trouble.reason == trouble.kind == "soft-404", trouble


CASES = [(reason, name) for reason, pages in WALLS.items() for name in pages]


@pytest.mark.parametrize(("reason", "name"), CASES)
def test_walls(reason: str, name: str) -> None:
    """Each wall is named by what it asks for."""
    trouble = judge(URL, URL, 200, WALLS[reason][name])
    assert trouble is not None
    assert (trouble.kind, trouble.reason) == ("wall", reason), trouble


@pytest.mark.parametrize("status", [403, 429, 503])
@pytest.mark.parametrize("name", ["Cloudflare", "Cloudflare blocked", "Incapsula", "cookie script"])
def test_walls_that_admit_it(status: int, name: str) -> None:
    """Challenge pages mostly come with 403 or 503."""
    trouble = judge(URL, URL, status, WALLS["wall-challenge"][name])
    assert trouble is not None
    assert trouble.kind == "wall"


def test_the_header_of_a_challenge() -> None:
    """Cloudflare names its challenges in a header."""
    trouble = judge(URL, URL, 403, b"", {"cf-mitigated": "challenge"})
    assert trouble is not None
    assert trouble.reason == "wall-challenge"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("paragraphs", [1, 6])
@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("story", STORIES)
def test_stories_about_it(story: str, framed: bool, paragraphs: int, form: Literal["NFC", "NFD"]) -> None:
    """Articles whose title and text are full of the same words, long and short, framed and bare."""
    inside = f"<h1>{story}</h1><div>24/11/2026 08:00</div>" + f"<p>{PARAGRAPH}</p>" * paragraphs
    title = f"{story} - {SITE}"
    page = chrome(inside, title) if framed else bare(inside, title)

    assert judge(URL, URL, 200, unicodedata.normalize(form, page.decode()).encode()) is None


@pytest.mark.parametrize("title", ["Chính trị - Báo Lạng Sơn", SITE, "Trang chủ", ""])
def test_listings(title: str) -> None:
    """A listing has a login form, a search box and few words of its own; it is none of these."""
    items = "".join(
        f"<h3><a href='/{n}.html'>{headline}</a></h3>" for n, headline in enumerate(HEADLINES * 3)
    )
    page = chrome(f"<h1>Chính trị</h1>{items}", title)
    assert judge("https://baolangson.vn/chinh-tri", "https://baolangson.vn/chinh-tri", 200, page) is None


def test_a_one_sentence_notice() -> None:
    """The shortest real article: a title and one sentence."""
    inside = f"<h1>Thông báo</h1><div>24/11/2026</div><p>{HEADLINES[0]} được lùi sang ngày mai.</p>"
    assert judge(URL, URL, 200, chrome(inside, f"Thông báo | {SITE}")) is None


def test_forms_beside_a_story() -> None:
    """A comment form with a captcha and "log in to comment" below an article are no wall."""
    form = "<p>Bạn cần đăng nhập để bình luận</p><form><div class=g-recaptcha data-sitekey=6L></div></form>"
    inside = f"<h1>{HEADLINES[0]}</h1><p>{PARAGRAPH}</p>{form}<p>Chúng tôi dùng cookie. Đồng ý cookie?</p>"
    assert judge(URL, URL, 200, chrome(inside, HEADLINES[0])) is None


@pytest.mark.parametrize("status", [404, 410, 451])
def test_statuses_that_say_so(status: int) -> None:
    """An honest "not found" needs no verdict."""
    assert judge(URL, URL, status, SOFT_404["nginx"]) is None


@pytest.mark.parametrize(
    ("asked", "came", "home"),
    [
        (URL, "https://baolangson.vn/", True),
        (URL, "https://baolangson.vn", True),
        (URL, "https://baolangson.vn/chinh-tri", True),
        (URL, "https://baolangson.vn/chinh-tri/page/2/", True),
        (URL, "https://baolangson.vn/index.html?utm_source=a", True),
        ("https://baolangson.vn/hoi-nghi-lan-5012345.html", "https://baolangson.vn/home", True),
        ("https://baolangson.vn/?p=612345", "https://baolangson.vn/", True),
        (URL, "https://baolangson.vn/hoi-nghi-5612345.html", False),
        (URL, "https://old.baolangson.vn/chinh-tri/612345-hoi-nghi.html", False),
        (URL, URL, False),
        ("https://baolangson.vn/?p=612345", URL, False),
        ("https://baolangson.vn/chinh-tri", "https://baolangson.vn/", False),
        ("https://baolangson.vn/chinh-tri/", "https://baolangson.vn/chinh-tri", False),
    ],
)
def test_gone_home(asked: str, came: str, home: bool) -> None:
    """An article's address that leads to the home page or a listing has no article any more."""
    trouble = judge(came, asked, 200, chrome(f"<h1>{HEADLINES[0]}</h1>", HEADLINES[0]))
    assert (trouble is not None and trouble.kind == "gone-home") == home


PAGES = sorted(Path(__file__).parents[1].glob("pages/*/page.html"))
GONE = {"d-refused-e2-article-removed"}  # a kept page of this very kind


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_every_kept_page(path: Path) -> None:
    """None of the pages that the extractor is tested on is taken for a wall, but for the one that is gone."""
    trouble = judge(URL, URL, 200, path.read_bytes())
    assert (trouble is not None) == (path.parent.name in GONE), trouble


def test_pages_of_the_replica() -> None:
    """Nor is any page of a hundred articles in two eras and many markups."""
    paper, now = Newspaper(5, 100, 60, (1, 2)), datetime.fromisoformat("2026-11-03T09:41:07+07:00")
    served = [(index, era) for index in range(100) for era in paper.served_eras(index)]
    troubles = [judge(URL, URL, 200, paper.page(index, fetched_at=now, era=era)) for index, era in served]

    assert len(served) > 100
    assert [trouble for trouble in troubles if trouble is not None] == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 1000,
        b"<" * 300_000,
        b"<a " * 100_000,
        b"<!--" * 100_000,
        b"<title>" * 50_000,
        b"<script>" * 50_000,
        b"<h1>" * 100_000,
        b"&" * 300_000,
        b"<p x='" + b"a" * 300_000,
        b"<title" + b" " * 300_000,
        b"\xff\xfe" + b"<\0" * 100_000,
        b"<input " * 50_000,
        "để đọc ".encode() * 40_000,
        b"-" * 300_000,
    ],
)
def test_hostile_bytes(body: bytes) -> None:
    """Whatever a page holds, the answer comes."""
    judge(URL, URL, 200, body)
