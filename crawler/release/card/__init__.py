"""The data card: README.md, first what Hugging Face's `datasets` reads (front matter), then what people read.

::

    front_matter.py   YAML: language, size, which files are which table, their columns
    markdown.py       tables, and texts that mean nothing to Markdown
    sections.py       what the card says
    card.py           all of it
"""
