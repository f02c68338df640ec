"""What the completeness proof needs of a data folder: read only, row by row, however large it is.

`reader` gives the articles that sources, frontier and dataset know of, the runs and the listings; `spool`
holds the holes found on disk until they are sorted; `files` writes the tables.
"""
