"""Decide what to fetch: the window of dates, the scope of hosts, the way through a listing. Pure."""
