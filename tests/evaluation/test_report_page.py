"""The report of a run: whole, true to the run, and proof against what documents and cases say."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest
from hostile_runs import HOSTILE, hostile_pages
from made_runs import FERRY, STORM, again, answer, invalid, quote, result, right, run, turn, wrong
from reading_pages import assert_sound, read

from qa.evaluation import report_page as module
from qa.evaluation.comparing import compare
from qa.evaluation.explanations import ASSERTIONS, FAILURES, OUTCOMES
from qa.evaluation.report_page import comparison_page, report_page
from qa.evaluation.types import (
    AssertionType,
    FailureKind,
    Outcome,
    TurnResult,
)
from qa.types import Rejection, RejectionReason

CHAT_STYLE = module._FOLDER.parents[1] / "chat" / "frame.css"


def page_of(*results, **more):
    return report_page(run(*results, **more))


def sound(page):
    elements = read(page)
    assert_sound(elements)
    return elements


def only(elements, name, kind=""):
    return [e for e in elements if e.name == name and (not kind or e.has(kind))]


def told(element):
    return " ".join(element.text.split())


def text_of(page):
    return told(read(page)[0])


def test_the_headline_says_how_many_were_right_with_its_interval():
    page = page_of(right("one"), right("two"), wrong("three"))
    elements = sound(page)
    assert [told(e) for e in only(elements, "h1")] == ["2 of 3 cases were right"]
    text = text_of(page)
    assert "95 % interval: 21–94 %" in text
    assert "4 March 2026, 05:06 UTC" in text
    assert "without a language model" in text
    assert "75 s" in text


def test_every_case_is_there_once_the_wrong_ones_first_and_open():
    elements = sound(page_of(right(), wrong(), wrong("the speaker", FailureKind.WRONG_SPEAKER)))
    cases = only(elements, "article", "case")
    assert [json.loads(e.attributes["data-tags"]) for e in cases] == [["storm"]] * 2 + [["harbour"]]
    assert [e.attributes["data-outcome"] for e in cases] == ["FAILED", "FAILED", "PASSED"]
    names = [e for e in elements if e.name == "h4"]
    assert [told(e) for e in names] == ["the lantern", "the speaker", "the ice"]
    folds = [name.parents[-2] for name in names]
    assert ["open" in fold.attributes for fold in folds] == [True, True, False]


def test_what_was_expected_and_found_stands_side_by_side():
    elements = sound(page_of(wrong()))
    assert len(only(elements, "tr", "unmet")) == 2
    cells = [told(e) for e in elements if e.name == "td" and "data-label" in e.attributes]
    assert cells == [
        "the lantern of the pier in passage 2 of 2",
        "the quotes [1]",
        "lantern or lamp",
        "the answer as it stands",
    ]
    links = [e for e in only(elements, "a", "cite") if e.text == "[1]"]
    assert {e.attributes["href"] for e in links} == {"#case-1-1-q1"}


def test_words_that_no_passage_holds_are_said_to_be_in_none():
    case = wrong()
    missed = replace(case.turns[0].scores, ranks=(None,))
    lost = replace(case, turns=(replace(case.turns[0], scores=missed),))
    assert "in none of the 2 passages that were found" in text_of(page_of(lost))


def test_quotes_are_marked_in_their_passage_with_who_says_them():
    elements = sound(page_of(right()))
    legend, marked = ([e.text for e in only(elements, "mark", k)] for k in ("wanted", "quoted"))
    assert legend == ["underlined", "It was the ice"]
    assert marked == ["yellow", "It was the ice"]
    (passage,) = (e for e in elements if e.name == "blockquote")
    assert told(passage) == FERRY.text.replace("ice,", "ice1,")
    assert "1 Bo, via Ann" in [told(e) for e in only(elements, "li")]


def test_every_retrieved_passage_is_listed_by_rank_and_told_once():
    elements = sound(page_of(right(), wrong()))
    (first, second) = only(elements, "ol", "retrieved")
    assert first.text.index("ferry.txt") < first.text.index("storm.txt")
    assert second.text == first.text
    assert [told(e) for e in only(elements, "p", "passage")] == [FERRY.text, STORM.text]


def test_outcomes_other_than_right_and_wrong_are_told():
    known = replace(wrong("the reef"), outcome=Outcome.XFAILED)
    known = replace(known, case=replace(known.case, xfail="Nobody has mapped it."))
    surprise = replace(right("the buoy"), outcome=Outcome.XPASSED)
    text = text_of(page_of(invalid(), known, surprise))
    assert "1 of 2 cases was right" in text
    assert "The words “whale” are not in storm.txt." in text
    assert "Nobody has mapped it." in text
    assert "Failed as expected 1" in text
    page = page_of(known, right(), wrong(), invalid())
    headings = [told(e) for e in read(page) if e.name == "h3"]
    assert headings[:4] == ["Invalid cases 1", "Evidence missed 1", "Known failures 1", "Right 1"]
    assert "1 of 3 right" in text_of(page)


def test_an_error_is_told_and_what_was_not_asked_after_it():
    broken = TurnResult("First?", None, failure=FailureKind.NO_ANSWER, error="The model is silent.")
    case = result("the tide", broken, turn(answer("Second?")), outcome=Outcome.FAILED)
    text = text_of(page_of(replace(case, turns=case.turns[:1])))
    assert "No answer: The model is silent." in text
    assert "Second? not asked" in text


def test_what_the_answer_says_besides_is_told():
    withdrawn = Rejection("It sank.", RejectionReason.NOT_SUPPORTED, "No word of it.")
    given = replace(
        answer("And then?", quote("ice", FERRY), short="ice"),
        understood_as="And what did the ferry do then?",
        rejections=(withdrawn,),
        notices=("The reply broke off.",),
        accounts_differ=True,
    )
    text = text_of(page_of(result("then", turn(given))))
    for words in ("Understood as: And what did the ferry do then?", "It sank.", "No word of it.",
                 "The reply broke off.", "accounts differ", "short answer: ice",
                 "Confidence 80 %"):  # fmt: skip
        assert words in text
    declined = replace(answer("Why?"), related=quote("Nobody had been told.", FERRY))
    page = page_of(result("why", turn(declined)))
    assert "only related: Nobody had been told." in text_of(page)
    assert [e.text for e in only(read(page), "mark", "quoted")][1:] == ["Nobody had been told."]


def test_repetitions_are_told_with_their_spread_and_the_unstable_cases():
    once = [right("one"), right("two"), wrong("three")]
    then = again([right("one"), wrong("two"), wrong("three")], 2)
    text = text_of(page_of(*once, *then))
    assert "50 % of the answers to 3 cases were right" in text
    assert "67 %, 33 % were right. 1 case came out differently" in text
    assert "cases/harbour.qa.yaml::two" in text
    sound(page_of(*once, *then))


def test_figures_are_given_as_shares_or_with_two_decimals():
    rows = [told(e) for e in read(page_of(right(), wrong())) if e.name == "tr"]
    assert any(row.startswith("hit@1") and row.endswith("50 % 9–91 % 2") for row in rows)
    assert any(row.startswith("MRR@10") and "0.75 0.20–0.97 2" in row for row in rows)
    assert any(row.startswith("harbour") and "100 % 21–100 % 1" in row for row in rows)


def test_the_receipt_is_there():
    text = text_of(page_of(right(), model="tiny-7b"))
    for words in ("written by tiny-7b", "a1b2" * 16, "index-5", "deadbeef", "python 3.11.7",
                  "Setting threshold 0.5", "f" * 64, "c" * 64, "76.5 %"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("results", "headline"),
    [((), "No case was asked"), ((invalid(),), "None of the 1 case is valid"),
     ((replace(right(), case=replace(right().case, tags=())),), "1 of 1 case was right")],
)  # fmt: skip
def test_a_run_with_little_in_it_is_a_page_all_the_same(results, headline):
    page = page_of(*results)
    sound(page)
    assert headline in text_of(page)
    assert not re.search(r"\bnan\b", page, re.IGNORECASE)


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_of_failure_is_explained(kind):
    text = text_of(page_of(wrong("x", kind)))
    explained = f"{FAILURES[kind].meaning} {FAILURES[kind].advice}"
    assert text.count(explained) == 2  # in the table and over its cases


def test_every_word_of_a_report_is_explained():
    assert set(ASSERTIONS) == set(AssertionType)
    assert set(OUTCOMES) == set(Outcome)


@pytest.mark.parametrize("page", hostile_pages(), ids=["report", "comparison"])
def test_what_documents_and_cases_say_stays_text(page):
    elements = sound(page)
    assert len(only(elements, "script")) == 1
    assert not only(elements, "img")
    shown = told(elements[0])
    assert shown.count(HOSTILE) > 10
    assert len(re.findall("<script", page)) == 1


def test_the_page_allows_its_own_style_and_script_and_nothing_else():
    page = page_of(right())
    elements = sound(page)
    (rules,) = (e.attributes["content"] for e in elements if "http-equiv" in e.attributes)
    assert rules.startswith("default-src 'none'; img-src data:;")
    for name in ("style", "script"):
        (inside,) = re.findall(f"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in rules
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_half_a_surrogate_can_be_written():
    page_of(right("half \ud800 of it")).encode("utf-8")


def test_the_report_is_as_light_as_its_passages_are_few():
    pages = [len(page_of(*(wrong(f"case {n}") for n in range(count)))) for count in (10, 110)]
    assert (pages[1] - pages[0]) / 100 < 8_000


def test_a_comparison_says_what_changed_and_whether_it_may_be_chance():
    before = run(*(wrong(f"case {n}") for n in range(9)), right("steady"), right("gone"))
    after = run(
        *(right(f"case {n}") for n in range(8)), wrong("case 8"), right("steady"), right("new"),
        model="tiny-7b",
    )  # fmt: skip
    page = comparison_page(compare(before, after), before, after)
    elements = sound(page)
    assert [told(e) for e in only(elements, "h1")] == [
        "90 % of the cases were right, 80 points more than before"
    ]
    text = text_of(page)
    assert "The difference is probably real." in text
    assert "model: none → tiny-7b" in text
    assert "Gained 8" in text
    assert "cases/harbour.qa.yaml::gone" in text
    assert "cases/harbour.qa.yaml::new" in text
    sides = only(elements, "div", "side")
    assert len(sides) == 16
    assert "Before: evidence missed" in sides[0].text
    assert "Nobody had been told." in sides[0].text
    assert "It was the ice" in sides[1].text


def test_two_runs_that_came_out_alike_are_said_to():
    same = run(wrong("a"), right("b"))
    text = text_of(comparison_page(compare(same, same), same, same))
    assert "No case came out differently." in text
    assert "such comparisons" not in text


def test_a_comparison_without_a_difference_may_be_chance():
    before, after = run(wrong("a"), right("b")), run(right("a"), wrong("b"))
    page = comparison_page(compare(before, after), before, after)
    text = text_of(page)
    assert "50 % of the cases were right, as many as before" in text
    assert "The difference may be chance." in text
    assert "Lost 1" in text
    assert "Gained 1" in text


def test_runs_without_a_common_case_are_said_to_have_none():
    before, after = run(right("a")), run(right("b"), invalid())
    page = comparison_page(compare(before, after), before, after)
    sound(page)
    assert "The two runs have no case in common" in text_of(page)
    assert not re.search(r"\bnan\b", page, re.IGNORECASE)


def test_the_colours_are_those_of_the_chat():
    def colours(style, prefix):
        return re.findall(rf"--{prefix}([a-z-]+): (#[0-9a-f]{{6}})", style)

    chat = colours(CHAT_STYLE.read_text("utf-8"), "cv-")
    page = colours((module._FOLDER / "page.css").read_text("utf-8"), "")
    names = {name for name, _ in chat} & {name for name, _ in page}
    assert {"paper", "ink", "accent", "mark"} <= names
    assert [c for c in page if c[0] in names] == [c for c in chat if c[0] in names]
