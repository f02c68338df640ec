"""robots.txt is obeyed, and what it refuses is said: an obedient crawl may fetch nothing at all."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser


class RobotsRefusal(IgnoreRequest):
    """robots.txt forbids the address; it was not asked."""


class SpokenRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, with an exception of its own, so that a refusal can be told from other ends."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            RobotsRefusal: robots.txt forbids the address to our agent.
        """
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as refusal:
            agent = self._robotstxt_useragent or self._default_useragent
            raise RobotsRefusal(f"robots.txt refuses it to the agent {agent!r}") from refusal
