"""A tiny paper on loopback that a test writes page by page, and that remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=UTF-8"
SENTENCE = (
    "Sáng nay, Ban Thường vụ Huyện uỷ tổ chức hội nghị giao ban công tác tháng, đánh giá kết quả thực hiện "
    "nhiệm vụ và bàn phương hướng trong thời gian tới."
)


@dataclass(frozen=True)
class Answer:
    """What the site sends for a path."""

    body: str | bytes = ""
    status: int = 200
    type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    """A request as the site saw it: path with query, header names in lower case."""

    path: str
    headers: dict[str, str]


Route = Answer | Callable[[Asked], Answer]


@dataclass
class Site:
    """Routes by path with query (then by path alone), and the log of requests."""

    routes: dict[str, Route] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: Asked) -> Answer:
        """Find the route of a request; 404 where there is none."""
        self.log.append(asked)
        route = self.routes.get(asked.path) or self.routes.get(asked.path.partition("?")[0])
        if route is None:
            return Answer("<h1>404</h1>", status=404)
        return route if isinstance(route, Answer) else route(asked)

    def paths(self) -> list[str]:
        """What was asked, but for robots.txt."""
        return [asked.path for asked in self.log if asked.path != "/robots.txt"]


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serve a site on a free loopback port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = site.answer(Asked(self.path, headers))
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def article(number: int, *, stamp: str = "Thứ 4, 05.10.2022 | 15:48:48", crumb: str | None = None) -> Answer:
    """A plain article page; its text differs from every other number's."""
    crumbs = f'<nav aria-label="breadcrumb"><a href="/">Trang chủ</a> <a href="/{crumb}">Mục</a></nav>'
    return Answer(
        f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Hội nghị số {number}</title>
        </head><body><header><div>Thứ ba,  24/11/2026</div></header>{crumbs if crumb else ""}
        <main><article><h1>Hội nghị giao ban công tác tháng lần thứ {number}</h1>
        <div>{stamp}</div><div>{number % 900} lượt xem</div>
        <p><strong>{SENTENCE}</strong></p>
        <p>Hội nghị lần thứ {number} có đông đủ các đại biểu. {SENTENCE}</p>
        <p>Phát biểu kết luận, đồng chí chủ trì đề nghị các đơn vị tiếp tục phát huy kết quả đã đạt được.</p>
        <p>HOÀNG LAN</p></article></main><footer>Giấy phép số 12 ngày 01/02/2010</footer></body></html>"""
    )


def listing(paths: Sequence[str], *, after: str = "", aside: Sequence[str] = ()) -> Answer:
    """A listing page: each article twice (image and title), a box beside, and what stands below the list."""
    items = "".join(
        f'<div class="item"><a href="{path}"><img alt="ảnh"></a><h3><a href="{path}">Tin</a></h3></div>'
        for path in paths
    )
    box = "".join(f'<li><a href="{path}">Đọc nhiều</a></li>' for path in aside)
    return Answer(
        f"""<!doctype html><html lang="vi"><head><title>Chính trị</title></head><body>
        <nav><a href="/chinh-tri">Chính trị</a> <a href="/the-thao">Thể thao</a></nav>
        <section class="list">{items}</section><aside><ul>{box}</ul></aside>{after}</body></html>"""
    )


def of_articles(count: int) -> Site:
    """A paper with one listing of so many articles."""
    paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in range(1000, 1000 + count)]
    routes = {path: article(1000 + n) for n, path in enumerate(paths)}
    return Site({"/chinh-tri": listing(paths), **routes})
