"""The one stream that the chat, the command line, the API and the tests all consume."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Passage
from qa.types import Answer, Rejection, Statement

__all__ = [
    "Answered",
    "Event",
    "Evidence",
    "ModelFailed",
    "Retrieved",
    "Stated",
    "Understood",
    "Waiting",
    "Withdrawn",
]


@dataclass(frozen=True, slots=True)
class Understood:
    """The question leaned on earlier ones, and is answered as if it had been asked like this."""

    question: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The search is done; shown before any answer."""

    passages: tuple[Passage, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answer made of quotes alone, while a language model is about to write its own."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign of life while the model is waited for or writes: the stream can be closed here."""

    message: str = ""
    """What is waited for; empty where there is nothing new to tell."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The model finished one statement and the check let it pass."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The model finished one statement and the check refused it."""

    rejection: Rejection


@dataclass(frozen=True, slots=True)
class ModelFailed:
    """The model could not answer, or not to the end; what it had not stated stays as evidence."""

    message: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The last event of every stream."""

    answer: Answer


Event = Understood | Retrieved | Evidence | Waiting | Stated | Withdrawn | ModelFailed | Answered
