"""The JSON Schema of annotations, made from the finders' own dataclasses. Pure."""

from __future__ import annotations

from typing import Any, Final, get_args

from pydantic import TypeAdapter

from crawler.annotate.documents import Document
from crawler.annotate.officials import Official
from crawler.annotate.places import Place
from crawler.annotate.record import VERSION
from crawler.annotate.text import Field

NAME: Final = "Annotations"
_KINDS: Final[dict[str, type]] = {"documents": Document, "officials": Official, "places": Place}
_FIELD: Final = {
    "description": "The text that start and end count in: title, lead, or body, the body's flat text.",
    "enum": list(get_args(Field)),
    "type": "string",
}


def annotation_definitions() -> dict[str, Any]:
    """Give the definitions that a record's schema refers to as `#/$defs/Annotations`."""
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {"version": {"const": VERSION, "type": "string"}}
    for name, kind in _KINDS.items():
        definition = TypeAdapter(kind).json_schema(mode="serialization", ref_template="#/$defs/{model}")
        definitions |= definition.pop("$defs", {})
        definition["properties"]["field"] = dict(_FIELD)
        definitions[kind.__name__] = definition
        properties[name] = {"items": {"$ref": f"#/$defs/{kind.__name__}"}, "type": "array"}
    description = "What title, lead and body name, with offsets; derived from the record, versioned apart."
    definitions[NAME] = {
        "description": description,
        "properties": properties,
        "title": NAME,
        "type": "object",
    }
    return definitions
