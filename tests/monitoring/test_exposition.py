"""Prometheus' text format, read back by Prometheus' own client."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from crawler.monitoring.exposition import Family, Sample, exposition

VALUES = st.floats(allow_nan=True) | st.integers(-(2**53), 2**53).map(float)
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
)


@given(st.dictionaries(TEXT, VALUES, min_size=1, max_size=5))
def test_read_back(values: dict[str, float]) -> None:
    """Any label and any value comes back as it went out."""
    family = Family("langson_x", "Đường \\ dây\nmới.", [Sample(v, {"cause": k}) for k, v in values.items()])

    (found,) = text_string_to_metric_families(b"".join(exposition([family])).decode())

    assert found.type == "gauge"
    assert found.documentation == "Đường \\ dây\nmới."
    seen = {sample.labels["cause"]: sample.value for sample in found.samples}
    assert seen.keys() == values.keys()
    assert all(seen[k] == v or (math.isnan(v) and math.isnan(seen[k])) for k, v in values.items())


def test_nothing_known() -> None:
    """A metric without a value is left out, its head as well."""
    assert list(exposition([Family("langson_x", "Text.", [])])) == []


def test_half_a_letter() -> None:
    """What no UTF-8 file can hold is replaced."""
    assert b'{a="?"} 1\n' in b"".join(
        exposition([Family("langson_x", "Text.", [Sample(1.0, {"a": "\ud800"})])])
    )
