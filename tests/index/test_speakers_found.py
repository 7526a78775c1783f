"""Who says something in each document, counted over its sentences."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from index.database import Database
from index.documents import DocumentTable
from index.entries import Derived, Entry
from index.speeches import SpeechTable
from index.types import Attribution, Extraction, Span, SpeakerCount, Stance

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def tables(tmp_path):
    database = Database(tmp_path / "library.sqlite3")
    yield DocumentTable(database), SpeechTable(database)
    database.close()


def put(documents, name, *chains):
    """Store a document whose sentences are said by these chains of speakers; ``()``: by itself."""
    sentences = [Span(2 * number, 2 * number + 1) for number in range(len(chains))]
    said = [Attribution(chain, "said", Stance.SAID, False, True) for chain in chains if chain]
    attributions = [said.pop(0) if chain else None for chain in chains]
    extraction = Extraction("a " * len(chains), "text/plain")
    derived = Derived(sentences, attributions, (), ())
    documents.put(Entry(name, extraction, name, derived), name, f"/{name}")


def test_the_innermost_speakers_are_counted_the_most_frequent_first(tables):
    documents, speeches = tables
    put(
        documents,
        "a.txt",
        ("The Gazette", "Ann Holt"),
        ("Ann Holt",),
        (),
        ("Ann Holt", "The Gazette"),
        ("Bo Lind",),
    )
    put(documents, "b.txt", (), ())
    assert speeches.counts() == {
        "a.txt": (
            SpeakerCount("Ann Holt", 2),
            SpeakerCount("Bo Lind", 1),
            SpeakerCount("The Gazette", 1),
        ),
        "b.txt": (),
    }


def test_capitals_make_no_other_speaker_and_the_usual_spelling_is_told(tables):
    documents, speeches = tables
    put(documents, "a.txt", ("The police",), ("the police",), ("the Police",), ("the  police",))
    put(documents, "b.txt", ("THE POLICE",), ("The Police",), ("The Police",))
    counts = speeches.counts()
    assert counts["a.txt"] == (SpeakerCount("the police", 4),)
    assert counts["b.txt"] == (SpeakerCount("The Police", 3),)


@pytest.mark.parametrize("pronoun", ["she", "He", "they", "Some", "all", "it", "Others", "one"])
def test_pronouns_are_nobody(tables, pronoun):
    documents, speeches = tables
    put(documents, "a.txt", (pronoun,), ("Ann Holt", pronoun), ("one of the two keepers",))
    assert speeches.counts() == {"a.txt": (SpeakerCount("one of the two keepers", 1),)}


def test_names_that_are_no_plain_words_are_counted_as_they_are(tables):
    documents, speeches = tables
    names = ['"Bo" \\ Lind', "$[0]", "Åse Ørn", "🛶", "a ; b"]
    put(documents, "a.txt", *((name,) for name in names))
    assert {count.name for count in speeches.counts()["a.txt"]} == set(names)


def test_the_counts_follow_the_documents(tables):
    documents, speeches = tables
    put(documents, "a.txt", ("Ann Holt",))
    before = speeches.counts()
    assert speeches.counts() is before
    documents.add_file("b.txt", "/b.txt", documents.document_id("a.txt"))
    assert list(speeches.counts()) == ["a.txt"]
    documents.remove("a.txt")
    assert speeches.counts() == {"b.txt": (SpeakerCount("Ann Holt", 1),)}
    documents.remove("b.txt")
    assert speeches.counts() == {}
    assert dict(before) == {"a.txt": (SpeakerCount("Ann Holt", 1),)}
    with pytest.raises(TypeError):
        before["a.txt"] = ()


def test_the_samples_are_counted_as_their_sentences_are(library):
    library.add(SAMPLES)
    speakers = library.speakers()
    assert list(speakers) == [document.name for document in library.documents()]
    assert speakers["rye-bread.md"] == ()
    assert speakers["ferry-subsidy.html"][0] == SpeakerCount("Petra Quill", 5)
    assert speakers["water-authority-statement.txt"][2] == SpeakerCount("the Authority", 3)
    for name, counts in speakers.items():
        said = Counter(
            sentence.speakers[-1].casefold()
            for sentence in library.sentences(name)
            if sentence.speakers
        )
        said.pop("others", None)  # a pronoun
        assert {count.name.casefold(): count.sentences for count in counts} == said
        ranked = [count.sentences for count in counts]
        assert ranked == sorted(ranked, reverse=True)
