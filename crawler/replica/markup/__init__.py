"""Markup: how a record is set into a page. Drawn from the markup seed, it knows nothing of texts."""
