"""Scrapy's own commands, where they have to say more than Scrapy does."""
