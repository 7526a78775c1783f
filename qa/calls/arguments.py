"""What other programs send with their calls, read and checked.

Assistants and scripts are careless with types: a list comes as the text of a list, a missing value
as ``null`` or as nothing between quotation marks. What is meant beyond doubt is taken; the rest is
refused in a sentence.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from qa.answer_settings import AnswerSettings
from qa.errors import CallRefused
from qa.followups.turns import asked_before, remembered
from qa.types import Answer, Turn

__all__ = [
    "MOST_PASSAGES",
    "AskCall",
    "Call",
    "DocumentsCall",
    "FollowUpCall",
    "OpenCall",
    "SearchCall",
    "read_call",
]

MOST_PASSAGES = 50
"""Of one search."""
_MOST_DOCUMENTS = 1_000
_LONGEST_CONTEXT = 5_000
_MOST_PROBLEMS = 3
"""That are told of one call; a list may hold a wrong value a million times."""
_LONGEST_NAME = 1_000
"""Characters of a document's name."""
_LONGEST_PLACE = 60
"""Characters of an argument's name that are told; the caller may have made it up."""
_TURNS_READ = 10
"""Earlier questions that are looked at; a question leans on the last few."""
_LONGEST_QUESTION = AnswerSettings().longest_question
_EARLIER = (
    "an earlier question is a text, or an object with question and answer, where answer is its "
    "text or all that /ask gave"
)
_ANSWER = TypeAdapter(Answer)


def _names(given: object) -> object:
    """Names of documents; one alone, or a list as the text of a list, will do."""
    if not isinstance(given, str):
        return () if given is None else given
    try:
        listed = json.loads(given)
    except (ValueError, RecursionError):
        listed = None
    return listed if isinstance(listed, list) else tuple(filter(None, (given,)))


def _day(given: object) -> object:
    if given is None or given == "":
        return None
    try:
        return datetime.datetime.strptime(str(given), "%Y-%m-%d").date()
    except ValueError:
        raise ValueError("a day is written as YYYY-MM-DD, such as 2024-05-31") from None


def _turn(given: object) -> Turn:
    question, answer = given, None
    if isinstance(given, Mapping):
        question, answer = given.get("question"), given.get("answer")
    if not isinstance(question, str):
        raise ValueError(_EARLIER)
    if len(question) > _LONGEST_QUESTION:
        raise ValueError(f"an earlier question has at most {_LONGEST_QUESTION:,} characters")
    if answer is None or isinstance(answer, str):
        return Turn(question, answer or "")
    try:
        return remembered(question, _ANSWER.validate_python(answer))
    except ValidationError:
        raise ValueError(_EARLIER) from None


def _last_turns(given: object) -> object:
    return list(map(_turn, given[-_TURNS_READ:])) if isinstance(given, list) else given or ()


Name = Annotated[str, Field(max_length=_LONGEST_NAME)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_names)]
Day = Annotated[
    datetime.date | None,
    BeforeValidator(_day),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}]}),
]
Turns = Annotated[tuple[Turn, ...], BeforeValidator(_last_turns)]


class Call(BaseModel):
    """The arguments of a call; one that there is not is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskCall(Call):
    """A question."""

    question: str = Field(
        description="The question in full, as a sentence: earlier ones are not known here."
    )
    documents: Names = Field(
        default=(), description="Names of the documents to ask; empty for all."
    )
    after: Day = Field(
        default=None, description="Only documents dated on or after this day, as YYYY-MM-DD."
    )
    before: Day = Field(
        default=None, description="Only documents dated on or before this day, as YYYY-MM-DD."
    )


class FollowUpCall(AskCall):
    """A question that may lean on earlier ones."""

    history: Turns = Field(default=(), description="Earlier questions, oldest first.")

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The earlier questions, each in full."""
        return asked_before(self.history)


class SearchCall(Call):
    """A search for passages."""

    query: str = Field(description="What to look for: words or a question.")
    limit: int = Field(default=10, description=f"The most passages, from 1 to {MOST_PASSAGES}.")
    documents: Names = Field(
        default=(), description="Names of the documents to search; empty for all."
    )

    @property
    def most(self) -> int:
        """The most passages, within what one search gives."""
        return max(1, min(self.limit, MOST_PASSAGES))


class OpenCall(Call):
    """A place in a document: by its offsets, or by the words that stand there."""

    document: Name = Field(description="The document's name, as the other tools give it.")
    start: int | None = Field(
        default=None, description="Offset of the first character of the quote."
    )
    end: int | None = Field(default=None, description="Offset after its last character.")
    words: str = Field(
        default="", description="In place of the offsets: the words of the quote, to be found."
    )
    context: int = Field(
        default=600,
        ge=0,
        le=_LONGEST_CONTEXT,
        description="Characters of the document to show on either side.",
    )


class DocumentsCall(Call):
    """A look at the list of documents."""

    matching: Name = Field(
        default="", description="Only documents with these words in their name or title."
    )
    limit: int = Field(
        default=100, ge=1, le=_MOST_DOCUMENTS, description="The most documents to list."
    )


C = TypeVar("C", bound=Call)


def read_call(kind: type[C], given: Mapping[str, object]) -> C:
    """The arguments of a call.

    Args:
        kind: which call it is.
        given: what was sent.

    Raises:
        CallRefused: with the names of the arguments that cannot be used, and why.
    """
    try:
        return kind.model_validate(dict(given))
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)
        told = "; ".join(
            f"{_place(problem['loc'])}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in problems[:_MOST_PROBLEMS]
        )
        raise CallRefused(f"An argument of the call cannot be used. {told}.") from error


def _place(location: tuple[int | str, ...]) -> str:
    """The argument, and where in it: ``documents.2``."""
    return " ".join(".".join(map(str, location)).split())[:_LONGEST_PLACE]
