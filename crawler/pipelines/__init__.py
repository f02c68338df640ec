"""Scrapy's item pipelines: thin steps that call the pure functions, and the store."""
