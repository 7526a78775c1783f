"""Examples that look alike and are not answered, and examples changed so that they still are.

Questions changed by rule alone would be told by their oddness; so the same changes are made to
question and text together, where the answer stays ("consistent" changes).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from training.edits import overlaps, reworded, without
from training.examples import Example, Paragraph

__all__ = ["Changes", "holds_answer", "names_of", "words_of"]

_NAME = re.compile(
    r"(?<=[a-z,'\"] )[A-Z][\w.'-]*[\w](?: (?:(?:of|de|van|von|the) )?[A-Z][\w.'-]*\w)*"
)
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_YEAR = re.compile(r"\b1[5-9]\d\d\b|\b20[0-4]\d\b")
_WORD = re.compile(r"\b[a-z]{4,}\b")
_OPPOSITES = {
    a: b
    for pair in (
        "first last;most least;before after;largest smallest;highest lowest;more fewer;began ended;"
        "start end;won lost;increase decrease;increased decreased;north south;east west;early late;"
        "earlier later;oldest youngest;older younger;best worst;better worse;always never;"
        "above below;inside outside;open close;opened closed;opening closing;accept reject;"
        "accepted rejected;support oppose;supported opposed;supports opposes;male female;"
        "men women;man woman;father mother;son daughter;brother sister;husband wife;rich poor;"
        "left right;upper lower;internal external;public private;allow forbid;allowed forbidden;"
        "like dislike;liked disliked;love hate;loved hated;bought sold;buy sell;born buried;"
        "arrive leave;arrived left;long short;longest shortest;hot cold;easy difficult;same "
        "different;many few;gain lose;gained lost;rise fall;rose fell;include exclude;"
        "included excluded;before after;cheap expensive;major minor;positive negative;"
        "strong weak;summer winter;morning evening;day night;monday thursday;january august;"
        "confirmed denied;praised criticised;attacked defended;agreed refused;hired fired"
    ).split(";")
    for a, b in (pair.split(), reversed(pair.split()))
}
_KEPT = frozenset(
    "what when where which whose whom does did have been were will would could should that this "
    "these those with from into about there their they them than then your some other many much "
    "long more most article according name type kind happened used called said state many".split()
)
_NEGATED = re.compile(r"\b(did|does|do|is|was|were|are|can|could|will|would|has|have|had)\b")


@dataclass(frozen=True, slots=True)
class Changes:
    """Ways of changing an example.

    Args:
        names: capitalised names of other texts.
        related: words of the same kind as a word, by the word.
    """

    names: Sequence[str]
    related: Mapping[str, Sequence[str]]

    def unanswered(self, example: Example, random: Random) -> Example | None:
        """The example made unanswerable, ``None`` where no way was found."""
        ways: list[Callable[[Example, Random], Example | None]] = [
            self._renamed,
            self._renamed,
            self._other_number,
            self._opposite,
            self._other_word,
            self._other_word,
            self._without_answer,
            self._without_answer,
            self._without_answer,
            self._other_paragraph,
            self._negated,
        ]
        random.shuffle(ways)
        for way in ways[:5]:
            changed = way(example, random)
            if changed is not None:
                return changed
        return None

    def still_answered(self, example: Example, random: Random) -> Example | None:
        """The example changed in question and text alike, or without some other sentences."""
        ways = [self._both_renamed, self._both_worded, self._shortened, self._shortened]
        return random.choice(ways)(example, random)

    def _renamed(self, example: Example, random: Random) -> Example | None:
        found = _NAME.findall(example.question)
        if not found:
            return None
        name = random.choice(found)
        near = [
            other
            for other in _NAME.findall(example.paragraph.text)
            if not _shares_word(other, example.question) and not _in_answer(example, other)
        ]
        from_text = near and random.random() < 0.6
        other = random.choice(near) if from_text else self._name_unlike(example, random)
        sentence = _answering_sentences(example)
        if from_text and other in sentence:
            return None
        return _unanswered(example, example.question.replace(name, other))

    def _name_unlike(self, example: Example, random: Random) -> str:
        while True:
            name = random.choice(self.names)
            if not _shares_word(name, example.paragraph.text):
                return name

    def _other_number(self, example: Example, random: Random) -> Example | None:
        numbers = _NUMBER.findall(example.question)
        if not numbers:
            return None
        number = random.choice(numbers)
        if _YEAR.fullmatch(number):
            other = str(int(number) + random.choice((-40, -11, -3, -1, 1, 2, 7, 25)))
        else:
            other = str(random.choice((2, 3, 5, 7, 9, 11, 14, 19, 23, 48, 75, 120, 350, 1200)))
        if other in example.paragraph.text or other == number:
            return None
        return _unanswered(example, example.question.replace(number, other))

    def _opposite(self, example: Example, random: Random) -> Example | None:
        words = [w for w in re.findall(r"\b[a-z]+\b", example.question) if w in _OPPOSITES]
        words = [w for w in words if _OPPOSITES[w] not in example.paragraph.text]
        if not words:
            return None
        word = random.choice(words)
        return _unanswered(
            example, re.sub(rf"\b{word}\b", _OPPOSITES[word], example.question, count=1)
        )

    def _negated(self, example: Example, random: Random) -> Example | None:
        verb = _NEGATED.search(example.question)
        if verb is None or "n't" in example.question or " not " in example.question:
            return None
        if re.search(r"\bnot\b|n't|\bnever\b|\bno\b", _answering_sentences(example)):
            return None
        short = {"can": "can't", "will": "won't"}.get(verb[0], verb[0] + "n't")
        return _unanswered(
            example, example.question[: verb.start()] + short + example.question[verb.end() :]
        )

    def _other_word(self, example: Example, random: Random) -> Example | None:
        word = self._word_of(example, random)
        if word is None:
            return None
        others = [w for w in self.related[word] if w not in example.paragraph.text.lower()]
        if not others:
            return None
        asked = re.sub(rf"\b{word}\b", random.choice(others), example.question, count=1)
        return _unanswered(example, asked)

    def _word_of(self, example: Example, random: Random) -> str | None:
        """A word of the question that the answering sentence holds, too."""
        sentence = _answering_sentences(example).lower()
        words = [
            word
            for word in _WORD.findall(example.question)
            if word not in _KEPT and word in sentence and word in self.related
        ]
        return random.choice(words) if words else None

    def _without_answer(self, example: Example, random: Random) -> Example | None:
        """The text without the sentences that hold the answer, some others before and after."""
        sentences = example.paragraph.sentences
        holding = [s for s in sentences if overlaps(s, example.answers)]
        if not holding or len(sentences) - len(holding) < 2:
            return None
        shorter = without(replace(example, answers=()), holding)
        if shorter is None or holds_answer(example, shorter.paragraph):
            return None
        return shorter

    def _other_paragraph(self, example: Example, random: Random) -> Example | None:
        """Of a handful of other paragraphs, the one that shares most words with the question."""
        others = [p for p in example.article.paragraphs if p is not example.paragraph]
        if not others:
            return None
        sample = random.sample(others, min(len(others), 40))
        asked = set(_WORD.findall(example.question.lower())) - _KEPT
        best = max(sample, key=lambda p: len(asked & set(_WORD.findall(p.text.lower()))))
        if holds_answer(example, best):
            return None
        return replace(example, paragraph=best, answers=())

    def _both_renamed(self, example: Example, random: Random) -> Example | None:
        found = [
            name
            for name in _NAME.findall(example.question)
            if name in example.paragraph.text and not _in_answer(example, name)
        ]
        if not found:
            return None
        name = random.choice(found)
        other = self._name_unlike(example, random)
        renamed = replace(
            example,
            question=example.question.replace(name, other),
            about=tuple(topic.replace(name, other) for topic in example.about),
        )
        return reworded(renamed, re.compile(re.escape(name)), other)

    def _both_worded(self, example: Example, random: Random) -> Example | None:
        word = self._word_of(example, random)
        if word is None:
            return None
        other, whole = random.choice(self.related[word]), re.compile(rf"\b{word}\b")
        return reworded(replace(example, question=whole.sub(other, example.question)), whole, other)

    def _shortened(self, example: Example, random: Random) -> Example | None:
        """Without one or two sentences that do not answer."""
        sentences = example.paragraph.sentences
        others = [s for s in sentences if not overlaps(s, example.answers)]
        if not others or len(sentences) < 3:
            return None
        gone = random.sample(others, min(len(others), random.randint(1, 2)))
        return without(example, gone)


def names_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Every capitalised name that stands in a text, once."""
    texts = {example.paragraph.text for example in examples}
    return tuple(sorted({name for text in texts for name in _NAME.findall(text)}))


def words_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Every lower-case word of the questions that may be exchanged, once."""
    return tuple(sorted({w for e in examples for w in _WORD.findall(e.question)} - _KEPT))


def _answering_sentences(example: Example) -> str:
    holding = [s for s in example.paragraph.sentences if overlaps(s, example.answers)]
    return " ".join(sentence.of(example.paragraph.text) for sentence in holding)


def holds_answer(example: Example, other: Paragraph) -> bool:
    """Whether another paragraph has the words of an answer, too."""
    answers = {answer.of(example.paragraph.text).lower() for answer in example.answers}
    return any(answer in other.text.lower() for answer in answers)


def _in_answer(example: Example, name: str) -> bool:
    return any(_shares_word(name, a.of(example.paragraph.text)) for a in example.answers)


def _shares_word(name: str, text: str) -> bool:
    return not set(name.lower().split()).isdisjoint(re.findall(r"[\w'-]+", text.lower()))


def _unanswered(example: Example, question: str) -> Example | None:
    if question == example.question:
        return None
    return replace(example, question=question, answers=())
