"""The spiders: they ask for pages and hand what `extract` finds to the item pipelines."""
