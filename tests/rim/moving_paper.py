"""A paper that is edited between two crawls: texts, views, addresses, pages that vanish, validators."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.rim.command import Done, langson, scrapy
from tests.rim.site import Answer, Asked, Site, article, listing

_MORE = "Đồng chí Bí thư Huyện ủy yêu cầu các xã, thị trấn báo cáo kết quả lần {n} trước ngày 20."


@dataclass
class Piece:
    """An article of the paper: what its page shows now."""

    number: int
    version: int = 0
    views: int = 10
    tagged: bool = False  # the server sends an ETag, and answers 304 to it
    coding: str = ""
    gone: bool = False
    moved: bool = False  # its address leads on to another one
    listed_as: str = "hoi-nghi"

    def path(self, slug: str = "hoi-nghi") -> str:
        """An address of the article; any slug is right."""
        return f"/chinh-tri/{self.number}-{slug}.html"

    def answer(self, asked: Asked) -> Answer:
        """What the server sends for one of its addresses."""
        if self.gone:
            return Answer("<h1>Không tìm thấy trang</h1></body></html>", status=404)
        if self.moved and asked.path == self.path():
            return Answer("", status=301, headers=(("Location", self.path("dia-chi-moi")),))
        etag = f'"{self.version}-{self.views}"'
        if self.tagged and asked.headers.get("if-none-match") == etag:
            return Answer("", status=304, headers=(("ETag", etag),))
        page = article(self.number)
        text = str(page.body).replace(f">{self.number % 900} lượt xem<", f">{self.views} lượt xem<")
        text = text.replace("<p>HOÀNG LAN</p>", f"<p>{_MORE.format(n=self.version)}</p><p>HOÀNG LAN</p>")
        headers = (("ETag", etag),) if self.tagged else ()
        return Answer(packed(text.encode(), self.coding), headers=(*headers, *coding_field(self.coding)))


def packed(body: bytes, coding: str) -> bytes:
    """Put a content coding on a body."""
    if coding == "gzip":
        return gzip.compress(body, mtime=0)
    return zlib.compress(body) if coding == "deflate" else body


def coding_field(coding: str) -> tuple[tuple[str, str], ...]:
    """The header that names a content coding."""
    return (("Content-Encoding", coding),) if coding else ()


@dataclass
class MovingPaper:
    """One listing of articles; `edit` changes some of everything."""

    seed: int
    count: int = 24
    site: Site = field(default_factory=Site)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.pieces = [self._piece(1000 + index) for index in range(self.count)]
        self._route()

    def _piece(self, number: int) -> Piece:
        coding = self.random.choice(("", "gzip", "deflate"))
        tagged, moved = self.random.random() < 0.5, self.random.random() < 0.15
        return Piece(number, tagged=tagged, coding=coding, moved=moved)

    def _route(self) -> None:
        def listed(asked: Asked) -> Answer:
            shown = [piece.path(piece.listed_as) for piece in reversed(self.pieces)]
            return Answer(packed(str(listing(shown).body).encode(), "gzip"), headers=coding_field("gzip"))

        self.site.routes["/chinh-tri"] = listed
        for piece in self.pieces:
            for slug in ("hoi-nghi", "ten-khac", "dia-chi-moi"):
                self.site.routes[piece.path(slug)] = piece.answer

    def edit(self) -> None:
        """Change the paper, at random."""
        for piece in self.pieces:
            piece.version += self.random.random() < 0.3
            piece.views += self.random.choice((0, 0, 7))
            piece.gone = self.random.random() < 0.1
            piece.listed_as = self.random.choice(("hoi-nghi", "hoi-nghi", "ten-khac"))
        self.pieces += [self._piece(1000 + len(self.pieces) + index) for index in range(3)]
        self._route()


def crawl(site: Site, data: Path) -> Done:
    """Crawl the section, every stored article again."""
    arguments = ("-a", f"origin={site.url}", "-a", "section=chinh-tri", "-a", "revisit=all")
    place = ("-s", f"LANGSON_DATA={data}", "-s", "DOWNLOAD_DELAY=0")
    return scrapy("crawl", "politics", *arguments, *place, "-L", "ERROR")


def rebuild(data: Path, *options: object) -> Done:
    """Make a data folder's state and files anew."""
    done = langson("rebuild", "--data", data, *options)
    assert "Traceback" not in done.stderr
    return done
