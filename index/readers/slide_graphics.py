"""What stands in the graphics of slides: the figures of charts, the words of diagrams."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from pptx.oxml import parse_xml
from pptx.shapes.graphfrm import GraphicFrame

from index.readers.builder import collapse
from index.readers.number_formats import number_shown

__all__ = ["chart_rows", "diagram_texts", "unfold_alternatives"]

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def unfold_alternatives(root: etree._Element) -> None:
    """Put in the place of alternatives what present programs show of them."""
    for alternatives in list(root.iter(f"{_COMPATIBLE}AlternateContent")):
        parent, chosen = alternatives.getparent(), alternatives.find(f"{_COMPATIBLE}Choice")
        if parent is not None and chosen is not None:
            at = parent.index(alternatives)
            parent[at : at + 1] = list(chosen)


def chart_rows(xml: bytes) -> tuple[str, list[list[str]]]:
    """The title of a chart, and its figures as the rows of a table.

    Args:
        xml: of the chart's part.
    """
    chart = parse_xml(xml)
    series = list(chart.iter(f"{_CHART}ser"))
    names = [_words(each.find(f"{_CHART}tx")) for each in series]
    values = [_points(each, "val", "yVal") for each in series]
    categories: dict[int, str] = {}
    for each in series:
        categories = _points(each, "cat", "xVal") | categories
    places = sorted(categories.keys() | {place for points in values for place in points})
    rows = [
        ["", *names],
        *([categories.get(at, ""), *(p.get(at, "") for p in values)] for at in places),
    ]
    return _words(chart.find(f"{_CHART}chart/{_CHART}title")), rows if series else []


def diagram_texts(frame: GraphicFrame) -> Sequence[str] | None:
    """The words of a diagram (SmartArt), point by point; ``None`` where it is none."""
    relations = next(frame.element.iter(f"{_DIAGRAM}relIds"), None)
    if relations is None:
        return None
    part = frame.part.related_part(relations.get(f"{_RELATION}dm"))
    points = parse_xml(part.blob).iter(f"{_DIAGRAM}pt")
    return [words for point in points if (words := _words(point))]


def _points(series: etree._Element, *kinds: str) -> dict[int, str]:
    """The stored points of a series by their place, numbers as the chart shows them."""
    found = {}
    for data in (each for kind in kinds for each in series.findall(_CHART + kind)):
        number_format = next((each.text for each in data.iter(f"{_CHART}formatCode")), None)
        is_number = next(data.iter(f"{_CHART}numCache", f"{_CHART}numLit"), None) is not None
        for point in data.iter(f"{_CHART}pt"):
            words = collapse(point.findtext(f"{_CHART}v") or "")
            if is_number and words:
                words = number_shown(float(words), number_format or "General").strip()
            found[int(point.get("idx", 0))] = words
    return found


def _words(element: etree._Element | None) -> str:
    """The words under an element: written ones, or those that a chart took from its table."""
    if element is None:
        return ""
    paragraphs = element.iter(f"{_DRAWING}p")
    written = ("".join(t.text or "" for t in p.iter(f"{_DRAWING}t")) for p in paragraphs)
    taken = (each.text or "" for each in element.iter(f"{_CHART}v"))
    return collapse(" ".join((*written, *taken)))
