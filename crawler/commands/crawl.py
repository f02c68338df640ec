"""`scrapy crawl`: Scrapy's command, but a refused crawl does not look like success.

Scrapy ends with 0 whatever became of the pages, and prints a traceback for an argument that cannot be
used. This one ends with the exit codes of `langson`, and says what is wrong in a line.
"""

from __future__ import annotations

import argparse
import logging
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from crawler.cli.console import complain
from crawler.cli.exit_codes import ExitCode, crawl_exit_code, error_exit_code
from crawler.discover.manners import ROBOTS_AGENT
from crawler.errors import CrawlerError
from crawler.report.notices import notices
from crawler.report.outcomes import STORED
from crawler.runner import INTERRUPTED, Finished, run_to_end

logger = logging.getLogger("langson")


class Command(ScrapyCrawl):
    """Run a spider of the project by name."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run it, and earn an exit code.

        Raises:
            UsageError: not exactly one spider is named.
        """
        if len(args) != 1:
            raise UsageError("name one spider, such as: scrapy crawl politics -O out.jsonl")
        try:
            self.exitcode = self._crawl(args[0], opts.spargs)
        except CrawlerError as error:
            complain(str(error))
            self.exitcode = error_exit_code(error)
        except KeyError as error:  # Scrapy's spider loader
            complain(str(error.args[0]))
            self.exitcode = ExitCode.USAGE

    def _crawl(self, name: str, arguments: dict[str, Any]) -> ExitCode:
        process = self.crawler_process
        if not isinstance(process, AsyncCrawlerProcess):
            raise UsageError("FORCE_CRAWLER_PROCESS and TWISTED_REACTOR: leave them as they are")
        finished = run_to_end(process, self._create_crawler(name), arguments)
        for line in notices(finished.articles, finished.listings, agent=ROBOTS_AGENT):
            logger.critical("%s", line)
        code = _exit_code(finished)
        if code == ExitCode.NOTHING:
            logger.critical("nothing was found; does the site answer, and is it the paper or a copy of it?")
        return code


def _exit_code(finished: Finished) -> ExitCode:
    """As `langson`'s, but 0 where some pages failed and others were stored, as Scrapy's users expect."""
    if finished.stats.get("store/error"):
        return ExitCode.STORE
    if finished.reason == INTERRUPTED:
        return ExitCode.INTERRUPTED
    code = crawl_exit_code(finished.articles, finished.listings)
    return ExitCode.OK if code == ExitCode.PARTIAL and finished.articles.fates()[STORED] else code
