"""Questions about who said what, made by rule from the answers that people gave about verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from index.types import Span
from training.examples import Article, Example, Paragraph
from training.sources import Sentence, join, qasrl_sentences

__all__ = ["questions", "said"]

_VERBS = {  # the verb as it stands in the text → how it is asked about
    **dict.fromkeys(("said", "says", "say", "saying"), "say"),
    **dict.fromkeys(("told", "tells"), "say"),
    **dict.fromkeys(("stated", "states"), "state"),
    **dict.fromkeys(("claimed", "claims", "claiming"), "claim"),
    **dict.fromkeys(("argued", "argues"), "argue"),
    **dict.fromkeys(("announced", "announces"), "announce"),
    **dict.fromkeys(("reported", "reports"), "report"),
    **dict.fromkeys(("added", "adds"), "say"),
    **dict.fromkeys(("believed", "believes", "believe"), "believe"),
    **dict.fromkeys(("thinks", "thought", "think"), "think"),
    **dict.fromkeys(("suggested", "suggests"), "suggest"),
    **dict.fromkeys(("warned", "warns"), "warn"),
    **dict.fromkeys(("denied", "denies"), "deny"),
    **dict.fromkeys(("confirmed", "confirms"), "confirm"),
    **dict.fromkeys(("explained", "explains"), "explain"),
    **dict.fromkeys(("promised", "promises"), "promise"),
    **dict.fromkeys(("commented", "comments"), "say"),
    **dict.fromkeys(("insisted", "noted", "remarked", "described", "wrote"), "say"),
}
_SAID = {"say": "said", "think": "thinks", "deny": "denied"}  # "Who said …?", if not by rule
_NEIGHBOURS = 4
_SHORTEST, _LONGEST = 4, 60  # words of a statement worth asking about
_PRONOUNS = frozenset("i he she it they we you him her them who that".split())
_TOPIC = re.compile(r"\b(?:[A-Z][\w'-]+(?: [A-Z][\w'-]+)*|[a-z]{5,})\b")


def said(folder: Path, random: Random) -> Iterator[Example]:
    """Who-said and what-said questions over the sentences of QA-SRL.

    Args:
        folder: holds the ``*.full.csv`` and ``*.gold.csv`` files.
        random: chooses neighbours and wordings.
    """
    entries = list(qasrl_sentences(folder))
    article = Article(tuple(join([sentence.text]) for sentence, _ in entries))
    for position, (sentence, rows) in enumerate(entries):
        for verb, speakers, statements in _speech(rows):
            first = random.randint(0, _NEIGHBOURS)
            near = [s for s, _ in entries[max(position - first, 0) : position + 3]]
            paragraph = join([one.text for one in near])
            offset = paragraph.sentences[near.index(sentence)].start
            spans = [_place(sentence, mark, offset) for mark in speakers]
            contents = [_place(sentence, mark, offset) for mark in statements]
            yield from questions(verb, paragraph, spans, contents, article, random)


def _speech(rows: list[dict[str, str]]) -> Iterator[tuple[str, list[str], list[str]]]:
    """The verb, and the token ranges of who spoke and of what was said."""
    for index in dict.fromkeys(row["verb_idx"] for row in rows):
        of_verb = [row for row in rows if row["verb_idx"] == index]
        verb = _VERBS.get(of_verb[0]["verb"].lower())
        if verb is None:
            continue
        who = [
            row
            for row in of_verb
            if row["wh"] in ("who", "what") and not row["subj"] and row["answer_range"]
        ]
        what = [r for r in of_verb if r["wh"] == "what" and r["subj"] and r["answer_range"]]
        if who and what:
            yield verb, who[0]["answer_range"].split("~!~"), what[0]["answer_range"].split("~!~")


def _place(sentence: Sentence, mark: str, offset: int) -> Span:
    first, end = (int(number) for number in mark.split(":"))
    return Span(offset + sentence.tokens[first].start, offset + sentence.tokens[end - 1].end)


def questions(
    verb: str,
    paragraph: Paragraph,
    speakers: list[Span],
    statements: list[Span],
    article: Article,
    random: Random,
) -> Iterator[Example]:
    """What is asked about one statement: who made it, and what that source said.

    Args:
        verb: of saying, as in "What did he …?".
        paragraph: holds both.
        speakers: where people marked who spoke.
        statements: where people marked what was said.
        article: of the paragraph.
        random: chooses the wordings.
    """
    text = paragraph.text
    content = max(statements, key=lambda span: span.end - span.start)
    statement = text[content.start : content.end].strip("\" '.,`“”")
    words = statement.split()
    if not _SHORTEST <= len(words) <= _LONGEST:
        return
    spoke = _SAID.get(verb, verb + ("d" if verb.endswith("e") else "ed"))
    piece = " ".join(words[: random.randint(_SHORTEST, 14)])
    who = random.choice(
        (
            f"Who {spoke} that {statement}?",
            f'Who said "{piece}"?',
            f"Who {spoke} {piece}?",
            f'Who is the source of the statement "{statement}"?',
            f"Who is the source of this statement: “{statement[0].upper()}{statement[1:]}”?",
            f"According to whom {piece}?",
        )
    )
    yield Example(who, paragraph, tuple(speakers), article)
    named = [text[s.start : s.end] for s in speakers]
    speaker = random.choice(named)
    if set(speaker.lower().split()) & _PRONOUNS or len(speaker.split()) > 8:
        return
    topics = [t for t in _TOPIC.findall(statement) if t.lower() not in speaker.lower()]
    about = f" about {random.choice(topics)}" if topics and random.random() < 0.6 else ""
    what = random.choice(
        (
            f"What did {speaker} {verb}{about}?",
            f"What did {speaker} say{about}?",
            f"What does {speaker} say{about}, according to the article?",
            f"What was {verb}ed by {speaker}?" if verb == "explain" else f"What did {speaker} say?",
        )
    )
    yield Example(what, paragraph, (content,), article)
