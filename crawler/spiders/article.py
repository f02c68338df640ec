"""The spider `article`: one or many given addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.discover.given import refuse_address
from crawler.errors import PageError, SettingError
from crawler.pipelines.refusal import page_outcome
from crawler.spiders.paper import PaperSpider


class ArticleSpider(PaperSpider):
    """Fetch given articles.

    Args:
        url: Addresses, separated by commas or blanks.
        file: A text file with one address a line.

    ::

        scrapy crawl article -a url=https://baolangson.vn/chinh-tri/531453-hoi-nghi.html -O article.jsonl
    """

    name = "article"

    def __init__(self, *, url: str = "", file: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.addresses = tuple(dict.fromkeys([*url.replace(",", " ").split(), *_lines(file)]))
        if not self.addresses:
            raise SettingError("article: give addresses, as -a url=https://… or -a file=addresses.txt")

    async def start(self) -> AsyncIterator[Any]:
        """Let each address wait; one that is none of the paper's articles is settled without a request."""
        with self.run.guarded(), self.run.state.transaction():
            for address in self.addresses:
                try:
                    refuse_address(address, self.scope)
                except PageError as error:
                    self.ledger.settle(address, page_outcome(error))
                    continue
                self.run.state.frontier.give(address, found_at=clock.now().isoformat())
        for nothing in tuple[Any, ...]():  # the scheduler takes the requests from the frontier
            yield nothing


def _lines(file: str | None) -> list[str]:
    if file is None:
        return []
    try:
        return Path(file).read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"file: {file}: {error}") from error
