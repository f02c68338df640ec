"""Serve twelve pages in the form of the family's CMS, in words of our own, until Ctrl-C."""

from __future__ import annotations

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

_ARTICLE = (Path(__file__).parent / "article.html").read_text("utf-8")
_LISTING = Template((Path(__file__).parent / "listing.html").read_text("utf-8"))
_FIRST, _COUNT, _SHOWN = 3_190_001, 12, 5
# The last one stands in the politics listing and belongs elsewhere, as related news do.
_PATHS = [f"/hop-phien-thuong-ky-thang-{11 - index}-{_FIRST + index}.html" for index in range(_COUNT)]


def article(path: str) -> str:
    """The page of an article: the first one's, with another month, and the last in another section."""
    index = _PATHS.index(path)
    page = _ARTICLE.replace(_PATHS[0], path).replace("th&aacute;ng 11", f"th&aacute;ng 11, bản {index + 1}")
    if index == _COUNT - 1:
        page = page.replace('href="/chinh-tri">Ch&iacute;nh trị', 'href="/the-thao">Thể thao')
    return page if index else _ARTICLE


def listing() -> str:
    """The first page of /chinh-tri; the rest comes by the listing's script."""
    items = (f'<div class="item"><a href="{path}">Tin mới</a></div>' for path in _PATHS[:_SHOWN])
    return _LISTING.substitute(items="\n".join(items))


def more(query: dict[str, list[str]]) -> str:
    """What the listing's script is answered: JSON with the links of a page."""
    page, limit = int(query.get("page", ["1"])[0]), int(query.get("limit", ["12"])[0])
    shown = _PATHS[(page - 1) * limit : page * limit] if query.get("category_id") == ["58"] else []
    return json.dumps({"data": [{"link": path} for path in shown]})


def answer(path: str, query: dict[str, list[str]]) -> tuple[str, str]:
    """The type and the text of what stands at a path; no text where there is nothing."""
    if path == "/robots.txt":
        return "text/plain", "User-agent: *\nAllow: /\n"
    if path == "/list-post-by-category":
        return "application/json", more(query)
    if path == "/chinh-tri":
        return "text/html", listing()
    return "text/html", article(path) if path in _PATHS else ""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and nothing else."""

    def do_GET(self) -> None:
        """Send a page, or say that there is none."""
        parts = urlsplit(self.path)
        kind, text = answer(parts.path, parse_qs(parts.query))
        body = (text or "<h1>Không tìm thấy trang</h1>").encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve; the address is the first line on standard output."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    server = ThreadingHTTPServer(("127.0.0.1", options.parse_args().port), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
