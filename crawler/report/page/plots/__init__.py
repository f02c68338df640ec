"""Geometry of the page's plots, a module a plot: numbers in, a `Plot` out; the template draws it. Pure."""
