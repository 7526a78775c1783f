from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_files import asserted, json_file, squad

from index.read import read_bytes
from index.types import Span
from qa.evaluation.errors import CaseError
from qa.evaluation.importing import Imported, read_question_set
from qa.evaluation.types import AssertionType
from qa.language.quotes import locate_all

BUILT = "The tower of Skerry was built in 1871. Its lamp was lit in 1874."
REBUILT = "A storm took the tower in 1874. It was rebuilt by Mira Toll, a mason from Osk."


def answer(text: str, context: str, at: int | None = None) -> dict[str, object]:
    return {"text": text, "answer_start": context.index(text) if at is None else at}


def imported(tmp_path: Path, *articles: object) -> Imported:
    return read_question_set(json_file(tmp_path / "set.json", {"data": articles}))


def test_an_article_is_one_document(tmp_path: Path) -> None:
    questions = [{"question": "Who rebuilt it?", "answers": [answer("Mira Toll", REBUILT)]}]
    found = imported(tmp_path, squad(BUILT, REBUILT, questions=questions, title="The Skerry/light"))
    assert found.documents == {"The_Skerry_light.txt": f"{BUILT}\n\n{REBUILT}"}
    (case,) = found.cases
    assert case.name == case.turns[0].question == "Who rebuilt it?"
    assert case.documents is None  # to find the article is a part of the task
    (status,) = asserted(case, AssertionType.STATUS)
    assert status.values == ("answered", "partial")
    (quotes,) = asserted(case, AssertionType.QUOTES)
    assert (quotes.values, quotes.document) == (("Mira Toll",), "The_Skerry_light.txt")
    (short,) = asserted(case, AssertionType.SHORT_ANSWER)
    assert short.values == ("Mira Toll",)


def test_an_answer_that_stands_twice_is_asked_for_with_its_own_sentence(tmp_path: Path) -> None:
    questions = [{"question": "When was the storm?", "answers": [answer("1874", REBUILT)] * 3}]
    (case,) = imported(tmp_path, squad(BUILT, REBUILT, questions=questions)).cases
    (quotes,) = asserted(case, AssertionType.QUOTES)
    assert (quotes.values, quotes.threshold) == (("A storm took the tower in 1874.",), 0.5)
    (short,) = asserted(case, AssertionType.SHORT_ANSWER)
    assert short.values == ("1874",)


def test_an_answer_that_cuts_a_word_is_asked_for_with_its_sentence(tmp_path: Path) -> None:
    context = "They hauled it up a 40-step stair. No one fell."
    questions = [{"question": "How many steps?", "answers": [answer("40", context)]}]
    (case,) = imported(tmp_path, squad(context, questions=questions)).cases
    (quotes,) = asserted(case, AssertionType.QUOTES)
    assert quotes.values == ("They hauled it up a 40-step stair.",)


def test_the_words_of_all_annotators_count(tmp_path: Path) -> None:
    answers = [answer("Mira Toll", REBUILT), answer("Mira Toll, a mason from Osk", REBUILT)]
    questions = [{"question": "Who rebuilt it?", "answers": answers}]
    (case,) = imported(tmp_path, squad(REBUILT, questions=questions)).cases
    for kind in (AssertionType.QUOTES, AssertionType.SHORT_ANSWER):
        assert asserted(case, kind)[0].values == ("Mira Toll", "Mira Toll, a mason from Osk")


def test_version_2_asks_each_article_alone_whether_it_answers_or_not(tmp_path: Path) -> None:
    questions = [
        {"question": "Who was the keeper?", "answers": [], "is_impossible": True},
        {
            "question": "Who rebuilt it?",
            "answers": [answer("Mira Toll", REBUILT)],
            "is_impossible": False,
        },
    ]
    found = imported(tmp_path, squad(REBUILT, questions=questions))
    assert [case.documents for case in found.cases] == [("Skerry.txt",)] * 2
    declined, answered = found.cases
    assert [made.name for made in declined.turns[0].assertions] == ["abstains"]
    assert not asserted(answered, AssertionType.ABSTAINS)


@pytest.mark.parametrize("at", [0, 7, 100_000, None])
def test_a_wrong_offset_is_put_right_where_the_answer_stands_once(tmp_path: Path, at) -> None:
    wrong = {"text": "1874", "answer_start": at}
    questions = [{"question": "When was the storm?", "answers": [wrong]}]
    (case,) = imported(tmp_path, squad(BUILT, REBUILT, questions=questions)).cases
    (quotes,) = asserted(case, AssertionType.QUOTES)
    assert quotes.values == ("A storm took the tower in 1874.",)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ({"id": "7", "answers": []}, "It has no `question`."),
        ({"id": "7", "question": "Why?", "answers": []}, "no answer and is not marked"),
        (
            {"id": "7", "question": "Why?", "answers": [{"text": "rust", "answer_start": 3}]},
            "Its answer “rust” does not stand where it says.",
        ),
        (
            {"id": "7", "question": "Why?", "answers": [{"text": "t", "answer_start": 0}]},
            "Its answer “t” does not stand where it says.",
        ),
        ({"id": "7", "question": "Why?", "answers": "rust"}, "Its `answers` is no list."),
        ({"id": "7", "question": ["Why?"]}, "Its `question` is no text."),
        ({"id": "7", "question": "\ud800", "answers": []}, "half a character"),
        ({"id": "7", "question": "Why?", "is_impossible": "no"}, "neither true nor false"),
    ],
)
def test_a_bad_question_is_told_and_the_others_stay(tmp_path: Path, question, why) -> None:
    good = {"question": "Who rebuilt it?", "answers": [answer("Mira Toll", REBUILT)]}
    found = imported(tmp_path, squad(REBUILT, questions=[question, good]))
    assert [case.name for case in found.cases] == ["Who rebuilt it?"]
    (told,) = found.skipped
    assert told.startswith("Question '7' on 'Skerry' is left out.")
    assert why in told


def test_a_bad_article_is_told_and_the_others_stay(tmp_path: Path) -> None:
    questions = [{"question": "Who rebuilt it?", "answers": [answer("Mira Toll", REBUILT)]}]
    good = squad(REBUILT, questions=questions)
    found = imported(tmp_path, good, squad(REBUILT), {"title": "X", "paragraphs": [3]}, squad(" "))
    assert len(found.cases) == len(found.documents) == 1
    assert [told.split(". ")[0] for told in found.skipped] == [
        "Article 2 is left out",
        "Article 3 is left out",
        "Article 4 is left out",
    ]


def test_names_of_files_differ_even_where_case_does_not_count(tmp_path: Path) -> None:
    questions = [{"question": "Who rebuilt it?", "answers": [answer("Mira Toll", REBUILT)]}]
    titles = ("the_light", "The light", "the_light (2)", "../the/light", "." * 5, "")
    articles = [squad(REBUILT, questions=questions, title=title) for title in titles]
    names = list(imported(tmp_path, *articles).documents)
    assert len({name.casefold() for name in names}) == len(titles)
    assert not any("/" in name or name.startswith(".") for name in names)


def test_data_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"set\.json: Its `data` is no list\. SQuAD"):
        read_question_set(json_file(tmp_path / "set.json", {"data": {"title": "x"}}))


words = st.text("abc 1.\n\u2028“”'é-", min_size=1, max_size=60)


@given(before=words, planted=words, after=words)
def test_what_must_be_quoted_stands_where_the_answer_does(
    tmp_path_factory, before: str, planted: str, after: str
) -> None:
    planted_answer = {"text": planted, "answer_start": len(before)}
    questions = [
        {"question": "Q", "answers": [planted_answer]},
        {"question": "Other", "answers": [], "is_impossible": True},
    ]
    article = squad("One more.", before + planted + after, questions=questions)
    path = json_file(tmp_path_factory.getbasetemp() / "set.json", {"data": [article]})
    found = read_question_set(path)
    text = found.documents["Skerry.txt"]
    assert read_bytes(text.encode(), "Skerry.txt").text == text
    place = Span(text.index("\n\n") + 2 + len(before), len(text) - len(after))
    assert place.of(text) == planted
    assert bool(found.skipped) == (not planted.strip())
    for made in asserted(found.cases[0], AssertionType.QUOTES):
        for value in made.values:
            assert value in text
            assert any(each.overlaps(place) for each in locate_all(value, text, 100))
