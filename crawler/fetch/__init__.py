"""How a page is asked for: what robots.txt permits, where a request may go, what an answer is worth. Pure."""
