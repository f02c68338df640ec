"""Metrics in Prometheus' text format. Pure.

Source: the project's "Exposition formats", text format 0.0.4, and "Metric and label naming".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A value and its labels."""

    value: float
    labels: Labels


@dataclass(frozen=True, slots=True)
class Family:
    """The samples of one metric.

    Attributes:
        name: With its unit as a suffix, such as `langson_last_run_duration_seconds`.
        kind: All of ours are gauges: a file tells what is now, and a count of it may fall.
        help: One sentence.
        samples: At least one; each has other labels.
    """

    name: str
    help: str
    samples: Sequence[Sample]
    kind: Literal["gauge"] = "gauge"


def exposition(families: Sequence[Family]) -> Iterator[bytes]:
    """Give the lines of a file, with their line ends; families without a sample are left out."""
    for family in families:
        if not family.samples:
            continue
        yield f"# HELP {family.name} {_escaped(family.help)}\n".encode()
        yield f"# TYPE {family.name} {family.kind}\n".encode()
        for sample in family.samples:
            labels = ",".join(f'{name}="{_quoted(value)}"' for name, value in sample.labels.items())
            braces = f"{{{labels}}}" if labels else ""
            yield f"{family.name}{braces} {number(sample.value)}\n".encode()


def number(value: float) -> str:
    """Give a value as it is written.

    >>> number(3.0), number(1795600000.5), number(float("inf"))
    ('3', '1795600000.5', '+Inf')
    """
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if math.isnan(value):
        return "NaN"
    return str(int(value)) if value == int(value) else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    """A label's value. Half letters, which no UTF-8 file holds, are replaced."""
    return _escaped(text.encode(errors="replace").decode()).replace('"', '\\"')
