"""Answers as the conversation shows them: every word is there, and no document's markup."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hostile_texts import NASTY, naughty_strings, sanitizer_attacks
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kept_answers import any_answer
from passages import passage
from reading_answers import having, links, place, read_answer, words

from qa.chat.asking.answer_html import (
    answer_html,
    doing_html,
    passages_html,
    place_link,
    statements_html,
    understood_html,
)
from qa.types import (
    Answer,
    AnswerStatus,
    Quote,
    Receipt,
    Rejection,
    RejectionReason,
    ShortAnswer,
    Statement,
)

ABSENT = AnswerStatus.NOT_IN_DOCUMENTS
RECEIPT = Receipt(None, "0123456789abcdef", "an index", {"search": 0.2, "evidence": 0.14})
REFUSED = Rejection("Two years.", RejectionReason.NOT_SUPPORTED, "“Two” is not in the words.")


def quote(label: int, text: str = "It is raining.", **changes) -> Quote:
    plain = Quote(label, "rain.txt", 10, 10 + len(text), text, title="Rain in the hills")
    return dataclasses.replace(plain, **changes)


def said(text: str, *speakers: str, label: int = 1, start: int = 10) -> Statement:
    """A statement that is a quote and nothing else."""
    whole = quote(label, text, start=start, end=start + len(text), attribution=speakers)
    return Statement(text, speakers, (whole,))


def answer(*statements: Statement, **changes) -> Answer:
    plain = Answer("Why?", AnswerStatus.ANSWERED, "", statements, (), RECEIPT)
    return dataclasses.replace(plain, **changes)


def shown(given_answer: Answer, **how) -> list:
    return read_answer(answer_html(given_answer, "a", **how))


def text_of(given_answer: Answer, **how) -> str:
    return words(shown(given_answer, **how)[0].text)


def everywhere(text: str) -> list[Answer]:
    """Answers of each shape that have a text wherever a document or a model may put one."""
    quoted = quote(
        1, text, document=text or "x", title=text, section=text, publisher=text,
        attribution=(text, text),
    )  # fmt: skip
    read = passage(1, text, document=text or "x", title=text)
    whole = answer(
        Statement(text, (text,), (quoted,)),
        Statement(f"{text} he said", (), (quoted,)),
        short=ShortAnswer(text, quoted.document, quoted.start, quoted.end),
        not_stated=(text,),
        rejections=(Rejection(text, RejectionReason.NO_SOURCE, text),),
        notices=(text,),
        unmentioned=(text,),
        passages=(read,),
        receipt=Receipt(text, text, text, {"search": 0.1}, (text,)),
    )
    return [
        whole,
        dataclasses.replace(whole, accounts_differ=True),
        dataclasses.replace(whole, status=ABSENT, statements=(), related=quoted),
    ]


def assert_inert(text: str) -> None:
    for each in everywhere(text):
        elements = shown(each, documents=(text,), checks=(text,))
        assert words(text) in words(elements[0].text)
        cited = [link for link in links(elements) if link.startswith("#src-")]
        assert set(cited) == {"#src-a-1"}
        (document,) = {place(link)[0] for link in links(elements) if link not in cited}
        assert document == (text or "x")
    for html in (passages_html(each.passages), understood_html(text), doing_html(text, busy=True)):
        assert words(text)[:100] in words(read_answer(html)[0].text)


@example(NASTY)
@example("</section></details>")
@given(st.text() | st.text(alphabet="<>/&;\"'=`*_[]()#|~\\ \n\u2028abp"))
def test_nothing_in_an_answer_is_markup(text):
    assert_inert(text)


def test_the_naughty_strings_are_shown_as_themselves(shared):
    for text in naughty_strings(shared):
        assert_inert(text)


def test_sanitizer_attacks_are_shown_as_themselves(shared):
    for payload in sanitizer_attacks(shared):
        assert_inert(payload)


@settings(max_examples=40)  # each is an answer with anything at all in it, and takes long to make
@given(any_answer(), st.booleans(), st.booleans(), st.lists(st.text()))
def test_any_answer_can_be_shown(given_answer, show_withdrawn, finished, documents):
    how = {"show_withdrawn": show_withdrawn, "finished": finished, "documents": documents}
    text = text_of(given_answer, **how)
    if given_answer.status is not ABSENT:
        for statement in given_answer.statements:
            assert "".join(words(statement.text).split()) in "".join(text.split())
    for part in (*given_answer.notices, *given_answer.not_stated):
        assert words(part) in text
    assert not show_withdrawn or all(words(r.claim) in text for r in given_answer.rejections)


def test_every_quote_of_a_statement_is_cited_by_its_label():
    both = Statement("It rains.", (), (quote(1), quote(4, "Wet.", page=2)))
    elements = read_answer(answer_html(answer(both), "f0"), "f0")
    first, second = (element for element in elements if element.name == "a")
    assert first.attributes == {"href": "#src-f0-1", "title": "Rain in the hills"}
    assert second.attributes == {"href": "#src-f0-4", "title": "Rain in the hills, page 2"}
    assert (first.text, second.text) == ("[1]", "[4]")


def test_the_innermost_speaker_comes_first():
    text = text_of(answer(said("It rains.", "The Post", "an aide", "the mayor")))
    assert "the mayor, via an aide, via The Post · Rain in the hills" in text


def test_a_statement_without_speakers_is_the_documents_own_or_its_publishers():
    assert "The document, in its own voice · Rain in the hills" in text_of(
        answer(said("It rains."))
    )
    published = Statement("It rains.", (), (quote(1, publisher="The Post"),))
    assert "The Post, in its own voice · Rain in the hills" in text_of(answer(published))


def test_only_the_very_words_of_a_quote_get_quotation_marks():
    in_other_words = Statement("Rain falls.", (), (quote(2),))
    text = text_of(answer(said("It is raining."), in_other_words))
    assert "“It is raining.” [1]" in text
    assert "Rain falls. [2]" in text
    assert "“Rain falls.”" not in text


def test_a_quote_with_quotation_marks_of_its_own_gets_no_second_pair():
    text = text_of(answer(said('"Wet," he said, "is wet.')))
    assert '"Wet," he said, "is wet. [1]' in text
    assert "“" not in text


def test_the_date_and_the_publisher_of_a_quote_stand_beside_its_place():
    dated = quote(1, page=2, date=datetime.date(2024, 5, 3), publisher="The Post")
    text = text_of(answer(Statement("It rains.", (), (dated,))))
    assert "The Post, in its own voice · Rain in the hills, page 2, 3 May 2024" in text
    text = text_of(answer(Statement("It rains.", ("the mayor",), (dated,))))
    assert "the mayor · Rain in the hills, page 2, The Post, 3 May 2024" in text


def test_the_short_answer_is_emphasised_inside_its_quote_only():
    quoted = said("Nine people fell, he said.", "he", start=40)
    before = said("It rained, and then it snowed for days.", label=2, start=0)
    after = said("Nobody else fell.", label=3, start=41 + len(quoted.text))
    short = ShortAnswer("Nine people", "rain.txt", 40, 51)
    elements = shown(answer(quoted, before, after, short=short))
    assert [e.text for e in elements if e.name == "strong"] == ["Nine people"]
    assert [words(element.text)[:-4] for element in having(elements, "cv-says")] == [
        f"“{statement.text}”" for statement in (quoted, before, after)
    ]
    differ = answer(quoted, after, short=short, accounts_differ=True)
    assert not [e for e in shown(differ) if e.name == "strong"]
    elsewhere = dataclasses.replace(short, document="other.txt")
    assert not [e for e in shown(answer(quoted, short=elsewhere)) if e.name == "strong"]


@given(st.text(min_size=1), st.integers(0, 40), st.integers(1, 40))
def test_emphasis_changes_no_word(text, start, length):
    quoted = said(text)
    at = quoted.quotes[0].start + min(start, len(text) - 1)
    part = text[min(start, len(text) - 1) :][:length]
    short = ShortAnswer(part, "rain.txt", at, at + len(part))
    emphasised, plain = (
        having(shown(answer(quoted, short=each)), "cv-says")[0] for each in (short, None)
    )
    assert "".join(emphasised.text.split()) == "".join(plain.text.split())


@pytest.mark.parametrize(
    ("text", "part"),
    [("“Nine people fell.”", "Nine"), ("It cost $5 million, he said.", "$5 million"), ("A b", "A")],
)
def test_the_short_answer_keeps_its_place(text, part):
    quoted = said(text)
    at = quoted.quotes[0].start + text.index(part)
    elements = shown(answer(quoted, short=ShortAnswer(part, "rain.txt", at, at + len(part))))
    assert [e.text for e in elements if e.name == "strong"] == [part]


def test_differing_accounts_stand_in_columns_under_their_speakers():
    nine = said("Nine people were hurt at the quay.", "the police")
    other = said("20 people were hurt at the quay.", "The Post", "the doctor", label=2)
    rain = said("It rained all day.", "a fisherman", label=3)
    elements = shown(answer(nine, rain, other, accounts_differ=True))
    first, second = having(elements, "cv-account")
    assert words(first.text).startswith("the police “Nine people were hurt at the quay.” [1]")
    assert words(second.text).startswith("the doctor, via The Post “20 people were hurt")
    (outside,) = having(elements, "cv-statement")
    assert "It rained all day." in outside.text
    assert words(elements[0].text).startswith("Accounts differ")


def test_each_conflict_stands_in_columns_of_its_own():
    nine = said("Nine people were hurt at the quay.", "the police")
    cost = said("The new crane will cost 40 crowns.", "the builder", label=2)
    twenty = said("20 people were hurt at the quay.", "the doctor", label=3)
    dear = said("The new crane will cost 90 crowns.", "the mayor", label=4)
    elements = shown(answer(nine, cost, twenty, dear, accounts_differ=True))
    blocks = [words(block.text) for block in having(elements, "cv-accounts")]
    assert [("hurt" in block, "crane" in block) for block in blocks] == [
        (True, False),
        (False, True),
    ]
    assert len(having(elements, "cv-account")) == 4


def test_where_it_cannot_be_told_which_accounts_differ_all_of_them_stand_in_columns():
    elements = shown(answer(said("It rains."), said("Wet.", label=2), accounts_differ=True))
    assert len(having(elements, "cv-account")) == 2
    assert having(elements, "cv-statement") == []
    assert having(shown(answer(said("It rains."), said("Wet.", label=2))), "cv-account") == []


def test_not_in_documents_shows_the_nearest_passage_as_related_only():
    elements = shown(answer(status=ABSENT, related=quote(1)))
    text = words(elements[0].text)
    assert text.startswith("Not in your documents")
    assert text.index("only related") < text.index("“It is raining.”")
    assert links(elements) == ["#src-a-1"]
    (block,) = [element for element in elements if element.name == "blockquote"]
    assert "It is raining." in block.text
    assert having(elements, "cv-statement") == []


def test_not_in_documents_without_any_passage():
    text = text_of(answer(status=ABSENT))
    assert "Nothing in them comes near this question." in text
    assert "read" not in text.partition("Searched")[2].partition("Quotes alone")[0]


def test_not_in_documents_says_what_was_searched_and_which_words_are_nowhere():
    read = (passage(1, "Rain."), passage(2, "Wet."), passage(3, "Mud.", document="mud.txt"))
    none = answer(status=ABSENT, passages=read, unmentioned=("zebra", "vaccine"))
    text = words(having(shown(none), "cv-searched")[0].text)
    assert text == (
        "Searched all documents · 3 passages of 2 documents read "
        "In none of them “zebra” “vaccine”"
    )  # fmt: skip
    for titles, told in (
        (["Rain in the hills"], "only “Rain in the hills”"),
        (["Rain", "Mud"], "only the 2 chosen documents"),
    ):
        found = having(shown(none, documents=titles), "cv-searched")[0]
        assert f"Searched {told} · 3 passages" in words(found.text)
    mentioned = having(shown(answer(status=ABSENT)), "cv-searched")[0]
    assert "In none of them" not in mentioned.text


def test_a_refused_claim_is_struck_out_with_its_reason():
    elements = shown(answer(said("It rains."), rejections=(REFUSED,)))
    (struck,) = [element for element in elements if element.name == "del"]
    assert struck.text == "Two years."
    assert "Withdrawn: “Two” is not in the words." in words(elements[0].text)
    so_far = read_answer(statements_html((), (REFUSED,), "a"))
    assert [element.text for element in so_far if element.name == "del"] == ["Two years."]


def test_refused_claims_can_be_left_out_but_not_that_there_were_some():
    for count, told in ((1, "1 statement of the model was"), (2, "2 statements of the model were")):
        refused = (REFUSED,) * count
        for html in (
            answer_html(answer(rejections=refused), "a", show_withdrawn=False),
            statements_html((), refused, "a", show_withdrawn=False),
        ):
            text = words(read_answer(html)[0].text)
            assert told in text
            assert "Two years" not in text
    assert "withdrawn" not in text_of(answer(), show_withdrawn=False)


def test_what_is_stated_so_far_is_cited_and_has_no_end_yet():
    elements = read_answer(statements_html((said("It rains.", "the mayor"),), (), "a"))
    assert words(elements[0].text) == "“It rains.” [1] the mayor · Rain in the hills"
    assert links(elements) == ["#src-a-1"]
    assert having(elements, "cv-steps") == having(elements, "cv-tools") == []


def test_parts_that_are_not_answered_are_named():
    partial = answer(said("It rains."), status=AnswerStatus.PARTIAL, not_stated=("for how long",))
    elements = shown(partial)
    (gap,) = having(elements, "cv-gap")
    assert words(gap.text) == "Your documents do not say for how long"
    unnamed = text_of(dataclasses.replace(partial, not_stated=()))
    assert "Your documents answer this question only in part." in unnamed
    assert "only in part" not in text_of(answer(said("It rains.")))


def test_notices_and_what_was_understood_and_what_has_changed_are_told():
    receipt = dataclasses.replace(RECEIPT, understood=("Searched only rain.txt.",))
    noticed = answer(said("It rains."), notices=("The model broke off.",), receipt=receipt)
    elements = shown(noticed, checks=("The source changed on 3 May 2024.",))
    aside = [words(element.text) for element in having(elements, "cv-notice")]
    assert aside == ["The model broke off.", "Searched only rain.txt."]
    (changed,) = having(elements, "cv-changed")
    assert words(changed.text) == "The source changed on 3 May 2024."


def test_the_last_line_tells_how_the_answer_came_about_and_opens():
    read = (passage(1, "Rain fell.", title="Rain"), passage(2, "Mud " * 99, document="mud.txt"))
    seconds = {"understanding": 0.004, "search": 0.2, "evidence": 0.14, "model": 1.7}
    receipt = Receipt("m-1", "0123456789abcdef", "an index", seconds)
    elements = shown(answer(said("It rains."), passages=read, receipt=receipt))
    (steps,) = having(elements, "cv-steps")
    assert "open" not in steps.attributes
    (summary,) = [element for element in elements if element.name == "summary"]
    assert words(summary.text) == "Written by m-1, checked · 2 passages of 2 documents read · 2.0 s"
    rows = [words(element.text) for element in elements if element.name == "tr"]
    assert rows == [
        "Understanding the question 0.00 s", "Searching 0.20 s", "Reading the passages 0.14 s",
        "Writing and checking 1.70 s",
    ]  # fmt: skip
    (found,) = having(elements, "cv-read")
    first, second = (words(e.text) for e in elements if e.name == "li")
    assert first == "Rain, page 3 Rain fell."
    assert second.startswith("mud.txt, page 3 Mud Mud")
    assert second.endswith("Mud …")
    assert len(second) < 220
    targets = [place(link) for link in links(elements) if link.startswith("#at-")]
    assert targets == [(p.document, p.start, p.end) for p in read]
    assert words(found.text) == f"{first} {second}"
    assert "Prompts 0123456789ab · index an index" in words(steps.text)


def test_a_step_of_another_release_is_told_by_its_own_name():
    receipt = Receipt(None, "p", "i", {"dreaming": 0.5})
    elements = shown(answer(said("It rains."), receipt=receipt))
    assert [words(e.text) for e in elements if e.name == "tr"] == ["dreaming 0.50 s"]


def test_without_a_model_the_quotes_alone_are_told_and_one_is_not_many():
    (summary,) = [
        e for e in shown(answer(said("It rains."), passages=(passage(1, "Rain."),)))
        if e.name == "summary"
    ]  # fmt: skip
    assert words(summary.text) == "Quotes alone · 1 passage of 1 document read · 0.3 s"


def test_an_unfinished_answer_has_neither_end_nor_tools():
    for status in (AnswerStatus.ANSWERED, ABSENT):
        elements = shown(answer(status=status), finished=False)
        for name in ("cv-steps", "cv-tools", "cv-suggestions"):
            assert having(elements, name) == []
        finished = shown(answer(status=status))
        assert [e.attributes["id"] for e in having(finished, "cv-tools")] == ["tools-a"]
        assert bool(having(finished, "cv-suggestions")) == (status is ABSENT)


def test_passages_are_listed_before_they_are_read():
    found = (passage(1, "Rain fell.", document="rain 1&2.txt"), passage(2, "Mud."))
    elements = read_answer(passages_html(found))
    assert words(elements[0].text).startswith(
        "The nearest passages rain 1&2.txt, page 3 Rain fell."
    )
    assert place(links(elements)[0]) == ("rain 1&2.txt", 100, 110)
    assert passages_html(()) == ""


@given(st.text(min_size=1), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_link_to_a_place_names_any_document(document, start, end):
    assert place(place_link(document, start, end)) == (document, start, end)


def test_what_a_question_was_understood_as_has_a_button_to_correct_it():
    elements = read_answer(understood_html("Why <b>now</b>?"))
    (button,) = [element for element in elements if element.name == "button"]
    assert button.attributes["name"] == "cv-correct"
    assert button.attributes["title"]
    assert [e.text for e in elements if e.name == "b"] == ["Why <b>now</b>?"]
    assert words(elements[0].text).startswith("Understood as: Why <b>now</b>?")


def test_what_goes_on_is_told_and_whether_it_still_does():
    for busy in (True, False):
        elements = read_answer(doing_html("Reading", busy=busy))
        assert bool(having(elements, "cv-busy")) == busy
        assert words(elements[0].text) == "Reading"
