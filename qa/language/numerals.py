"""Numbers of a text in one form each, so that "1,200" is "1200" and "5 million" is "5,000,000"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

__all__ = [
    "MONTHS",
    "Figure",
    "Numeral",
    "counted",
    "figures",
    "missing_numerals",
    "months",
    "normalised",
    "numerals",
]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number with its unit."""

    value: Decimal
    unit: str = ""
    """``%``, ``pp`` (percentage points), a currency sign, ``:`` for a time of day, ``s`` for a
    vague scale ("thousands"), else empty."""

    def supported_by(self, other: Numeral) -> bool:
        """Whether a source that says ``other`` says this too: units are never invented."""
        same_unit = self.unit == other.unit
        if self.unit == "s" and not other.unit:  # "dozens" of a source's 250
            return 2 * self.value <= other.value < 100 * self.value
        unit_left_out = not self.unit and other.unit in _CURRENCIES
        return self.value == other.value and (same_unit or unit_left_out)

    def __str__(self) -> str:
        """As a person writes it."""
        value = f"{self.value.normalize():f}"
        return f"{self.unit}{value}" if self.unit in _CURRENCIES else f"{value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number among the words of its text."""

    numeral: Numeral
    before: tuple[str, ...]
    """The words and numbers before it, back to the last sign, in small letters."""
    after: tuple[str, ...]
    """The words after it, up to the next sign or number, as they are written."""
    joint: str | None
    """What joins it to the number before it: its words in small letters, or a dash; ``None`` where
    a sign stands between, or no number before it."""
    start: int
    """Where it stands in the ``normalised`` text; so is ``end``."""
    end: int


_CURRENCIES = frozenset("$€£¥₹₽₺₴₪₩")
_CURRENCY_WORDS = {
    **dict.fromkeys(("dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("euro", "euros", "eur"), "€"),
    **dict.fromkeys(("pound", "pounds", "gbp", "sterling"), "£"),
    **dict.fromkeys(("yen", "jpy"), "¥"),
    **dict.fromkeys(("rupee", "rupees"), "₹"),
    **dict.fromkeys(("rouble", "roubles", "ruble", "rubles"), "₽"),
}
_SCALES = {
    "hundred": 100,
    **dict.fromkeys(("thousand", "k"), 1_000),
    **dict.fromkeys(("million", "mn", "mln", "m"), 1_000_000),
    **dict.fromkeys(("billion", "bn", "bln", "b"), 1_000_000_000),
    **dict.fromkeys(("trillion", "tn"), 1_000_000_000_000),
}
_SHORT_SCALES = frozenset({"m", "b"})
"""Scales only after an amount of money: ``5m`` alone are metres."""
_VAGUE = {"dozens": 12, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}
_VAGUE |= {"billions": 1_000_000_000, "trillions": 1_000_000_000_000}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_UNITS)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_WORDS |= {"both": 2, "couple": 2, "dozen": 12}
_MOST_BEFORE = 12
"""Words before a number that are kept: a bound on the cost, not on what is compared."""
_BARE_ONE = "one"
"""Mostly a pronoun: a number only beside other number words, as in "one million"."""

MONTHS = (
    "january february march april may june july august september october november december"
).split()

_YEARS = re.compile(r"(?<![\d.,-])(1\d|20)(\d{2})([-–/])(\d{2})(?![\d-])")
_PLAIN_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{'|'.join(_WORDS)})(?:-(?:{'|'.join(_UNITS)}))?)"
_SHARED_PERCENT = re.compile(
    rf"(?<![\w.,$€£¥-])({_PLAIN_NUMBER})(?=\s*(?:\bto\b|\bor\b|[-–—])\s*{_PLAIN_NUMBER}\s?(?:%|per\s?cent\b))",
    re.IGNORECASE,
)
"""The first number of "9 to 12 percent"."""
_ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_TOKEN = re.compile(
    r"(?P<sign>(?<![\w)\]])[-−])?(?P<currency>[$€£¥₹₽₺₴₪₩])?\s?"
    r"(?P<digits>(?<![^\W_])(?<![^\W\d_]-)\d+(?:[,\u00a0\u202f\u2009]\d{3})*(?:\.\d+)?)"
    r"(?P<time>:\d{2})?(?:st|nd|rd|th)?"
    r"|(?P<word>[^\W\d_]+)|(?P<percent>[%٪])|(?P<break>[.,;:!?()])"
)


def numerals(text: str) -> frozenset[Numeral]:
    """All numbers of a text: digits and English number words, with their units.

    A date in the form ``2021-03-05`` counts as its year and its day; its month is a name.
    Digits that belong to a name ("F-16", "G7") or stand as a superscript are no numbers.
    """
    return frozenset(numeral for numeral, _ in counted(text))


def counted(text: str) -> Iterator[tuple[Numeral, str]]:
    """Each number of a text with the words that follow it, up to the next sign or number."""
    for figure in figures(text):
        yield figure.numeral, " ".join(figure.after)


@lru_cache(maxsize=256)  # one source is read for each rule about numbers
def figures(text: str) -> tuple[Figure, ...]:
    """Each number of a text with the words on both sides, in order."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    plain = normalised(text)
    tokens = list(_TOKEN.finditer(plain))
    last = 0
    for numeral, start, end in _read(tokens):
        words = itertools.takewhile(lambda token: token["word"], tokens[end:])
        back = itertools.takewhile(
            lambda token: not token["break"], reversed(tokens[max(start - _MOST_BEFORE, 0) : start])
        )
        before = tuple(token[0].strip().lower() for token in back)[::-1]
        parted = not last or any(token["break"] for token in tokens[last:start])
        joint = plain[tokens[last - 1].end() : tokens[start].start()].strip().lower()
        after = tuple(token["word"] for token in words)
        blank = len(tokens[start][0]) - len(tokens[start][0].lstrip())
        span = tokens[start].start() + blank, tokens[end - 1].end()
        yield Figure(numeral, before, after, None if parted else joint, *span)
        last = end


def normalised(text: str) -> str:
    """The text with what stands for two numbers written as two: "2018–19", "9 to 12 percent"."""
    plain = _ISO_DATE.sub(lambda date: f" {date[1]} {int(date[3])} ", text)
    plain = _YEARS.sub(r"\1\2\3\1\4", plain)
    return _SHARED_PERCENT.sub(r"\1%", plain)


def missing_numerals(claim: str, source: str) -> tuple[str, ...]:
    """The numbers of a claim that its source does not give, as a person writes them."""
    given = numerals(source)
    missing = (one for one in numerals(claim) if not any(one.supported_by(g) for g in given))
    return tuple(sorted(map(str, missing)))


def months(text: str) -> frozenset[str]:
    """The months that a text names by an ISO date, in lower case."""
    dates = _ISO_DATE.finditer(text)
    return frozenset(MONTHS[int(date[2]) - 1] for date in dates if 1 <= int(date[2]) <= 12)


def _read(tokens: list[re.Match[str]]) -> Iterator[tuple[Numeral, int, int]]:
    """Each number, its first token, and the token that follows it."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        word = (token["word"] or "").lower()
        if word in _VAGUE:
            yield Numeral(Decimal(_VAGUE[word]), "s"), at, at + 1
        value, end = _digits(tokens, at) if token["digits"] else _words(tokens, at)
        if value is None:
            at += 1
            continue
        start = at
        unit, at = _unit(tokens, end, token)
        yield Numeral(value, unit), start, at


def _digits(tokens: list[re.Match[str]], at: int) -> tuple[Decimal, int]:
    token = tokens[at]
    value = Decimal(re.sub(r"[,\s]", "", token["digits"]))
    if token["time"]:
        return value + Decimal(token["time"][1:]) / 100, at + 1
    at += 1
    while scale := _scale(tokens, at, bool(token["currency"])):
        value *= scale
        at += 1
    return (-value if token["sign"] else value), at


def _words(tokens: list[re.Match[str]], at: int) -> tuple[Decimal | None, int]:
    """A number in words that begins at this token: ``twenty-five thousand``, ``a hundred``."""
    start, total, group = at, 0, 0
    while at < len(tokens):
        word = (tokens[at]["word"] or "").lower()
        scale = _scale(tokens, at, False)
        if word in _WORDS and _goes_on(group, _WORDS[word]):
            group += _WORDS[word]
        elif scale and at == start and _before(tokens, at) != "a":
            return None, at
        elif scale == 100 or (word == "dozen" and group):
            group = max(group, 1) * (scale or 12)
        elif scale:
            total, group = total + max(group, 1) * scale, 0
        elif not (word == "and" and at > start and _number_follows(tokens, at)):
            break
        at += 1
    alone = at == start + 1 and (tokens[start]["word"] or "").lower() == _BARE_ONE
    if at == start or alone:
        return None, at
    return Decimal(total + group), at


def _goes_on(group: int, value: int) -> bool:
    """Whether a number word can follow: "twenty" takes "five", a full hundred whatever is less."""
    if group % 100 == 0:
        return value < 100
    return group % 10 == 0 and group % 100 >= 20 and 0 < value < 10


def _number_follows(tokens: list[re.Match[str]], at: int) -> bool:
    """``two hundred and five`` goes on after its "and"; ``two and three`` are two numbers."""
    following = tokens[at + 1]["word"] if at + 1 < len(tokens) else None
    return _scale(tokens, at - 1, False) > 0 and (following or "").lower() in _WORDS


def _before(tokens: list[re.Match[str]], at: int) -> str:
    return (tokens[at - 1]["word"] or "").lower() if at else ""


def _scale(tokens: list[re.Match[str]], at: int, money: bool) -> int:
    word = (tokens[at]["word"] or "").lower() if at < len(tokens) else ""
    return 0 if word in _SHORT_SCALES and not money else _SCALES.get(word, 0)


def _unit(tokens: list[re.Match[str]], at: int, first: re.Match[str]) -> tuple[str, int]:
    """The unit that follows a number, and where reading goes on."""
    words = [(token["word"] or "").lower() for token in tokens[at : at + 3]] + ["", "", ""]
    if words[0] == "percentage" and words[1].startswith("point"):
        return "pp", at + 2
    if words[:2] == ["per", "cent"]:
        return "%", at + 2
    if words[0] in ("percent", "pct") or (at < len(tokens) and tokens[at]["percent"]):
        return "%", at + 1
    if first["currency"]:
        return first["currency"], at
    if first["time"]:
        return ":", at
    for place in (0, 1):  # "5 euros", "5 US dollars"
        if words[place] in _CURRENCY_WORDS:
            return _CURRENCY_WORDS[words[place]], at + place + 1
    return "", at
