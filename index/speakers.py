"""Who a speaker's words mean: pronouns, surnames, *the report*, resolved within one document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.forms import concise
from index.names import Names, is_body, is_of_other_gender, is_one_person, is_outlet
from index.phrases import Words
from index.subjects import main_subject

__all__ = ["Cast"]

_REPORT = re.compile(
    r"(?i:the|this|that|its)\s+(?P<of>(?:[A-Z]\S*\s+)*)(?:news\s+)?(?:report|story|article|paper|newspaper|"
    r"outlet|magazine|network|website|agency|broadcaster|daily|publication)$"
)
_OWN_VOICE = frozenset("i we you me us who this that which one there what".split())
_NOBODY = frozenset("nobody none neither no anybody anyone".split())
_SUBJECTS = {
    "him": "he",
    "his": "he",
    "he himself": "he",
    "her": "she",
    "she herself": "she",
    "them": "they",
    "their": "they",
    "they themselves": "they",
    "itself": "it",
}
"""Other forms of pronouns, with the one that stands for them all."""
_PART = re.compile(
    r"(?i)(?P<part>one|another|two|three|some|both|most|several|many) of "
    r"(?:them|these|those|the (?:two|three|four|five|six|group))$"
)
_ALL = {"the two": "two ", "the three": "three ", "the four": "four ", "both": "two "}
"""Words for a whole group, with the word that it must have been counted by."""
_NUMBER = re.compile(r"(?i)(?:the )?(?:two|three|four|five|six|several) ")
_REMEMBERED = 12
"""People that a pronoun may reach back to."""
_GROUP_REACH = 8
"""Sentences over which *they* and *one of them* reach back."""
_OPENING = 300
"""Characters of a sentence in which somebody is looked for whom a later pronoun means."""
_FORESHADOWING = frozenset("while although though before after since when".split())
"""*While he refused, Holt agreed*: who is meant comes later."""
_FORE = re.compile(r"\b(?:of|for|from|at|in|with|by|on|about|to)\b")


class Cast:
    """Who has spoken and acted so far in a document, and who is meant by the next words."""

    def __init__(self, names: Names) -> None:
        """Begin at the start of a document.

        Args:
            names: The names of the document.
        """
        self.names = names
        self._sentence = 0
        self._people: list[tuple[str, ...]] = []
        """Those of equal standing together, the last to speak or act at the end."""
        self._genders: dict[str, str] = {}
        self._group: tuple[str, int] | None = None
        self._body: str | None = None
        self._outlet: str | None = None
        self._descriptions: dict[str, tuple[str, ...]] = {}

    def resolve(self, phrase: str, before: str) -> str | None:
        """The fullest form of a speaker.

        Args:
            phrase: The words that name the speaker in a sentence.
            before: The sentence up to them, where a pronoun's person may stand.

        Returns:
            A name or a description as the document gives it; ``None`` where a pronoun has no
            antecedent, or two of equal standing, or stands for the document's own voice.
        """
        phrase = " ".join(phrase.split())
        lower = _SUBJECTS.get(phrase.lower(), phrase.lower())
        if lower in ("he", "she"):
            return self._person(lower, before)
        if lower == "it":
            return self._body
        if lower == "they":
            return self._last_group
        if lower in _ALL:
            group = self._last_group
            is_meant = group and group.lower().removeprefix("the ").startswith(_ALL[lower])
            return group if is_meant else phrase
        if _PART.match(lower) or lower in ("the other", "the others", "the latter"):
            return self._part(lower)
        if not phrase or lower in _OWN_VOICE or lower.split()[0] in _NOBODY:
            return None
        report = _REPORT.match(phrase)
        if report:
            name = report["of"].split()
            return (self.names.outlet(name[-1]) if name else self._outlet) or phrase
        return concise(self.names.fullest(phrase))

    def note(self, speaker: str) -> None:
        """Remember who was the last to speak."""
        if is_outlet(speaker):
            self._outlet = self._body = speaker
        elif is_one_person(speaker):
            self._note_people((speaker,))
        elif is_body(speaker):
            self._body = speaker
            self._group = speaker, self._sentence
        elif self.names.is_named(speaker):
            self._note_people((speaker,))
        elif not _PART.match(speaker) and " of the " not in speaker[:14]:
            self._group = speaker, self._sentence

    def end_sentence(self, words: Words, speakers: Sequence[str]) -> None:
        """Remember whom a sentence was about and who spoke in it, the outermost speaker last.

        Args:
            words: The sentence with its quotations blotted out.
            speakers: Those that its own words name, outermost first.
        """
        subject, sentence = main_subject(words), words.sentence
        acted = subject is not None and self._note_subject(words.characters(subject).of(sentence))
        if not acted and not speakers:
            self._note_only_person(sentence)
        for speaker in reversed(speakers):
            self.note(speaker)
        self._sentence += 1

    def described(self, speaker: str) -> tuple[str, ...] | None:
        """The chain of speakers that *the official* stood for when he was *an official*."""
        article, _, description = speaker.lower().partition(" ")
        return self._descriptions.get(description) if article == "the" else None

    def describe(self, speaker: str, chain: tuple[str, ...]) -> None:
        """Remember what chain *an official* stands for."""
        article, _, description = speaker.lower().partition(" ")
        if article in ("a", "an"):
            self._descriptions[description] = chain

    def _note_only_person(self, sentence: str) -> None:
        """*The order was given by the captain, Ann Holt*: nobody else can be meant next."""
        people = set(self.names.people(sentence))
        if len(people) == 1:
            self._note_people(tuple(people))

    def _note_subject(self, subject: str) -> bool:
        """Whether the words are a person or a body that can be meant next."""
        head = _FORE.split(subject, maxsplit=1)[0]
        people = tuple(dict.fromkeys(self.names.people(head, are_likely=True)))
        if people:
            self._note_people(people)
        elif is_one_person(subject):
            self._note_people((subject,))
        elif is_body(head):
            self._body = self.names.fullest(head.strip())
        elif head.lower() not in ("he", "she"):
            return False
        return True

    def _note_people(self, names: tuple[str, ...]) -> None:
        earlier = (tuple(n for n in equals if n not in names) for equals in self._people)
        self._people = [*(equals for equals in earlier if equals), names][-_REMEMBERED:]

    def _person(self, pronoun: str, before: str) -> str | None:
        """Whom *he* or *she* means: the nearest who fits, if no other is as near."""
        if before.strip().lower() in _FORESHADOWING:
            return None
        before = before[:_OPENING]
        words = Words.of(before)
        subject = main_subject(words) if before.strip() else None
        opening = words.characters(subject).of(before) if subject else ""
        likely = tuple(dict.fromkeys(self.names.people(_FORE.split(opening)[0], are_likely=True)))
        named = [(name,) for name in reversed(list(self.names.people(before)))]
        for equals in reversed([*self._people, *named, *([likely] if likely else [])]):
            fitting = [name for name in equals if self._fits(name, pronoun)]
            if fitting:
                known = [name for name in fitting if self._is_known(name, pronoun)] or fitting
                if len(known) > 1:
                    return None
                self._genders.setdefault(known[0], pronoun)
                return known[0]
        return None

    def _fits(self, name: str, pronoun: str) -> bool:
        learned = self._genders.get(name)
        return learned == pronoun if learned else not is_of_other_gender(name, pronoun)

    def _is_known(self, name: str, pronoun: str) -> bool:
        other = "she" if pronoun == "he" else "he"
        return self._genders.get(name) == pronoun or is_of_other_gender(name, other)

    @property
    def _last_group(self) -> str | None:
        if self._group is None or self._sentence - self._group[1] > _GROUP_REACH:
            return None
        return self._group[0]

    def _part(self, phrase: str) -> str | None:
        """*one of the two officials* for *one of them* after *two officials*."""
        group = self._last_group
        if group is None or is_body(group):
            return None
        match = _PART.match(phrase)
        if match is None and not _NUMBER.match(group):
            return None
        part = match["part"] if match else phrase
        first = group.split()[0]
        is_common = first.lower() in ("the", "some", "many") or not self.names.is_named(group)
        group = group[0].lower() + group[1:] if is_common else group
        return f"{part} of the {group.removeprefix('the ')}"
