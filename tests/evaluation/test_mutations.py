"""The suite notices what is broken on purpose, and says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.mutations import MUTATIONS, measure
from qa.evaluation.case_files import find_case_files, read_cases

SUITE = Path(__file__).parents[1] / "accuracy"
QUICK = [m for m in MUTATIONS if m.name.startswith(("search", "speaker rule: nobody", "quotes"))]


def test_a_broken_search_speaker_rule_and_cut_are_told_by_their_names():
    assert len(QUICK) == 3
    file = read_cases(SUITE / "everyday" / "who-said-it.qa.yaml")
    for caught in measure([file], QUICK):
        assert caught.flipped, caught.mutation.name
        assert caught.is_told, (caught.mutation.name, caught.kinds)


@pytest.mark.slow
def test_every_broken_part_is_told_by_its_name():
    files = [read_cases(path) for path in find_case_files([SUITE])]
    for caught in measure(files):
        assert caught.flipped, caught.mutation.name
        assert caught.is_told, (caught.mutation.name, caught.kinds)
