"""The texts that a search would offer beside the right one: those that share telling words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sklearn.feature_extraction.text import TfidfVectorizer

from training.examples import Article, Example
from training.negatives import holds_answer

__all__ = ["with_others"]

_LOOKED_AT = 12
_OFFERED = 6


def with_others(examples: Iterable[Example]) -> tuple[Example, ...]:
    """The examples, each with the other texts of its article that are most like its question.

    Texts that hold the words of an answer are left out: they may answer, too.
    """
    by_article: defaultdict[int, list[Example]] = defaultdict(list)
    for example in examples:
        by_article[id(example.article)].append(example)
    return tuple(e for asked in by_article.values() for e in _of_article(asked[0].article, asked))


def _of_article(article: Article, examples: Sequence[Example]) -> Iterable[Example]:
    paragraphs = article.paragraphs
    words = TfidfVectorizer(sublinear_tf=True)
    texts = words.fit_transform([paragraph.text for paragraph in paragraphs])
    questions = words.transform([example.question for example in examples])
    for example, row in zip(examples, questions @ texts.T, strict=True):
        alike = row.toarray()[0]
        likest = (paragraphs[i] for i in (-alike).argsort(kind="stable")[:_LOOKED_AT])
        others = tuple(
            other
            for other in likest
            if other is not example.paragraph and not holds_answer(example, other)
        )
        yield replace(example, others=others[:_OFFERED])
