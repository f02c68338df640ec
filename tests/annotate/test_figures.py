"""Measured precision and recall on the hand-checked samples.

Which sample says what:

- `tuned`, `held_out`, `fresh`, `last`: written by who wrote the grammars, and by now known to them: a high
  score says only that the forms once known stay right.
- `independent_a`, `independent_b`: eighty paragraphs written by someone who had not seen the grammars, split
  at random. Both were scored once before any mend: offices 0.83 (a) and 0.82 (b), documents 0.83 (6 in a)
  and 0.94 (16 in b). Three offices of part and whole were then marked as the other samples mark them
  (`thôn …, xã …`; `Vụ …, Ban …`), which makes offices 0.84 in both. The grammars were mended by the errors of
  `a` and by general knowledge. Nobody has looked at the errors of `b`, but who mended had written its texts.
  Scored again at the end, `b` gave 0.94 for offices (precision 0.95, recall 0.93) and 0.94 for documents: a
  text from elsewhere is nearest to that, or below. Whoever mends what `b` misses must write a new sample.
"""

from __future__ import annotations

import pytest

from crawler.annotate import documents, officials
from tests.annotate.samples import Score, paragraphs, score

KNOWN = ("tuned", "held_out", "fresh", "last", "independent_a")
UNSEEN = "independent_b"


def _documents(sample: str) -> Score:
    return score(
        (one.documents, [(d.kind, d.number, d.date, d.issuer) for d in documents.find(one.text)])
        for one in paragraphs(sample)
    )


def _offices(sample: str) -> Score:
    return score(
        (
            one.offices,
            [(person.name, office) for person in officials.find(one.text) for office in person.offices],
        )
        for one in paragraphs(sample)
    )


@pytest.mark.parametrize("sample", KNOWN)
def test_documents_are_found_in_a_sample(sample: str) -> None:
    """F1 of (kind, number, date, issuer), all four right, at least 0.98."""
    assert _documents(sample).f1 >= 0.98


@pytest.mark.parametrize("sample", KNOWN)
def test_offices_are_found_in_a_sample(sample: str) -> None:
    """F1 of (name, office), both as printed, at least 0.95."""
    assert _offices(sample).f1 >= 0.95


def test_the_unseen_sample_scores_what_was_measured() -> None:
    """Documents 0.93, offices 0.93 with a precision of 0.94: no mend elsewhere may cost more."""
    offices = _offices(UNSEEN)
    assert _documents(UNSEEN).f1 >= 0.93
    assert offices.f1 >= 0.93
    assert offices.right / offices.found >= 0.94


def test_the_samples_are_of_some_size() -> None:
    """More than a hundred and sixty paragraphs, some of them without anything to find."""
    read = [one for sample in (*KNOWN, UNSEEN) for one in paragraphs(sample)]
    assert len(read) >= 160
    assert sum(not one.offices and not one.documents for one in read) >= 15


@pytest.mark.parametrize("sample", [*KNOWN, UNSEEN])
def test_the_gold_stands_in_the_text(sample: str) -> None:
    """Each name, office, number and issuer of a sample is printed in its paragraph."""
    for one in paragraphs(sample):
        text = "".join(one.text.split())
        printed = [part for pair in one.offices for part in pair]
        printed += [part for _, number, _, issuer in one.documents for part in (number, issuer) if part]
        assert [part for part in printed if "".join(part.split()) not in text] == []
