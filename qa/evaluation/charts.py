"""Drawings for reports and docs, as SVG: shares with intervals, counts, curves, seconds.

A strip has no width of its own: it fills the table cell that it stands in, on a phone too, and
the page's style sheet gives it its colours. A picture has its own, for light and dark pages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from qa.evaluation.curve import Curve
from qa.evaluation.scores import percentile
from qa.evaluation.statistics import Difference, Estimate

__all__ = [
    "change_strip",
    "count_strip",
    "difference_strip",
    "risk_curves",
    "seconds_histogram",
    "share_strip",
    "squares",
]

_ROW, _SIDE, _STEP = 25, 10, 13  # squares in a row, their side, and from one to the next
_COLOURS = ("#1f6fb2", "#c2571a", "#7a7a7a", "#a8a8a8")
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_TOPS = (0.2, 0.4, 0.6, 0.8, 1.0)  # their quarters are round numbers
_BINS = 16

Tick = tuple[float, str]
"""Where on an axis, between 0 and 1, and what is written there."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A picture's axes, and the room around them."""

    width: int
    height: int
    right: int = 24
    left: int = 56
    bottom: int = 56
    top: int = 20

    def at(self, across: float, up: float) -> tuple[float, float]:
        """A point, given as shares of both axes."""
        x = self.left + across * (self.width - self.left - self.right)
        return x, self.height - self.bottom - up * (self.height - self.bottom - self.top)

    def path(self, points: Iterable[tuple[float, float]]) -> str:
        return "M" + " L".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in points)


def share_strip(estimate: Estimate, title: str) -> str:
    """A bar as long as the share, with its 95 % interval.

    Args:
        estimate: of a share; not a number draws an empty strip.
        title: what the strip shows, in words.
    """
    if math.isnan(estimate.value):
        return _strip([_rules()], title)
    return _strip(
        [_rules(), _bar(0, estimate.value), *_whisker(estimate.low, estimate.high)], title
    )


def count_strip(count: int, most: int, title: str) -> str:
    """A bar as long as a count among others.

    Args:
        count: what is drawn.
        most: the count that fills the strip.
        title: what the strip shows, in words.
    """
    return _strip([_bar(0, count / most if most else 0.0)], title)


def change_strip(before: Estimate, after: Estimate, title: str) -> str:
    """Two shares on one line: a ring for the one before, a dot for the one after."""
    if math.isnan(before.value) or math.isnan(after.value):
        return _strip([_rules()], title)
    was, now = _percent(before.value), _percent(after.value)
    parts = [
        _rules(),
        _line("path", was, now),
        f'<circle class="before" cx="{was}" cy="50%" r="4.5"/>',
        f'<circle class="after" cx="{now}" cy="50%" r="5.5"/>',
    ]
    return _strip(parts, title)


def difference_strip(difference: Difference, title: str) -> str:
    """A difference of shares with its 95 % interval; the middle is no difference at all."""
    if math.isnan(difference.value):
        return _strip([], title)
    reach = 2.2 * max(abs(difference.low), abs(difference.high), 0.05)
    low, value, high = (
        0.5 + each / reach for each in (difference.low, difference.value, difference.high)
    )
    zero = '<line class="zero" x1="50%" x2="50%" y1="0" y2="100%"/>'
    return _strip([zero, _bar(*sorted((0.5, value))), *_whisker(low, high)], title)


def squares(kinds: Sequence[str], title: str) -> str:
    """A square for each case, in rows.

    Args:
        kinds: for each case the class of its square.
        title: what the squares show, in words.
    """
    width = max(1, min(len(kinds), _ROW) * _STEP)
    height = max(1, math.ceil(len(kinds) / _ROW) * _STEP)
    shown = "".join(
        f'<rect class="{escape(kind)}" x="{i % _ROW * _STEP + 1}" y="{i // _ROW * _STEP + 1}" '
        f'width="{_SIDE}" height="{_SIDE}" rx="2"/>'
        for i, kind in enumerate(kinds)
    )
    return (
        f'<svg class="squares" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(title)}</title>{shown}</svg>'
    )


def risk_curves(curves: Mapping[str, Curve], risk: str, title: str, width: int = 640) -> str:
    """Risk–coverage curves as a picture.

    Args:
        curves: by name; a single one is drawn without its name.
        risk: what the risk is a share of, in words.
        title: what the picture shows, for those who cannot see it.
        width: of the picture in its own units, of which its text is 13 high.
    """
    several = len(curves) > 1
    frame = _Frame(width, 380 if several else 280, right=170 if several else 24)
    highest = max((point[1] for curve in curves.values() for point in curve), default=1.0)
    top = next((top for top in _TOPS if top >= highest), 1.0)
    across = [(tick, f"{tick:.0%}") for tick in _QUARTERS]
    up = [(tick, f"{tick * top:.0%}") for tick in _QUARTERS]
    parts = list(_axes(frame, across, up, ("questions answered", risk)))
    for row, ((name, curve), colour) in enumerate(zip(curves.items(), _COLOURS, strict=False)):
        line = f'class="curve-{row}" fill="none" stroke="{colour}" stroke-width="2"'
        if curve:
            path = frame.path((coverage, share / top) for coverage, share in curve)
            parts.append(f'<path {line} d="{path}"/>')
        if several:
            left, y = width - frame.right + 16, frame.top + 20 + row * 22
            parts.append(f'<path {line} d="M{left},{y - 4} h18"/>')
            parts.append(f'<text x="{left + 24}" y="{y}">{escape(name)}</text>')
    return _picture(frame, parts, title)


def seconds_histogram(seconds: Sequence[float], title: str, width: int = 640) -> str:
    """How many answers took how long, as a picture; the last bar holds all that took longer.

    Args:
        seconds: of each answer.
        title: what the picture shows, for those who cannot see it.
        width: of the picture in its own units, of which its text is 13 high.
    """
    frame = _Frame(width, 280)
    end = _even(min(max(seconds), 2 * percentile(seconds, 0.95))) if seconds else 1.0
    counts = [0] * _BINS
    for each in seconds:
        counts[min(_BINS - 1, int(each / end * _BINS))] += 1
    most = max(counts) or 1
    across = [(tick, f"{tick * end:.2g}") for tick in _QUARTERS]
    up = [(count / most, str(count)) for count in sorted({0, most // 2, most})]
    parts = list(_axes(frame, across, up, ("seconds", "answers")))
    for i, count in enumerate(counts):
        left, top = frame.at(i / _BINS, count / most)
        right, bottom = frame.at((i + 1) / _BINS, 0)
        parts.append(
            f'<rect class="bar" fill="{_COLOURS[0]}" x="{left + 1:.1f}" y="{top:.1f}" '
            f'width="{right - left - 2:.1f}" height="{bottom - top:.1f}"/>'
        )
    return _picture(frame, parts, title)


def _even(most: float) -> float:
    """The least number not below this one whose quarters are round numbers."""
    if most <= 0:
        return 1.0
    ten: float = 10.0 ** math.floor(math.log10(most))
    return next(step * ten for step in (1, 2, 4, 6, 8, 10) if step * ten >= most * (1 - 1e-9))


def _axes(
    frame: _Frame, across: Sequence[Tick], up: Sequence[Tick], names: tuple[str, str]
) -> Iterator[str]:
    for tick, text in across:
        x, y = frame.at(tick, 0)
        yield f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{text}</text>'
    for tick, text in up:
        x, y = frame.at(0, tick)
        yield f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
        yield f'<path class="rule" d="{frame.path([(0, tick), (1, tick)])}" stroke="#80808040"/>'
    middle = f'x="{frame.at(0.5, 0)[0]:.1f}" y="{frame.height - 12}" text-anchor="middle"'
    yield f"<text {middle}>{escape(names[0])}</text>"
    yield f'<text x="{frame.left}" y="13">{escape(names[1])}</text>'


def _picture(frame: _Frame, parts: Iterable[str], title: str) -> str:
    head = (
        f'<svg class="picture" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {frame.width} {frame.height}" font-family="sans-serif" font-size="13" '
        f'fill="#808080" stroke="none">\n<title>{escape(title)}</title>'
    )
    return "\n".join([head, *parts, "</svg>\n"])


def _strip(parts: Iterable[str], title: str) -> str:
    return (
        f'<svg class="strip" role="img" width="100%" height="18">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _rules() -> str:
    """Hair lines at every quarter."""
    return "".join(
        f'<line class="rule" x1="{tick:.0%}" x2="{tick:.0%}" y1="0" y2="100%"/>'
        for tick in _QUARTERS
    )


def _bar(start: float, end: float) -> str:
    width = _percent(end - start)
    return f'<rect class="bar" x="{_percent(start)}" y="22%" width="{width}" height="56%"/>'


def _whisker(low: float, high: float) -> Iterator[str]:
    start, end = _percent(low), _percent(high)
    yield _line("interval", start, end)
    for x in (start, end):
        yield f'<line class="interval" x1="{x}" x2="{x}" y1="33%" y2="67%"/>'


def _line(kind: str, start: str, end: str) -> str:
    return f'<line class="{kind}" x1="{start}" x2="{end}" y1="50%" y2="50%"/>'


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
