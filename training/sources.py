"""Reading the public data sets that the reader is trained on. The model card names them."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.sentences import sentence_spans
from index.topics import topics
from index.types import Span
from qa.reading import about
from training.detokenise import detokenise
from training.examples import Article, Example, Paragraph

__all__ = ["Sentence", "qamr", "qasrl_sentences", "squadshifts"]

_NEIGHBOURS = 5  # sentences of a paragraph that is put together from single ones


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tokenised sentence, written out."""

    identifier: str
    text: str
    tokens: tuple[Span, ...]


def squadshifts(path: Path) -> Iterator[Example]:
    """Questions about whole paragraphs.

    Miller et al., "The Effect of Natural Distribution Shift on Question Answering Models", ICML
    2020. Questions that annotators answered with nothing in common are left out.
    """
    for item in json.loads(path.read_text("utf-8"))["data"]:
        texts = [entry["context"] for entry in item["paragraphs"]]
        article = Article(
            tuple(Paragraph(text, tuple(sentence_spans(text))) for text in texts),
            _about(item["title"], texts),
        )
        for entry, paragraph in zip(item["paragraphs"], article.paragraphs, strict=True):
            for asked in entry["qas"]:
                spans = tuple(
                    Span(a["answer_start"], a["answer_start"] + len(a["text"]))
                    for a in asked["answers"]
                    if paragraph.text.startswith(a["text"], a["answer_start"])
                )
                spans = _agreeing(spans)
                if spans and len(asked["question"].split()) > 2:
                    yield Example(asked["question"].strip(), paragraph, spans, article)


def _about(title: str, texts: Sequence[str]) -> tuple[str, ...]:
    """What an article is about; of comments that have nothing in common, nothing."""
    if title.startswith("Filtered"):
        return ()
    found = topics("\n".join(texts))
    if title.startswith("Amazon"):
        return found
    return about(re.sub(r"[\s_]*\(.*", "", title), found)


def qamr(folder: Path) -> Iterator[Example]:
    """Questions about single sentences, each set among its neighbours of the same article.

    Michael et al., "Crowdsourcing Question-Answer Meaning Representations", NAACL 2018.
    """
    sentences = _sentences(_lines(folder / "wiki-sentences.tsv"))
    articles = _articles(sentences)
    for name in ("dev.tsv", "test.tsv"):
        for fields in _lines(folder / name):
            if fields[0] not in articles:
                continue
            article, paragraph, offset = articles[fields[0]]
            marked = [fields[6], *(field.split(":", 1)[1] for field in fields[7:9])]
            spans = [_span(sentences[fields[0]], mark, offset) for mark in marked]
            agreed = _agreeing(tuple(span for span in spans if span is not None))
            if agreed:
                yield Example(fields[5], paragraph, agreed, article)


def qasrl_sentences(folder: Path) -> Iterator[tuple[Sentence, list[dict[str, str]]]]:
    """Sentences with the questions asked about their verbs.

    Roit et al., "Controlled Crowdsourcing for High-Quality QA-SRL Annotation", ACL 2020.
    """
    for full in sorted(folder.glob("*.full.csv")):
        with full.open(encoding="utf-8", newline="") as file:
            written = _sentences((row["qasrl_id"], row["tokens"]) for row in csv.DictReader(file))
        rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        gold = full.with_name(full.name.replace(".full.", ".gold."))
        with gold.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[row["qasrl_id"]].append(row)
        for identifier, sentence in written.items():
            yield sentence, rows[identifier]


def _lines(path: Path) -> Iterator[Sequence[str]]:
    """The fields of a tab-separated file. A field may hold what else ends a line: U+2028."""
    for line in path.read_text("utf-8").split("\n"):
        if line:
            yield line.split("\t")


def _sentences(rows: Iterator[Sequence[str]]) -> dict[str, Sentence]:
    found = {}
    for identifier, tokens in rows:
        text, spans = detokenise(tokens.split(" "))
        found[identifier] = Sentence(identifier, text, spans)
    return found


def _articles(
    sentences: Mapping[str, Sentence],
) -> dict[str, tuple[Article, Paragraph, int]]:
    """For every sentence: its article, the paragraph it was put into, and its offset there."""
    by_article: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in sorted(sentences.values(), key=_order):
        by_article[sentence.identifier.rsplit(":", 2)[0]].append(sentence)
    places = {}
    for members in by_article.values():
        groups = [members[i : i + _NEIGHBOURS] for i in range(0, len(members), _NEIGHBOURS)]
        paragraphs = [join([sentence.text for sentence in group]) for group in groups]
        recurring = topics("\n".join(paragraph.text for paragraph in paragraphs))
        article = Article(tuple(paragraphs), recurring)
        for group, paragraph in zip(groups, paragraphs, strict=True):
            for sentence, span in zip(group, paragraph.sentences, strict=True):
                places[sentence.identifier] = article, paragraph, span.start
    return places


def join(texts: Sequence[str]) -> Paragraph:
    """Sentences written one after the other."""
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 1
    return Paragraph(" ".join(texts), tuple(spans))


def _order(sentence: Sentence) -> tuple[str, int, int]:
    article, paragraph, number = sentence.identifier.rsplit(":", 2)
    return article, int(paragraph), int(number)


def _span(sentence: Sentence, marked: str, offset: int) -> Span | None:
    positions = [int(word) for word in marked.split()]
    if not positions or positions != list(range(positions[0], positions[-1] + 1)):
        return None
    first, last = sentence.tokens[positions[0]], sentence.tokens[positions[-1]]
    return Span(offset + first.start, offset + last.end)


def _agreeing(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Those spans that overlap the shortest of them that any other overlaps."""
    if len(spans) < 2:
        return spans
    for centre in sorted(spans, key=lambda span: span.end - span.start):
        near = tuple(s for s in spans if s.start < centre.end and centre.start < s.end)
        if len(near) > 1:
            return near
    return ()
