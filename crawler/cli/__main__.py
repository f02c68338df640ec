"""`python -m crawler.cli` is `langson`."""

from crawler.cli import main

main()
