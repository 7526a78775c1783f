"""A small library about a harbour, and cases about it with every outcome."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CASES", "OUTCOMES", "REPORT", "harbour"]

REPORT = """Harbour of Elmouth to close for dredging

By Ada Brenn

ELMOUTH, 3 March 2024 (Coast Wire) - The harbour will close for nine weeks, harbour master \
Ivo Tann said on Sunday. "We have no boat left that may carry people," he said.

Council leader Runa Seil said that the dredging will cost 340,000 crowns.

The harbour was founded in 1874.
"""

CASES = """
files: [harbour.txt]
defaultTest:
  tags: [harbour]
tests:
  - description: how long it closes
    question: For how many weeks will the harbour close?
    tags: [numbers, two-words]
    assert:
      - {type: quotes, value: will close for nine weeks}
      - {type: attributed-to, value: Ivo Tann}
  - description: a number is written otherwise
    question: How much will the dredging cost?
    tags: [numbers]
    assert:
      - {type: quotes, value: the dredging will cost 340000 crowns}
  - description: somebody else said it
    question: How much will the dredging cost?
    tags: [speakers, skip]
    assert:
      - {type: quotes, value: "the dredging will cost 340,000 crowns"}
      - {type: attributed-to, value: Ivo Tann}
  - description: known to fail
    question: When was the harbour founded?
    xfail: it was not
    assert:
      - {type: abstains}
  - description: passes unexpectedly
    question: When was the harbour founded?
    xfail: it was not
    assert:
      - {type: quotes, value: founded in 1874}
"""

OUTCOMES = {
    "how long it closes": "passed",
    "a number is written otherwise": "invalid",
    "somebody else said it": "failed",
    "known to fail": "failed as expected",
    "passes unexpectedly": "passed unexpectedly",
}


def harbour(folder: Path, cases: str = CASES) -> Path:
    """The case file, with the report beside it."""
    (folder / "harbour.txt").write_text(REPORT, encoding="utf-8")
    path = folder / "harbour.qa.yaml"
    path.write_text(cases, encoding="utf-8")
    return path
