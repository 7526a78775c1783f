"""Slides and cells are told wherever a quote is: in answers, exports, drafts and cases."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import docx
import pytest
from command_line import in_json, qa
from kept_answers import exchange
from shore_papers import FERRY, PROMISE, shore_library, write_costs

from index.types import Span
from qa import Assistant
from qa.calls.opened import open_words
from qa.calls.texts import answer_text, documents_text, opened_text, passages_text
from qa.chat.asking.answer_html import answer_html
from qa.chat.library.reading import reading
from qa.chat.sources.cards import Standing, source_cards
from qa.chat.sources.view import DocumentView
from qa.conversations.exporting import as_json, as_markdown, as_web_page, as_word
from qa.conversations.recheck import check_quotes
from qa.cut import cut
from qa.drafts.check import check_draft
from qa.drafts.places import Lookup
from qa.drafts.verdicts import quote_lines
from qa.evaluation.gold import gold_of
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn
from qa.render import location

ROW = "North pier | 4000 | 5,200"
ASKED = {
    "What did the North pier cost in 2023?": ("costs.xlsx", ROW, "Costs!A2:C2"),
    "What is promised of the ticket?": ("ferry.pptx", PROMISE, "slide 2"),
    "Who is the keeper of the boats of Orrin?": ("towns.csv", "Orrin | Kari Moe | 31", "A3:C3"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with shore_library(tmp_path_factory.mktemp("shore")) as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(library):
    return {question: Assistant(library).ask(question) for question in ASKED}


def quoted(library, answer, question):
    """The quote in which the words stand, its place that of all of its words."""
    document, words, _ = ASKED[question]
    found = [q for q in (*answer.quotes, answer.related) if q and words in q.text]
    assert found, answer.text
    assert found[0].document == document
    return found[0]


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_finds_the_row_or_the_slide_and_names_it(library, answers, question):
    answer = answers[question]
    quote = quoted(library, answer, question)
    start = quote.start + quote.text.index(ASKED[question][1])
    alone = library.shelf.passage(quote.document, start, start + len(ASKED[question][1]))
    assert alone.place == ASKED[question][2]
    assert library.shelf.passage(quote.document, quote.start, quote.end).place == quote.place
    assert location(quote).endswith(f", {quote.place}")
    assert quote.place in answer_text(answer, show_withdrawn=True)
    assert quote.place in answer_html(answer, "a1", show_withdrawn=True)
    assert all(each.place in passages_text(answer.passages) for each in answer.passages)
    assert f'"place": "{quote.place}"' in json.dumps(answer.to_dict())


@pytest.mark.parametrize("question", ASKED)
def test_exports_and_cards_name_the_place(library, answers, question):
    answer = answers[question]
    quote = quoted(library, answer, question)
    kept = exchange(question, *answer.quotes)
    word = docx.Document(io.BytesIO(as_word("Shore", [kept])))
    for told in (
        as_markdown("Shore", [kept]),
        as_web_page("Shore", [kept]),
        as_json("Shore", [kept]),
        "\n".join(paragraph.text for paragraph in word.paragraphs),
    ):
        assert quote.place in told.replace("\\!", "!")

    def standings(quotes):
        checks = check_quotes(quotes, library)
        return [Standing(c, library.text(q.document)) for c, q in zip(checks, quotes, strict=True)]

    cards = source_cards(answer, "a1", standings)
    card = next(
        each for each in cards if each["quote"] + each["short"] + each["rest"] == quote.text
    )
    assert card["place"] == quote.place
    assert f", {quote.place} [" in card["citation"]


def test_a_quote_is_placed_by_its_own_cells(library):
    text = library.text("costs.xlsx")
    passage = library.shelf.passage("costs.xlsx", 0, len(text))
    at = text.index("5,200")
    assert cut(passage, Span(at, at + 5), 1, ()).place == "Costs!C2"
    both = Span(text.index("North pier"), text.index("South mole") + 5)
    assert cut(passage, both, 1, ()).place == "Costs!A2:C3"


def test_words_are_opened_and_cited_at_their_cells(library):
    opened = open_words(library, "costs.xlsx", "South mole | 300 | 700", 10)
    assert (opened.place, opened.page, opened.section) == ("Costs!A3:C3", None, "Costs")
    assert "Costs!A3:C3" in opened_text(opened)
    shown = DocumentView(library)
    start = library.text("costs.xlsx").index("300")
    version = shown.open({"name": "costs.xlsx"})["version"]
    sent = {"name": "costs.xlsx", "version": version, "spans": [[start, start + 3]]}
    assert shown.cite(sent)["citation"] == "“300” — costs, Costs!B3 [costs.xlsx]"


def test_a_draft_is_told_the_slide_and_the_cells(library):
    report = check_draft(library, f"It says “{FERRY}” and “{ROW}”.")
    assert [place.place for quote in report.quotes for place in quote.places] == [
        "slide 2",
        "Costs!A2:C2",
    ]
    assert "slide 2" in "\n".join(quote_lines(report.quotes[0]))


def test_the_page_calls_slides_slides(library):
    told = reading(library, "ferry.pptx")
    assert (told["page_word"], [row["number"] for row in told["pages"]]) == ("slide", [1, 2])
    assert told["facts"]["slides"] == 2
    assert told["facts"]["kind"] == "PowerPoint"
    opened = DocumentView(library).open({"name": "ferry.pptx"})
    assert (opened["page_word"], opened["facts"], opened["pictured"]) == (
        "slide",
        "2 slides",
        False,
    )
    assert reading(library, "costs.xlsx")["pages"] == []
    assert "2 slides" in documents_text(library.documents(), 3)


def test_a_case_names_a_slide_by_its_number(library):
    def found(**place):
        made = Assertion(AssertionType.QUOTES, (FERRY,), **place)
        case = Case("shore", (CaseTurn("When?", (made,)),), None, line=2)
        (gold,) = gold_of(case, Lookup(library), "shore.qa.yaml")
        return gold.evidence[0]

    assert [at.document for at in found(page=2)] == ["ferry.pptx"]
    with pytest.raises(Exception, match=r"stand in ferry\.pptx on slide 2\."):
        found(page=1)


def test_words_that_moved_are_told_with_their_new_cells(tmp_path):
    with shore_library(tmp_path) as library:
        text = library.text("costs.xlsx")
        passage = library.shelf.passage("costs.xlsx", 0, len(text))
        at = text.index(ROW)
        quote = cut(passage, Span(at, at + len(ROW)), 1, ())
        write_costs(tmp_path / "papers" / "costs.xlsx", above=3)
        library.add(tmp_path / "papers")
        (check,) = check_quotes([replace(quote)], library)
    assert check.place == "Costs!A5:C5"
    assert check.detail.endswith("the words now stand in Costs!A5:C5.")


def test_the_command_line_tells_slides_and_cells(home):
    (home / "shore").mkdir()
    shore_library(home / "shore").close()
    assert qa("add", home / "shore" / "papers").exit_code == 0
    assert "ferry.pptx, slide 1" in qa("search", "ferry to Orrin").stdout
    assert "words, 2 slides)" in qa("documents").stdout
    told, _ = in_json("search", "North pier")
    assert told["passages"][0]["place"] == "Costs!A1:C4"
