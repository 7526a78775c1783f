"""What tests of the readers look at in what was read."""

from __future__ import annotations

from index.types import Extraction


def section_texts(extraction: Extraction) -> dict[str, str]:
    """The text of each section, by its heading."""
    return {section.heading: section.span.of(extraction.text) for section in extraction.sections}
