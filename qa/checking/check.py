"""The gate between what a model claimed and what anybody is shown.

A model only points: at sentences, by labels it was given. The quotes are cut here, from the
passage's own text; the prose passes only if those quotes bear it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.types import Passage, Span, Stance
from qa.checking.marks import Settled, settle_quotations
from qa.checking.plain import plain
from qa.checking.source import LEAST_COVERAGE, Source, Voice, coverage, small_words
from qa.checking.support import objection
from qa.cut import cut
from qa.language.names import missing_names
from qa.language.numerals import missing_numerals
from qa.language.quotes import locate
from qa.language.speakers import same_speaker
from qa.language.speeches import speeches
from qa.language.terms import telling_stems
from qa.question import split_parts
from qa.shown import sentence_span, sentence_text, sentences_of
from qa.types import Claim, Label, Quote, Rejection, RejectionReason, Statement

__all__ = ["Checker", "admissible_gap", "plain"]

LONGEST_CLAIM = 1_500
"""Characters. A statement is a sentence or two; the check's cost is bounded by this."""

GAP_COVERAGE = 0.7
"""The part of a gap's telling words that must be those of one single question."""

MOST_SENTENCES_OF_A_PASSAGE = 3
"""How many sentences stand for a label that names a whole passage."""

_SAYS_OTHERWISE = (RejectionReason.CONTRADICTED, RejectionReason.PARTLY_SUPPORTED)


class Checker:
    """Checks the claims of one reply, one after the other, and numbers their quotes.

    Args:
        passages: The passages as they were shown, with distinct labels.
        given: The label of every sentence that the model was shown; no other can be cited.

    Raises:
        ValueError: two passages have the same label.
    """

    def __init__(self, passages: Sequence[Passage], given: Collection[Label]) -> None:
        self._passages = {passage.label: passage for passage in passages}
        if len(self._passages) < len(passages):
            raise ValueError("two passages have the same label")
        self._sentences = {
            Label(passage.label, number): sentence
            for passage in passages
            for number, sentence in enumerate(sentences_of(passage), start=1)
            if Label(passage.label, number) in given
        }
        self._common = small_words(" ".join(passage.text for passage in passages))
        self._numbers: dict[tuple[str, int, int], int] = {}

    def check(self, claim: Claim) -> Statement | Rejection:
        """What of a claim may be shown: a statement with quotes, or the reason why not."""
        if not claim.labels:
            return _rejection(claim, RejectionReason.NO_SOURCE, "It cites no sentence.")
        cited = self._resolve(claim)
        if not cited:
            detail = "It cites only sentences that were not among the passages."
            return _rejection(claim, RejectionReason.NOT_SHOWN, detail)
        if len(claim.text) > LONGEST_CLAIM:
            detail = "It is too long for one statement."
            return _rejection(claim, RejectionReason.NOT_SUPPORTED, detail)
        settled = settle_quotations(
            plain(claim.text, " ".join(self._text(label) for label in cited)),
            cited,
            self._passages,
            self._sentences,
        )
        if settled.missing:
            detail = f"These words stand in no passage: “{settled.missing}”."
            return _rejection(claim, RejectionReason.NOT_IN_SOURCE, detail)
        found = objection(settled.text, self._source(settled.cited))
        if found:
            instead = self._instead(settled) if found.reason in _SAYS_OTHERWISE else None
            return replace(
                _rejection(claim, found.reason, found.detail), words=found.words, instead=instead
            )
        return Statement(
            text=settled.text,
            attribution=self._attribution(settled.text, settled.cited),
            quotes=tuple(self._quotes(settled.cited)),
        )

    def _resolve(self, claim: Claim) -> tuple[Label, ...]:
        """The sentences that the claim cites, among those that were shown."""
        cited: dict[Label, None] = {}
        for label in claim.labels:
            if label.sentence is None:
                cited.update(dict.fromkeys(self._best_sentences(label.passage, claim.text)))
            elif label in self._sentences:
                cited[label] = None
        return tuple(cited)

    def _best_sentences(self, passage: int, claim: str) -> list[Label]:
        """The sentences of a passage that together hold most of the claim's words."""
        wanted = telling_stems(claim)
        best: list[Label] = []
        labels = [label for label in self._sentences if label.passage == passage]
        while wanted and labels and len(best) < MOST_SENTENCES_OF_A_PASSAGE:
            found = max(labels, key=lambda one: len(wanted & telling_stems(self._text(one))))
            gained = wanted & telling_stems(self._text(found))
            if not gained:
                break
            best.append(found)
            labels.remove(found)
            wanted -= gained
        return sorted(best)

    def _text(self, label: Label) -> str:
        return sentence_text(self._passages[label.passage], self._sentences[label])

    def _source(self, cited: Sequence[Label]) -> Source:
        near = [*cited, *(near for label in cited for near in _neighbours(label))]
        shown = [label for label in sorted(set(near)) if label in self._sentences]
        speakers = " . ".join(name for label in shown for name in self._sentences[label].speakers)
        around = " ".join(self._text(label) for label in shown)
        passages = [self._passages[number] for number in {label.passage for label in cited}]
        wide = " ".join(
            f"{one.text} . {one.title} . {one.publisher or ''} . {one.date or ''}"
            for one in passages
        )
        dates = " ".join(f"{one.date or ''} . {one.title}" for one in passages)
        return Source(
            sentences=tuple(self._text(label) for label in cited),
            around=f"{around} . {speakers} . {dates}",
            dates=dates,
            passages=f"{wide} . {speakers}",
            voices=tuple(dict.fromkeys(v for label in cited for v in self._voices(label))),
            common=self._common,
        )

    def _voices(self, label: Label) -> Iterator[Voice]:
        """Who speaks in one sentence: its attribution, its own "X said", and the publisher."""
        passage, sentence = self._passages[label.passage], self._sentences[label]
        text = self._text(label)
        spoken = speeches(text)
        several = len({speech.speaker for speech in spoken}) > 1
        for speech in spoken:
            words = speech.words if several else text
            called = (speech.also, speech.aside, speech.cue)
            yield Voice(speech.speaker, speech.denies, words, text, *called)
        stance = sentence.attribution.stance if sentence.attribution else Stance.SAID
        denies = stance is Stance.DENIED
        for at, speaker in enumerate(sentence.speakers):
            if at and stance is Stance.THINKS:
                continue  # "The line plans to close, two clerks said": the line says nothing
            own = [
                one
                for one in spoken
                if any(same_speaker(name, speaker, text) for name in (one.speaker, *one.also))
            ]
            if not own or (denies and not several):
                yield Voice(speaker, denies, text, text)
        if passage.publisher:
            yield Voice(passage.publisher, denies=False, words=text, sentence=text)
        if not spoken and not sentence.speakers:
            yield Voice(None, denies=False, words=text, sentence=text)

    def _instead(self, settled: Settled) -> Statement | None:
        """The cited sentence that is nearest to a refused claim, in its own words."""
        nearest = max(settled.cited, key=lambda label: coverage(settled.text, self._text(label)))
        if coverage(settled.text, self._text(nearest)) < LEAST_COVERAGE:
            return None
        (quote,) = self._quotes([nearest])
        return Statement(quote.text, quote.attribution, (quote,))

    def _attribution(self, text: str, cited: Sequence[Label]) -> tuple[str, ...]:
        """Who says what the claim rests on: an opinion stays one even if the prose names nobody."""
        attributed = [label for label in cited if self._sentences[label].speakers]
        if not attributed:
            return ()
        best = max(attributed, key=lambda label: coverage(text, self._text(label)))
        chain = self._sentences[best].speakers
        own = [one.speaker for one in speeches(self._text(best))]
        for speech in speeches(text):  # of several in one sentence, the one that the claim names
            named = any(same_speaker(speech.speaker, name, text) for name in chain)
            if not named and any(same_speaker(speech.speaker, name, text) for name in own):
                return (*chain[:-1], speech.speaker)
        return chain

    def _quotes(self, cited: Sequence[Label]) -> Iterator[Quote]:
        seen: set[int] = set()
        order = dict.fromkeys(label.passage for label in cited)
        for number in order:
            labels = sorted(label for label in set(cited) if label.passage == number)
            for run in self._runs(labels):
                quote = self._quote(self._passages[number], run)
                if quote.label not in seen:
                    seen.add(quote.label)
                    yield quote

    def _runs(self, labels: list[Label]) -> list[list[Label]]:
        """Neighbouring sentences of the same speaker together: a quote has one speaker."""
        runs = [[labels[0]]]
        for before, label in pairwise(labels):
            same = self._sentences[before].speakers == self._sentences[label].speakers
            if same and label in _neighbours(before):
                runs[-1].append(label)
            else:
                runs.append([label])
        return runs

    def _quote(self, passage: Passage, run: list[Label]) -> Quote:
        start = sentence_span(passage, self._sentences[run[0]]).start
        end = sentence_span(passage, self._sentences[run[-1]]).end
        label = self._numbers.setdefault((passage.document, start, end), len(self._numbers) + 1)
        return cut(passage, Span(start, end), label, self._sentences[run[0]].speakers)


def admissible_gap(text: str, question: str) -> str | None:
    """The part of the question that a model says is not stated; ``None`` if it was not asked for.

    Gaps have no source to be checked against, so what is shown are the user's own words: the run
    of them that the model repeats, else the single question that it paraphrases.
    """
    gap = plain(text, question)
    if missing_numerals(gap, question) or missing_names(gap, question, telling_stems(gap)):
        return None
    run = locate(gap.rstrip(" .?!"), question) if telling_stems(gap) else None
    if run:
        return run.of(question)
    asked = max(split_parts(question), key=lambda part: coverage(gap, part))
    return asked if coverage(gap, asked) >= GAP_COVERAGE else None


def _neighbours(label: Label) -> tuple[Label, Label]:
    number = label.sentence or 0
    return Label(label.passage, number - 1), Label(label.passage, number + 1)


def _rejection(claim: Claim, reason: RejectionReason, detail: str) -> Rejection:
    return Rejection(claim=plain(claim.text[:LONGEST_CLAIM]), reason=reason, detail=detail)
