"""`langson schema`: the JSON Schema of a record."""

from __future__ import annotations

import json

from crawler.cli.console import write_line


def schema() -> None:
    """Print the JSON Schema of one line of the dataset.

    Example: `langson schema > article.schema.json`
    """
    from crawler.store.json_schema import json_schema  # pydantic starts slowly

    write_line(json.dumps(json_schema(), ensure_ascii=False, indent=2).encode() + b"\n")
