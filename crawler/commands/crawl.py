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
from crawler.cli.exit_codes import ExitCode, error_exit_code
from crawler.discover.manners import ROBOTS_AGENT
from crawler.errors import CrawlerError
from crawler.report.notices import notices
from crawler.report.outcomes import STORED
from crawler.runner import Finished, run_to_end

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
        for line in [*finished.warnings, *notices(finished.articles, finished.listings, agent=ROBOTS_AGENT)]:
            logger.critical("%s", line)
        code = _exit_code(finished)
        if code == ExitCode.NOTHING and not len(finished.articles):
            logger.critical("nothing was found; does the site answer, and is it the paper or a copy of it?")
        return code


def _exit_code(finished: Finished) -> ExitCode:
    """As `langson`'s, but 0 where pages failed and others were stored, or nothing was new.

    Scrapy's users, and scrapyd, take everything else for a run that died.
    """
    partly = finished.code == ExitCode.PARTIAL and finished.articles.fates()[STORED]
    return ExitCode.OK if partly or finished.code == ExitCode.NOTHING_NEW else finished.code
