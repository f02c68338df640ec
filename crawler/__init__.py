"""The Lạng Sơn crawler: from a page of baolangson.vn to a dataset.

A page flows one way::

    discover -> fetch -> archive -> extract -> normalise -> validate -> store -> publish -> report

The middle (`items`, `errors`, `sites`, `extract`, `normalise`, `validate`, `process`) is pure: no
Scrapy, no clock, no network. Scrapy's conventional parts (`settings`, `spiders`, `pipelines`,
`exporters`) stand at the rim and call it. `crawler.process.process` is the whole pure path.
"""

__version__ = "0.1.0"
