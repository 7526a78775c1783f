"""What a question keeps itself to, read out of its words: a document that it names, a date.

A document is searched alone only where the question refers to it as a document, and to no other.
A date never leaves anything out: documents of that date come first.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.types import Document
from qa.numerals import MONTHS
from qa.terms import stem, words_in

__all__ = ["QuestionScope", "read_scope"]

_KIND = (
    r"(?:report|article|document|paper|memo(?:randum)?|minutes|study|review|file|letter|brief(?:ing)?|"
    r"survey|assessment|transcript|notes?|dossier|contract|agreement|plan|manual|bulletin)"
)
_LINK = r"(?:according to|based on|as stated in|as per|within|in|from|per|of|by)"
_DETERMINER = r"(?:the|this|that|our|your|their)"
_REFERENCE = re.compile(
    rf"\b(?P<link>{_LINK})\s+{_DETERMINER}\s+(?P<words>[^,;?!.]{{1,80}}?\s*\b{_KIND})\b(?!['’])"
    rf"(?=\s*(?:[,;?!.]|$)|\s+(?:who|what|when|where|why|how|which|is|are|was|were|did|does|do)\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"\b(?P<link>does|do|did)\s+{_DETERMINER}\s+(?P<words>[^,;?!.]{{1,80}}?\s*\b{_KIND})\s+"
    r"(?=(?:say|state|mention|report|claim|conclude|recommend|find|describe|tell|explain|list|give)\b)",
    re.IGNORECASE,
)
_ENDING = r"\.(?:txt|text|md|markdown|pdf|docx|html?|xhtml)"
_FILE = re.compile(
    rf"(?:\b(?P<link>{_LINK})\s+)?(?:\bthe\s+(?:file|document)\s+)?"
    rf"(?:[\"“«„](?P<quoted>[^\"“”«»„]+{_ENDING})[\"”»“]|(?P<words>[\w()./-]+{_ENDING})(?!\w))",
    re.IGNORECASE,
)
"""A name with a space in it counts between quotation marks only."""
_QUOTED = re.compile(rf"\b(?P<link>{_LINK})\s+[\"“«„](?P<words>[^\"“”«»„]{{3,200}})[\"”»“]", re.I)
_TITLE_SHARE = 0.5  # of the words of a title or file name that a reference must have
_ARTICLES = frozenset("the a an of on in for and to by at".split())
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_RANGE = r"(?<!since )(?<!after )(?<!before )(?<!until )(?<!by )(?<!between )(?<!from )"
_DATES = tuple(
    re.compile(_RANGE + form + r"\b(?!\s*(?:to|and|until|[-–])\s*(?:\w+\s+)?\d)", re.IGNORECASE)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)",
        rf"(?<!\d\s)\b{_MONTH},?\s+{_YEAR}",
        rf"\b(?:in|during|of)\s+{_YEAR}(?!\s+[a-z]+s\b)",
        rf"\bthe\s+{_YEAR}(?=\s+{_KIND}\b)",
    )
)


@dataclass(frozen=True, slots=True)
class QuestionScope:
    """What a question keeps itself to."""

    question: str
    """The question without the reference to a document."""
    documents: tuple[str, ...] = ()
    """Names of the documents that it refers to; empty for all."""
    dated: tuple[datetime.date, datetime.date] | None = None
    """First and last day that it names; documents of these days come first."""

    def told(self, *, dated: bool) -> tuple[str, ...]:
        """The same as sentences for a person.

        Args:
            dated: whether any document of the days was found.
        """
        told = [f"Searched only {name}, which the question names." for name in self.documents]
        if dated and self.dated:
            told.append(f"Documents dated {_period(*self.dated)} come first, as the question asks.")
        return tuple(told)


def read_scope(question: str, documents: Callable[[], Sequence[Document]]) -> QuestionScope:
    """What a question keeps itself to.

    Args:
        question: as it was asked.
        documents: gives those that may be asked; called only where the question seems to refer
            to one.
    """
    dated = _dates(question)
    whole = QuestionScope(question, dated=dated)
    references = [
        (match, form)
        for form in (_FILE, _QUOTED, _REFERENCE, _SUBJECT)
        for match in form.finditer(question)
    ]
    if not references:
        return whole
    known = documents()
    for match, form in references:
        named = _named(match["words"] or match["quoted"], known, form)
        if named is not None and len(known) > 1:
            return QuestionScope(_without(question, match), (named.name,), dated)
    return whole


def _named(words: str, documents: Sequence[Document], form: re.Pattern[str]) -> Document | None:
    """The one document that is referred to; ``None`` where there is none, or more than one."""
    if form is _FILE:
        wanted = words.lower()
        found = [
            document
            for document in documents
            if any(f"/{name}".lower().endswith(f"/{wanted}") for name in _names(document))
        ]
    elif form is _QUOTED:
        found = [d for d in documents if words_in(d.title) == words_in(words)]
    else:
        found = _referred(words, documents)
    return found[0] if len(found) == 1 else None


def _referred(words: str, documents: Sequence[Document]) -> list[Document]:
    """The documents whose title or file name a reference such as "harbour report" fits best."""
    stems = _stems(words)
    kind = stem(words_in(words)[-1])
    asked = stems - {kind}
    if not asked or any(asked <= _stems(d.publisher or "") for d in documents):
        return []  # "the Courier report": who published it, which is a voice and no document
    years = {word for word in asked if _YEAR_ALONE.fullmatch(word)}
    found, with_kind = [], []
    for document in documents:
        own_years = {str(document.date.year)} if document.date else set[str]()
        titles = [document.title, *(PurePosixPath(name).stem for name in _names(document))]
        fitting = [
            title
            for title in map(_stems, titles)
            if asked <= title | (years & own_years)
            and len(stems & title) >= _TITLE_SHARE * len(title)
        ]
        if fitting or asked <= own_years:
            found.append(document)
            with_kind += [document] if any(kind in title for title in fitting) else []
    return with_kind or found


def _stems(text: str) -> frozenset[str]:
    words = words_in(re.sub(r"[_-]", " ", text))
    return frozenset(stem(word) for word in words if word not in _ARTICLES)


def _names(document: Document) -> tuple[str, ...]:
    return (document.name, *document.other_names)


def _without(question: str, match: re.Match[str]) -> str:
    """The question without a reference: a subject becomes "the document", all else goes."""
    before, after = question[: match.start()], question[match.end() :]
    if match["link"] is None or match["link"].lower() in ("does", "do", "did"):
        verb = f"{match['link']} " if match["link"] else ""
        return f"{before}{verb}the document {after.lstrip()}".strip()
    rest = f"{before.rstrip(' ,')} {after.lstrip(' ,')}" if before.strip() else after.lstrip(" ,")
    return re.sub(r"\s+([?!.])", r"\1", rest).strip()


def _dates(question: str) -> tuple[datetime.date, datetime.date] | None:
    for form in _DATES:
        match = form.search(question)
        if match is None:
            continue
        parts = match.groupdict()
        year, day = int(parts["year"]), int(parts.get("day") or 0)
        month = int(parts.get("number") or 0)
        if parts.get("month"):
            month = [name.lower() for name in MONTHS].index(parts["month"].lower()) + 1
        try:
            first = datetime.date(year, month or 1, day or 1)
        except ValueError:
            continue
        last_month = month or 12
        return first, first if day else datetime.date(
            year, last_month, calendar.monthrange(year, last_month)[1]
        )
    return None


def _period(first: datetime.date, last: datetime.date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    return f"{first:%B %Y}" if first.month == last.month else f"{first:%Y}"
