"""The annotations of a release's records, and their type in Parquet, made from their own definitions."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from crawler.annotate import documents, officials, places
from crawler.annotate.record import VERSION, annotate
from crawler.release.columns import fields_of
from crawler.release.make import Annotations

_KINDS = {"documents": documents.Document, "officials": officials.Official, "places": places.Place}


def release_annotations() -> Annotations:
    """Give the annotations as a release has them."""
    return Annotations(annotate=annotate, version=VERSION, column=annotations_column())


def annotations_column() -> pa.DataType:
    """Give the type of the column `annotations`."""
    lists = [(name, pa.list_(_found(kind))) for name, kind in _KINDS.items()]
    return pa.struct([("version", pa.string()), *lists])


def _found(kind: Any) -> pa.DataType:
    return pa.struct([*fields_of(kind), pa.field("field", pa.string())])
