"""The 600 planted quotations: no forged one is verified, at most one honest one is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.planted import FORGERIES, NOISES
from bench.quotes import Unseeing, Verdicts, judge, own_documents
from index import Library


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> Verdicts:
    folder = tmp_path_factory.mktemp("planted")
    with Library.open(folder, embedder=Unseeing()) as library:
        assert not library.add(own_documents()).failures
        return judge(library, 300)


def test_six_hundred_of_all_kinds_are_planted(verdicts):
    counts = Counter(one.kind for one, _ in verdicts.told)
    assert set(counts) == {*NOISES, *FORGERIES}
    assert sum(counts[kind] for kind in NOISES) == 300
    assert sum(counts[kind] for kind in FORGERIES) == 300
    assert min(counts.values()) >= 30


def test_no_forged_quotation_is_verified(verdicts):
    assert [one.paragraph for one, _ in verdicts.false_accepts] == []


def test_at_most_one_honest_quotation_is_refused(verdicts):
    assert len(verdicts.false_rejects) <= 1


def test_wrong_speakers_are_told_with_the_true_one(verdicts):
    told = [quote for one, quote in verdicts.told if one.kind == "speaker"]
    assert all(quote.true_speaker for quote in told)
