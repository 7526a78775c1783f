"""Who a speaker's words mean: pronouns, surnames, *the report*, resolved within one document."""

from __future__ import annotations

import re

from index.names import Names, is_body, is_of_other_gender, is_outlet

__all__ = ["Cast"]

_REPORT = re.compile(
    r"(?i:the|this|that|its)\s+(?P<of>(?:[A-Z]\S*\s+)*)(?:news\s+)?(?:report|story|article|paper|newspaper|"
    r"outlet|magazine|network|website|agency|broadcaster|daily|publication)$"
)
_OWN_VOICE = frozenset("i we you me us who this that which one there what".split())
_REMEMBERED = 12
"""People that a pronoun may reach back to."""


class Cast:
    """Who has spoken so far in a document, and who is meant by the next words."""

    def __init__(self, names: Names) -> None:
        """Begin at the start of a document.

        Args:
            names: The names of the document.
        """
        self.names = names
        self._people: list[str] = []
        self._group: str | None = None
        self._body: str | None = None
        self._outlet: str | None = None
        self._descriptions: dict[str, tuple[str, ...]] = {}

    @property
    def last_person(self) -> str | None:
        """Who spoke or acted last, as far as it is a person."""
        return self._people[-1] if self._people else None

    def resolve(self, phrase: str, before: str) -> str | None:
        """The fullest form of a speaker.

        Args:
            phrase: The words that name the speaker in a sentence.
            before: The sentence up to them, where a pronoun's person may stand.

        Returns:
            A name or a description as the document gives it; ``None`` where a pronoun has no
            antecedent or stands for the document's own voice.
        """
        phrase = " ".join(phrase.split())
        lower = phrase.lower()
        if lower in ("he", "she"):
            return self._person(lower, before)
        if lower in ("they", "these", "those", "some", "others"):
            return self._group if lower == "they" else phrase
        if lower == "it":
            return self._body
        if not phrase or lower in _OWN_VOICE:
            return None
        report = _REPORT.match(phrase)
        if report:
            name = report["of"].split()
            return (self.names.outlet(name[-1]) if name else self._outlet) or phrase
        return self.names.fullest(phrase)

    def note(self, speaker: str) -> None:
        """Remember who was the last to speak."""
        if is_outlet(speaker):
            self._outlet = self._body = speaker
        elif is_body(speaker):
            self._body = self._group = speaker
        elif self.names.is_named(speaker) or _is_one(speaker):
            self._note_person(speaker)
        else:
            self._group = speaker

    def note_subject(self, sentence: str) -> None:
        """Remember the person whom a sentence begins with."""
        opening = " ".join(sentence.split()[:8])
        person = next(self.names.people(opening), None)
        if person and opening.find(person.split()[-1].rstrip(")")) >= 0:
            self._note_person(person)

    def described(self, speaker: str) -> tuple[str, ...] | None:
        """The chain of speakers that *the official* stood for when he was *an official*."""
        article, _, description = speaker.lower().partition(" ")
        return self._descriptions.get(description) if article == "the" else None

    def describe(self, speaker: str, chain: tuple[str, ...]) -> None:
        """Remember what chain *an official* stands for."""
        article, _, description = speaker.lower().partition(" ")
        if article in ("a", "an"):
            self._descriptions[description] = chain

    def _note_person(self, name: str) -> None:
        if name in self._people:
            self._people.remove(name)
        self._people.append(name)
        del self._people[:-_REMEMBERED]

    def _person(self, pronoun: str, before: str) -> str | None:
        for name in self.names.people(before):
            if not is_of_other_gender(name, pronoun):
                return name
        fitting = (p for p in reversed(self._people) if not is_of_other_gender(p, pronoun))
        return next(fitting, None)


def _is_one(description: str) -> bool:
    """Whether *an official* or *the doctor* is meant, not *the doctors*."""
    article = description.split()[0].lower()
    return article in ("a", "an", "the") and not description.endswith("s")
