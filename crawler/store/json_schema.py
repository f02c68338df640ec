"""The JSON Schema of the dataset's lines, made from the one definition in `items`. Pure."""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter

from crawler.annotate import KEY
from crawler.annotate.schema import NAME, annotation_definitions
from crawler.items import SCHEMA, Article

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What `items.as_record` leaves out where it is not printed; every other field is always there.
_SPARSE = {"Paragraph", "Heading", "Image", "ListBlock", "Table", "Quote", "Video", "Raw"}
_ATTRIBUTE = re.compile(r"^    (\w+): (.+(?:\n        .+)*)", re.MULTILINE)


def json_schema(*, annotations: bool = False) -> dict[str, Any]:
    """Give the schema of one line, strict: no other fields, every field that is always there required.

    Args:
        annotations: A line may be annotated; the field is there or left out, never null.
    """
    schema = TypeAdapter(Article).json_schema(mode="serialization")
    definitions = schema.pop("$defs")
    if annotations:
        definitions |= annotation_definitions()
    for name, definition in definitions.items():
        _tighten(definition, sparse=name in _SPARSE)
    _tighten(schema, sparse=False)
    if annotations:
        schema["properties"][KEY] = {"$ref": f"#/$defs/{NAME}"}
    head = {"$schema": _DIALECT, "$id": f"langson:{SCHEMA}"}
    return {**head, **schema, "$defs": definitions}


def _tighten(definition: dict[str, Any], *, sparse: bool) -> None:
    properties: dict[str, Any] = definition["properties"]
    optional = [name for name in properties if sparse and _may_be_left_out(properties[name])]
    for name in optional:  # left out, never null
        (properties[name],) = (c for c in properties[name]["anyOf"] if c != {"type": "null"})
    for field in properties.values():
        for noise in ("default", "title"):
            field.pop(noise, None)
    _describe(definition, properties)
    definition["required"] = [name for name in properties if name not in optional]
    definition["additionalProperties"] = False


def _may_be_left_out(field: dict[str, Any]) -> bool:
    return {"type": "null"} in field.get("anyOf", ())


def _describe(definition: dict[str, Any], properties: dict[str, Any]) -> None:
    """Move the docstring's "Attributes:" to the fields that they describe."""
    summary, _, attributes = definition["description"].partition("\n\nAttributes:\n")
    definition["description"] = summary
    for name, text in _ATTRIBUTE.findall(attributes):
        if name in properties:
            properties[name]["description"] = " ".join(text.split())
