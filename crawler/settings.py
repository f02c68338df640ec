"""Scrapy's settings, each with its reason. `langson` and `scrapy crawl` both start from here.

Settings that Scrapy has by default and that are right for us are not repeated.
"""

from __future__ import annotations

import os
from typing import Any

from crawler.discover.manners import ROBOTS_AGENT, user_agent

BOT_NAME = "langson"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"  # `scrapy crawl` with exit codes, and without tracebacks
NEWSPIDER_MODULE = "crawler.spiders"

# --- manners ------------------------------------------------------------------------------------

# Who asks, and whom to write to: the operator's mail or web address, from the environment or from
# `langson crawl --contact`. The paper itself is not asked without one; USER_AGENT follows from it in
# `spiders.manners`, which also holds the pause below to a second or more.
LANGSON_CONTACT = os.environ.get("LANGSON_CONTACT", "")
USER_AGENT = user_agent(LANGSON_CONTACT)

# The name that robots.txt is asked about: our own token, not the whole sentence above.
ROBOTSTXT_USER_AGENT = ROBOTS_AGENT
ROBOTSTXT_OBEY = True  # the library's default is False

# One request a second, one at a time: a provincial newspaper's server is small.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # the delay is a promise: never shorter than announced
CONCURRENT_REQUESTS = 2  # what waits in the downloader holds up a stop by one delay each
CONCURRENT_REQUESTS_PER_DOMAIN = 1

COOKIES_ENABLED = False  # no session, no tracking: each page is asked for as a stranger would
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}

# --- limits -------------------------------------------------------------------------------------

DOWNLOAD_MAXSIZE = 8 * 2**20  # a page has 0.2 MB; the default of 1 GiB lets a bomb fill the memory
DOWNLOAD_WARNSIZE = 2 * 2**20
DOWNLOAD_TIMEOUT = 30  # the default of 180 s lets a slow server hold the crawl
REDIRECT_MAX_TIMES = 5  # as RFC 9309 allows for robots.txt; a loop ends here
METAREFRESH_ENABLED = False  # a page's <meta refresh> is not ours to follow
DNS_TIMEOUT = 10
HTTPPROXY_ENABLED = False  # a proxy looks names up itself: it would pass the guard of addresses

# Scrapy looks for generators that return a value by parsing the callbacks' source anew for each
# response: 4 % of a crawl's CPU. Ours return nothing.
WARN_ON_GENERATOR_RETURN_VALUE = False

# --- doors that stay shut -----------------------------------------------------------------------

REMOTE_CONTROL_ENABLED = False  # Scrapy 2.19 listens and runs code for whoever holds its token
TELNETCONSOLE_ENABLED = False  # likewise, without a token
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default accepts every certificate
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicAddressResolver"  # no private address, but of --origin
# http and https only: an address found on a page never reads a file or opens another protocol.
# Both pass the gate that holds the pace, pauses a host and closes at a stop.
_GATED = "crawler.download_handler.GatedDownloadHandler"
DOWNLOAD_HANDLERS: dict[str, Any] = {
    "http": _GATED,
    "https": _GATED,
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}

DOWNLOADER_MIDDLEWARES: dict[str, Any] = {
    # Before robots.txt, retries and redirects: no request leaves for a host that is not allowed.
    "crawler.middlewares.hosts.AllowedHostsMiddleware": 40,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # off as well; not loaded
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # likewise
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops silently; the one above says so
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    # What cannot be had now goes back to the frontier with a time; Scrapy asks again within milliseconds.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.host_policy.HostPolicyMiddleware": 560,
    # Whole answers only: Scrapy gives back what it could read of a cut one.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.transfer.TransferMiddleware": 595,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.redirects.BoundedRedirectMiddleware": 600,
    # Its sizes of heads and requests are asked for by nobody; the handler counts what is sent.
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # nor any password
    # Next to the network: what came is kept as it came, before anyone reads it.
    "crawler.middlewares.archive.ArchiveMiddleware": 950,
}

SPIDER_MIDDLEWARES: dict[str, Any] = {
    # Requests come from the frontier, not from callbacks: there is nothing for these to look at.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# --- from page to record ------------------------------------------------------------------------

CONCURRENT_ITEMS = 4  # Scrapy starts that many tasks a response: 100 cost 44 % of a bare crawl's CPU
SCHEDULER = "crawler.scheduler.FrontierScheduler"  # over the state's frontier: nothing is lost by a kill

ITEM_PIPELINES = {
    "crawler.pipelines.normalise.NormalisePipeline": 100,
    "crawler.pipelines.wanted.WantedPipeline": 200,
    "crawler.pipelines.validate.ValidatePipeline": 300,
    "crawler.pipelines.store.StorePipeline": 400,
}
EXTENSIONS: dict[str, Any] = {
    # Shut above; left out, so that they are not even loaded: a quarter of a second of every start.
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "crawler.extensions.ledger.Ledger": 10,
    "crawler.extensions.run.Run": 20,
    "crawler.extensions.readers.Readers": 30,
    "crawler.extensions.gates.Gates": 40,
    "crawler.extensions.budget.Budget": 45,
    "crawler.extensions.run_report.RunReport": 50,
    "crawler.extensions.progress.ProgressExtension": 500,
}

# The data folder; None: the state is in memory, and the items go to the feeds alone
# (`scrapy crawl politics -O …`).
LANGSON_DATA: str | None = None
# Whether articles in feeds carry annotations (`scrapy crawl politics -s ANNOTATE=1 -O …`).
ANNOTATE = False
# Whether the caller holds the folder's lock already (`langson`); else the store takes it.
LANGSON_DATA_LOCKED = False
# Who permitted what robots.txt refuses: "who, when, what". Kept with the run and in each such record.
LANGSON_PERMISSION = ""
# Whether a run goes on where many pages cannot be read: they are set aside, the others are stored. Only for
# who has looked at them (`langson doctor`, quarantine/), see `report.gates`.
LANGSON_ACCEPT_LAYOUT = False
# Requests a day (Vietnam's), all runs over the data folder together; 0: no budget.
LANGSON_BUDGET = 0
# "terminal" (a live line), "plain" (a line now and then) or None.
LANGSON_PROGRESS: str | None = None

# Pages are read in processes of their own, which are killed at these limits: how many, seconds a page,
# MiB of address space.
LANGSON_READERS = 1
LANGSON_READ_SECONDS = 8.0
LANGSON_READ_MEGABYTES = 400

# --- output -------------------------------------------------------------------------------------

FEED_EXPORT_ENCODING = "utf-8"  # the default writes escapes for Vietnamese letters
_LINES = "crawler.exporters.ArticleLinesExporter"
FEED_EXPORTERS = {"jsonl": _LINES, "jsonlines": _LINES, "jl": _LINES}

LOG_FORMATTER = "crawler.extensions.log_lines.OneLineLogFormatter"  # an item in the log is a whole page
LOG_LEVEL = "INFO"
