"""What a report says about itself in its first and last lines: title, author, outlet, place, date.

Only what the document states counts. A date in the middle of the text is never taken for the date
of publication, and a day without a year is no date.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from index.dates import ANY_DATE, TIME, find_date
from index.types import Extraction

__all__ = ["fill", "headline"]

_HEAD_LINES, _HEAD_CHARACTERS = 14, 6_000
_TAIL_LINES, _TAIL_CHARACTERS = 8, 2_000
_HEADLINE_CHARACTERS = 200

_DATE_LABEL = re.compile(
    r"(?i)^(?:(?:first )?(?:published|posted|issued|released)|date(?:d)?|publication date|"
    r"release date|date of (?:publication|issue|release))(?: on)?[: ]\s*(?P<rest>.+)$"
)
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
_PARTICLE = r"(?:van|von|de|der|den|da|di|del|la|le|al|bin|ben) "
_NAME = rf"{_CAPITALISED}(?: (?:{_PARTICLE})*{_CAPITALISED}){{1,3}}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, | and |, and | & ){_NAME})*)"
_BYLINE = re.compile(
    rf"^(?:[Bb]y|BY|[Ww]ritten by|[Rr]eport(?:ed|ing) by|[Ss]tory by|[Ii]nterview by"
    rf"|Authors?:|By:|Reporter:|Byline:) ?\s*{_NAMES}"
    r"(?:(?:, | for | in |; )(?P<rest>.{2,80}))?\.?$"
)
_PUBLISHER_LABEL = re.compile(
    r"^(?:Source|Publisher|Outlet|Published by|Publication|Newspaper|Issued by|Agency): "
    r"(?P<publisher>[^.|]{2,80})\.?$"
)
_PLACE_LABEL = re.compile(r"^(?:Place|Dateline|Location): (?P<place>[^|]{2,60})$")
_SEPARATORS = re.compile(r"\s+[|·•—–]\s+")
_CAPITALS_PLACE = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’' -]{1,39}[A-ZÀ-ÖØ-Þ.]"
_REGION = r"(?:, (?!\d)[A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_DATELINE = re.compile(
    rf"^(?P<place>{_CAPITALS_PLACE}(?:{_REGION})??"
    rf"|{_CAPITALISED}(?: {_CAPITALISED}){{0,2}}(?=, (?:{ANY_DATE})))"
    rf"(?:, (?P<date>{ANY_DATE}|(?i:[a-z]{{3,9}})\.? \d{{1,2}}|\d{{1,2}} (?i:[a-z]{{3,9}})))?"
    r"(?:\s*(?:--?|[–—])?\s*(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<wire>[^/\n]{2,30})/))?"
    r"(?:\s*(?:--|—|(?<=[)/])[-–])\s*|\s+[-–]\s+|:\s+)(?=\S)"
)
_NO_PLACE = frozenset(
    "ABSTRACT ANALYSIS BACKGROUND BREAKING BRIEFING COMMENT CONCLUSION CORRECTION DATE EDITORIAL "
    "EXCLUSIVE EXPLAINER FACTBOX FEATURE INTERVIEW INTRODUCTION LIVE MEMO NOTE NOTICE OPINION "
    "PHOTOS PRESS PROFILE QUESTION RELEASE REVIEW SOURCE STATEMENT SUBJECT SUMMARY TIMELINE TITLE "
    "UPDATE VIDEO WARNING WATCH FROM TO ANSWER Q A UPDATED LAST MODIFIED PUBLISHED "
    "BUSINESS CULTURE ECONOMY MONEY NEWS POLITICS REGION REPORT SCIENCE SPORT SPORTS WORLD".split()
)
_LABEL = re.compile(
    r"(?i)^(?:for immediate release|(?:press|news|media) (?:release|statement)"
    r"|exclusive|opinion|(?:table of )?contents)\W*$"
)
# Words that tell an outlet or a body from a town.
_OUTLET = re.compile(
    r"\b(?:Agency|Bulletin|Bureau|Chronicle|Commission|Council|Courier|Daily|Department|Dispatch|"
    r"Examiner|Express|Gazette|Globe|Government|Guardian|Herald|Independent|Institute|Journal|Ledger|"
    r"Magazine|Mail|Mercury|Ministry|Mirror|Monitor|News|Newswire|Observer|Office|Post|Press|Radio|"
    r"Record|Register|Reporter|Review|Secretariat|Sentinel|Service|Standard|Star|Sun|Telegraph|"
    r"Television|Times|Tribune|University|Voice|Weekly|Wire|World)\b|^The (?!Hague\b)[A-Z]"
)
_ROLE = re.compile(
    r"(?i)\b(?:writers?|reporters?|correspondents?|editors?|columnists?|staff|desk)\b"
)
_TITLE_CASE = re.compile(
    rf"^{_CAPITALISED}(?: (?:of|the|for|and|de|la|on|in|{_CAPITALISED})){{0,7}}$"
)


@dataclass(slots=True)
class _Found:
    """What the lines read so far have stated; the first statement of each kind holds."""

    author: str | None = None
    publisher: str | None = None
    place: str | None = None
    date: datetime.date | None = None

    def note(self, **facts: str | datetime.date | None) -> None:
        for kind, fact in facts.items():
            if fact and getattr(self, kind) is None:
                setattr(self, kind, fact)


def fill(extraction: Extraction) -> Extraction:
    """Fill what the format did not tell from the document's own first and last lines.

    Args:
        extraction: What a reader found. Fields that it has filled are kept.

    Returns:
        The same extraction with title, author, publisher, place and date where they are stated.
    """
    found = _Found()
    title = extraction.title or headline(extraction.text)
    head = _lines(extraction.text[:_HEAD_CHARACTERS])[:_HEAD_LINES]
    for line in head:
        if line != title:
            _read_line(line, found)
    for line in _lines(extraction.text[-_TAIL_CHARACTERS:])[-_TAIL_LINES:]:
        _read_tail_line(line, found)
    return replace(
        extraction,
        title=title,
        author=extraction.author or found.author,
        publisher=extraction.publisher or found.publisher,
        place=extraction.place or found.place,
        date=extraction.date or found.date,
    )


def headline(text: str) -> str | None:
    """The first line of a report, when it stands alone and reads like a headline.

    Labels such as “FOR IMMEDIATE RELEASE” above it are passed over. ``None`` when the first line
    is part of a paragraph, ends like a sentence, or is all there is.
    """
    start = 0
    while True:
        window = text[start : start + _HEAD_CHARACTERS]
        start += len(window) - len(window.lstrip())
        end = text.find("\n", start)
        if end < 0:
            return None
        line = text[start:end].strip()
        if not _LABEL.match(line):
            break
        start = end
    after = text[end + 1 : end + _HEADLINE_CHARACTERS].split("\n", 1)[0].strip()
    alone = not after or _is_matter(after) or not after.strip("=-")
    wordy = sum(char.isalpha() for char in line) >= 3 and not _is_matter(line)
    fits = len(line) <= _HEADLINE_CHARACTERS and not line.endswith((".", ",", ";", ":"))
    return line if alone and wordy and fits and text[end:].strip() else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _is_matter(line: str) -> bool:
    """Whether a line states facts about the report rather than belonging to it."""
    found = _Found()
    _read_line(line, found)
    return any((found.author, found.publisher, found.date))


def _read_line(line: str, found: _Found) -> None:
    dateline = _DATELINE.match(line)
    if dateline and _is_dateline(dateline, line):
        date = find_date(dateline["date"]) if dateline["date"] else None
        place = _named(dateline["place"])
        found.note(
            place=place, date=date, publisher=_agency(dateline["agency"] or dateline["wire"])
        )
        return
    if len(line) > _HEADLINE_CHARACTERS:
        return
    parts = _SEPARATORS.split(line)
    known = [_read_part(part, found) for part in parts]
    for part, told in zip(parts, known, strict=True):
        if any(known) and not told and _TITLE_CASE.match(part) and _OUTLET.search(part):
            found.note(publisher=part)


def _read_tail_line(line: str, found: _Found) -> None:
    byline = re.match(rf"^\(?[Rr]eporting by {_NAMES}", line)
    if byline:
        found.note(author=_named(byline["names"]))
    labelled = _DATE_LABEL.match(line)
    if labelled:
        found.note(date=find_date(labelled["rest"]))
    publisher = _PUBLISHER_LABEL.match(line)
    if publisher:
        found.note(publisher=publisher["publisher"].strip())


def _read_part(part: str, found: _Found) -> bool:
    """Note what one part of a line states; whether it stated anything."""
    labelled = _DATE_LABEL.match(part)
    date = find_date(labelled["rest"] if labelled else part)
    if date is not None:
        found.note(date=date)
        return True
    for pattern in (_PUBLISHER_LABEL, _PLACE_LABEL):
        match = pattern.match(part)
        if match:
            found.note(**{kind: fact.strip() for kind, fact in match.groupdict().items()})
            return True
    byline = _BYLINE.match(part)
    if byline:
        _read_names(byline["names"], found)
        _read_rest(byline["rest"] or "", found)
        return True
    return _read_place_and_date(part, found)


def _read_names(names: str, found: _Found) -> None:
    """“Jane Doe, Staff Writer, The Harbour Post”: without roles and outlets, names remain."""
    parts = names.split(", ")
    outlets = [part for part in parts[1:] if _OUTLET.search(part)]
    people = [part for part in parts if part not in outlets and not _ROLE.search(part)]
    found.note(author=_named(", ".join(people)), publisher=next(iter(outlets), None))


def _read_rest(rest: str, found: _Found) -> None:
    """What follows a name in a byline: an outlet, a date, or both."""
    found.note(date=find_date(rest))
    if not _read_place_and_date(rest, found) and _OUTLET.search(rest) and _TITLE_CASE.match(rest):
        found.note(publisher=rest)


def _read_place_and_date(part: str, found: _Found) -> bool:
    """“The Harbour Post, 3 March 2024” or “Geneva, 3 March 2024”."""
    match = re.match(rf"^(?P<name>[^\d]{{2,60}}?),? (?P<date>{ANY_DATE}){TIME}$", part)
    date = find_date(match["date"]) if match else None
    if match is None or date is None:
        return False
    name = match["name"].removesuffix(",")
    labelled = _DATE_LABEL.match(part)
    if (
        labelled
        or name.split()[0].upper() in _NO_PLACE
        or not _TITLE_CASE.match(name.replace(",", ""))
    ):
        return False
    found.note(**{"date": date, "publisher" if _OUTLET.search(name) else "place": name})
    return True


def _is_dateline(match: re.Match[str], line: str) -> bool:
    words = match["place"].split()
    if words[0].strip(".:") in _NO_PLACE or not line[match.end() :].strip():
        return False
    if match["date"] or match["agency"] or match["wire"]:
        return True
    # “GENEVA — The delegates …”: a town in capitals, then a whole sentence.
    return len(line) - match.end() > 60 and ":" not in match.group() and len(words) <= 3


def _agency(name: str | None) -> str | None:
    """The agency in a dateline's brackets, unless they hold a day."""
    return name.strip() if name and not any(map(str.isdigit, name)) else None


def _named(text: str) -> str:
    """A name or place in ordinary case: “NEW YORK” becomes “New York”."""
    return re.sub(
        r"[A-ZÀ-ÖØ-Þ]{3,}", lambda match: match.group().capitalize(), " ".join(text.split())
    ).strip(" ,")
