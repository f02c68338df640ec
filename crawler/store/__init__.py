"""Keep the articles (SQLite) and publish them (JSON Lines by month, text)."""
