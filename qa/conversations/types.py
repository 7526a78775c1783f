"""The words of kept conversations, as frozen types."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from qa.types import Answer

__all__ = ["Conversation", "Exchange", "Mark", "Marked"]

_ID = re.compile(r"[0-9a-f]{16}")


class Mark(StrEnum):
    """What a person thinks of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    WRONG_QUOTE = "wrong_quote"
    """The answer may be right, but these words do not show it."""
    WRONG_SPEAKER = "wrong_speaker"
    SHOULD_HAVE_DECLINED = "should_have_declined"
    """The documents do not answer this question."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A person's judgement of an answer."""

    mark: Mark
    note: str = ""
    """In the person's own words."""
    saved_as: str = ""
    """The name of the case that was made of the answer; empty: none was."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer.

    Raises:
        ValueError: the id is not 16 hexadecimal digits, or the time has no time zone.
    """

    id: str
    """The answer's id, 16 hexadecimal digits; the links of its citations carry it."""
    question: str
    """As asked; ``answer.understood_as`` has it in full."""
    answer: Answer
    asked: datetime.datetime
    """In UTC."""
    documents: tuple[str, ...] = ()
    """Names of the documents that were asked; empty: all."""
    marked: Marked | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"not the id of an exchange: {self.id!r}")
        if self.asked.tzinfo is None:
            raise ValueError("the time of a question needs a time zone")
        object.__setattr__(self, "asked", self.asked.astimezone(datetime.UTC))


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as a list shows it."""

    id: str
    reader: str
    """An unguessable key of the browser that began it."""
    title: str
    """The first question, or what a person called it instead."""
    started: datetime.datetime
    """When its first question was asked, in UTC."""
    changed: datetime.datetime
    """When its last question was asked, in UTC; a new title or a mark changes no conversation."""
    exchanges: int
    """How many it has, those included that this release cannot read."""
