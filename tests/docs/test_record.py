"""docs/record.md says of every field what the schema says, no more and no less."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crawler.annotate.schema import NAME, annotation_definitions
from crawler.store.json_schema import json_schema
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/record.md").read_text("utf-8")
SCHEMA = json_schema()
_JSON_WORDS = {
    "string": "text",
    "integer": "number",
    "boolean": "yes or no",
    "array": "list",
    "object": "object",
}


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    part = PAGE.partition(f"\n{heading}\n")[2]
    assert part, f"no heading {heading}"
    table = re.search(r"^\|.*?(?=\n\n|\Z)", part, re.M | re.S)
    assert table
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()]
    return cells[2:]


def fields(heading: str) -> list[str]:
    """The names in the table's first column."""
    return [name.strip("`") for cells in rows(heading) for name in cells[0].split(", ")]


def word(schema: dict[str, Any]) -> str:
    """The type of a property in the table's words."""
    if "anyOf" in schema:
        first, null = schema["anyOf"]
        assert null == {"type": "null"}
        return f"{word(first)} or null"
    return _JSON_WORDS[schema.get("type", "object")]


def test_fields_in_order() -> None:
    """Every field of a record has its row, in the order of the lines."""
    assert fields("## Fields") == list(SCHEMA["properties"])


@pytest.mark.parametrize(("name", "schema"), SCHEMA["properties"].items())
def test_type_of_a_field(name: str, schema: dict[str, Any]) -> None:
    """The type that the table gives is the schema's."""
    table = {cells[0].strip("`"): cells[1] for cells in rows("## Fields")}
    assert table[name] == word(schema)


@pytest.mark.parametrize(
    ("heading", "definition"), [("## `raw`: as printed", "Raw"), ("## `crawl`: how it was read", "Crawl")]
)
def test_parts(heading: str, definition: str) -> None:
    """The parts of `raw` and `crawl` are the schema's."""
    assert fields(heading) == list(SCHEMA["$defs"][definition]["properties"])


def test_blocks() -> None:
    """Every kind of block is named, with the keys that it may have."""
    kinds = SCHEMA["properties"]["body"]["items"]["discriminator"]["mapping"]
    known = {
        kind: {key for key in SCHEMA["$defs"][ref.rpartition("/")[2]]["properties"] if key != "type"}
        for kind, ref in kinds.items()
    }
    said = {
        cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[1])) for cells in rows("## Blocks of the body")
    }
    assert said == known


@pytest.mark.parametrize("kind", ["documents", "officials", "places"])
def test_annotations(kind: str) -> None:
    """Every kind of annotation is named, with its keys."""
    definitions = annotation_definitions()
    reference = definitions[NAME]["properties"][kind]["items"]["$ref"].rpartition("/")[2]
    known = set(definitions[reference]["properties"]) - {"start", "end", "field"}
    said = {cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[1])) for cells in rows("## Annotations")}
    assert said[kind] == known
