"""The risk–coverage curve: how many answers are wrong when only the surest are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["Curve", "drawn", "risk_coverage"]

Curve = Sequence[tuple[float, float]]
"""Points ``(coverage, risk)``, each between 0 and 1, with growing coverage."""

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 640, 380, 56, 56, 20, 170
_COLOURS = ("#1f6fb2", "#c2571a", "#7a7a7a", "#a8a8a8")
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> Curve:
    """The share of wrong answers among the surest, for every number of them.

    Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks", NeurIPS 2017.
    Questions of equal confidence are answered together.

    Args:
        confidence: of each question.
        right: whether answering it is right.
    """
    order = sorted(range(len(confidence)), key=lambda i: -confidence[i])
    points, wrong = [], 0
    for answered, i in enumerate(order, 1):
        wrong += not right[i]
        last = answered == len(order) or confidence[order[answered]] < confidence[i]
        if last:
            points.append((answered / len(order), wrong / answered))
    return points


def drawn(curves: Mapping[str, Curve], risk: str) -> str:
    """The curves as a picture (SVG) that can be read on a light and on a dark page.

    Args:
        curves: by name.
        risk: what the risk is a share of, in words.
    """
    highest = max((point[1] for curve in curves.values() for point in curve), default=1.0)
    top = min(1.0, (int(highest * 10) + 1) / 10)

    def at(coverage: float, share: float) -> str:
        x = _LEFT + coverage * (_WIDTH - _LEFT - _RIGHT)
        y = _HEIGHT - _BOTTOM - share / top * (_HEIGHT - _BOTTOM - _TOP)
        return f"{x:.1f},{y:.1f}"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13" fill="#808080" stroke="none">'
    ]
    for tick in _TICKS:
        x, y = at(tick, 0).split(",")
        lines.append(f'<text x="{x}" y="{float(y) + 20}" text-anchor="middle">{tick:.0%}</text>')
        x, y = at(0, tick * top).split(",")
        lines.append(
            f'<text x="{float(x) - 8}" y="{float(y) + 4}" text-anchor="end">{tick * top:.0%}</text>'
        )
        lines.append(f'<path d="M{at(0, tick * top)} L{at(1, tick * top)}" stroke="#80808040"/>')
    middle = at(0.5, 0).split(",")[0]
    lines.append(
        f'<text x="{middle}" y="{_HEIGHT - 12}" text-anchor="middle">questions answered</text>'
    )
    lines.append(f'<text x="{_LEFT}" y="13">{escape(risk)}</text>')
    for curve, colour in zip(curves.values(), _COLOURS, strict=False):
        path = " L".join(at(*point) for point in curve)
        lines.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for row, (name, colour) in enumerate(zip(curves, _COLOURS, strict=False)):
        left, line = _WIDTH - _RIGHT + 16, _TOP + 20 + row * 22
        lines.append(f'<path d="M{left},{line - 4} h18" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="{left + 24}" y="{line}">{escape(name)}</text>')
    return "\n".join([*lines, "</svg>\n"])
