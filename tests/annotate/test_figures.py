"""Measured precision and recall on the hand-checked samples."""

from __future__ import annotations

import pytest

from crawler.annotate import documents, officials
from tests.annotate.samples import paragraphs, score

SAMPLES = ("tuned", "held_out", "fresh", "last")


@pytest.mark.parametrize("sample", SAMPLES)
def test_documents_are_found_in_a_sample(sample: str) -> None:
    """F1 of (kind, number, date, issuer), all four right, at least 0.98."""
    read = [
        (one.documents, [(d.kind, d.number, d.date, d.issuer) for d in documents.find(one.text)])
        for one in paragraphs(sample)
    ]
    assert score(read).f1 >= 0.98


@pytest.mark.parametrize("sample", SAMPLES)
def test_offices_are_found_in_a_sample(sample: str) -> None:
    """F1 of (name, office), both as printed, at least 0.95."""
    read = [
        (
            one.offices,
            [(person.name, office) for person in officials.find(one.text) for office in person.offices],
        )
        for one in paragraphs(sample)
    ]
    assert score(read).f1 >= 0.95


def test_the_samples_are_of_some_size() -> None:
    """At least sixty paragraphs, some of them without anything to find."""
    read = [one for sample in SAMPLES for one in paragraphs(sample)]
    assert len(read) >= 60
    assert sum(not one.offices and not one.documents for one in read) >= 6
