"""The steps of strictness say what was measured, and cost what they say."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from qa.answer_settings import AnswerSettings
from qa.settings import Settings
from qa.strictness import BALANCED, STEPS

PAGE = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (ClapNQ|SQuAD 2) \| (0\.\d\d) \| ([\d.]+)% \| ([\d.]+)% \|$", re.MULTILINE)
TABLE = {(name, float(at)): (float(bad), float(good)) for name, at, bad, good in ROW.findall(PAGE)}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_costs_what_the_table_of_thresholds_says(step):
    measured = {"ClapNQ": step.clapnq, "SQuAD 2": step.squad2}
    for name, declined in measured.items():
        assert TABLE[name, step.threshold] == (declined.unanswerable, declined.answerable)


def test_the_page_of_the_figures_names_the_steps():
    assert "## Thresholds" in PAGE
    assert all(f"{step.threshold:.2f}" in PAGE.partition("`qa/strictness.py`")[2] for step in STEPS)


def test_each_step_is_stricter_than_the_one_before():
    for one, other in pairwise(STEPS):
        assert one.threshold < other.threshold
        for before, after in ((one.clapnq, other.clapnq), (one.squad2, other.squad2)):
            assert before.unanswerable < after.unanswerable
            assert before.answerable < after.answerable


def test_the_reasons_given_for_the_steps_are_so():
    ready, balanced, strict = (step.threshold for step in STEPS)
    sizes = {"ClapNQ": (145, 154), "SQuAD 2": (122, 115)}

    def wrongly(at: float) -> float:
        return sum(TABLE[name, at][1] * size for name, (_, size) in sizes.items())

    def risk(at: float) -> float:
        bad, good = sizes["ClapNQ"]
        bad, good = (n * (100 - s) for n, s in zip((bad, good), TABLE["ClapNQ", at], strict=True))
        return bad / (bad + good)

    assert wrongly(ready) / wrongly(balanced) == pytest.approx(0.5, abs=0.02)
    assert (round(risk(balanced), 2), round(risk(strict), 2)) == (0.20, 0.12)
    assert risk(0.40) - risk(0.70) < 0.03


def test_balanced_is_the_default():
    assert STEPS[1] is BALANCED
    assert BALANCED.threshold == AnswerSettings().threshold
    assert Settings.model_fields["threshold"].default == BALANCED.threshold
