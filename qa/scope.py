"""What a question keeps itself to, read out of its words: a document that it names, a date.

Documents are searched alone only where the question clearly refers to each of them as a document;
anything less would leave evidence out. A date never leaves anything out: documents of that date
come first.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.types import Document
from qa.language.numerals import MONTHS
from qa.language.terms import stem, telling_stems, words_in

__all__ = ["QuestionScope", "read_scope"]

_KIND = (
    r"(?:report|article|document|paper|memo(?:randum)?|minutes|study|review|survey|assessment|"
    r"transcript|dossier|manual|bulletin)"
)
"""No plan, agreement, contract or letter: a question asks about these more than it asks in them."""
_LINK = r"(?:according to|based on|as stated in|as per|within|in)"
_FILE_LINK = rf"(?:{_LINK}|from|per|of|by)"
_DETERMINER = r"(?:the|this|that|our|your|their)"
_QUESTION_WORD = r"(?:who|what|when|where|why|how|which|is|are|was|were|did|does|do)"
_REFERENCE = re.compile(
    rf"\b(?P<link>{_LINK})\s+{_DETERMINER}\s+(?P<words>[^,;?!.]{{1,80}}?\s*\b{_KIND})\b(?!['’])"
    rf"(?=\s*(?:[,;?!.]|$)|\s+{_QUESTION_WORD}\b"
    rf"|\s+(?:and|or|but)\s+(?:{_QUESTION_WORD}\b|{_LINK}\s+{_DETERMINER}\b))",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"\b(?P<link>does|do|did)\s+{_DETERMINER}\s+(?P<words>[^,;?!.]{{1,80}}?\s*\b{_KIND})\s+"
    r"(?=(?:say|state|mention|report|claim|conclude|recommend|find|describe|tell|explain|list|give)\b)",
    re.IGNORECASE,
)
_ENDING = r"\.(?:txt|text|md|markdown|pdf|docx|html?|xhtml)"
_FILE = re.compile(
    rf"(?:\b(?P<link>{_FILE_LINK})\s+)?(?:\bthe\s+(?:file|document)\s+)?"
    rf"(?:[\"“«„](?P<quoted>[^\"“”«»„]+{_ENDING})[\"”»“]|(?P<words>[\w()./-]+{_ENDING})(?!\w))",
    re.IGNORECASE,
)
"""A name with a space in it counts between quotation marks only."""
_QUOTED = re.compile(rf"\b(?P<link>{_LINK})\s+[\"“«„](?P<words>[^\"“”«»„]{{3,200}})[\"”»“]", re.I)
_NO_REFERENCE = re.compile(
    r"\b(?:other than|rather than|except(?: for| in)?|besides|without|apart from|aside from|"
    r"instead of|unlike|beyond|exclud\w+|ignor\w+|disregard\w*|"
    r"(?:not|n['’]t|never)(?: (?:in|use|using|count|counting|from|by|includ\w+|consider\w*|read|"
    r"quote|cite|search|only|just))*|"
    r"part|parts|role|roles|involved|interested|participat\w+|invest\w*|trust|confidence|faith|"
    r"changes?|errors?|mistakes?)\s+(?:(?:the|file|document|documents|in)\s+)*$",
    re.IGNORECASE,
)
"""What stands before a document that is left out, or before one that is itself the topic."""
_TITLE_SHARE = 0.5  # of the words of a title or file name that a reference must have
_ARTICLES = frozenset("the a an of on in for and to by at".split())
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_RANGE = r"(?<!since )(?<!after )(?<!before )(?<!until )(?<!by )(?<!between )(?<!from )"
_RANGE_END = re.compile(
    rf"(?:\d|\d(?:st|nd|rd|th)|\b(?:{'|'.join(MONTHS)})),?\s*(?:\b(?:and|or|to|until|till|through)\b|"
    r"[-–—])\s*(?:(?:in|on|early|mid|late|the)\s+)*$",
    re.IGNORECASE,
)
"""What stands before the last of several days: together they are no single wish."""
_COUNTED = (
    r"(?:[a-z]+s|people|[a-z]*men|children|police|staff|cattle|sheep|fish|feet|dead|wounded|injured|"
    r"percent|per|or\s+(?:more|so|fewer|less))"
)
_DATES = tuple(
    re.compile(_RANGE + form + r"\b(?!\s*(?:to|and|until|[-–])\s*(?:\w+\s+)?\d)", re.IGNORECASE)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)",
        rf"(?<!\d\s)\b{_MONTH},?\s+{_YEAR}",
        rf"\b(?:in|during|of)\s+{_YEAR}(?!\s+{_COUNTED}\b)",
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
        told = []
        if self.documents:
            names = " and ".join(self.documents)
            told.append(f"Searched only {names}, which the question names.")
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
    references = _references(question)
    if not references or any(_NO_REFERENCE.search(question[: m.start()]) for m in references):
        return whole
    known = documents()
    named: dict[str, Document] = {}
    taken: list[re.Match[str]] = []
    for match in references:
        found = _named(match, known)
        if len(found) == 1:
            named[found[0].name] = found[0]
            taken.append(match)
        elif found or match.re is not _QUOTED:
            return whole  # which document it means is not known: none may be left out
    if not named or len(known) < 2:
        return whole
    left = _without(question, taken)
    return QuestionScope(left if telling_stems(left) else question, tuple(named), dated)


def _references(question: str) -> list[re.Match[str]]:
    """What may refer to a document, in the question's order; no two of them overlap.

    "The report" alone says nothing of which.
    """
    references: list[re.Match[str]] = []
    for form in (_FILE, _QUOTED, _REFERENCE, _SUBJECT):
        for match in form.finditer(question):
            if all(m.end() <= match.start() or match.end() <= m.start() for m in references):
                references.append(match)
    references = [m for m in references if not re.fullmatch(_KIND, m["words"] or "", re.IGNORECASE)]
    return sorted(references, key=lambda match: match.start())


def _named(match: re.Match[str], documents: Sequence[Document]) -> Sequence[Document]:
    """The documents that a reference fits: clear where it is one."""
    if match.re is _FILE:
        wanted = f"/{match['words'] or match['quoted']}".lower()
        return [d for d in documents if any(f"/{n}".lower().endswith(wanted) for n in _names(d))]
    if match.re is _QUOTED:
        return [d for d in documents if words_in(d.title) == words_in(match["words"])]
    return _referred(match["words"], documents)


def _referred(words: str, documents: Sequence[Document]) -> list[Document]:
    """The documents whose title or file name a reference such as "harbour report" fits best."""
    stems = _stems(words)
    kind = stem(words_in(words)[-1])
    asked = stems - {kind}
    if not asked or any(asked <= _stems(d.publisher or "") for d in documents):
        return []  # "the Courier report": who published it, which is a voice and no document
    years = {word for word in asked if _YEAR_ALONE.fullmatch(word)}
    found = []
    for document in documents:
        own_years = {str(document.date.year)} if document.date else set[str]()
        titles = [document.title, *(PurePosixPath(name).stem for name in _names(document))]
        if any(
            kind in title
            and asked <= title | (years & own_years)
            and (asked <= own_years or len(stems & title) >= _TITLE_SHARE * len(title))
            for title in map(_stems, titles)
        ):
            found.append(document)
    return found


def _stems(text: str) -> frozenset[str]:
    words = words_in(re.sub(r"[_-]", " ", text))
    return frozenset(stem(word) for word in words if word not in _ARTICLES)


def _names(document: Document) -> tuple[str, ...]:
    return (document.name, *document.other_names)


def _without(question: str, references: Sequence[re.Match[str]]) -> str:
    """The question without references: a subject becomes "the document", all else goes."""
    for start, end, link in reversed(_runs(question, references)):
        before, after = question[:start], question[end:]
        if link.lower() in ("", "does", "do", "did"):
            question = f"{before}{link} the document {after.lstrip()}"
        elif before.strip():
            question = f"{before.rstrip(' ,')} {after.lstrip(' ,')}"
        else:
            question = after.lstrip(" ,")
    question = re.sub(r"(?i)^(?:and|or)\s+|\s+(?:and|or)(?=\s*(?:[?!.]|$))", "", question)
    return re.sub(r"\s+([?!.]|(?=\s))", r"\1", question).strip()


def _runs(question: str, references: Sequence[re.Match[str]]) -> list[tuple[int, int, str]]:
    """Start, end and link of references; those that "and" joins to another are one with it."""
    runs: list[tuple[int, int, str]] = []
    for match in references:
        link = match["link"] or ""
        between = question[runs[-1][1] : match.start()] if runs else "?"
        if not link and re.fullmatch(r"\s*,?\s*(?:and|or)?\s*", between, re.IGNORECASE):
            start, _, link = runs.pop()
        else:
            start = match.start()
        runs.append((start, match.end(), link))
    return runs


def _dates(question: str) -> tuple[datetime.date, datetime.date] | None:
    for form in _DATES:
        match = form.search(question)
        if match is None:
            continue
        if _RANGE_END.search(question[: match.start()]):
            return None
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
