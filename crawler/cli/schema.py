"""`langson schema`: the JSON Schema of a record."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from crawler.cli.console import write_line


def schema(
    annotations: Annotated[
        bool, typer.Option("--annotations", help="Of lines that may carry annotations (--annotate).")
    ] = False,
) -> None:
    """Print the JSON Schema of one line of the dataset.

    Example: `langson schema > article.schema.json`
    """
    from crawler.store.json_schema import json_schema  # pydantic starts slowly

    found = json_schema(annotations=annotations)
    write_line(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")
