"""Sentences of a canonical text, as spans.

The text is first cut where it must be cut: at blank lines, and at line breaks whose line is
clearly a line of its own (`index.lines`). Inside each of these blocks every full stop,
question mark, exclamation mark and ellipsis is a candidate that a few rules accept or refuse.
Every candidate is looked at once and with bounded context, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.lines import blocks
from index.types import Span

__all__ = ["MAXIMUM_LENGTH", "sentence_spans"]

MAXIMUM_LENGTH = 2000
"""Characters; a longer run is cut at whitespace, or anywhere where it has none."""

_LONGEST_ROW = 400
"""Characters; a row of a table up to this length is one sentence, whatever its cells hold."""

_WORD_REACH = 40
"""Characters before a full stop in which its word, or its enumeration, is looked for."""

_OPENERS = "\"'“‘«‹„‚([{`「『（【-–—*_"
_ALWAYS = "。！？｡؟۔।॥።"
"""Terminators that end a sentence without asking what follows."""

_CANDIDATE = re.compile(
    rf"(?:\.(?: \.)+|[.!?…‽{_ALWAYS}])"
    rf"[.!?…‽{_ALWAYS}\"'”’»›)\]}}」』）】]*"
    r"(?:[ \xa0\u202f](?:''|[)\]»])(?!\S))*"  # tokenised corpora and French set these apart
    r"(?:\[[^\[\]\n]{1,30}\])*"  # reference marks belong to the sentence before them
)
_QUOTE_CONTINUES = re.compile(r"と|って|[他她我]们?(?:说|問|问|說|道)")
"""After a closing CJK quotation mark: the words that name its speaker."""

_SPEAKER_FOLLOWS = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){1,4}"
    r"(?:said|says|asked|asks|wrote|added|replied|told|shouted|cried|wondered)\b"
)
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}$")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})$")

_NEVER_LAST = frozenset(
    """Mr Mrs Ms Mx Dr Prof Gen Sen Sens Rep Reps Gov Govs Lt Col Capt Cpt Sgt Maj Cmdr Adm Rev
    Fr Hon Pres Messrs Mme Mlle Pvt Cpl Supt Insp Det Atty Amb Hr Fr Herr vs v cf viz approx
    e.g i.e eg ie incl esp resp Mt Ft Brig Spc Pfc ca""".split()
)
"""Abbreviations that a further word always follows, in their spelling."""

_SELDOM_LAST = frozenset(
    """St Inc Co Corp Ltd Bros Jr Sr Ave Blvd Rd Dept Assn Univ Esq al Jan Feb Mar Apr Jun Jul
    Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Ala Ariz Ark Calif Colo Conn
    Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex
    Va Vt Wash Wis Wyo Ph.D M.D U.S U.N E.U U.K D.C a.m p.m A.M P.M plc""".split()
)
"""Abbreviations that end a sentence only where a likely first word follows."""

_BEFORE_NUMBER = frozenset(
    "No Nos no nos p pp Vol vol Fig Figs fig figs Art art Ch ch Sec sec".split()
)
_BEFORE_NUMBER |= frozenset("Eq eq Eqs eqs para Para Ex cl Op op Ed ed c Tab tab Abs Nr".split())
"""Abbreviations that do not end a sentence when a number follows."""

_MONTHS = frozenset(
    """Januar Jänner Februar März April Mai Juni Juli August September Oktober November
    Dezember""".split()
)
"""After a day with a full stop, as German writes dates: *am 4. Mai*."""

_STARTERS = frozenset(
    """A About According Accordingly Additionally After Afterwards All Also Although Among An And
    Another Any Anyone As Asked At Because Before Besides Both But By Can Could Critics Despite
    Did Do Does During Each Earlier Either Even Every Everyone Few Finally First For From Further
    Given Had Has Have He Hence Her Here His How However I If In Indeed Instead Is It Its Just
    Last Later Let Like Many Maybe Meanwhile Moreover Most Much My Nearly Neither Never
    Nevertheless Next No Nobody None Nonetheless Nor Not Nothing Now Of Officials On Once One
    Only Or Other Others Otherwise Our Over People Perhaps Please Recently Several Shall She
    Should Similarly Since So Some Someone Soon Still Such Than That The Their Then There
    Therefore These They This Those Though Three Through Throughout Thus To Today Together
    Tomorrow Too Two Under Unless Unlike Until Upon Was We Were What When Whenever Where Whereas
    Whether Which While Who Why Will With Within Without Would Yes Yesterday Yet You Your It's
    It’s He's He’s She's She’s That's That’s There's There’s I'm I’m We're We’re They're They’re
    Don't Don’t What's What’s""".split()
)
"""Words that, capitalised, begin a sentence rather than continue a name."""


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of a text, in order.

    Args:
        text: The canonical text of a document.

    Returns:
        Spans that neither start nor end in whitespace and do not overlap; between them stands
        whitespace only, or nothing. None is longer than `MAXIMUM_LENGTH`.
    """
    return tuple(
        piece
        for start, end in blocks(text)
        for sentence_start, sentence_end in _sentences(text, start, end)
        for piece in _pieces(text, sentence_start, sentence_end)
    )


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut one block at its sentence ends; the ends may carry whitespace."""
    if end - start <= _LONGEST_ROW and " | " in text[start:end]:
        yield start, end
        return
    for candidate in _CANDIDATE.finditer(text, start, end):
        if candidate.end() >= end:
            break
        if _ends_sentence(text, candidate, start, end):
            yield start, candidate.end()
            start = candidate.end()
    yield start, end


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Trim a sentence, and cut it where it is too long."""
    start, end = _trimmed(text, start, end)
    while end - start > MAXIMUM_LENGTH:
        cut = _last_whitespace(text, start, start + MAXIMUM_LENGTH)
        piece_start, piece_end = _trimmed(text, start, cut)
        yield Span(piece_start, piece_end)
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield Span(start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _last_whitespace(text: str, start: int, limit: int) -> int:
    """The last whitespace up to and including ``limit``, or ``limit`` where there is none."""
    for position in range(limit, start, -1):
        if text[position].isspace():
            return position
    return limit


def _ends_sentence(text: str, candidate: re.Match[str], start: int, end: int) -> bool:
    """Whether the sentence that begins at ``start`` ends with this run of punctuation."""
    mark = candidate.group()
    if candidate.start() == start or text[candidate.start() - 1] in "([（":
        return False
    if any(character in _ALWAYS for character in mark):
        closed = mark[-1] in "”」』’"
        return not (closed and _QUOTE_CONTINUES.match(text, candidate.end(), end))
    if not text[candidate.end()].isspace():
        return False
    following = _first_word_position(text, candidate.end(), end)
    if following == end:
        return True
    if text[following].islower() or text[following] in ".!?…)]|":
        return False
    if mark[0] in "!?":
        quoted = any(character in "\"”'’»" for character in mark)
        return not (quoted and _SPEAKER_FOLLOWS.match(text, following, end))
    if mark.startswith(("...", "…", ". .")):
        return _next_word(text, following, end) != "I"
    return _full_stop_ends(text, candidate.start(), start, following, end)


def _full_stop_ends(text: str, stop: int, start: int, following: int, end: int) -> bool:
    """Whether a single full stop before a word that is not in lower case ends the sentence."""
    window = max(start, stop - _WORD_REACH)
    words = text[window:stop].split()
    word = words[-1].lstrip(_OPENERS) if words and not text[stop - 1].isspace() else ""
    if window == start and len(words) == 1 and _ENUMERATOR.match(word):
        return False
    if word in _NEVER_LAST:
        return False
    if word.isdecimal() and len(word) <= 2 and _next_word(text, following, end) in _MONTHS:
        return False
    if word in _BEFORE_NUMBER:
        return not text[following].isdigit()
    is_initial = len(word) == 1 and word.isupper()
    if is_initial or word in _SELDOM_LAST or _DOTTED.match(word):
        return _next_word(text, following, end) in _STARTERS
    return True


def _first_word_position(text: str, position: int, end: int) -> int:
    """The first character that is neither whitespace nor an opening mark, at most ``end``."""
    while position < end and (text[position].isspace() or text[position] in _OPENERS):
        position += 1
    return position


def _next_word(text: str, position: int, end: int) -> str:
    match = _NEXT_WORD.match(text, position, end)
    return match.group() if match else ""
