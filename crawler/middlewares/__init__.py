"""Scrapy's downloader middlewares: what may leave, and what robots.txt said."""
