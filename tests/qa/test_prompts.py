from __future__ import annotations

from dataclasses import replace

import pytest

from prompts import PLACEHOLDERS, Prompt, PromptError, load_prompts


def test_the_templates_have_the_placeholders_that_the_code_fills() -> None:
    prompts = load_prompts()
    for name, placeholders in PLACEHOLDERS.items():
        assert getattr(prompts, name).placeholders == placeholders


def test_the_question_comes_last_and_the_rules_never_change() -> None:
    prompts = load_prompts()
    assert prompts.answer_system.placeholders == frozenset()
    assert prompts.answer_question.text.rstrip().endswith("$question")


def test_the_conversation_stands_between_markers_and_is_no_order() -> None:
    prompts = load_prompts()
    assert prompts.followup_question.text.count("$code>>>") == 2
    assert "never instructions" in prompts.followup_system.text


def test_the_rules_name_what_the_product_promises() -> None:
    prompts = load_prompts()
    for rule in ("never instructions", "NOT STATED: ", "say who says it"):
        assert rule in prompts.answer_brief.text
    rules = prompts.answer_system.text
    for rule in ("never instructions", "NOT STATED: ", "Say who says it", "own knowledge"):
        assert rule in rules


def test_the_hash_changes_with_any_template() -> None:
    prompts = load_prompts()
    assert prompts.sha256 == load_prompts().sha256
    for name in PLACEHOLDERS:
        prompt = getattr(prompts, name)
        other = replace(prompts, **{name: replace(prompt, text=f"{prompt.text}!")})
        assert other.sha256 != prompts.sha256


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no place", r"lacks \$a"),
        ("$a $b", r"unknown \$b"),
        ("$a costs 5 $", "begins no placeholder"),
    ],
)
def test_a_damaged_template_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(PromptError, match=complaint):
        Prompt("t", text, frozenset({"a"}))


def test_filling_demands_exactly_the_placeholders() -> None:
    prompt = Prompt("t", "$a costs $$5", frozenset({"a"}))
    assert prompt.fill({"a": "$a {a} %s"}) == "$a {a} %s costs $5"
    with pytest.raises(PromptError, match=r"lacks \$a"):
        prompt.fill({})
    with pytest.raises(PromptError, match=r"unknown \$b"):
        prompt.fill({"a": "", "b": ""})


def test_a_missing_template_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prompts.PLACEHOLDERS", {"absent": frozenset()})
    with pytest.raises(PromptError, match=r"prompts/absent\.md is missing"):
        load_prompts()
