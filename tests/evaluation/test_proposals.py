"""Proposed cases as a whole: how many of which kind, from where, and that each can be kept."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_embedder import WordEmbedder

from index import Library
from index.errors import UnknownDocument
from index.words import STOP_WORDS
from qa.evaluation.case_files import read_cases
from qa.evaluation.case_writing import written
from qa.evaluation.proposals import propose

ROOT = Path(__file__).parents[2]
FOLDERS = {"samples": ROOT / "samples", "own texts": ROOT / "bench" / "own_texts"}


@pytest.fixture(scope="module", params=FOLDERS)
def library(request, tmp_path_factory):
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as opened:
        opened.add(FOLDERS[request.param])
        yield opened


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    with Library.open(tmp_path_factory.mktemp("samples"), embedder=WordEmbedder()) as opened:
        opened.add(FOLDERS["samples"])
        yield opened


@pytest.fixture
def written_down(tmp_path):
    """A library of the texts that a test gives it."""
    opened = []

    def of(*texts):
        folder = tmp_path / f"papers {len(opened)}"
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        opened.append(Library.open(tmp_path / f"library {len(opened)}", embedder=WordEmbedder()))
        opened[-1].add(folder)
        return opened[-1]

    yield of
    for each in opened:
        each.close()


def without_lines(cases):
    """Cases as they are, wherever in a file they stand."""
    return [
        replace(
            case,
            line=0,
            turns=tuple(
                replace(turn, assertions=tuple(replace(a, line=0) for a in turn.assertions))
                for turn in case.turns
            ),
        )
        for case in cases
    ]


def assert_keepable(library, cases, path):
    """That a file of the cases reads as the same cases, and all that they want quoted is there."""
    path.write_text(written(cases), encoding="utf-8")
    assert without_lines(read_cases(path).cases) == list(cases)
    for case in cases:
        (turn,) = case.turns
        assert turn.question.endswith("?")
        for assertion in turn.assertions:
            if assertion.name == "quotes":
                assert assertion.values[0] in library.text(assertion.document)
            if assertion.name == "short-answer":
                quoted = next(a.values[0] for a in turn.assertions if a.name == "quotes")
                assert assertion.values[0] in quoted


def documents_of(cases):
    """How many of the cases quote each document."""
    return Counter(a.document for c in cases for a in c.turns[0].assertions if a.name == "quotes")


def kinds_of(cases):
    """How many cases there are of each kind."""
    return Counter(case.tags[1] for case in cases)


def test_what_is_proposed_can_be_kept(library, tmp_path):
    cases = propose(library, 1000)
    assert cases
    assert_keepable(library, cases, tmp_path / "drafts.qa.yaml")


def test_each_case_has_its_own_name_and_question(library):
    cases = propose(library, 1000)
    assert len({case.name for case in cases}) == len(cases)
    assert len({case.turns[0].question for case in cases}) == len(cases)
    assert all(case.tags[0] == "draft" and case.documents is None for case in cases)


def test_the_same_library_gives_the_same_cases(library):
    assert propose(library, 15) == propose(library, 15)


def test_who_said_it_is_not_in_the_question(library):
    for case in propose(library, 1000):
        if case.tags[1] != "who-said":
            continue
        (turn,) = case.turns
        speakers = next(a.values[0] for a in turn.assertions if a.name == "attributed-to")
        told = set(re.findall(r"\w+", speakers.lower())) - STOP_WORDS
        assert told.isdisjoint(re.findall(r"\w+", turn.question.lower()))


def test_the_kinds_are_mixed(samples):
    kinds = kinds_of(propose(samples, 24))
    assert kinds["absent"] == 4
    assert kinds["number"] + kinds["date"] == 8
    assert kinds["who-said"] == 12


def test_never_more_than_wanted_and_fewer_where_there_are_no_more(samples):
    for count in (0, 1, 2, 5, 7):
        assert len(propose(samples, count)) == count
    assert len(propose(samples, 1000)) == len(propose(samples, 2000)) < 1000


def test_every_document_has_its_turn(written_down):
    library = written_down(
        "Notes\n\nAda Holm said that the harbour crane stood idle in winter. "
        "Otto Reed said that the eastern quay was rotten below the tide. "
        "Mira Vance said that the customs shed smelled of old herring.\n",
        "Notes\n\nJonas Brook said that the glacier guides were owed a pension. "
        "Petra Dell said that the summit bell cracked during the frost. "
        "Carl Ivers said that the alpine meadows belonged to a convent.\n",
        "Notes\n\nNora Finn said that the choir robes were eaten by moths.\n",
    )
    assert documents_of(propose(library, 3)) == {"0.txt": 1, "1.txt": 1, "2.txt": 1}
    assert documents_of(propose(library, 4)) == {"0.txt": 2, "1.txt": 1, "2.txt": 1}
    assert documents_of(propose(library, 50)) == {"0.txt": 3, "1.txt": 3, "2.txt": 1}


def test_only_the_named_documents_are_asked_about(samples):
    chosen = ["radio-bulletin.txt", "ferry-subsidy.html"]
    cases = propose(samples, 50, chosen)
    assert set(documents_of(cases)) == set(chosen)


def test_an_unknown_document_is_refused(samples):
    with pytest.raises(UnknownDocument):
        propose(samples, 5, ["no-such.txt"])


def test_a_document_without_anything_to_ask_gives_nothing(written_down):
    assert propose(written_down("Bread\n\nMix the flour. Wait a night. Bake the loaf.\n"), 20) == ()


def test_what_two_people_say_is_not_asked(written_down):
    once = "Ada Holm said that the harbour crane of Veyle was older than the church.\n"
    again = "Otto Reed said that the harbour crane in Veyle was older than the church.\n"
    assert kinds_of(propose(written_down(f"One\n\n{once}"), 5))["who-said"] == 1
    both = written_down(f"One\n\n{once}", f"Two\n\n{again}")
    assert kinds_of(propose(both, 5))["who-said"] == 0
    assert kinds_of(propose(both, 5, ["0.txt"]))["who-said"] == 0


def test_what_two_documents_count_differently_is_not_asked(written_down):
    nine = "Nine sailors drowned when the barge Aurora sank near Veyle.\n"
    eleven = "When the Aurora sank in the storm near the island of Veyle, eleven sailors drowned.\n"
    assert kinds_of(propose(written_down(f"One\n\n{nine}"), 5))["number"] == 1
    assert kinds_of(propose(written_down(f"One\n\n{nine}", f"Two\n\n{eleven}"), 5))["number"] == 0


def test_who_does_not_occur_occurs_nowhere(library):
    texts = [library.text(document.name).lower() for document in library.documents()]
    topics = []
    for case in propose(library, 1000):
        if case.tags[1] != "absent":
            continue
        (turn,) = case.turns
        assert [a.name for a in turn.assertions] == ["abstains"]
        asked = re.fullmatch(r"What did (\S+) (\S+) say about (?:the )?(.+)\?", turn.question)
        assert not any(name.lower() in text for name in asked.groups()[:2] for text in texts)
        assert any(asked[3].lower() in text for text in texts)
        topics.append(asked[3])
    assert topics
    assert len(set(topics)) == len(topics)


def test_a_name_that_somebody_bears_is_left_out(written_down):
    text = (
        "Notes\n\nAda Holm said that the crane of Veyle was painted red. "
        + "Veyle is in Veyle. " * 3
    )

    def asked_for(library):
        absent = [case for case in propose(library, 6) if case.tags[1] == "absent"]
        return absent[0].turns[0].question.split()[2:4]

    given_name, surname = asked_for(written_down(text))
    other = asked_for(written_down(text, f"Old {given_name} met Miss {surname}.\n"))
    assert {given_name, surname}.isdisjoint(other)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Co")), min_size=0, max_size=40
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(WORDS, min_size=4, max_size=4))
def test_whatever_the_documents_hold_the_cases_can_be_kept(tmp_path_factory, words):
    folder = tmp_path_factory.mktemp("any")
    text = (
        f"Notes\n\nAda Holm said that the harbour crane of Veyle {words[0]} was older than the "
        f"church.\n\n“We shall never sell {words[1]} the brass bell of Veyle,” Otto Reed said.\n\n"
        f"The council of Veyle sold nine boats {words[2]} to the islanders.\n\n"
        f"The old mill was burnt on 4 May 1871 {words[3]} by lightning.\n"
    )
    (folder / "any.txt").write_text(text, encoding="utf-8")
    with Library.open(folder / "library", embedder=WordEmbedder()) as library:
        library.add(folder / "any.txt")
        cases = propose(library, 10)
        if cases:
            assert_keepable(library, cases, folder / "drafts.qa.yaml")


def test_a_long_document_is_read_quickly(written_down):
    paragraph = (
        "Ada Holm, the master of pier {0}, said that barge {0} carried grain. On 4 May barge {0} "
        "was sold to the islanders of Veyle. Nine sailors of barge {0} stayed ashore for a week. "
        "“We have no rope left for barge {0},” Otto Reed said.\n\n"
    )
    library = written_down("Piers\n\n" + "".join(map(paragraph.format, range(1000))))
    started = time.perf_counter()
    propose(library, 100)
    assert time.perf_counter() - started < 20
