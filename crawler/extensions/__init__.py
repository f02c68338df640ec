"""Scrapy's extensions: the ledger of outcomes, progress, the log's form."""
