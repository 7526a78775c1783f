"""Numbers as a sheet shows them: with its decimals, thousands, percent signs and currencies.

A format that is not understood (fractions, conditions) shows the plain value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

__all__ = ["format_parts", "format_sections", "number_shown", "plain_number"]

_PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>(?i:general))|(?P<digits>[0#?](?:[0#?,]*[0#?])?)|(?P<point>\.)|(?P<scale>,+)"
    r"|(?P<percent>%)|(?P<exponent>[Ee][+-][0#?]+)|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)(?:-[0-9A-Fa-f]*)?")
_COLOUR = re.compile(r"(?i)black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+")
_FIGURES = frozenset({"general", "digits", "point", "scale", "exponent"})
"""Kinds of pieces that show a number."""
_DIGITS = 350
"""Of the longest number that a sheet holds: 1E+308 in full."""

Part = tuple[str, str]
"""The kind of a piece of a format, and what it says."""


class _Unknown(Exception):
    """This is no format that is understood here."""


def number_shown(value: float, number_format: str) -> str:
    """A number as a sheet shows it.

    Args:
        value: of the cell.
        number_format: of the cell: ``#,##0.00 "€";[Red]-#,##0.00 "€"``.

    Returns:
        What is seen in the cell, spaces at its ends included; empty where the format hides it.
    """
    if not math.isfinite(value):
        return str(value)
    sections = format_sections(number_format)
    if any(_has_condition(section) for section in sections):
        return plain_number(value)
    section, is_signed = sections[0], True
    if len(sections) > 1 and value < 0:
        section, is_signed = sections[1], _is_told_by_colour(*sections[:2])
    elif len(sections) > 2 and value == 0:
        section = sections[2]
    try:
        shown = _in_section(abs(value), format_parts(section))
    except _Unknown:
        return plain_number(value)
    return f"-{shown}" if value < 0 and is_signed and shown.strip() else shown


def plain_number(value: float) -> str:
    """A number without a format: at most nine decimals, no trailing zeros."""
    if isinstance(value, int) or not math.isfinite(value):
        return str(value)
    exact = Decimal(f"{value:.15g}")
    rounded = _rounded(exact, 9)
    if (exact and not rounded) or abs(exact) >= Decimal("1e21"):
        mantissa, exponent = f"{exact:E}".split("E")
        return f"{mantissa}E{int(exponent):+03d}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def format_sections(number_format: str) -> Sequence[str]:
    """The sections of a format: for positive numbers, negative ones, zero and text."""
    sections = [""]
    for piece in _PIECES.finditer(number_format):
        if piece["other"] == ";":
            sections.append("")
        else:
            sections[-1] += piece.group()
    return tuple(sections)


@lru_cache(maxsize=1024)
def format_parts(section: str) -> Sequence[Part]:
    """The pieces of one section of a format."""
    return tuple(_parts(section))


def _has_condition(section: str) -> bool:
    """Whether a section is for numbers of its own choice, whatever their sign."""
    return any(kind == "bracket" and said[:1] in "<>=" for kind, said in format_parts(section))


def _is_told_by_colour(positive: str, negative: str) -> bool:
    """Whether nothing but a colour, which no text shows, tells a negative number from others."""
    has_colour = any(
        piece["bracket"] and _COLOUR.fullmatch(piece["bracket"])
        for piece in _PIECES.finditer(negative)
    )
    return has_colour and _signs(positive) == _signs(negative)


def _signs(section: str) -> list[str]:
    """What a section shows beside its figures."""
    shown = (said for kind, said in format_parts(section) if kind not in _FIGURES)
    return [said for said in shown if said.strip()]


def _parts(section: str) -> Iterator[Part]:
    for piece in _PIECES.finditer(section):
        kind = str(piece.lastgroup)
        said = piece[kind]
        if kind == "bracket" and (currency := _CURRENCY.fullmatch(said)):
            yield "literal", currency["sign"]
        elif kind in ("quoted", "escaped"):
            yield "literal", said
        elif kind == "space":
            yield "literal", " "
        elif kind != "fill" and not (kind == "bracket" and _COLOUR.fullmatch(said)):
            yield kind, said


def _in_section(value: float, parts: Sequence[Part]) -> str:
    """A number that is not negative, in one section of its format."""
    if any(kind == "bracket" or (kind == "other" and said.isalpha()) for kind, said in parts):
        raise _Unknown
    numeric = [at for at, (kind, _) in enumerate(parts) if kind in ("digits", "point")]
    figures = ""
    if numeric:
        first, last = numeric[0], numeric[-1]
        if last - first + 1 != len(numeric) or any(said == "/" for _, said in parts):
            raise _Unknown
        exact = Decimal(f"{value:.15g}")
        exact *= 100 ** sum(kind == "percent" for kind, _ in parts)
        exact /= 1000 ** sum(len(said) for kind, said in parts if kind == "scale")
        exponent = next((said for kind, said in parts if kind == "exponent"), "")
        figures = _figures(exact, "".join(said for _, said in parts[first : last + 1]), exponent)
    shown = ""
    for at, (kind, said) in enumerate(parts):
        if kind in ("literal", "percent", "other"):
            shown += said if kind != "percent" else "%"
        elif kind in ("general", "text"):
            shown += plain_number(value)
        elif numeric and at == numeric[0]:
            shown += figures
    return shown


def _figures(exact: Decimal, mask: str, exponent: str) -> str:
    """The digits of a number for ``#,##0.00`` and, with an exponent, ``0.00E+00``."""
    whole_mask, _, decimal_mask = mask.partition(".")
    most, least = len(decimal_mask.replace(",", "")), decimal_mask.count("0")
    power = 0
    if exponent:
        power = exact.adjusted() if exact else 0
        if _rounded(exact.scaleb(-power), most) >= 10:
            power += 1
        exact = exact.scaleb(-power)
    whole, _, decimals = f"{_rounded(exact, most):f}".partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    whole = whole.lstrip("0").rjust(whole_mask.count("0"), "0")
    if "," in whole_mask:
        whole = f"{int(whole):,}" if whole and len(whole.lstrip("0")) == len(whole) else whole
    figures = f"{whole}.{decimals}" if "." in mask else whole
    if not exponent:
        return figures
    sign = "-" if power < 0 else "+" if exponent[1] == "+" else ""
    return f"{figures}E{sign}{abs(power):0{len(exponent) - 2}d}"


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
