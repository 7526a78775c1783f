"""Two reports to fill a library with, and how to see what became of them."""

from __future__ import annotations

from index.types import Report

FERRY = """Ferry line to Osk closes

By Ada Brenn

ELMOUTH, 3 March 2024 (Coast Wire) - The ferry line to Osk will close in May, harbour master Ivo
Tann said on Sunday. "We have no boat left that may carry people," he said.

Unnamed council members told the Elmouth Courier that two boats were sold in secret.
"""
BRIDGE = """Bridge works run late

The bridge over the Lenn opens a year later than promised, engineer Mara Holt said.
"""


def statuses(report: Report) -> dict[str, str]:
    """The status of each file, by its name."""
    return {outcome.name: str(outcome.status) for outcome in report.outcomes}
