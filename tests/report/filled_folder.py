"""A data folder with two runs, filled by hand: whatever a run's page can show, hostile texts among it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.discover.goal import Goal
from crawler.discover.window import VIETNAM
from crawler.items import Article, Crawl, Image, Paragraph, Raw
from crawler.report.outcomes import FAILED, FILTERED, QUARANTINE, Outcome
from crawler.report.pace import Pace
from crawler.report.run_report import Facts, run_balance, run_report, write_report
from crawler.store.missing import settle_gone, settle_refused
from crawler.store.state import State, Visit

ORIGIN = "https://baolangson.vn"
BEGUN = datetime(2026, 11, 24, 8, 0, tzinfo=VIETNAM)
FIRST, SECOND = "20261124T080000-aaaaaa", "20261125T080000-bbbbbb"
SCRIPT = '<script>alert("xấu")</script><img src=x onerror=alert(1)>'
RTL = "\u202eđảo ngược\u2066 hội nghị"
HUGE = "Rất dài " * 5_000
LONG_WORD = "khôngcódấucách" * 60
_SECTIONS = ("chinh-tri", "chinh-tri/xay-dung-dang", "thong-bao", "tieu-diem")


def article(number: int, *, title: str = "", body: Sequence[str] = (), views: int | None = -1) -> Article:
    """An article; the number says its day, section and layout."""
    section, _, subsection = _SECTIONS[number % len(_SECTIONS)].partition("/")
    published = (BEGUN - timedelta(days=number % 70, hours=number % 9)).isoformat()
    texts = body or (
        f"Hội nghị lần thứ {number} có đông đủ đại biểu.",
        "Đồng chí chủ trì phát biểu kết luận.",
    )
    url = f"{ORIGIN}/{section}/{number}-hoi-nghi.html"
    return Article(
        schema="article/1",
        id=str(number),
        url=url,
        aliases=(),
        section=section,
        subsection=subsection or None,
        kicker=None,
        title=title or f"Hội nghị giao ban công tác tháng lần thứ {number} ở Hữu Lũng",
        published_at=published,
        updated_at=None,
        view_count=number * 37 % 4_000 if views == -1 else views,
        lead="Sáng nay, Ban Thường vụ tổ chức hội nghị." if number % 3 else None,
        body=(*(Paragraph(text=text) for text in texts), Image(src=f"{ORIGIN}/a.jpg", caption="Ảnh")),
        authors=("HOÀNG LAN",),
        source=None,
        tags=("hội nghị",) if number % 2 else (),
        language="vi",
        raw=Raw(published="24/11/2026"),
        evidence={},
        crawl=Crawl(
            fetched_url=url,
            fetched_at=BEGUN.isoformat(),
            via="live",
            status=200,
            layout="era1",
            revision=1,
            content_hash=f"of {number}",
            extractor="landmarks/1",
        ),
    )


@dataclass
class Folder:
    """A data folder in the hands of a run."""

    path: Path
    state: State
    now: datetime = BEGUN

    def begin(self, run: str) -> None:
        """Begin a run."""
        self.now = datetime.strptime(run[:15], "%Y%m%dT%H%M%S").replace(tzinfo=VIETNAM)
        self.state.run, self.state.runs.asked = run, 0
        options = {"spider": "politics", "origin": None, "goal": Goal().to_json(), "max_pages": None}
        self.state.runs.begin(run, started_at=self.now.isoformat(), options=options)
        folder = self.path / "runs" / run
        folder.mkdir(parents=True)
        (folder / "pages.warc.gz").write_bytes(b"x" * 1000)

    def ask(self, url: str, key: str) -> Visit:
        """Ask for an address, two seconds after the one before."""
        goal = self.state.frontier.goal(Goal().to_json())
        self.now += timedelta(seconds=2)
        self.state.frontier.add_article(key, url, goal=goal, form="main", found_at=self.now.isoformat())
        lease = self.state.frontier.lease_one(url)
        assert lease is not None
        self.state.runs.ask(self.state.run, url, "article")
        self._lease = lease
        return Visit(url=url, seen_at=self.now.isoformat(), warc="pages.warc.gz:512")

    def keep(self, kept: Article, url: str = "") -> None:
        """Store an article."""
        visit = self.ask(url or kept.url, f"main/{kept.id}")
        self.state.keep(visit, kept)

    def gone(self, number: int) -> None:
        """An article is not there any more, for the second time."""
        visit = self.ask(article(number).url, f"main/{number}")
        later = replace(visit, seen_at=(self.now + timedelta(days=3)).isoformat())
        settle_gone(self.state, visit, self._lease, Outcome("gone", "http-404", "HTTP 404"))
        lease = self.state.frontier.lease_one(visit.url)
        assert lease is not None
        settle_gone(self.state, later, lease, Outcome("gone", "http-404", "the server says HTTP 404"))

    def refuse(self, url: str, key: str, outcome: Outcome) -> None:
        """An address gives no article."""
        visit = self.ask(url, key)
        settle_refused(self.state, visit, self._lease, outcome)

    def end(self, *, exit_code: int = 3, reason: str = "finished", **facts: Any) -> dict[str, Any]:
        """End the run with its report and page."""
        run = self.state.run
        pace = Pace(0.0)
        for second in range(0, 90, 2):
            pace.sent(second)
            pace.waited(second, second + 1.5, pause=1.0 if second > 70 else 0.0)
        pace.failed(72)
        told = Facts(
            ended_at=(self.now + timedelta(seconds=5)).isoformat(), reason=reason, requests=45,
            pace=pace.to_json(), **facts,
        )  # fmt: skip
        sums = run_balance(self.state, run, requested=self.state.runs.asked, reason=reason)
        report = run_report(self.state, run, sums=sums, facts=told, exit_code=exit_code)
        write_report(self.state, report)
        self.state.runs.forget_before(run)
        return report


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """Open a data folder for runs."""
    state = State(path, create=True)
    try:
        yield Folder(path, state)
    finally:
        state.close()


def fill(path: Path) -> dict[str, Any]:
    """Fill a folder with two runs. Returns the second one's report."""
    with opened(path) as folder:
        folder.begin(FIRST)
        for number in range(1000, 1060):
            folder.keep(article(number))
        folder.end(exit_code=0)
        folder.begin(SECOND)
        for number in range(2000, 2060):
            folder.keep(article(number))
        for number, title in enumerate((SCRIPT, RTL, HUGE, LONG_WORD), 3000):
            folder.keep(replace(article(number, title=title), published_at=BEGUN.isoformat()))
        folder.keep(replace(article(3010), id="3010"), url="javascript:alert(document.cookie)//3010.html")
        changes(folder)
        folder.gone(1030)
        broken = f'{ORIGIN}/chinh-tri/4000-hoi-nghi.html?<b>="><script>alert(1)</script>'
        folder.refuse(
            broken, "main/4000", Outcome(QUARANTINE, "missing:title", f"no title on the page {SCRIPT}")
        )
        for number in range(4100, 4112):
            url = f"{ORIGIN}/chinh-tri/{number}-hoi-nghi.html"
            folder.refuse(url, f"main/{number}", Outcome(FAILED, "http-403", "the server answered HTTP 403"))
        other = f"{ORIGIN}/the-thao/4200-bong-da.html"
        folder.refuse(other, "main/4200", Outcome(FILTERED, "other-section", "the section is the-thao"))
        return folder.end(warnings=("empty-listing: /thong-bao shows no article, but did before",))


def changes(folder: Folder) -> None:
    """A title and a paragraph were edited, a third article was only read more often."""
    one, two, three = article(1001), article(1002), article(1003)
    folder.keep(
        replace(one, title="Hội nghị giao ban đã đổi tên", crawl=replace(one.crawl, content_hash="1"))
    )
    edited = article(1002, body=("Hội nghị lần thứ 1002 có 120 đại biểu.", "Một đoạn mới."))
    folder.keep(replace(edited, crawl=replace(two.crawl, content_hash="2")))
    folder.keep(replace(three, view_count=9_999))
